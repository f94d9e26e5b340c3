import { describe, expect, test } from 'vitest'
import { checkPlan, failOnUnknown, parsePlan, sealed, type Plan } from '../../src/plan/plan.ts'

const PARTS: Omit<Plan, 'digest' | 'format' | 'version'> = {
  toolVersion: '0.1.0',
  caller: 'arn:aws:iam::123456789012:user/eve',
  accountId: '123456789012',
  createdAt: '2026-11-26T11:00:00.000Z',
  asOf: '2026-11-26T11:00:00.000Z',
  limitDays: 30,
  users: 3,
  narrowedTo: [],
  judged: 3,
  left: 0,
  region: 'us-east-1',
  exclusionParameter: '/list',
  exclusionList: 'read',
  sharedExclusions: 'arn:aws:ssm:us-east-1:210987654321:parameter/shared',
  exclusions: [
    { list: 'local', selector: 'bob', until: '2027-01-31', owner: 'ops', reason: 'break glass' },
    { list: 'shared', selector: 'break-glass-*' },
  ],
  deadExclusions: [{ list: 'local', entry: 'typo', why: 'This exclusion matches nobody. Is it misspelt?' }],
  revoke: [
    {
      userName: 'ana',
      userId: 'AIDAANA',
      credential: 'password',
      clockStart: '2025-10-22T12:00:00.000Z',
      clockIs: 'creation',
      idleDays: 400,
    },
  ],
  protected: [
    { userName: 'bob', why: 'Excluded by entry "bob".' },
    { userName: 'boss', credential: 'password', why: 'it is the last way in of the last IAM administrator' },
  ],
  unknown: [{ userName: 'eve', why: 'throttled' }],
}

const HEAD = { format: 'iam-unused-user-cleanup plan', version: 2 } as const

const DIGEST = 'sha256:8de6fd836619f31a36f9e578cdb92b49fff2a4b8fd8bd728bcc121c3efd610c2'

test('a plan is sealed by its digest, and read as it was', () => {
  const plan = sealed(PARTS)
  expect(plan).toEqual({ ...HEAD, ...PARTS, digest: DIGEST })
  expect(parsePlan(JSON.stringify(plan))).toEqual(plan)
  expect(parsePlan(JSON.stringify(sealed({ ...PARTS, exclusionList: 'missing' }))).exclusionList).toBe('missing')
})

test('what a clock counts from is one of three', () => {
  const [first] = PARTS.revoke
  const of = (clockIs: string): string => JSON.stringify({ ...sealed(PARTS), revoke: [{ ...first, clockIs }] })
  for (const clockIs of ['last-use', 'creation', 'restart'] as const)
    expect(
      parsePlan(JSON.stringify(sealed({ ...PARTS, revoke: PARTS.revoke.map((each) => ({ ...each, clockIs })) }))).revoke,
    ).toMatchObject([{ clockIs }])
  expect(() => parsePlan(of('whim'))).toThrow('revoke.0.clockIs: Invalid type: Expected ("last-use" | "creation" | "restart")')
})

describe('edited after it was made', () => {
  test.for<[what: string, edited: object]>([
    ['the limit', { limitDays: 31 }],
    ['another user', { revoke: [{ ...PARTS.revoke[0], userId: 'AIDABOB' }] }],
    ['nobody is protected', { protected: [] }],
    ['a dead entry', { deadExclusions: [{ list: 'local', entry: 'typo', why: 'fine' }] }],
    ['the shared list', { sharedExclusions: undefined }],
    ['which list an entry is of', { exclusions: PARTS.exclusions.map((each) => ({ ...each, list: 'local' })) }],
    ['who made it', { caller: 'arn:aws:iam::123456789012:user/bob' }],
    ['until when somebody is excluded', { exclusions: PARTS.exclusions.map(({ list, selector }) => ({ list, selector })) }],
    ['who is unknown', { unknown: [{ userName: 'eve', why: 'fine' }] }],
    ['whose last way in it is', { protected: [PARTS.protected[0], { userName: 'boss', why: PARTS.protected[1]?.why }] }],
    ['its digest', { digest: 'sha256:0' }],
  ])('%s', ([, edited]) => {
    expect(() => parsePlan(JSON.stringify({ ...HEAD, ...PARTS, digest: DIGEST, ...edited }))).toThrow('it was edited after it was made')
  })
})

