import type { Entry } from '../exclusions/entry.ts'
import type { Subject } from '../exclusions/match.ts'
import { isoTime, type Instant } from '../judgement/instant.ts'
import type { UserLedger } from '../ledger/item.ts'
import { plain } from '../text/plain.ts'
import { entryFindings } from './entries.ts'
import { VERSION, type Findings } from './findings.ts'
import { ledgerFinding } from './ledger.ts'
import { sealed } from './seal.ts'
import type { Judged, SeenUser } from './seen.ts'
import { totalsOf } from './totals.ts'
import { userFinding } from './user.ts'

/** Where, by whom and with what an account was looked at. */
export type Made = Judged & {
  readonly toolVersion: string
  readonly now: Instant
  readonly accountId: string
  readonly alias: string | undefined
  readonly region: string
  readonly endpoint: string | undefined
  readonly caller: string
  readonly narrowedTo: readonly string[]
  readonly exclusionParameter: string
  readonly exclusionList: 'read' | 'missing'
  /** ARN of the shared list; undefined for none. */
  readonly sharedExclusions: string | undefined
  readonly entries: readonly Entry[]
  readonly ledgerTable: string
}

/** What became of the credential report. */
export type SeenReport =
  | { readonly kind: 'used'; readonly generated: Instant }
  | { readonly kind: 'unavailable'; readonly why: string }
  | { readonly kind: 'not-asked' }

/** What was seen of an account. */
export type Seen = {
  readonly listedAt: Instant
  readonly report: SeenReport
  readonly users: readonly SeenUser[]
  /** Everybody in the account, with the groups that the list names and what tags were read. */
  readonly subjects: readonly Subject[]
  readonly gone: number
  /** By user id; undefined where there is none. */
  readonly ledger: ReadonlyMap<string, UserLedger> | undefined
}

/** The findings document of one account. */
export function findingsOf(made: Made, { listedAt, report, users, subjects, gone, ledger }: Seen): Findings {
  const { now, asOf, limitDays, dueWithinDays, alias, endpoint, narrowedTo, sharedExclusions } = made
  const found = users.map((user) => userFinding(user, made))
  const items = [...(ledger ?? new Map<string, UserLedger>())].filter(
    ([id]) => narrowedTo.length === 0 || users.some(({ userId }) => userId === id),
  )
  return sealed({
    format: 'iam-unused-user-cleanup findings',
    version: VERSION,
    toolVersion: made.toolVersion,
    createdAt: isoTime(now),
    asOf: isoTime(asOf),
    account: {
      id: made.accountId,
      ...(alias === undefined ? {} : { alias: plain(alias) }),
      region: plain(made.region),
      ...(endpoint === undefined ? {} : { endpoint: plain(endpoint) }),
    },
    caller: plain(made.caller),
    data: { usersListed: isoTime(listedAt), report: reportFinding(report) },
    limitDays,
    dueWithinDays,
    narrowedTo: narrowedTo.map((each) => plain(each)),
    exclusions: {
      parameter: plain(made.exclusionParameter),
      list: made.exclusionList,
      ...(sharedExclusions === undefined ? {} : { shared: plain(sharedExclusions) }),
      entries: [...entryFindings(made.entries, subjects, asOf)],
    },
    ledger: {
      table: plain(made.ledgerTable),
      kind: ledger === undefined ? 'none' : 'read',
      items: items.flatMap(([, each]) => [...each.values()].map((item) => ledgerFinding(item))),
    },
    users: found,
    totals: totalsOf(found, { inAccount: subjects.length, gone }),
  })
}

function reportFinding(report: SeenReport): Findings['data']['report'] {
  switch (report.kind) {
    case 'used':
      return { kind: 'used', generated: isoTime(report.generated) }
    case 'unavailable':
      return { kind: 'unavailable', why: plain(report.why) }
    case 'not-asked':
      return { kind: 'not-asked' }
  }
}
