import type { Forecast, ForecastDay } from '../../src/rehearsal/forecast.ts'

const ESC = '\u001B'

const of = (userName: string) => ({
  userName,
  userId: `AIDA${Buffer.from(userName).toString('hex').toUpperCase().padEnd(16, '0').slice(0, 16)}`,
})

const quiet = (day: number, at: string, counts: Partial<ForecastDay['counts']> = {}): ForecastDay => ({
  day,
  at,
  outcome: { kind: 'judged' },
  counts: { users: 20, unused: 0, compliant: 19, warned: 1, excluded: 1, unknown: 0, ...counts },
  warned: [],
  unused: [],
  revoked: [],
  protected: [],
  failed: [],
})

const unusedDays =
  'Password last used 100 days ago (2026-07-25); limit 90. Key ...MPL1 never used, created 95 days ago (2026-07-30); limit 90.'

/** One of each thing that a forecast tells, of people whose names want to do harm, too. */
export const SAMPLE: Forecast = {
  kind: 'forecast',
  version: 1,
  toolVersion: '0.1.0',
  accountId: '123456789012',
  start: '2026-11-02T09:00:00.000Z',
  limitDays: 90,
  warningDays: 14,
  brakePercent: 50,
  runbook: 'Guarded',
  exclusions: {
    parameter: '/iam-unused-user-cleanup/excluded-users',
    list: 'missing',
    dead: [{ entry: `typo${ESC}[31m`, why: 'This exclusion matches nobody. Is it misspelt?' }],
  },
  missing: [{ userName: 'zoe', why: 'AccessDenied: <script>alert(1)</script>' }],
  days: [
    {
      ...quiet(0, '2026-11-02T09:00:00.000Z', { unused: 12, compliant: 7 }),
      outcome: { kind: 'braked', nonCompliant: 12, users: 20, percent: 50 },
      unused: [
        { ...of('ana'), why: unusedDays },
        { ...of('=1+1'), why: 'Password never used, created 400 days ago (2025-09-28); limit 90.' },
      ],
      warned: [{ ...of('<img src=x>'), due: '2026-11-10' }],
      protected: [{ ...of('kept'), why: 'Excluded by entry "kept" until 2026-11-04, owner =cmd|calc: break glass.' }],
    },
    quiet(1, '2026-11-03T09:00:00.000Z', { unused: 2, compliant: 17 }),
    {
      ...quiet(2, '2026-11-04T09:00:00.000Z', { unused: 4, compliant: 16, excluded: 0 }),
      unused: [
        { ...of('kept'), why: 'Password last used 200 days ago (2026-04-18); limit 90.' },
        { ...of('chief'), why: 'Key ...MPL3 last used 90 days ago (2026-08-06); limit 90.' },
      ],
      revoked: [
        { ...of('ana'), credential: { kind: 'password' } },
        { ...of('ana'), credential: { kind: 'access-key', id: 'AKIAIOSFODNN7EXAMPL1' } },
        { ...of('=1+1'), credential: { kind: 'password' } },
      ],
      protected: [{ ...of('chief'), why: 'Key ...MPL3, idle 90 days: protected: it is the last way in of the last IAM administrator' }],
      failed: [{ ...of('kept'), why: 'AccessDenied' }],
    },
    quiet(3, '2026-11-05T09:00:00.000Z'),
    quiet(4, '2026-11-06T09:00:00.000Z'),
  ],
  brake: {
    kind: 'closed',
    days: [0],
    enough: 60,
    wouldHit: [
      { ...of('ana'), why: unusedDays },
      { ...of('=1+1'), why: 'Password never used, created 400 days ago (2025-09-28); limit 90.' },
    ],
  },
  totals: {
    users: 20,
    usersWarned: 1,
    usersUnused: 4,
    usersRevoked: 2,
    usersProtected: 2,
    usersFailed: 1,
    passwordsRevoked: 2,
    accessKeysRevoked: 1,
  },
}
