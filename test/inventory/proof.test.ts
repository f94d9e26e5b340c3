import { describe, expect, test } from 'vitest'
import type { ReportedKey, ReportedUser } from '../../src/inventory/credential-report.ts'
import type { ListedUser } from '../../src/inventory/inventory.ts'
import { prove, type Proof } from '../../src/inventory/proof.ts'
import type { LastUse } from '../../src/judgement/credential.ts'
import { instant } from '../../src/judgement/instant.ts'

const NOW = instant('2026-11-25T12:00:00Z')

const at = (text: string): LastUse => ({ kind: 'at', instant: instant(text) })

const ANA: ListedUser = {
  userName: 'ana',
  userId: 'AIDAIOSFODNN7EXAMPLE',
  arn: 'arn:aws:iam::123456789012:user/ana',
  path: '/',
  created: instant('2024-01-02T03:04:05Z'),
  passwordLastUse: at('2026-11-22T12:00:00Z'),
}

const MADE = instant('2024-02-03T04:05:06Z')

const NO_KEY: ReportedKey = { active: 'no', changed: 'none', lastUse: { kind: 'never' } }

const ROW: ReportedUser = { arn: ANA.arn, created: ANA.created, passwordEnabled: 'no', passwordChanged: undefined, keys: [NO_KEY, NO_KEY] }

const proof = (row: Partial<ReportedUser> | undefined, user: Partial<ListedUser> = {}, generated = '2026-11-25T10:00:00Z'): Proof =>
  prove({ ...ANA, ...user }, row && { ...ROW, ...row }, instant(generated), { limitDays: 30, now: NOW })

const OPEN: Proof = { password: 'open', accessKeys: 'open', proven: [] }

describe('a row proves nothing of another user, and an old report of nobody', () => {
  test.for<[situation: string, () => Proof]>([
    ['who is not in the report', () => proof(undefined)],
    ['whose name had another ARN', () => proof({ arn: 'arn:aws:iam::123456789012:user/team/ana' })],
    ['who was made a second later under the name', () => proof({}, { created: instant('2024-01-02T03:04:06Z') })],
    ['whose creation cannot be read', () => proof({ created: undefined })],
    ['whose report is as old as the limit', () => proof({}, {}, '2026-10-26T12:00:00Z')],
    ['whose report is that old with the hour in which IAM may be late', () => proof({}, {}, '2026-10-26T13:00:00Z')],
  ])('%s', ([, found]) => {
    expect(found()).toEqual(OPEN)
  })

  test('the same user: the report has whole seconds', () => {
    const nothing = { password: 'settled', accessKeys: 'settled', proven: [] }
    expect(proof({}, { created: instant('2024-01-02T03:04:05.999Z') })).toEqual(nothing)
    expect(proof({ created: instant('2024-01-02T03:04:05.500Z') })).toEqual(nothing)
  })

  test('a report that is a second younger than the limit and an hour', () => {
    expect(proof({}, {}, '2026-10-26T13:00:01Z').password).toBe('settled')
  })
})

describe('the password, by the live list of users', () => {
  const used = { kind: 'used', name: 'Password', by: 'list' }
  test.for<[situation: string, () => Proof, object]>([
    ['used 3 days ago', () => proof({ passwordEnabled: 'yes' }), { password: 'settled', proven: [{ ...used, idleDaysAtMost: 3 }] }],
    [
      'used 29 days ago',
      () => proof({ passwordEnabled: 'yes' }, { passwordLastUse: at('2026-10-27T12:00:00Z') }),
      { password: 'settled', proven: [{ ...used, idleDaysAtMost: 29 }] },
    ],
    [
      'used 30 days ago',
      () => proof({ passwordEnabled: 'yes' }, { passwordLastUse: at('2026-10-26T12:00:00Z') }),
      { password: 'open', proven: [] },
    ],
    ['never used', () => proof({ passwordEnabled: 'yes' }, { passwordLastUse: { kind: 'never' } }), { password: 'open', proven: [] }],
    ['that cannot be told', () => proof({ passwordEnabled: 'unreadable' }), { password: 'open', proven: [] }],
  ])('%s', ([, found, expected]) => {
    expect(found()).toEqual({ accessKeys: 'settled', ...expected })
  })

  const created = instant('2026-11-20T12:00:00Z')

  test.for<[situation: string, LastUse]>([
    ['never used', { kind: 'never' }],
    ['last used before its user was made, which cannot be', at('2026-11-19T12:00:00Z')],
    ['used in the instant in which its user was made', at('2026-11-20T12:00:00Z')],
  ])('of a user of five days, %s', ([, passwordLastUse]) => {
    expect(proof({ passwordEnabled: 'yes', created }, { created, passwordLastUse })).toEqual({
      password: 'settled',
      accessKeys: 'settled',
      proven: [{ kind: 'created', name: 'Password', idleDaysAtMost: 5, by: 'list' }],
    })
  })
})

