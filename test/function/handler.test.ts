import { GetComplianceDetailsByConfigRuleCommand } from '@aws-sdk/client-config-service'
import { PutParameterCommand } from '@aws-sdk/client-ssm'
import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { ledgerTable } from '../../src/aws/ledger-table.ts'
import { handler } from '../../src/function/handler.ts'
import { Simulator, type AccountDescription } from '../../src/simulator/index.ts'
import { eventsOf } from '../support/ledger-of.ts'
import { makeTable, TABLE } from '../support/ledger-table.ts'
import { create, functionOf, role, ruleOf, type Resources } from '../support/small-stack.ts'
import { System } from '../support/system.ts'

const EXECUTION = '7dcc2d5b-7a5c-4a49-b3a5-8f4e0a9f6a1e'

const ANA = 'AIDAIOSFODNN7EXAMPLE'

const users: AccountDescription['users'] = [
  {
    name: 'ana',
    id: ANA,
    created: '400d',
    password: { created: '400d', lastUsed: '200d' },
    accessKeys: [{ id: 'AKIAIOSFODNN7QWE7Q4F', created: '400d' }],
    groups: ['Ops'],
  },
  { name: 'bob', id: 'AIDAIOSFODNN7BOBBOBB', created: '400d', password: { created: '400d', lastUsed: '2d' } },
]

afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})

/** The function's surroundings, of this very moment, without the function: its rule, its table, the role that revokes, a topic, a list. It is called here. */
async function surroundings(list = ',', people = users, rule: Resources = {}) {
  const system = new System(
    await Simulator.start({ at: new Date(), account: { users: people, parameters: list === 'gone' ? {} : { '/list': list } } }),
  )
  const topic = system.simulator.createTopic('people')
  const Revoking = role('lambda.amazonaws.com', 'iam:*')
  const trust = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }] }
  const made = await create(system, {
    ...rule,
    Revoking: { ...Revoking, Properties: { ...Revoking.Properties, RoleName: 'Revoking', AssumeRolePolicyDocument: trust } },
  })
  if (!made.startsWith('CREATE_COMPLETE')) throw new Error(made)
  await makeTable(system.dynamoDb)
  const environment = {
    AWS_ENDPOINT_URL: system.simulator.endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    EXCLUDED_USERS_PARAMETER: '/list',
    RULE_NAME: 'small-rule',
    LEDGER_TABLE: TABLE,
    MAX_CREDENTIAL_AGE: '30',
    EVALUATION_FREQUENCY: 'TwentyFour_Hours',
    WARNING_DAYS: '7',
    BRAKE_PERCENT: '50',
    RELEASE: '0.1.0 abc',
    REVOKING_ROLE_ARN: 'arn:aws:iam::123456789012:role/Revoking',
    NOTIFICATION_TOPIC_ARN: topic,
  }
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value)
  const log: unknown[] = []
  for (const level of ['info', 'warn', 'error'] as const) vi.spyOn(console, level).mockImplementation((line) => void log.push(line))
  return Object.assign(system, { lines: log, texts: () => system.simulator.messages(topic).map(({ text }) => text) })
}

const RULE: Resources = {
  ...functionOf('async (event) => console.log(JSON.stringify(event))', { LoggingConfig: { LogFormat: 'Text', LogGroup: '/small' } }),
  FunctionRole: role('lambda.amazonaws.com', 'logs:*'),
  Group: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/small' } },
  ...ruleOf(),
}

const called = (event: unknown, remaining = 60_000): Promise<unknown> =>
  Promise.resolve(
    handler(event, { getRemainingTimeInMillis: () => remaining, invokedFunctionArn: 'arn:aws:lambda:us-east-1:123456789012:function:f' }),
  )

const ordered = (userId = ANA, remaining?: number) => called({ IAMResourceId: userId, ExecutionId: EXECUTION }, remaining)

