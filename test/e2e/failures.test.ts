import { DeleteLoginProfileCommand, DeleteUserCommand } from '@aws-sdk/client-iam'
import { InvokeCommand } from '@aws-sdk/client-lambda'
import { DeleteParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm'
import { describe, expect, test } from 'vitest'
import { deployedSystem, LIST, RULE } from '../support/system.ts'

const stale = { created: '400d', password: { created: '100d' }, accessKeys: [{ created: '5d' }] }
/** In use, which only a live read can tell: an old user with a young password that was never used. */
const fresh = { created: '400d', password: { created: '5d' } }

const types = (verdicts: Record<string, { type: string }>) =>
  Object.fromEntries(Object.entries(verdicts).map(([name, { type }]) => [name, type]))

describe('what cannot be read is unknown: no evaluation for that user, the others are reported, the run fails (S4)', () => {
  test.for([
    ['iam:GetLoginProfile', 'refuse', /AccessDenied/],
    ['iam:ListAccessKeys', 'refuse', /AccessDenied/],
    ['iam:GetLoginProfile', 'server-error', /ServiceFailure/],
    ['iam:ListAccessKeys', 'throttle', /Throttling/],
    ['iam:ListUserTags', 'refuse', /AccessDenied/],
  ] as const)('%s of one user: %s', async ([operation, kind, why]) => {
    await using system = await deployedSystem({
      users: [
        { name: 'ana', ...stale },
        { name: 'bob', ...stale },
        { name: 'eve', ...fresh },
      ],
    })
    await system.tune({ AWS_MAX_ATTEMPTS: '2' })
    system.simulator.order({ operation, kind, where: { UserName: 'bob' } })
    await system.evaluate()
    expect(types(await system.verdicts())).toEqual({ ana: 'NON_COMPLIANT', eve: 'COMPLIANT' })
    expect(await system.error()).toMatch(/^1 of 3 users could not be judged/)
    expect(await system.error()).toMatch(/bob/)
    expect(await system.error()).toMatch(why)
  })

  test('the last use of a key', async () => {
    const accessKeys = [{ id: 'AKIAIOSFODNN7EXAMPLE', created: '5d' }]
    await using system = await deployedSystem({
      users: [
        { name: 'ana', ...stale },
        { name: 'bob', created: '400d', accessKeys },
      ],
    })
    system.simulator.order({ operation: 'iam:GetAccessKeyLastUsed', kind: 'refuse', where: { AccessKeyId: 'AKIAIOSFODNN7EXAMPLE' } })
    await system.evaluate()
    expect(types(await system.verdicts())).toEqual({ ana: 'NON_COMPLIANT' })
    expect(await system.error()).toMatch(/^1 of 2 users could not be judged.*bob \(AccessDenied/)
  })

  test('an earlier verdict of a user who is unknown now stays as it was', async () => {
    await using system = await deployedSystem({ users: [{ name: 'bob', ...stale }], parameters: { RemediationRunbook: 'None' } })
    await system.evaluate()
    system.simulator.order({ operation: 'iam:GetLoginProfile', kind: 'refuse' })
    await system.evaluateAgain()
    expect(types(await system.verdicts())).toEqual({ bob: 'NON_COMPLIANT' })
    expect(await system.error()).toMatch(/bob/)
  })

  test('when users cannot be listed, nobody is known and nothing is evaluated', async () => {
    await using system = await deployedSystem({ users: [{ name: 'bob', ...stale }] })
    system.simulator.order({ operation: 'iam:ListUsers', kind: 'refuse' })
    await system.evaluate()
    expect(await system.verdicts()).toEqual({})
    expect(await system.error()).toMatch(/not authorized to perform: iam:ListUsers/)
  })

  test('a failed run is tried again by Lambda, with the same event, and is then well', async () => {
    await using system = await deployedSystem({
      users: [
        { name: 'ana', ...stale },
        { name: 'eve', ...fresh },
      ],
    })
    system.simulator.order({ operation: 'iam:GetLoginProfile', kind: 'refuse', where: { UserName: 'eve' }, times: 1 })
    await system.evaluate()
    expect(types(await system.verdicts())).toEqual({ ana: 'NON_COMPLIANT' })
    await system.simulator.advance(61_000)
    expect(types(await system.verdicts())).toEqual({ ana: 'NON_COMPLIANT', eve: 'COMPLIANT' })
    expect(await system.error()).toBeUndefined()
  })
})

test('throttling that passes is waited out', async () => {
  const users = Array.from({ length: 40 }, (_, n) => ({ name: `user-${n}`, ...(n % 4 === 0 ? stale : fresh) }))
  await using system = await deployedSystem({ users })
  system.simulator.order({ operation: 'iam:*', kind: 'throttle', probability: 0.3, times: 40 })
  await system.evaluate()
  expect(await system.error()).toBeUndefined()
  const verdicts = Object.values(await system.verdicts()).map(({ type }) => type)
  expect([verdicts.length, verdicts.filter((type) => type === 'NON_COMPLIANT').length]).toEqual([40, 10])
})

describe('users who go', () => {
  test('a user deleted between the list and the reads is no error, and gets no evaluation (S4)', async () => {
    await using system = await deployedSystem({
      users: [
        { name: 'ana', ...stale },
        { name: 'bob', ...fresh },
      ],
    })
    // Not in the credential report either: that would settle the case before anybody looks.
    system.simulator.order({ operation: 'iam:GenerateCredentialReport', kind: 'delay', ms: 3_000, times: 1 })
    const evaluated = system.evaluate()
    while (!system.simulator.calls.some(({ operation }) => operation === 'iam:ListUsers'))
      await new Promise((resolve) => setTimeout(resolve, 5))
    await system.iam.send(new DeleteLoginProfileCommand({ UserName: 'bob' }))
    await system.iam.send(new DeleteUserCommand({ UserName: 'bob' }))
    await evaluated
    expect(await system.error()).toBeUndefined()
    expect(types(await system.verdicts())).toEqual({ ana: 'NON_COMPLIANT' })
    expect(await system.log()).toContainEqual(expect.objectContaining({ userName: 'bob', verdict: 'gone' }))
  })

  test('results of users who are gone are cleaned up at the next run (S6)', async () => {
    await using system = await deployedSystem({
      users: [
        { name: 'ana', ...fresh },
        { name: 'bob', ...fresh },
      ],
    })
    await system.evaluate()
    expect([...(await system.results()).keys()].length).toBe(2)
    await system.iam.send(new DeleteLoginProfileCommand({ UserName: 'bob' }))
    await system.iam.send(new DeleteUserCommand({ UserName: 'bob' }))
    await system.evaluateAgain()
    expect(types(await system.verdicts())).toEqual({ ana: 'COMPLIANT' })
    expect((await system.results()).size).toBe(1)
  })

  test('when the last user is gone, the results are empty and the run is well', async () => {
    await using system = await deployedSystem({ users: [{ name: 'bob', ...fresh }] })
    await system.evaluate()
    await system.iam.send(new DeleteLoginProfileCommand({ UserName: 'bob' }))
    await system.iam.send(new DeleteUserCommand({ UserName: 'bob' }))
    await system.evaluateAgain()
    expect((await system.results()).size).toBe(0)
    await system.evaluateAgain()
    expect(await system.error()).toBeUndefined()
  })
})

describe('the exclusion list fails closed (S8)', () => {
  test('unreadable: nothing is evaluated, and the error says so', async () => {
    await using system = await deployedSystem({ users: [{ name: 'ana', ...stale }], list: 'ana' })
    system.simulator.order({ operation: 'ssm:GetParameter', kind: 'refuse' })
    await system.evaluate()
    await system.remediate()
    expect(await system.verdicts()).toEqual({})
    expect(await system.error()).toMatch(
      /^The exclusion list \/iam-unused-user-cleanup\/excluded-users could not be read \(AccessDeniedException/,
    )
    expect(system.simulator.changes).toEqual([])
  })

  test('malformed: nothing is evaluated, the offending text is named with what was expected', async () => {
    await using system = await deployedSystem({ users: [{ name: 'ana', ...stale }], list: 'ana;till=2026-12-31' })
    await system.evaluate()
    expect(await system.verdicts()).toEqual({})
    expect(await system.error()).toBe(
      'The exclusion list /iam-unused-user-cleanup/excluded-users is malformed: "till=2026-12-31" (expected until=YYYY-MM-DD, owner=... or reason=...). Nothing was evaluated. Correct the parameter.',
    )
  })

  test('gone after an earlier run had excluded people: nothing is evaluated, until somebody says so on purpose', async () => {
    await using system = await deployedSystem({ users: [{ name: 'ana', ...stale }], list: 'ana' })
    await system.evaluate()
    expect(types(await system.verdicts())).toEqual({ ana: 'COMPLIANT' })
    await system.ssm.send(new DeleteParameterCommand({ Name: LIST }))
    await system.evaluateAgain()
    await system.remediate()
    expect(types(await system.verdicts())).toEqual({ ana: 'COMPLIANT' })
    expect(await system.error()).toMatch(/is gone, and an earlier run excluded 1 user/)
    expect(system.simulator.changes).toEqual([])
    await system.ssm.send(new PutParameterCommand({ Name: LIST, Type: 'StringList', Value: ',' }))
    await system.evaluateAgain()
    expect(types(await system.verdicts())).toEqual({ ana: 'NON_COMPLIANT' })
  })

  test('one that never existed is empty, with a warning', async () => {
    await using system = await deployedSystem({ users: [{ name: 'ana', ...stale }], list: undefined })
    await system.evaluate()
    expect(types(await system.verdicts())).toEqual({ ana: 'NON_COMPLIANT' })
    expect(await system.error()).toBeUndefined()
    expect(await system.log()).toContainEqual(expect.objectContaining({ message: expect.stringMatching(/There is no exclusion list/) }))
  })

  test('absent, and whether there ever was one cannot be read: nothing is evaluated', async () => {
    await using system = await deployedSystem({ users: [{ name: 'ana', ...stale }], list: undefined })
    system.simulator.order({ operation: 'config:GetComplianceDetailsByConfigRule', kind: 'refuse', times: 1 })
    await system.evaluate()
    expect(await system.verdicts()).toEqual({})
    expect(await system.error()).toMatch(/whether there was one could not be read/)
  })

  test('a group that it names cannot be read: nothing is evaluated', async () => {
    await using system = await deployedSystem({ users: [{ name: 'ana', ...stale, groups: ['ops'] }], list: 'group:ops' })
    system.simulator.order({ operation: 'iam:GetGroup', kind: 'refuse' })
    await system.evaluate()
    expect(await system.verdicts()).toEqual({})
    expect(await system.error()).toMatch(/iam:GetGroup/)
  })

  test('a group that it names does not exist: nothing is evaluated, and the entry is named', async () => {
    await using system = await deployedSystem({ users: [{ name: 'ana', ...stale, groups: ['BreakGlass'] }], list: 'group:Break-Glass' })
    await system.evaluate()
    expect(await system.verdicts()).toEqual({})
    expect(await system.error()).toMatch(
      /The exclusion list has group:Break-Glass, a group that does not exist\. Correct the entry, or make the group\./,
    )
  })
})

test('exclusions by name, glob, id, path, group, tag, and the exclusion tag; typos and expired entries are logged', async () => {
  await using system = await deployedSystem({
    users: [
      { name: 'by-name', ...stale },
      { name: 'svc-one', ...stale },
      { name: 'id,comma', id: 'AIDAIOSFODNN7EXAMPLE', ...stale },
      { name: 'pathed', path: '/service/', ...stale },
      { name: 'grouped', groups: ['BreakGlass'], ...stale },
      { name: 'tagged', tags: { Keep: 'yes' }, ...stale },
      { name: 'own-tag', tags: { 'iam-unused-user-cleanup:excluded': 'until 2026-12-31 audit' }, ...stale },
      { name: 'lapsed', ...stale },
    ],
    list: 'BY-NAME,svc-*,AIDAIOSFODNN7EXAMPLE,path:/service/*,group:breakglass,tag:keep=yes,lapsed;until=2026-10-31,mispelt',
  })
  await system.evaluate()
  expect(types(await system.verdicts())).toEqual({
    'by-name': 'COMPLIANT',
    'svc-one': 'COMPLIANT',
    'id,comma': 'COMPLIANT',
    pathed: 'COMPLIANT',
    grouped: 'COMPLIANT',
    tagged: 'COMPLIANT',
    'own-tag': 'COMPLIANT',
    lapsed: 'NON_COMPLIANT',
  })
  const log = await system.log()
  expect(log).toContainEqual(
    expect.objectContaining({ message: expect.stringMatching(/has expired/), entry: 'lapsed', until: '2026-10-31' }),
  )
  expect(log).toContainEqual(expect.objectContaining({ message: expect.stringMatching(/matches nobody/), entry: 'mispelt' }))
})

test('the brake: more than BrakePercent of the users and more than 10, and nothing is evaluated (S9)', async () => {
  const users = Array.from({ length: 20 }, (_, n) => ({ name: `user-${n}`, ...(n < 11 ? stale : fresh) }))
  await using system = await deployedSystem({ users })
  await system.evaluate()
  await system.remediate()
  expect(await system.verdicts()).toEqual({})
  expect(await system.error()).toMatch(
    /^Brake: 11 of 20 users would be NON_COMPLIANT, more than 50 %. Nothing was evaluated. .*BrakePercent/,
  )
  expect(system.simulator.changes).toEqual([])
})

describe('AWS Config does not take an evaluation', () => {
  const users = Array.from({ length: 101 }, (_, n) => ({ name: `user-${n}`, ...fresh }))

  test('FailedEvaluations are sent again (S6)', async () => {
    await using system = await deployedSystem({ users })
    system.simulator.order({ operation: 'config:PutEvaluations', kind: 'failed-evaluations', times: 2 })
    await system.evaluate()
    expect(await system.error()).toBeUndefined()
    expect((await system.results()).size).toBe(101)
  })

  test('for good: the run fails and names the resources', async () => {
    await using system = await deployedSystem({ users: users.slice(0, 2) })
    system.simulator.order({ operation: 'config:PutEvaluations', kind: 'failed-evaluations' })
    await system.evaluate()
    expect(await system.error()).toMatch(/AWS Config did not take 2 evaluations after 3 attempts: AIDA/)
  })
})

test('it stops in good time before its timeout, reports what it has, and names what it has not', async () => {
  const users = Array.from({ length: 30 }, (_, n) => ({ name: `user-${String(n).padStart(2, '0')}`, ...fresh }))
  await using system = await deployedSystem({ users })
  await system.tune({ AWS_MAX_ATTEMPTS: '1' }, 6)
  system.simulator.order({ operation: 'iam:GetLoginProfile', kind: 'delay', ms: 9_000, where: { UserName: 'user-29' } })
  await system.evaluate()
  expect((await system.results()).size).toBe(29)
  expect(await system.error()).toMatch(
    /^1 of 30 users could not be judged.*user-29 \(OutOfTime: the time was up before this user was read\)/,
  )
})

describe("reading AWS Config's earlier results never costs the verdicts", () => {
  const users = Array.from({ length: 30 }, (_, n) => ({ name: `user-${n}`, ...fresh }))

  test('a hanging answer: all is reported before the time is up, and then the run fails', async () => {
    await using system = await deployedSystem({ users })
    await system.tune({ AWS_MAX_ATTEMPTS: '1' }, 6)
    system.simulator.order({ operation: 'config:GetComplianceDetailsByConfigRule', kind: 'delay', ms: 9_000 })
    await system.evaluate()
    expect((await system.results()).size).toBe(30)
    expect(await system.error()).toMatch(/^Every user was reported, but the results of deleted users could not be cleaned up/)
  })
})

describe('an event', () => {
  test('whose time lies ahead is refused: nothing is judged by it', async () => {
    await using system = await deployedSystem({ users: [{ name: 'ana', created: '400d', password: { created: '400d', lastUsed: '1d' } }] })
    const event = {
      invokingEvent: JSON.stringify({ messageType: 'ScheduledNotification', notificationCreationTime: '2027-11-02T09:00:00Z' }),
      resultToken: 'token',
      accountId: '123456789012',
    }
    const { FunctionError, Payload } = await system.lambda.send(
      new InvokeCommand({ FunctionName: `${RULE}-function`, Payload: Buffer.from(JSON.stringify(event)) }),
    )
    expect(FunctionError).toBe('Unhandled')
    expect(Buffer.from(Payload ?? []).toString()).toMatch(/The event is of 2027-11-02T09:00:00Z, which lies ahead/)
    expect(system.calls()).toEqual({})
  })
})

test('a list of another type is refused by its type', async () => {
  await using system = await deployedSystem({ users: [{ name: 'ana', ...stale }], list: undefined })
  await system.ssm.send(new PutParameterCommand({ Name: LIST, Type: 'SecureString', Value: 'ana' }))
  await system.evaluate()
  expect(await system.verdicts()).toEqual({})
  expect(await system.error()).toMatch(/^The exclusion list .* could not be read \(Error: its type is SecureString: make it a StringList\)/)
})

test('the same event again gives the same answer (S5)', async () => {
  await using system = await deployedSystem({ users: [{ name: 'edge', accessKeys: [{ created: '400d', lastUsed: '29d' }] }] })
  system.simulator.order({ operation: 'config:PutEvaluations', kind: 'lost-answer', times: 1 })
  await system.tune({ AWS_MAX_ATTEMPTS: '1' })
  await system.evaluate()
  const first = await system.verdicts()
  await system.simulator.advance(61_000)
  expect(await system.verdicts()).toEqual(first)
  expect(await system.error()).toBeUndefined()
})
