import { csvRows } from './csv.ts'
import type { LastUse } from '../judgement/credential.ts'
import { instant, momentOf, type Instant } from '../judgement/instant.ts'

/** A cell that says something else than it should. Nothing may be concluded from it. */
type Unreadable = { readonly kind: 'unreadable' }

type ReportedUse = LastUse | Unreadable
type ReportedFlag = 'yes' | 'no' | 'unreadable'

/** One of a row's two slots for access keys. They are in the order of the key ids, which the report does not show. */
export type ReportedKey = {
  readonly active: ReportedFlag
  /** When it was made or changed last: its creation is no later. `none` where the report speaks of no key; inactive ones keep their date. */
  readonly changed: Instant | 'none' | 'unreadable'
  readonly lastUse: ReportedUse
}

/** A row of the report. */
export type ReportedUser = {
  readonly arn: string
  readonly created: Instant | undefined
  readonly passwordEnabled: ReportedFlag
  readonly passwordChanged: Instant | undefined
  readonly keys: readonly [ReportedKey, ReportedKey]
}

export type ParsedReport = {
  /** By user name. */
  readonly users: ReadonlyMap<string, ReportedUser>
  /** The latest moment that the report speaks of, but not after `now`: it was made after that, whatever it says itself. 0 where it speaks of none. */
  readonly newest: Instant
}

/**
 * Read a credential report. Columns are found by name; more of them, fewer, or other values than IAM documents make cells unreadable, not the
 * report. The root user is left out, and so are names that stand in it twice and rows that are not as long as the head.
 * Source: docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
 */
export function parseCredentialReport(csv: string, now: Instant): ParsedReport {
  const users = new Map<string, ReportedUser>()
  const twice = new Set<string>()
  let newest = instant(0)
  let columns: ReadonlyMap<string, number> | undefined
  for (const row of csvRows(csv)) {
    if (columns === undefined) columns = new Map(row.map((name, place) => [name.trim().toLowerCase(), place]))
    else readRow(row, columns)
  }
  for (const name of twice) users.delete(name)
  return { users, newest }

  function readRow(row: readonly string[], places: ReadonlyMap<string, number>): void {
    const cell = (column: string): string => row[places.get(column) ?? -1] ?? ''
    const [name, arn] = [cell('user'), cell('arn')]
    if (row.length !== places.size || name === '' || arn.endsWith(':root')) return
    if (users.has(name)) twice.add(name)
    const key = (slot: number): ReportedKey => ({
      active: flag(cell(`access_key_${slot}_active`)),
      changed: change(cell(`access_key_${slot}_last_rotated`)),
      lastUse: use(
        cell(`access_key_${slot}_last_used_date`),
        cell(`access_key_${slot}_last_used_service`),
        cell(`access_key_${slot}_last_used_region`),
      ),
    })
    users.set(name, {
      arn,
      created: momentOf(cell('user_creation_time')),
      passwordEnabled: flag(cell('password_enabled')),
      passwordChanged: momentOf(cell('password_last_changed')),
      keys: [key(1), key(2)],
    })
    const told = row.map((each) => momentOf(each) ?? newest).filter((moment) => moment <= now)
    newest = instant(Math.max(newest, ...told))
  }
}

function flag(cell: string): ReportedFlag {
  switch (cell.toLowerCase()) {
    case 'true':
      return 'yes'
    case 'false':
      return 'no'
    default:
      return 'unreadable'
  }
}

const change = (cell: string): ReportedKey['changed'] => (cell === 'N/A' ? 'none' : (momentOf(cell) ?? 'unreadable'))

function use(cell: string, service: string, region: string): ReportedUse {
  if (cell === 'N/A' || cell === 'no_information') return { kind: 'never' }
  const moment = momentOf(cell)
  return moment === undefined ? { kind: 'unreadable' } : { kind: 'at', instant: moment, service, region }
}
