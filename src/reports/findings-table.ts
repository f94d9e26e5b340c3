import pc from 'picocolors'
import type { CredentialFinding, Findings, UserFinding } from '../findings/findings.ts'
import { entryName } from '../exclusions/entry.ts'
import { plain } from '../text/plain.ts'
import { plural } from '../text/plural.ts'
import type { View } from './view.ts'
import { textTable, type Cell } from './table.ts'
import { timeText } from './time-text.ts'
import { totalsText } from './totals-text.ts'
import { excludedBy, otherwise } from './user-standing.ts'
import { whereText } from './where-text.ts'

const HEAD = 'Findings of '
const WITHOUT_LIST = 'WITHOUT AN EXCLUSION LIST: '

/** Findings as people read them in a terminal: account by account who could not be judged, what is unused, what will be, who is excluded, all others, and totals. */
export function findingsTable(documents: readonly Findings[], view: View): string {
  const parts = documents.map((findings) => accountText(findings, view))
  const accounts = new Set(documents.map(({ account }) => account.id)).size
  // Of one account at several times a sum would count everybody several times.
  const sum = accounts > 1 && accounts === documents.length ? [totalsText(`Totals of ${accounts} accounts`, documents, view)] : []
  return [...parts, ...sum].join('\n\n\n')
}

export const isTable = (text: string): boolean => text.startsWith(`${HEAD}account `) || text.startsWith(WITHOUT_LIST)

type Row = { readonly user: UserFinding; readonly credential: CredentialFinding }
type Paint = (text: string) => string

function accountText(findings: Findings, { columns, colours }: View): string {
  const paint = pc.createColors(colours)
  const { exclusions, account, users } = findings
  const rows = users.flatMap((user) => user.credentials.map((credential) => ({ user, credential })))
  const standing = (...wanted: readonly CredentialFinding['standing'][]) =>
    rows.filter(({ credential }) => wanted.includes(credential.standing))
  const table = (head: readonly string[], cells: readonly (readonly Cell[])[]): readonly string[] =>
    cells.length === 0 ? [] : [textTable(head, cells, columns)]
  return [
    ...(exclusions.list === 'read'
      ? []
      : [paint.red(`${WITHOUT_LIST}there is no ${exclusions.parameter} in Region ${account.region}. Nobody is excluded by it.`)]),
    headText(findings),
    ...table(
      ['Could not be judged', 'Why'],
      users.flatMap(({ userName, verdict }) => (verdict.kind === 'unknown' ? [[painted(userName, paint.red), verdict.why]] : [])),
    ),
    ...table(
      ['Unused', 'Credential', 'Days', 'Unused since', 'Reason'],
      standing('unused').map((row) => dueCells(row, paint.yellow)),
    ),
    ...table(
      [`Unused within ${plural(findings.dueWithinDays, 'day')}`, 'Credential', 'Days', 'Unused from', 'Reason'],
      standing('due-soon').map((row) => dueCells(row, paint.cyan)),
    ),
    ...table(
      ['Excluded', 'By', 'Until', 'Owner', 'Reason', 'Otherwise'],
      users.flatMap((user) => excludedCells(user)),
    ),
    ...table(
      ['All others', 'Credential', 'Days', 'Unused from', 'Reason'],
      users.flatMap((user) => otherCells(user)),
    ),
    ...table(
      ['Exclusion that protects nobody', 'Owner', 'What has come of it'],
      exclusions.entries.flatMap(({ list, selector, owner = '', says }) =>
        says === '' ? [] : [[entryName({ list, text: selector }), owner, says]],
      ),
    ),
    totalsText('Totals', [findings], { columns, colours }),
  ].join('\n\n')
}

function headText({ exclusions, account, limitDays, asOf, createdAt, caller, toolVersion, data, narrowedTo, ledger }: Findings): string {
  const source = {
    used: () => `credential report of ${timeText(data.report.kind === 'used' ? data.report.generated : '')}`,
    unavailable: () => 'no credential report, every user read live',
    'not-asked': () => 'every user read live',
  }[data.report.kind]()
  return [
    `${HEAD}${whereText({ ...account, accountId: account.id })}; limit ${plural(limitDays, 'day')}, as of ${timeText(asOf)}.`,
    `Made ${timeText(createdAt)} by ${caller} with version ${toolVersion}; users listed ${timeText(data.usersListed)}, ${source}${ledger.kind === 'none' ? `, no ledger ${ledger.table}` : ''}.`,
    ...(exclusions.shared === undefined ? [] : [`Besides the account's own list, the shared exclusion list ${exclusions.shared} holds.`]),
    ...(narrowedTo.length === 0 ? [] : [`Narrowed to ${narrowedTo.join(', ')}.`]),
  ]
    .map((line) => plain(line))
    .join('\n')
}

const painted = (text: string, paint: Paint): Cell => ({ text, paint })

const dueCells = ({ user, credential: { name, clock, reason } }: Row, paint: Paint): readonly Cell[] => [
  painted(user.userName, paint),
  name,
  clock === undefined ? '' : days(clock),
  clock === undefined ? '' : `${clock.due.slice(0, 10)}${clock.exact ? '' : ' or later'}`,
  reason,
]

const days = ({ idleDays, exact }: { idleDays: number; exact: boolean }): string => (exact ? String(idleDays) : `at most ${idleDays}`)

function excludedCells(user: UserFinding): readonly (readonly Cell[])[] {
  const { userName, verdict } = user
  if (verdict.kind !== 'excluded') return []
  const { until = 'no end', owner = 'nobody named', reason = 'none given' } = verdict
  return [[userName, excludedBy(verdict), until, owner, reason, otherwise(user)]]
}

function otherCells(user: UserFinding): readonly (readonly Cell[])[] {
  if (user.verdict.kind === 'excluded' || user.verdict.kind === 'unknown') return []
  if (user.credentials.length === 0) return [[user.userName, 'none', '', '', 'No password and no access key.']]
  return user.credentials
    .filter(({ standing }) => standing !== 'unused' && standing !== 'due-soon')
    .map((credential) => dueCells({ user, credential }, (text) => text))
}
