import { parseList } from '../../src/exclusions/list.ts'
import type { Findings } from '../../src/findings/findings.ts'
import { findingsOf, type Made } from '../../src/findings/make.ts'
import type { SeenUser } from '../../src/findings/seen.ts'
import { instant } from '../../src/judgement/instant.ts'
import type { LedgerEvent } from '../../src/ledger/event.ts'
import type { UserLedger } from '../../src/ledger/item.ts'

export const AS_OF = instant('2026-11-02T09:00:00Z')

export const daysAgo = (days: number) => instant(AS_OF - days * 86_400_000)

const parsed = parseList('kept;until=2026-12-31;owner==cmd|calc;reason=<b>"x"</b> & y,nobody-here')

export const SHARED = 'arn:aws:ssm:eu-west-1:210987654321:parameter/iam-unused-user-cleanup/organization'

const shared = parseList('break-glass-*;owner=security,left;until=2026-10-01,arn:aws:iam::*:user/elsewhere', 'shared')

/** Besides the account's own list, one that an organization shares. */
export const WITH_SHARED = {
  sharedExclusions: SHARED,
  entries: [parsed, shared].flatMap((list) => (list.kind === 'list' ? list.entries : [])),
} satisfies Partial<Made>

export const MADE: Made = {
  toolVersion: '0.1.0',
  now: AS_OF,
  asOf: AS_OF,
  limitDays: 90,
  dueWithinDays: 14,
  accountId: '123456789012',
  alias: 'acme-prod',
  region: 'eu-west-1',
  endpoint: undefined,
  caller: 'arn:aws:iam::123456789012:user/auditor',
  narrowedTo: [],
  exclusionParameter: '/iam-unused-user-cleanup/excluded-users',
  exclusionList: 'read',
  sharedExclusions: undefined,
  entries: parsed.kind === 'list' ? parsed.entries : [],
  ledgerTable: 'iam-unused-user-cleanup-ledger',
}

/** A user who has nothing, and is compliant. */
export const seenUser = (userName: string, more: Partial<SeenUser> = {}): SeenUser => ({
  userName,
  userId: `AIDA${Buffer.from(userName).toString('hex').toUpperCase().padEnd(16, '0').slice(0, 16)}`,
  arn: `arn:aws:iam::123456789012:user/${userName}`,
  path: '/',
  created: daysAgo(400),
  outcome: { kind: 'compliant' },
  read: [],
  reported: [],
  credentialsKnown: true,
  ledger: new Map(),
  ...more,
})

export const ledgerOf = (userId: string, credential: string, ...events: readonly Pick<LedgerEvent, 'kind' | 'at'>[]): UserLedger =>
  new Map([
    [
      credential,
      {
        kind: 'item',
        userId,
        credential,
        events: events.map((event, index) => ({
          id: `act-${index}`,
          idleDays: 100,
          limitDays: 90,
          by: 'arn:aws:iam::123456789012:user/operator',
          errand: 'sha256:0',
          userName: 'then',
          ...event,
        })),
      },
    ],
  ])

export const documentOf = (users: readonly SeenUser[], made: Partial<Made> = {}, gone = 0): Findings =>
  findingsOf(
    { ...MADE, ...made },
    {
      listedAt: AS_OF,
      report: { kind: 'used', generated: daysAgo(0) },
      users,
      subjects: users.map(({ userName, userId, arn, path }) => ({ userName, userId, arn, path, groups: new Set(), tags: new Map() })),
      gone,
      ledger: new Map(users.map(({ userId, ledger }) => [userId, ledger])),
    },
  )
