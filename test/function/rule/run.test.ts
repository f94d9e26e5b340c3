import { afterEach, describe, expect, test, vi } from 'vitest'
import { instant } from '../../../src/judgement/instant.ts'
import { LedgerInMemory } from '../../support/ledger-in-memory.ts'
import { event } from '../../support/ledger-table.ts'
import { heldOf, idle, idOf, keyOf, oneRun, SHARED } from './one-run.ts'

afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})

const quiet = { settings: { topicArn: '' } }

const crowd = (stale: number, fine: number, odd = 0) => [
  ...Array.from({ length: stale }, (_, n) => idle(`stale-${n}`, 200)),
  ...Array.from({ length: fine }, (_, n) => idle(`fine-${n}`, 2)),
  ...Array.from({ length: odd }, (_, n) => idle(`odd-${n}`, 2, { odd: true })),
]

describe('one run', () => {
  test('a result a user, with the sentence of each credential, at the time of the event', async () => {
    const people = [idle('ana', 48, { keys: [keyOf('2026-11-26T11:00:00Z')] }), idle('bob', 2), idle('kept', 99), { name: 'bare' }]
    const { evaluations, puts, error, asked } = await oneRun(people, { ...quiet, list: 'kept;owner=ops' })
    expect(error).toBeUndefined()
    expect(asked).toEqual(['rule', 'token', 'token'])
    expect(puts).toEqual([
      [
        'AIDAANA NON_COMPLIANT: Password never used, created 48 days ago (2026-10-09); limit 30. Key ...MPLE never used, created 0 days ago.',
        'AIDABOB COMPLIANT: Password never used, created 2 days ago.',
        'AIDAKEPT COMPLIANT: Excluded by entry "kept", owner ops.',
        'AIDABARE COMPLIANT: No password and no access key.',
      ],
      [],
    ])
    expect(evaluations[0]).toMatchObject({ ComplianceResourceType: 'AWS::IAM::User', OrderingTimestamp: new Date('2026-11-26T12:00:00Z') })
  })

  test('it is logged: the report, each user, and a summary', async () => {
    const report = { kind: 'report', csv: 'user', generated: instant('2026-11-26T10:00:00Z') } as const
    const people = [idle('ana', 48), idle('kept', 99), idle('tagged', 99, { tags: { 'iam-unused-user-cleanup:excluded': '' } })]
    const { log } = await oneRun(people, { ...quiet, list: 'kept', report })
    expect(log).toEqual([
      { level: 'info', message: 'credential report', generated: '2026-11-26T10:00:00.000Z', users: 3, readLive: 3 },
      {
        level: 'info',
        message: 'user',
        userName: 'ana',
        userId: 'AIDAANA',
        verdict: 'non-compliant',
        reasons: ['Password never used, created 48 days ago (2026-10-09); limit 30.'],
      },
      { level: 'info', message: 'user', userName: 'kept', userId: 'AIDAKEPT', verdict: 'excluded', reasons: ['Excluded by entry "kept".'] },
      {
        level: 'info',
        message: 'user',
        userName: 'tagged',
        userId: 'AIDATAGGED',
        verdict: 'excluded',
        reasons: ['Excluded by tag iam-unused-user-cleanup:excluded.'],
      },
      {
        level: 'info',
        message: 'summary',
        now: '2026-11-26T12:00:00.000Z',
        users: 3,
        compliant: 0,
        nonCompliant: 1,
        excluded: 2,
        unknown: 0,
        gone: 0,
        limitDays: 30,
        told: 'nothing',
        release: '0.1.0 abc',
      },
    ])
  })

  test('of the shared list: who is excluded by it, and what has expired; an entry that meets nobody here may do so elsewhere', async () => {
    const people = [idle('ana', 99), idle('break-glass-1', 99), idle('both', 99)]
    const { log, evaluations, listsRead } = await oneRun(people, {
      ...quiet,
      list: 'both',
      settings: { ...quiet.settings, sharedExclusionsArn: SHARED },
      shared: 'break-*;owner=security,both,old;until=2026-11-25,other-*,tag:Other,group:NotHere,arn:aws:iam::210987654321:user/x',
    })
    expect(evaluations.map(({ Annotation }) => Annotation)).toEqual([
      'Password never used, created 99 days ago (2026-08-19); limit 30.',
      'Excluded by shared entry "break-*", owner security.',
      'Excluded by entry "both".',
    ])
    expect(log.filter(({ entry }) => entry !== undefined)).toEqual([
      { level: 'warn', message: 'This exclusion has expired and protects nobody.', list: 'shared', entry: 'old', until: '2026-11-25' },
    ])
    expect(listsRead).toEqual(['/list', SHARED])
  })

  test.for<[what: string, shared: string | Error | undefined, why: RegExp]>([
    [
      'refused',
      new Error('no ssm:GetParameter'),
      /^Error: The shared exclusion list arn:\S+ could not be read \(Error: no ssm:GetParameter\)\. Nothing was evaluated\.$/,
    ],
    [
      'absent',
      undefined,
      /^Error: The shared exclusion list arn:\S+ is not there, or not shared with this account any more\. Nothing was evaluated\. .*SharedExclusionsArn/,
    ],
    [
      'malformed',
      'ana,b<d',
      /^Error: The shared exclusion list arn:\S+ is malformed: "b<d" \(expected a user name, .*\)\. Nothing was evaluated\. Correct the parameter\.$/,
    ],
  ])('a shared list that is %s: nothing is evaluated', async ([, shared, why]) => {
    const { puts, error } = await oneRun([idle('ana', 99)], {
      ...quiet,
      settings: { ...quiet.settings, sharedExclusionsArn: SHARED },
      shared,
    })
    expect([puts, error]).toEqual([[], expect.stringMatching(why)])
  })

  test('whom the shared list excluded does not make an own list that never was one that is gone', async () => {
    const { error } = await oneRun([idle('ana', 99)], {
      ...quiet,
      list: 'gone',
      earlier: { ana: heldOf('Excluded by shared entry "ana".') },
    })
    expect(error).toBeUndefined()
  })

  test('without a report that is logged, and so are exclusions that protect nobody, or not as their author meant', async () => {
    const tag = 'iam-unused-user-cleanup:excluded'
    const people = [
      idle('ana', 99, { tags: { [tag]: 'until noon' } }),
      idle('bob', 99, { tags: { [tag]: 'until 2026-11-25' } }),
      idle('eve', 99, { tags: { [tag]: 'audit' } }),
      idle('kept', 99),
    ]
    const { log } = await oneRun(people, { ...quiet, list: 'kept,old;until=2026-11-25,typo,tag:Team' })
    expect(log.filter(({ message }) => message !== 'user' && message !== 'summary')).toEqual([
      { level: 'warn', message: 'There is no credential report to go by: every user is read live.', why: 'none', users: 4 },
      { level: 'warn', message: 'This exclusion has expired and protects nobody.', list: 'local', entry: 'old', until: '2026-11-25' },
      { level: 'warn', message: 'This exclusion matches nobody. Is it misspelt?', list: 'local', entry: 'typo', until: undefined },
      {
        level: 'info',
        message: 'This exclusion protects nobody at present: no user with unused credentials carries the tag.',
        list: 'local',
        entry: 'tag:Team',
        until: undefined,
      },
      {
        level: 'warn',
        message: 'This exclusion tag protects without end: its date cannot be read.',
        userName: 'ana',
        fault: '"until noon" is not "until YYYY-MM-DD reason"',
      },
      { level: 'warn', message: 'This exclusion tag has expired.', userName: 'bob', until: '2026-11-25' },
    ])
  })

  test('who cannot be read keeps what AWS Config holds; the run fails with the name, after the others', async () => {
    const { puts, error, log } = await oneRun([idle('odd', 2, { odd: true }), idle('bob', 2)], {
      ...quiet,
      earlier: { odd: heldOf('why.') },
    })
    expect(puts).toEqual([['AIDABOB COMPLIANT: Password never used, created 2 days ago.'], []])
    expect(error).toBe(
      'Error: 1 of 2 users could not be judged and got no evaluation; the others were reported. Unknown: odd (Error: throttled).',
    )
    expect(log).toContainEqual({
      level: 'error',
      message: 'user',
      userName: 'odd',
      userId: 'AIDAODD',
      verdict: 'unknown',
      reasons: ['Error: throttled'],
    })
    expect(log.at(-1)).toMatchObject({ message: 'summary', users: 2, compliant: 1, unknown: 1 })
  })

  test('of very many who cannot be read fifty are named', async () => {
    const { error } = await oneRun(crowd(0, 0, 51), quiet)
    expect(error).toMatch(/^Error: 51 of 51 users .* odd-49 \(Error: throttled\) and 1 more, named in the log\.$/)
    expect((await oneRun(crowd(0, 0, 50), quiet)).error).toMatch(/ odd-49 \(Error: throttled\)\.$/)
  })

  test('who is gone is taken back', async () => {
    const { puts } = await oneRun([idle('bob', 2)], { ...quiet, earlier: { gone: heldOf('why.'), bob: heldOf('why.') } })
    expect(puts[0]).toEqual([
      'AIDABOB COMPLIANT: Password never used, created 2 days ago.',
      'AIDAGONE NOT_APPLICABLE: The user no longer exists.',
    ])
  })

  test('who is deleted while the rule is running is taken back at once, and is nobody of whom it is not known', async () => {
    const people = [{ name: 'gone', deleted: true }, idle('bob', 2)]
    const { puts, error, log } = await oneRun(people, { ...quiet, earlier: { gone: heldOf('why.') } })
    expect(puts[0]).toEqual([
      'AIDABOB COMPLIANT: Password never used, created 2 days ago.',
      'AIDAGONE NOT_APPLICABLE: The user no longer exists.',
    ])
    expect(error).toBeUndefined()
    expect(log).toContainEqual({
      level: 'info',
      message: 'user',
      userName: 'gone',
      userId: 'AIDAGONE',
      verdict: 'gone',
      reasons: ['Deleted while the rule was running.'],
    })
    expect(log.at(-1)).toMatchObject({ message: 'summary', users: 2, compliant: 1, gone: 1 })
  })

  test('an account without users: AWS Config wants an answer all the same', async () => {
    const { evaluations } = await oneRun([], quiet)
    expect(evaluations).toEqual([
      {
        ComplianceResourceType: 'AWS::::Account',
        ComplianceResourceId: '123456789012',
        ComplianceType: 'NOT_APPLICABLE',
        Annotation: 'The account has no IAM users.',
        OrderingTimestamp: new Date('2026-11-26T12:00:00Z'),
      },
    ])
    expect((await oneRun([], { ...quiet, earlier: { gone: heldOf('why.') } })).puts).toEqual([
      ['AIDAGONE NOT_APPLICABLE: The user no longer exists.'],
      [],
    ])
  })

  test('what earlier runs reported cannot be read: nobody is taken back, and the run fails after the report', async () => {
    const { puts, error } = await oneRun([idle('bob', 2)], { ...quiet, earlier: new Error('throttled') })
    expect(puts[0]).toEqual(['AIDABOB COMPLIANT: Password never used, created 2 days ago.'])
    expect(error).toBe('Error: Every user was reported, but the results of deleted users could not be cleaned up (Error: throttled).')
  })

  test('a list that cannot be read: nobody is evaluated', async () => {
    const { puts, error } = await oneRun([idle('bob', 2)], { ...quiet, list: 'b<d' })
    expect(puts).toEqual([])
    expect(error).toMatch(/^Error: The exclusion list \/list is malformed/)
  })
})

