import { describe, expect, test } from 'vitest'
import { forecastDays, type SeenDay } from '../../src/rehearsal/forecast-day.ts'
import { standingOf } from '../../src/rehearsal/forecast-standing.ts'
import type { UserLine } from '../../src/rehearsal/log-lines.ts'

const LIMITS = { limitDays: 30, warningDays: 14 }
const AT = new Date('2026-11-02T09:00:00Z')
const ANA = { userName: 'ana', userId: 'AIDAIOSFODNN7EXAMPLE' }

const line = (verdict: string, ...reasons: readonly string[]): UserLine => ({ ...ANA, verdict, reasons, why: reasons.join(' ') })

const seen = (day: number, users: readonly UserLine[], more: Partial<SeenDay> = {}): SeenDay => ({
  day,
  at: new Date(AT.getTime() + day * 86_400_000),
  brake: undefined,
  users,
  kept: [],
  revoked: [],
  failed: [],
  ...more,
})

describe('who is warned', () => {
  test.for<[reasons: readonly string[], due: string | undefined]>([
    [['Password last used 15 days ago.'], undefined],
    [['Password last used 16 days ago.'], '2026-11-16'],
    [['Password last used 29 days ago.'], '2026-11-03'],
    [['Key 1 of the credential report last used at most 20 days ago.'], '2026-11-12'],
    [['Password never used, created 1 day ago.', 'Key ...MPL1 last used 17 days ago.'], '2026-11-15'],
    [['Key ...MPL1 inactive.'], undefined],
    [['No password and no access key.'], undefined],
  ])('%j: %s', ([reasons, due]) => {
    expect(standingOf([line('compliant', ...reasons)], AT, LIMITS).warned).toEqual(due === undefined ? [] : [{ ...ANA, due }])
  })

  test('nobody who is excluded, or unused', () => {
    const lines = [
      line('excluded', 'Excluded by entry "ana" until 2026-12-01: 20 days ago.'),
      line('non-compliant', 'Password last used 20 days ago.'),
    ]
    expect(standingOf(lines, AT, LIMITS).warned).toEqual([])
  })

  test('with more days of warning than the limit has, everybody who has something', () => {
    const { warned } = standingOf([line('compliant', 'Password last used 0 days ago.')], AT, { limitDays: 5, warningDays: 14 })
    expect(warned).toEqual([{ ...ANA, due: '2026-11-07' }])
  })
})

describe('what is new on a day', () => {
  const unused = line('non-compliant', 'Password last used 30 days ago (2026-10-03); limit 30.')
  const excluded = (until: string): UserLine => line('excluded', `Excluded by entry "ana" until ${until}.`)

  test('a warning, once; again after it had ended', () => {
    const [warned, fine] = [line('compliant', 'Password last used 20 days ago.'), line('compliant', 'Password last used 0 days ago.')]
    const days = forecastDays([seen(0, [warned]), seen(1, [warned]), seen(2, [fine]), seen(3, [warned])], LIMITS)
    expect(days.map((day) => day.warned.length)).toEqual([1, 0, 0, 1])
    expect(days.map((day) => day.counts.warned)).toEqual([1, 1, 0, 1])
  })

  test('that somebody is unused, once; again after something was taken', () => {
    const revoked = [{ ...ANA, credential: { kind: 'password' as const } }]
    const days = forecastDays([seen(0, [unused]), seen(1, [unused], { revoked }), seen(2, [unused])], LIMITS)
    expect(days.map((day) => [day.unused.length, day.revoked.length])).toEqual([
      [1, 0],
      [0, 1],
      [1, 0],
    ])
  })

  test('an exclusion, once; again where it is another', () => {
    const days = forecastDays(
      [seen(0, [excluded('2026-12-01')]), seen(1, [excluded('2026-12-01')]), seen(2, [excluded('2027-01-01')])],
      LIMITS,
    )
    expect(days.map((day) => day.protected.map(({ why }) => why))).toEqual([
      ['Excluded by entry "ana" until 2026-12-01.'],
      [],
      ['Excluded by entry "ana" until 2027-01-01.'],
    ])
  })

  test('what our runbook left, and what failed, once, though the idle days in the sentence are others', () => {
    const told = (why: string) => ({ kept: [{ ...ANA, why }], failed: [{ ...ANA, why }] })
    const days = forecastDays([seen(0, [unused], told('idle 30 days')), seen(1, [unused], told('idle 31 days'))], LIMITS)
    expect(days.map((day) => [day.protected.length, day.failed.length])).toEqual([
      [1, 1],
      [0, 0],
    ])
  })
})
