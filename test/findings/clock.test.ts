import { describe, expect, test } from 'vitest'
import type { ClockFinding } from '../../src/findings/findings.ts'
import type { ReportedCredential, SeenUser } from '../../src/findings/seen.ts'
import type { Credential } from '../../src/judgement/credential.ts'
import { AS_OF, daysAgo, documentOf, ledgerOf, seenUser } from '../support/findings.ts'

const ID = 'AKIAIOSFODNN7EXAMPL1'
const key = (more: Partial<Credential> = {}): Credential =>
  ({ kind: 'access-key', id: ID, status: 'active', created: daysAgo(200), lastUse: { kind: 'never' }, ...more }) as Credential
const used = (days: number): Partial<Credential> => ({ lastUse: { kind: 'at', instant: daysAgo(days) } })

const only = (more: Partial<SeenUser>) => documentOf([seenUser('ana', more)]).users[0]?.credentials[0]

describe('the clock of what was read (S1)', () => {
  const ledger = (...events: Parameters<typeof ledgerOf>[2][]) => ledgerOf(seenUser('ana').userId, ID, ...events)

  test.for<[situation: string, credential: Credential, ledger: SeenUser['ledger'], clock: Pick<ClockFinding, 'is' | 'idleDays'>]>([
    ['never used: its creation', key(), new Map(), { is: 'creation', idleDays: 200 }],
    ['used: the last use', key(used(20)), new Map(), { is: 'last-use', idleDays: 20 }],
    ['used before it was made anew: the creation', key({ ...used(300) }), new Map(), { is: 'creation', idleDays: 200 }],
    [
      'restored since: the restore',
      key(used(150)),
      ledger({ kind: 'revoked', at: daysAgo(50) }, { kind: 'restored', at: daysAgo(40) }),
      { is: 'restore', idleDays: 40 },
    ],
    [
      'used after the restore: the last use',
      key(used(10)),
      ledger({ kind: 'revoked', at: daysAgo(50) }, { kind: 'restored', at: daysAgo(40) }),
      { is: 'last-use', idleDays: 10 },
    ],
    [
      'seen live again, and written: that moment',
      key(used(150)),
      ledger({ kind: 'revoked', at: daysAgo(50) }, { kind: 'seen-live-again', at: daysAgo(30) }),
      { is: 'seen-live-again', idleDays: 30 },
    ],
    ['called revoked and live: now', key(used(150)), ledger({ kind: 'revoked', at: daysAgo(50) }), { is: 'seen-live-again', idleDays: 0 }],
  ])('%s', ([, credential, of, clock]) => {
    expect(only({ read: [credential], ledger: of })?.clock).toMatchObject({ ...clock, exact: true })
  })

  test('is not said to be exact where the record cannot be read', () => {
    const unreadable: SeenUser['ledger'] = new Map([[ID, { kind: 'unreadable', userId: 'x', credential: ID, why: 'broken' }]])
    expect(only({ read: [key(used(20))], ledger: unreadable })?.clock?.exact).toBe(false)
  })
})

describe('what the report alone knows', () => {
  const reported = (more: Partial<ReportedCredential> = {}): ReportedCredential => ({
    kind: 'access-key',
    id: 'report-key-1',
    name: 'Key 1 of the credential report',
    status: 'active',
    changed: daysAgo(100),
    lastUse: { kind: 'never' },
    ...more,
  })

  test.for<[situation: string, reported: ReportedCredential, verdict: string, clock: Partial<ClockFinding> | undefined]>([
    [
      'used after it was changed last: exact',
      reported({ lastUse: { kind: 'at', instant: daysAgo(20) } }),
      'in-use',
      { is: 'last-use', exact: true, idleDays: 20 },
    ],
    [
      'used before: at most',
      reported({ changed: daysAgo(5), lastUse: { kind: 'at', instant: daysAgo(20) } }),
      'in-use',
      { is: 'last-use', exact: false, idleDays: 20 },
    ],
    ['never used, changed longer ago than the limit: unused', reported(), 'unused', { is: 'user-creation', exact: false, idleDays: 400 }],
    ['never used, changed lately: nobody knows', reported({ changed: daysAgo(5) }), 'unknown', { exact: false, idleDays: 400 }],
    ['a cell that cannot be read: nobody knows', reported({ lastUse: { kind: 'unreadable' } }), 'unknown', undefined],
    ['inactive', reported({ status: 'inactive' }), 'inactive', undefined],
  ])('%s', ([, each, verdict, clock]) => {
    const found = only({ reported: [each] })
    expect([found?.verdict, found?.clock === undefined]).toEqual([verdict, clock === undefined])
    expect(found).toMatchObject(clock === undefined ? {} : { clock })
  })
})

test.for<[situation: string, outcome: SeenUser['outcome'], days: number, standing: string]>([
  ['unused', { kind: 'non-compliant' }, 90, 'unused'],
  ['unused in 14 days', { kind: 'compliant' }, 76, 'due-soon'],
  ['unused in 15 days', { kind: 'compliant' }, 75, 'in-use'],
  ['of an excluded user', { kind: 'excluded', exclusion: { kind: 'tag' } }, 90, 'excluded'],
  ['of a user who could not be judged', { kind: 'unknown', why: 'refused' }, 90, 'unknown'],
])('a credential that is %s counts once, as that', ([, outcome, days, standing]) => {
  expect(only({ outcome, read: [key({ lastUse: { kind: 'at', instant: daysAgo(days) } })] })?.standing).toBe(standing)
  expect(AS_OF).toBe(Date.parse('2026-11-02T09:00:00Z'))
})
