import pc from 'picocolors'
import { accountsThat, countOf, type DoneSummary, type Run } from '../organization/run.ts'
import { plain } from '../text/plain.ts'
import { plural } from '../text/plural.ts'
import { accountText, named, sentence } from './run-sentences.ts'
import { textTable, type Cell } from './table.ts'
import { totalsText } from './totals-text.ts'
import type { View } from './view.ts'

const HEAD = 'Accounts of organization '

/** So many users are named who need a look; the other formats have all. */
const LOOKS = 50

/** What became of every account of an organization: who could not be read first, then a row an account, totals, who needs a look. */
export function organizationTable(run: Run, { columns, colours }: View): string {
  const paint = pc.createColors(colours)
  const done = accountsThat(run, 'done')
  const failed = accountsThat(run, 'failed')
  const skipped = accountsThat(run, 'skipped')
  const others = skipped.filter(({ outcome }) => outcome.reason === 'not-selected').length
  const looks = done.flatMap(({ account, outcome }) => outcome.looks.map((look) => [account.id, look.userName, look.what]))
  const table = (head: readonly string[], rows: readonly (readonly Cell[])[]): readonly string[] =>
    rows.length === 0 ? [] : [textTable(head, rows, columns)]
  return [
    headText(run),
    ...table(
      ['Could not be read', 'At', 'Why, and what to do'],
      failed.map(({ account, outcome }) => [
        { text: accountText(account), paint: paint.red },
        `${outcome.phase}: ${outcome.code}`,
        `${sentence(outcome.says)} ${outcome.next}`,
      ]),
    ),
    ...table(
      ['Skipped', 'Why'],
      skipped.flatMap(({ account, outcome }) => (outcome.reason === 'not-selected' ? [] : [[accountText(account), outcome.says]])),
    ),
    ...(others === 0 ? [] : [`${plural(others, 'account')} more in the organization ${others === 1 ? 'was' : 'were'} not asked for.`]),
    ...WITHOUT.flatMap(({ what, says }) => {
      const those = done.filter(({ outcome }) => outcome.without.includes(what))
      return those.length === 0
        ? []
        : [`${says}, in ${those.length} of ${plural(done.length, 'account')}: ${named(those.map(({ account }) => account.id))}.`]
    }),
    ...table(
      ['Account', 'Users', 'Unused', 'Soon', 'Excluded', 'Unknown'],
      // Who has most to do comes first.
      done
        .toSorted((one, other) => weight(other.outcome) - weight(one.outcome))
        .map(({ account, outcome }) => accountCells(accountText(account), outcome, paint)),
    ),
    ...table(['Needs a look', 'User', 'What'], looks.slice(0, LOOKS)),
    ...(looks.length > LOOKS ? [`And more: --format csv has all of them.`] : []),
    totalsText(
      `Totals of ${plural(done.length, 'account')}`,
      done.map(({ outcome }) => outcome),
      { columns, colours },
    ),
  ].join('\n\n')
}

export const isOrganizationTable = (text: string): boolean => text.startsWith(HEAD)

function headText(run: Run): string {
  const { begun, accounts } = run
  const parts = (
    [
      ['done', 'read'],
      ['failed', 'could not be read'],
      ['skipped', 'skipped'],
      ['not-begun', 'not begun'],
    ] as const
  ).map(([kind, what]) => `${countOf(run, kind)} ${what}`)
  return [
    `${HEAD}${begun.organizationId}, Region ${begun.terms['--region'] ?? ''}; limit ${plural(Number(begun.terms['a limit of days']), 'day')}, begun ${begun.at.slice(0, 10)} ${begun.at.slice(11, 16)} UTC.`,
    `By ${begun.caller} with version ${begun.toolVersion}. ${plural(accounts.length, 'account')}: ${parts.join(', ')}.`,
  ]
    .map((line) => plain(line))
    .join('\n')
}

const weight = ({ totals }: DoneSummary): number => totals.users.unknown * 1_000_000 + totals.credentials.unused

const WITHOUT = [
  { what: 'exclusion list', says: 'WITHOUT AN EXCLUSION LIST: nobody is excluded by one' },
  { what: 'ledger', says: 'Without a ledger: what was given back lately is not known' },
  { what: 'credential report', says: 'Without a credential report: every user was read live' },
] as const

function accountCells(name: string, { totals }: DoneSummary, paint: ReturnType<typeof pc.createColors>): readonly Cell[] {
  const { users, credentials } = totals
  const marked = (count: number, colour: (text: string) => string): Cell => (count === 0 ? '0' : { text: String(count), paint: colour })
  return [
    name,
    String(users.listed),
    marked(credentials.unused, paint.yellow),
    String(credentials.dueSoon),
    String(users.excluded),
    marked(users.unknown, paint.red),
  ]
}