test('a list that is gone since an earlier run: nobody is evaluated', async () => {
  const { puts, error } = await oneRun([idle('ana', 48)], { ...quiet, list: 'gone', earlier: { ana: heldOf('Excluded by entry "ana".') } })
  expect(puts).toEqual([])
  expect(error).toMatch(/^Error: The exclusion list \/list is gone, and an earlier run excluded 1 user/)
})

describe('the brake (S9)', () => {
  test('more than half: nothing is evaluated', async () => {
    const { puts, error } = await oneRun(crowd(12, 10), quiet)
    expect(puts).toEqual([])
    expect(error).toBe(
      'Error: Brake: 12 of 22 users would be NON_COMPLIANT, more than 50 %. Nothing was evaluated. If that is right, raise the stack parameter BrakePercent.',
    )
  })

  test('half of them: all are evaluated', async () => {
    const { puts, error } = await oneRun(crowd(11, 11), quiet)
    expect([puts[0]?.length, error]).toEqual([22, undefined])
  })

  test('who is unknown or gone does not count among the others', async () => {
    const deleted = ['one', 'two', 'three'].map((name) => ({ name, deleted: true }))
    const { puts, error } = await oneRun([...crowd(12, 10, 5), ...deleted], quiet)
    expect(puts).toEqual([])
    expect(error).toMatch(/^Error: Brake: 12 of 22 users/)
  })
})