test('an order: what is unused is revoked by a session of its own, the ledger tells by whom, and people the way back', async () => {
  await using system = await surroundings()
  const before = system.simulator.calls.length
  expect(await ordered()).toEqual({
    outcome: 'done',
    output:
      'Verification of unused IAM User credentials is successful. Password, idle 200 days: revoked; Key ...7Q4F, idle 400 days: revoked.',
    http_responses: {
      DeactivateUnusedKeysResponse: [{ AccessKeyId: 'AKIAIOSFODNN7QWE7Q4F', Response: 'revoked' }],
      DeleteUnusedPasswordResponse: 'deleted',
    },
  })
  const session = `arn:aws:sts::123456789012:assumed-role/Revoking/${EXECUTION}`
  const { password = [] } = await eventsOf(system)
  expect(password.map(({ kind, by, errand, idleDays, limitDays }) => [kind, by, errand, idleDays, limitDays])).toEqual([
    ['revoking', session, EXECUTION, 200, 30],
    ['revoked', session, EXECUTION, 200, 30],
  ])
  const acts = system.simulator.calls.slice(before).filter(({ operation }) => /^iam:(Update|Delete)/.test(operation))
  expect(acts.map(({ operation, caller }) => [operation, caller])).toEqual([
    ['iam:DeleteLoginProfile', session],
    ['iam:UpdateAccessKey', session],
  ])
  const assumed = system.simulator.calls.slice(before).find(({ operation }) => operation === 'sts:AssumeRole')
  expect(JSON.parse(String(Object(assumed?.input).Policy))).toEqual({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'iam:*', Resource: 'arn:aws:iam::123456789012:user/ana' }],
  })
  expect(system.texts()).toEqual([
    'Account 123456789012, Region us-east-1.\n\nOf ana:\n- Password, idle 200 days: revoked\n- Key ...7Q4F, idle 400 days: revoked\nTo give it back: iam-cleanup restore ana',
  ])
  expect(system.lines).toEqual([
    {
      message: 'revocation',
      userName: 'ana',
      userId: ANA,
      executionId: EXECUTION,
      outcomes: ['Password, idle 200 days: revoked', 'Key ...7Q4F, idle 400 days: revoked'],
    },
  ])
})

describe('an order of', () => {
  const NOTHING = { outcome: 'done', output: 'Nothing is unused any more.', http_responses: { DeactivateUnusedKeysResponse: [] } }

  test('a user who uses what there is: nothing is taken, nobody is told', async () => {
    await using system = await surroundings()
    expect(await ordered('AIDAIOSFODNN7BOBBOBB')).toEqual(NOTHING)
    expect(system.texts()).toEqual([])
  })

  test('a user who is gone', async () => {
    await using _ = await surroundings()
    expect(await ordered('AIDAIOSFODNN7GONEGON')).toEqual({ ...NOTHING, output: 'The user AIDAIOSFODNN7GONEGON no longer exists.' })
  })

  test('who is in a group of the list, read at the moment of acting', async () => {
    await using _ = await surroundings('group:Ops')
    const said = 'protected: Excluded by entry "group:Ops"'
    expect(await ordered()).toMatchObject({
      outcome: 'done',
      output: expect.stringContaining(`Password, idle 200 days: ${said}.; Key ...7Q4F`),
    })
  })

  test('anybody, where the topic refuses: what was taken stays taken, and that nobody was told is said', async () => {
    await using system = await surroundings()
    vi.stubEnv('AWS_MAX_ATTEMPTS', '1')
    system.simulator.order({ operation: 'sns:Publish', kind: 'refuse' })
    expect(await ordered()).toMatchObject({
      outcome: 'done',
      output: expect.stringMatching(/revoked; Nobody could be told: AuthorizationError|revoked; Nobody could be told: AccessDenied/),
    })
  })

  test('somebody whose key IAM refuses to take: that fails, and people hear of the password alone', async () => {
    await using system = await surroundings()
    system.simulator.order({ operation: 'iam:UpdateAccessKey', kind: 'refuse' })
    expect(await ordered()).toMatchObject({
      outcome: 'failed',
      reason: expect.stringMatching(
        /^ana: not everything could be revoked\. Password, idle 200 days: revoked; Key \.\.\.7Q4F, idle 400 days: refused/,
      ),
    })
    expect(system.texts()).toEqual([
      'Account 123456789012, Region us-east-1.\n\nOf ana:\n- Password, idle 200 days: revoked\nTo give it back: iam-cleanup restore ana',
    ])
  })

  test('the last administrator: asked of IAM, and kept', async () => {
    const boss = { ...users[0], name: 'boss', id: ANA, administrator: true, accessKeys: [] }
    await using _ = await surroundings(',', [boss, ...users.slice(1)])
    expect(await ordered()).toMatchObject({
      output: expect.stringContaining('Password, idle 200 days: protected: it is the last way in of the last IAM administrator'),
    })
  })

  test('anybody, where ten have lost something today, and no more may', async () => {
    await using _ = await surroundings()
    const table = ledgerTable(TABLE, new AbortController().signal)
    for (let n = 0; n < 10; n += 1) await table.count(new Date().toISOString().slice(0, 10), `AIDAOTHER${n}`, 10)
    expect(await ordered()).toEqual({
      outcome: 'failed',
      reason:
        'ana: not everything could be revoked. Password, idle 200 days: refused: brake: 10 users have lost something today, no more may; ' +
        'Key ...7Q4F, idle 400 days: refused: brake: 10 users have lost something today, no more may.',
    })
  })
})

