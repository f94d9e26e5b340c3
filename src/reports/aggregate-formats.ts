import pc from 'picocolors'
import type { AggregateView } from '../organization/aggregate.ts'
import { plural } from '../text/plural.ts'
import { csvText } from './findings-csv.ts'
import { textTable } from './table.ts'
import type { View } from './view.ts'

const HEAD = 'Verdicts in aggregator '

/** The formats of what an aggregator has: its verdicts know no dates of credentials, and so make no findings. */
export const AGGREGATE_FORMATS = {
  table: aggregateTable,
  csv: aggregateCsv,
  json: (view: AggregateView): string => JSON.stringify(view, undefined, 2),
} as const

export type AggregateFormatName = keyof typeof AGGREGATE_FORMATS

const COLUMNS = ['account_id', 'account_name', 'region', 'standing', 'says', 'user_id', 'compliance', 'annotation', 'recorded']

export const isAggregate = (text: string): boolean =>
  text.startsWith(HEAD) ||
  text.replace(/^\uFEFF/, '').startsWith(`${COLUMNS.join(',')}\n`) ||
  text.startsWith('{\n  "format": "iam-unused-user-cleanup aggregate"')

function aggregateTable(view: AggregateView, { columns, colours }: View): string {
  const paint = pc.createColors(colours)
  const { aggregator, rule, region, createdAt, comparedWith, accounts, totals, results } = view
  const names = new Map(accounts.map(({ id, name }) => [id, name]))
  const table = (head: readonly string[], rows: Parameters<typeof textTable>[1]): readonly string[] =>
    rows.length === 0 ? [] : [textTable(head, rows, columns)]
  return [
    [
      `${HEAD}${aggregator} of rule ${rule}, Region ${region}, as of ${createdAt.slice(0, 10)} ${createdAt.slice(11, 16)} UTC.`,
      'Verdicts and reasons as AWS Config has them, some minutes behind; dates of credentials are not among them ("iam-cleanup scan --organization").',
      ...(comparedWith === 'organization'
        ? []
        : [`NOT COMPARED with the accounts of the organization, so that some may be missing here: ${comparedWith.nothing}`]),
    ].join('\n'),
    ...table(
      ['Without fresh results', 'Name', 'Why'],
      accounts.filter(({ standing }) => standing !== 'fresh').map(({ id, name, says }) => [{ text: id, paint: paint.red }, name, says]),
    ),
    ...table(
      ['Account', 'Name', 'Region', 'Users', 'Non-compliant', 'Latest result'],
      accounts.flatMap(({ id, name, region: in_, users, nonCompliant, latest = '', standing }) =>
        standing === 'without'
          ? []
          : [[id, name, in_, String(users), String(nonCompliant), `${latest.slice(0, 10)} ${latest.slice(11, 16)} UTC`]],
      ),
    ),
    ...table(
      ['Non-compliant', 'Name', 'User id', 'Reason'],
      results
        .filter(({ compliance }) => compliance === 'NON_COMPLIANT')
        .map(({ accountId, userId, annotation }) => [
          accountId,
          names.get(accountId) ?? '',
          { text: userId, paint: paint.yellow },
          annotation,
        ]),
    ),
    `${plural(totals.users, 'user')} of ${plural(totals.accounts, 'account')}: ${totals.nonCompliant} non-compliant, ${totals.users - totals.nonCompliant} compliant; ${plural(totals.withoutFresh, 'account')} without fresh results.`,
  ].join('\n\n')
}

/** Accounts without fresh results first, then a row a user. */
function aggregateCsv({ accounts, results }: AggregateView): string {
  const of = new Map(accounts.map((account) => [`${account.id} ${account.region}`, account]))
  return csvText([
    COLUMNS,
    ...accounts.flatMap(({ id, name, region, standing, says }) =>
      standing === 'fresh' ? [] : [[id, name, region, standing, says, '', '', '', '']],
    ),
    ...results.map(({ accountId, region, userId, compliance, annotation, recorded }) => {
      const account = of.get(`${accountId} ${region}`)
      return [accountId, account?.name ?? '', region, account?.standing ?? '', '', userId, compliance, annotation, recorded]
    }),
  ])
}
