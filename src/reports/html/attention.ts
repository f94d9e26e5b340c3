import type { Findings, UserFinding } from '../../findings/findings.ts'
import { plural } from '../../text/plural.ts'
import { excludedBy, otherwise } from '../user-standing.ts'
import { credentialName, idleDaysOf, unusedFrom } from './credentials.ts'
import { foreign, markup, or, type Markup } from './markup.ts'
import { common, labelOf, type Line, type RowStanding } from './of-documents.ts'
import { named } from './named.ts'

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
    rest: restOf('unknown'),
    rows: users.flatMap(({ findings, user }) =>
      user.verdict.kind === 'unknown' ? [[foreign(user.userName), ...account.of(findings), user.verdict.why]] : [],
    ),
  })}${named({
    id: 'unused',
    title: 'Unused',
    says: 'The next run of the rule reports these users NON_COMPLIANT, and an automatic remediation revokes what is listed.',
    columns: ['User', ...account.columns, 'Credential', 'Idle days', 'Unused since', 'Why'],
    rest: restOf('unused'),
    rows: of('unused')
      .toSorted((one, other) => dueOf(one).localeCompare(dueOf(other)))
      .map((line) => dueRow(line, account)),
  })}${named({
    id: 'soon',
    title: within === undefined ? 'Unused soon' : `Unused within ${plural(within, 'day')}`,
    says: 'If nothing happens before. Time to ask, or to exclude.',
    columns: ['User', ...account.columns, 'Credential', 'Idle days', 'Unused from', 'Why'],
    rest: restOf('due-soon'),
    rows: of('due-soon')
      .toSorted((one, other) => dueOf(one).localeCompare(dueOf(other)))
      .map((line) => dueRow(line, account)),
  })}${named({
    id: 'excluded',
    title: 'Excluded',
    says: 'Left alone whatever is unused; the exclusion that ends first comes first.',
    columns: ['User', ...account.columns, 'By', 'Until', 'Owner', 'Reason', 'Otherwise'],
    rest: restOf('excluded'),
    rows: users
      .toSorted((one, other) => untilOf(one.user).localeCompare(untilOf(other.user)))
      .flatMap(({ findings, user }) => excludedRow(user, account.of(findings))),
  })}`
}

const restOf = (standing: RowStanding) => ({ section: 'credentials', only: standing, where: 'in the table of all credentials' })

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