describe('a weekly rule', () => {
  const weekly = { settings: { topicArn: '', weekly: true } }

  test('judges where the last time was 6.5 days ago', async () => {
    const earlier = { bob: heldOf('why.', 'COMPLIANT', '2026-11-20T00:00:00Z') }
    expect((await oneRun([idle('bob', 2)], { ...weekly, earlier })).puts[0]).toHaveLength(1)
  })

  test('does not where it was not, and says so', async () => {
    const earlier = { bob: heldOf('why.', 'COMPLIANT', '2026-11-20T00:00:01Z') }
    const { puts, log, error } = await oneRun([idle('bob', 2)], { ...weekly, earlier })
    expect([puts, error]).toEqual([[], undefined])
    expect(log).toEqual([
      { level: 'info', message: 'Not due: with Seven_Days the last judgement must be 6.5 days old.', now: '2026-11-26T12:00:00.000Z' },
    ])
    expect((await oneRun([idle('bob', 2)], { ...quiet, earlier })).puts[0]).toHaveLength(1)
  })
})

describe('what was switched on by hand', () => {
  const ledgerOf = (...revoked: readonly string[]): LedgerInMemory => {
    const ledger = new LedgerInMemory()
    for (const credential of revoked) {
      const events = [event('revoked', '1', { at: instant('2026-11-20T00:00:00Z') })]
      ledger.put({ kind: 'item', userId: idOf('ana'), credential, events })
    }
    return ledger
  }

  test('is written, and counts from now', async () => {
    const ledger = ledgerOf('password', 'AKIAIOSFODNN7EXAMPLE')
    const people = [idle('ana', 99, { keys: [{ ...keyOf('2025-01-01T00:00:00Z'), status: 'inactive' }] }), idle('bob', 2)]
    const { puts, log, error } = await oneRun(people, { ...quiet, ledger })
    expect(error).toBeUndefined()
    expect(puts[0]?.[0]).toBe('AIDAANA COMPLIANT: Password never used, restored 0 days ago. Key ...MPLE inactive.')
    expect(ledger.item('AIDAANA', 'password').events.at(-1)).toEqual({
      id: expect.stringMatching(/^[\w-]{36}$/),
      kind: 'seen-live-again',
      at: instant('2026-11-26T12:00:00Z'),
      idleDays: undefined,
      limitDays: undefined,
      by: 'arn:aws:lambda:us-east-1:123456789012:function:rule',
      errand: '2026-11-26T12:00:00.000Z',
      userName: 'ana',
    })
    expect(ledger.item('AIDAANA', 'AKIAIOSFODNN7EXAMPLE').events).toHaveLength(1)
    expect(log.filter(({ message }) => String(message).startsWith('Seen'))).toEqual([
      {
        level: 'info',
        message: 'Seen live again: somebody switched on by hand what was revoked.',
        userName: 'ana',
        credential: 'password',
      },
    ])
  })

  test('and could not be written: the run fails after the report, by names', async () => {
    const people = [idle('ana', 99, { keys: [keyOf('2025-01-01T00:00:00Z')] })]
    const { puts, error } = await oneRun(people, {
      ...quiet,
      ledger: ledgerOf('password', 'AKIAIOSFODNN7EXAMPLE'),
      strike: async (write) => (write ? 'refuse' : 'do'),
    })
    expect(puts[0]?.[0]).toMatch(/^AIDAANA COMPLIANT/)
    expect(error).toBe(
      'Error: Every user was reported, but the ledger could not be told of what was switched on by hand ' +
        '(ana password: AccessDenied; ana AKIAIOSFODNN7EXAMPLE: AccessDenied). Until it is, each run spares it.',
    )
  })
})