describe('access keys, by the report', () => {
  const active = (lastUse: ReportedKey['lastUse']): ReportedKey => ({ active: 'yes', changed: MADE, lastUse })
  const second = { kind: 'used', name: 'Key 2 of the credential report', idleDaysAtMost: 4, by: 'report' }

  test.for<[situation: string, ReportedUser['keys'], object]>([
    ['none', [NO_KEY, NO_KEY], { accessKeys: 'settled', proven: [] }],
    [
      'one inactive, one used 4 days ago',
      [{ ...NO_KEY, changed: MADE }, active(at('2026-11-21T12:00:00Z'))],
      { accessKeys: 'settled', proven: [{ kind: 'inactive', name: 'Key 1 of the credential report' }, second] },
    ],
    [
      'one used 4 days ago, the other never',
      [active({ kind: 'never' }), active(at('2026-11-21T12:00:00Z'))],
      { accessKeys: 'open', proven: [] },
    ],
    ['used 30 days ago', [NO_KEY, active(at('2026-10-26T12:00:00Z'))], { accessKeys: 'open', proven: [] }],
    [
      'whose state cannot be read',
      [{ ...active(at('2026-11-21T12:00:00Z')), active: 'unreadable' }, NO_KEY],
      { accessKeys: 'open', proven: [] },
    ],
    [
      'active, though it says nothing of when it was made',
      [{ ...active({ kind: 'never' }), changed: 'none' }, NO_KEY],
      { accessKeys: 'open', proven: [] },
    ],
    ['whose use cannot be read', [active({ kind: 'unreadable' }), NO_KEY], { accessKeys: 'open', proven: [] }],
    ['inactive, if it is there at all', [{ ...NO_KEY, changed: 'unreadable' }, NO_KEY], { accessKeys: 'open', proven: [] }],
    [
      'inactive, and whose use cannot be read',
      [{ active: 'no', changed: MADE, lastUse: { kind: 'unreadable' } }, NO_KEY],
      { accessKeys: 'settled', proven: [{ kind: 'inactive', name: 'Key 1 of the credential report' }] },
    ],
  ])('%s', ([, keys, expected]) => {
    expect(proof({ keys })).toEqual({ password: 'settled', ...expected })
  })

  test('one whose use cannot be read is not said to be as young as its user', () => {
    const created = instant('2026-11-20T12:00:00Z')
    expect(proof({ created, keys: [active({ kind: 'unreadable' }), NO_KEY] }, { created }).accessKeys).toBe('open')
  })

  test('a password that must be read leaves the keys as they are, and the other way round', () => {
    const keys: ReportedUser['keys'] = [NO_KEY, active(at('2026-11-21T12:00:00Z'))]
    expect(proof({ passwordEnabled: 'unreadable', keys })).toEqual({ password: 'open', accessKeys: 'settled', proven: [second] })
    expect(proof({ passwordEnabled: 'yes', keys: [NO_KEY, active({ kind: 'never' })] })).toEqual({
      password: 'settled',
      accessKeys: 'open',
      proven: [{ kind: 'used', name: 'Password', idleDaysAtMost: 3, by: 'list' }],
    })
  })
})