describe('a file that is no plan is refused by the place that is wrong', () => {
  test.for<[odd: object, message: string]>([
    [{ version: 1 }, 'it is of version 1, and this one knows version 2'],
    [{ version: 3 }, 'it is of version 3, which a newer iam-cleanup writes, and this one knows version 2'],
    [{ version: '2' }, 'version: Invalid type: Expected 2 but received "2"'],
    [{ format: 'other' }, 'it is no plan'],
    [{ limitDays: 0 }, 'limitDays: Invalid value: Expected >=1 but received 0'],
    [{ limitDays: 1.5 }, 'limitDays: Invalid integer: Received 1.5'],
    [{ createdAt: 'today' }, 'createdAt: It is no instant'],
    [{ asOf: '2026-11-26' }, 'asOf: It is no instant'],
    [{ exclusionList: 'lost' }, 'exclusionList: Invalid type: Expected ("read" | "missing") but received "lost"'],
    [{ region: '\u001b[2Jus-east-1' }, 'region: It has control characters'],
    [{ region: 'us-east-1\u001b' }, 'region: It has control characters'],
    [{ revoke: [{}] }, 'revoke.0.userName: Invalid key: Expected "userName" but received undefined'],
    [{ protected: [{ why: '' }] }, 'protected.0.userName: Invalid key: Expected "userName" but received undefined'],
    [{ unknown: [{ why: '' }] }, 'unknown.0.userName: Invalid key: Expected "userName" but received undefined'],
    [{ exclusions: ['bob'] }, 'exclusions.0: Invalid type: Expected Object but received "bob"'],
    [{ deadExclusions: [{ list: 'local', why: '' }] }, 'deadExclusions.0.entry: Invalid key: Expected "entry" but received undefined'],
  ])('%j', ([odd, message]) => {
    expect(() => parsePlan(JSON.stringify({ ...HEAD, ...PARTS, digest: DIGEST, ...odd }))).toThrow(message)
  })

  test('all of it', () => {
    expect(() => parsePlan('[]')).toThrow('it is no plan')
    expect(() => parsePlan('3')).toThrow('it is no plan')
  })
})

describe('who could not be judged', () => {
  const unknownOf = (count: number): Plan => ({
    ...sealed(PARTS),
    users: 60,
    unknown: Array.from({ length: count }, (_, n) => ({ userName: `u${n}`, why: 'throttled' })),
  })

  test('nobody: nothing is wrong', () => {
    expect(() => failOnUnknown(unknownOf(0))).not.toThrow()
  })

  test('counted and named', () => {
    expect(() => failOnUnknown(unknownOf(2))).toThrow(
      '2 of 60 users could not be judged: u0 (throttled), u1 (throttled). The plan is of the others.',
    )
  })

  test('the first 50', () => {
    expect(() => failOnUnknown(unknownOf(50))).toThrow(/u48 \(throttled\), u49 \(throttled\)\. The plan is of the others\.$/)
    expect(() => failOnUnknown(unknownOf(51))).toThrow(/^51 of 60 .* u49 \(throttled\), \.\.\.\. The plan is of the others\.$/)
  })
})

describe('what a new plan may be written over', () => {
  const seal = `sha256:${'0'.repeat(64)}`
  test('a plan, also of the version before', () => {
    expect(() => checkPlan(JSON.stringify(sealed(PARTS)))).not.toThrow()
    expect(() => checkPlan(JSON.stringify({ version: 1, revoke: [], digest: seal }))).not.toThrow()
  })

  test.for<[what: string, text: string, why: string]>([
    ['an edited one', JSON.stringify({ ...sealed(PARTS), users: 4 }), 'it was edited'],
    ['one of a version to come', JSON.stringify({ ...sealed(PARTS), version: 3 }), 'it is of version 3'],
    ['something of version 1', JSON.stringify({ version: 1, digest: seal }), 'it is of version 1'],
    ['something else of version 1', JSON.stringify({ version: 1, revoke: [], digest: 'x' }), 'it is of version 1'],
    ['one of a digest that is too long', JSON.stringify({ version: 1, revoke: [], digest: `${seal}0` }), 'it is of version 1'],
    ['one of a digest with something before it', JSON.stringify({ version: 1, revoke: [], digest: `x${seal}` }), 'it is of version 1'],
    ['no JSON', 'a diary', 'JSON'],
  ])('not over %s', ([, text, why]) => {
    expect(() => checkPlan(text)).toThrow(why)
  })
})