describe('what stands in the way is the reason of a failure, and nothing is touched', () => {
  test('a list that is malformed', async () => {
    await using system = await surroundings()
    await system.ssm.send(new PutParameterCommand({ Name: '/list', Value: 'b<d', Overwrite: true, Type: 'StringList' }))
    expect(await ordered()).toEqual({ outcome: 'failed', reason: expect.stringMatching(/^Error: The exclusion list \/list is malformed/) })
    expect(system.simulator.changes).toEqual([])
    expect(system.lines).toEqual([
      { message: 'The order was not carried out.', reason: expect.stringMatching(/^Error: The exclusion list \/list is malformed/) },
    ])
  })

  test('a list of which nobody can tell whether it was there', async () => {
    await using _ = await surroundings('gone')
    expect(await ordered()).toMatchObject({ outcome: 'failed', reason: expect.stringMatching(/whether there was one could not be read/) })
  })

  test('a list that was never there is none', async () => {
    await using _ = await surroundings('gone', users, RULE)
    expect(await ordered()).toMatchObject({ outcome: 'done' })
  })

  test('an order that cannot be read', async () => {
    await using _ = await surroundings()
    expect(await called({ IAMResourceId: ANA })).toEqual({
      outcome: 'failed',
      reason: 'Error: The order cannot be read: it must name a user id and an execution.',
    })
  })

  test('no time', async () => {
    await using _ = await surroundings()
    expect(await ordered(ANA, 0)).toMatchObject({ outcome: 'failed', reason: expect.stringMatching(/[Aa]bort|TimeoutError/) })
  })

  test('an environment that is incomplete, which Lambda records', async () => {
    await using _ = await surroundings()
    vi.stubEnv('RULE_NAME', '')
    await expect(ordered()).rejects.toThrow('The environment variable RULE_NAME of this function is .')
  })
})

describe('an event of AWS Config', () => {
  /** The event of the rule's first run, as its function got it. */
  async function scheduled(system: System): Promise<unknown> {
    await system.evaluate()
    const { events = [] } = await system.logs.send(new FilterLogEventsCommand({ logGroupName: '/small' }))
    for (const { message = '' } of events) {
      const found = /\{.*"resultToken".*\}/.exec(message)
      if (found !== null) return JSON.parse(found[0])
    }
    throw new Error('the rule did not run')
  }

  test('is evaluated, and AWS Config holds the results', async () => {
    await using system = await surroundings(',', users, RULE)
    expect(await called(await scheduled(system))).toBeUndefined()
    expect(system.texts()[0]).toMatch(
      /^Account 123456789012, Region us-east-1\.\n\nNewly unused \(1\):\n- ana: Password last used 200 days ago/,
    )
    const { EvaluationResults = [] } = await system.config.send(
      new GetComplianceDetailsByConfigRuleCommand({ ConfigRuleName: 'small-rule' }),
    )
    const held = EvaluationResults.map(
      ({ ComplianceType, EvaluationResultIdentifier: id }) => `${id?.EvaluationResultQualifier?.ResourceId} ${ComplianceType}`,
    )
    expect(held.toSorted()).toEqual(['AIDAIOSFODNN7BOBBOBB COMPLIANT', `${ANA} NON_COMPLIANT`])
  })

  test('that lies ahead is refused, and Lambda records it', async () => {
    await using _ = await surroundings()
    const invokingEvent = JSON.stringify({ messageType: 'ScheduledNotification', notificationCreationTime: '2999-01-01T00:00:00Z' })
    await expect(called({ invokingEvent, resultToken: 't', accountId: '123456789012' })).rejects.toThrow(
      'The event is of 2999-01-01T00:00:00Z, which lies ahead.',
    )
  })
})
