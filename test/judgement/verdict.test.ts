import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { credentialId, isLive, type Credential } from '../../src/judgement/credential.ts'
import { instant } from '../../src/judgement/instant.ts'
import { judge, type Verdict } from '../../src/judgement/verdict.ts'
import { key, password } from '../support/credentials.ts'

const NOW = instant('2026-11-25T12:00:00Z')
const LIMIT = 30

describe('judge (S1, S2), limit 30 days, now 2026-11-25 12:00 UTC', () => {
  test.for<[situation: string, Credential, Verdict]>([
    ['key used 29 days ago', key('2025-01-01T00:00:00Z', '2026-10-27T12:00:00Z'), { kind: 'in-use', idleDays: 29 }],
    [
      'key used 30 days ago less one millisecond',
      key('2025-01-01T00:00:00Z', '2026-10-26T12:00:00.001Z'),
      { kind: 'in-use', idleDays: 29 },
    ],
    ['key used 30 days ago to the millisecond', key('2025-01-01T00:00:00Z', '2026-10-26T12:00:00Z'), { kind: 'unused', idleDays: 30 }],
    ['key used 31 days ago', key('2025-01-01T00:00:00Z', '2026-10-25T12:00:00Z'), { kind: 'unused', idleDays: 31 }],
    ['key never used, made 29 days ago', key('2026-10-27T12:00:00Z'), { kind: 'in-use', idleDays: 29 }],
    ['key never used, made 30 days ago', key('2026-10-26T12:00:00Z'), { kind: 'unused', idleDays: 30 }],
    ['key never used, made 31 days ago', key('2026-10-25T12:00:00Z'), { kind: 'unused', idleDays: 31 }],
    ['key used in this second', key('2025-01-01T00:00:00Z', '2026-11-25T12:00:00Z'), { kind: 'in-use', idleDays: 0 }],
    ['key used after the event was sent', key('2025-01-01T00:00:00Z', '2026-11-25T13:00:00Z'), { kind: 'in-use', idleDays: 0 }],
    ['inactive key, idle for years', key('2015-01-01T00:00:00Z', undefined, { inactive: true }), { kind: 'inactive' }],
    [
      'key restored 29 days ago after years',
      key('2015-01-01T00:00:00Z', '2016-01-01T00:00:00Z', { restored: '2026-10-27T12:00:00Z' }),
      { kind: 'in-use', idleDays: 29 },
    ],
    [
      'key restored 30 days ago after years',
      key('2015-01-01T00:00:00Z', '2016-01-01T00:00:00Z', { restored: '2026-10-26T12:00:00Z' }),
      { kind: 'unused', idleDays: 30 },
    ],
    ['password signed in with 29 days ago', password('2025-01-01T00:00:00Z', '2026-10-27T12:00:00Z'), { kind: 'in-use', idleDays: 29 }],
    ['password signed in with 30 days ago', password('2025-01-01T00:00:00Z', '2026-10-26T12:00:00Z'), { kind: 'unused', idleDays: 30 }],
    ['password never signed in with, made 48 days ago', password('2026-10-08T12:00:00Z'), { kind: 'unused', idleDays: 48 }],
    [
      'password made anew yesterday for someone away 200 days',
      password('2026-11-24T12:00:00Z', '2026-05-09T12:00:00Z'),
      { kind: 'in-use', idleDays: 1 },
    ],
    ['password restored today', password('2025-01-01T00:00:00Z', undefined, '2026-11-25T00:00:00Z'), { kind: 'in-use', idleDays: 0 }],
  ])('%s', ([, credential, verdict]) => {
    expect(judge(credential, LIMIT, NOW)).toEqual(verdict)
  })

  test.for([
    [1, 'unused'],
    [2, 'in-use'],
    [10_000, 'in-use'],
  ] as const)('a key used 36 hours ago, limit %i days: %s', ([limit, kind]) => {
    expect(judge(key('2025-01-01T00:00:00Z', '2026-11-24T00:00:00Z'), limit, NOW).kind).toBe(kind)
  })
})

test.for<[Credential, id: string, live: boolean]>([
  [password('2025-01-01T00:00:00Z'), 'password', true],
  [key('2025-01-01T00:00:00Z'), 'AKIAIOSFODNN7EXAMPLE', true],
  [key('2025-01-01T00:00:00Z', undefined, { inactive: true }), 'AKIAIOSFODNN7EXAMPLE', false],
])('%# a credential is called %s, and lets somebody in: %s', ([credential, id, live]) => {
  expect(credentialId(credential)).toBe(id)
  expect(isLive(credential)).toBe(live)
})

describe('laws', () => {
  const DAY = 86_400_000
  const ms = fc.integer({ min: 0, max: 4000 * DAY })
  const limits = fc.integer({ min: 1, max: 4000 })
  const credentials = fc
    .record({ created: ms, used: fc.option(ms), restored: fc.option(ms) })
    .map(({ created, used, restored }) =>
      key(
        new Date(created).toISOString(),
        used === null ? undefined : new Date(used).toISOString(),
        restored === null ? {} : { restored: new Date(restored).toISOString() },
      ),
    )

  test('what is unused stays unused while nobody uses it', () => {
    fc.assert(
      fc.property(credentials, limits, ms, ms, (credential, limit, now, wait) => {
        fc.pre(judge(credential, limit, instant(now)).kind === 'unused')
        expect(judge(credential, limit, instant(now + wait)).kind).toBe('unused')
      }),
    )
  })

  test('within the limit of any sign of life nothing is unused', () => {
    fc.assert(
      fc.property(credentials, limits, fc.constantFrom('created', 'used', 'restored'), fc.nat(), (credential, limit, which, after) => {
        const sign = {
          created: credential.created,
          used: credential.lastUse.kind === 'at' ? credential.lastUse.instant : undefined,
          restored: credential.restored,
        }[which]
        fc.pre(sign !== undefined)
        const now = instant(Number(sign) + (after % (limit * DAY)))
        expect(judge(credential, limit, now).kind).toBe('in-use')
      }),
    )
  })

  test('a longer limit never takes more', () => {
    fc.assert(
      fc.property(credentials, limits, limits, ms, (credential, one, more, now) => {
        fc.pre(judge(credential, one, instant(now)).kind === 'in-use')
        expect(judge(credential, one + more, instant(now)).kind).toBe('in-use')
      }),
    )
  })
})
