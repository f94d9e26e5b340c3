import type { Findings, UserFinding } from '../../findings/findings.ts'
import { plural } from '../../text/plural.ts'
import { excludedBy, otherwise } from '../user-standing.ts'
import { credentialName, idleDaysOf, unusedFrom } from './credentials.ts'
import { foreign, markup, NOTHING, or, type Markup } from './markup.ts'
import { common, labelOf, type Line, type RowStanding } from './of-documents.ts'
import { table, type Cell, type Column } from './table.ts'

/** So many are named on top; all of them stand in the table below. */
const NAMED = 10

/** Who needs attention, most urgent first: who could not be judged, what is unused, what will be soon, who is excluded by what until when, and exclusions that protect nobody. */
export function attention(all: readonly Line[], documents: readonly Findings[]): Markup {
  const account = accountCells(documents)
  const within = common(documents, ({ dueWithinDays }) => dueWithinDays)
  const users = documents.flatMap((findings) => findings.users.map((user) => ({ findings, user })))
  const of = (standing: RowStanding): readonly Line[] => all.filter((line) => line.standing === standing && line.credential !== undefined)
  return markup`${named({
    id: 'unread',
    title: 'Could not be judged',
    says: 'What cannot be read is taken neither for unused nor for in use. The run fails until it can be.',
    columns: ['User', ...account.columns, 'Why'],
    standing: 'unknown',
    rows: users.flatMap(({ findings, user }) =>
      user.verdict.kind === 'unknown' ? [[foreign(user.userName), ...account.of(findings), user.verdict.why]] : [],
    ),
  })}${named({
    id: 'unused',
    title: 'Unused',
    says: 'The next run of the rule reports these users NON_COMPLIANT, and an automatic remediation revokes what is listed.',
    columns: ['User', ...account.columns, 'Credential', 'Idle days', 'Unused since', 'Why'],
    standing: 'unused',
    rows: of('unused')
      .toSorted((one, other) => dueOf(one).localeCompare(dueOf(other)))
      .map((line) => dueRow(line, account)),
  })}${named({
    id: 'soon',
    title: within === undefined ? 'Unused soon' : `Unused within ${plural(within, 'day')}`,
    says: 'If nothing happens before. Time to ask, or to exclude.',
    columns: ['User', ...account.columns, 'Credential', 'Idle days', 'Unused from', 'Why'],
    standing: 'due-soon',
    rows: of('due-soon')
      .toSorted((one, other) => dueOf(one).localeCompare(dueOf(other)))
      .map((line) => dueRow(line, account)),
  })}${named({
    id: 'excluded',
    title: 'Excluded',
    says: 'Left alone whatever is unused; the exclusion that ends first comes first.',
    columns: ['User', ...account.columns, 'By', 'Until', 'Owner', 'Reason', 'Otherwise'],
    standing: 'excluded',
    rows: users
      .toSorted((one, other) => untilOf(one.user).localeCompare(untilOf(other.user)))
      .flatMap(({ findings, user }) => excludedRow(user, account.of(findings))),
  })}`
}

type Named = {
  readonly id: string
  readonly title: string
  readonly says: string
  readonly columns: readonly string[]
  readonly standing: RowStanding
  readonly rows: readonly (readonly Cell['shows'][])[]
}

function named({ id, title, says, columns, standing, rows }: Named): Markup {
  if (rows.length === 0) return NOTHING
  const rest = rows.length - NAMED
  return markup`<section id="${id}">
    <h2>${title} <span class="number">${rows.length}</span></h2>
    ${table({
      id: `${id}-named`,
      caption: says,
      columns: columns.map((name): Column => ({ name, ...(STYLES[name] === undefined ? {} : { style: STYLES[name] }) })),
      rows: rows.slice(0, NAMED).map((cells) => ({ cells: cells.map((shows) => ({ shows })) })),
    })}${
      rest <= 0
        ? NOTHING
        : markup`<p class="more">And <a href="#credentials" data-only="${standing}">${rest} more</a>, in the table of all credentials.</p> `
    }
  </section> `
}

const STYLES: Readonly<Record<string, string>> = {
  User: 'user',
  Account: 'account',
  Credential: 'credential',
  'Idle days': 'days',
  'Unused since': 'due since',
  'Unused from': 'due',
  Until: 'until',
  Owner: 'owner',
}

type AccountCells = { readonly columns: readonly string[]; readonly of: (findings: Findings) => readonly Markup[] }

/** A column that names the account, where there are several. */
export const accountCells = (documents: readonly Findings[]): AccountCells =>
  documents.length === 1
    ? { columns: [], of: () => [] }
    : { columns: ['Account'], of: (findings) => [foreign(labelOf(findings, documents))] }

const dueRow = ({ findings, user, credential }: Line, account: AccountCells) => [
  foreign(user.userName),
  ...account.of(findings),
  credentialName(credential),
  idleDaysOf(credential),
  unusedFrom(credential),
  credential?.reason ?? '',
]

const dueOf = ({ credential }: Line): string => credential?.clock?.due ?? ''

/** After every day. */
const NO_END = '9999'

const untilOf = ({ verdict }: UserFinding): string => (verdict.kind === 'excluded' ? (verdict.until ?? NO_END) : NO_END)

function excludedRow(user: UserFinding, account: readonly Markup[]) {
  const { userName, verdict } = user
  if (verdict.kind !== 'excluded') return []
  const { until, owner, reason } = verdict
  return [
    [
      foreign(userName),
      ...account,
      foreign(excludedBy(verdict)),
      or(until, 'no end'),
      or(owner, 'nobody named'),
      or(reason, 'none given'),
      otherwise(user),
    ],
  ]
}
