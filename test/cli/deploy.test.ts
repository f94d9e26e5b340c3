import { setTimeout as sleep } from 'node:timers/promises'
import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation'
import {
  DeleteConfigurationRecorderCommand,
  PutConfigurationRecorderCommand,
  StopConfigurationRecorderCommand,
  type RecordingGroup,
} from '@aws-sdk/client-config-service'
import { CreateLogStreamCommand, PutLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { DeleteParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { run } from '../../src/cli/run.ts'
import { Simulator } from '../../src/simulator/index.ts'
import { commandLine, type Caller } from '../support/command-line.ts'
import { recordedIo } from '../support/io.ts'
import { deployedSystem, LIST, System } from '../support/system.ts'

const AT = '2026-11-02T09:00:00Z'
const STACK = 'IamUnusedUserCleanup'

const users = [
  { name: 'ana', password: { created: '400d' } },
  { name: 'kept', password: { created: '400d' } },
  { name: 'fine', password: { created: '4d' } },
]

const started = async (): Promise<System> => {
  const account = { users, parameters: { [LIST]: 'kept' } }
  const system = new System(await Simulator.start({ at: AT, account }))
  system.simulator.run()
  return system
}

const stack = async ({ cloudFormation }: System, StackName = STACK) => {
  const { Stacks: [found] = [] } = await cloudFormation.send(new DescribeStacksCommand({}))
  const named = found?.StackName === StackName ? found : undefined
  const parameters = Object.fromEntries(
    named?.Parameters?.map(({ ParameterKey = '', ParameterValue }) => [ParameterKey, ParameterValue]) ?? [],
  )
  return { status: named?.StackStatus, parameters }
}

describe('a stack, from its first deployment on', () => {
  let system: System
  beforeAll(async () => (system = await started()))
  afterAll(() => system[Symbol.asyncDispose]())
  afterEach(() => system.simulator.clearFaults())

  const deploy = (argv: readonly string[], answer = false, caller: Caller = {}) => commandLine(system, ['deploy', ...argv], answer, caller)

  test('--dry-run shows what would be made, and leaves nothing behind', async () => {
    const { code, out } = await deploy(['--dry-run'])
    expect([code, (await stack(system)).status]).toEqual([0, undefined])
    expect(out).toMatch(/^Account 123456789012, Region us-east-1, stack IamUnusedUserCleanup: made\.\nTemplate 0\.1\.0 [0-9a-f]{64}\.\n/)
    expect(out).toMatch(/idle for 90 days is unused, and REVOKED some minutes after it was judged, without a question, by our runbook/)
    expect(out).toMatch(/RemediationRunbook +Guarded/)
    expect(out).toMatch(/Add +ConfigRule +AWS::Config::ConfigRule/)
    expect(out).toMatch(/Add +Ledger +AWS::DynamoDB::Table/)
  })

  test('declined: 4, and nothing is left behind', async () => {
    const { code, notes } = await deploy([])
    expect([code, (await stack(system)).status]).toEqual([4, undefined])
    expect(notes).toMatch(
      /Make the stack IamUnusedUserCleanup in account 123456789012, Region us-east-1\?\niam-cleanup: Declined\. Nothing was done\./,
    )
  })

  test.for<[argv: readonly string[], says: RegExp]>([
    [['--parameter', 'Limit=3'], /The template has no parameter Limit\. There are MaxCredentialUsageAge, .*PermissionsBoundaryArn\./],
    [['--parameter', 'WarningDays=many'], /Parameter 'WarningDays' must be a number/],
    [['--parameter', 'WarningDays'], /It must be a name, = and a value/],
    [['--parameter', 'WarningDays=1', '--parameter', 'WarningDays=2'], /WarningDays was given already/],
    [
      ['--parameter', 'RemediationRunbook=None', '--runbook', 'Guarded'],
      /RemediationRunbook is given twice: by --parameter and by --runbook/,
    ],
    [['--regions', 'Europe'], /Regions separated by commas/],
    [['--runbook', 'mine'], /one of AwsManaged, Guarded, None/],
  ])('%j: wrong usage, and nothing is left behind', async ([argv, says]) => {
    const { code, notes } = await deploy([...argv, '--yes'])
    expect([code, (await stack(system)).status]).toEqual([2, undefined])
    expect(notes).toMatch(says)
  })

  test('a first deployment that fails: 1, the first resource that failed and why, and the next step', async () => {
    system.simulator.order({ operation: 'config:PutConfigRule', kind: 'refuse' })
    const { code, notes } = await deploy(['--yes'])
    expect([code, (await stack(system)).status]).toEqual([1, 'ROLLBACK_COMPLETE'])
    expect(notes).toMatch(
      /The deployment of IamUnusedUserCleanup failed: ConfigRule \(AWS::Config::ConfigRule\): .*config:PutConfigRule.* What was made is taken away again \(ROLLBACK_COMPLETE\), but for the ledger\. Mend the cause, then deploy again/,
    )
  })

  test('the next one removes what is left, takes the ledger over, says both, and shows the first verdicts', async () => {
    expect((await deploy([])).notes).toMatch(/Remove what is left of IamUnusedUserCleanup\?\niam-cleanup: Declined/)
    expect((await stack(system)).status).toBe('ROLLBACK_COMPLETE')
    const { code, out, notes, progress } = await deploy(['--yes', '--parameter', 'WarningDays=30'])
    expect(notes).toMatch(/is what a first deployment that failed has left\. It is removed/)
    expect(notes).toMatch(/The ledger iam-unused-user-cleanup-ledger is there already, left by an earlier stack: this one takes it over/)
    expect([code, out.split('\n')]).toEqual([
      0,
      [
        'The stack IamUnusedUserCleanup is deployed (CREATE_COMPLETE).',
        'First verdicts: 3 users: 1 NON_COMPLIANT, 1 COMPLIANT, 1 excluded, 0 unknown.',
      ],
    ])
    const counts = progress.flatMap(
      (message) => /^ConfigRule: CREATE_COMPLETE, (\d+) of (\d+) resources done$/.exec(message)?.slice(1) ?? [],
    )
    const [done, of] = counts.map(Number)
    expect(done).toBeGreaterThan(1)
    expect(progress).toContain(`IamUnusedUserCleanup: CREATE_COMPLETE, ${of} of ${of} resources done`)
    expect(await stack(system)).toMatchObject({
      status: 'CREATE_COMPLETE',
      parameters: {
        LedgerTableName: 'iam-unused-user-cleanup-ledger',
        MaxCredentialUsageAge: '90',
        RemediationRunbook: 'Guarded',
        WarningDays: '30',
      },
    })
  })

  test('again: no changes, and that is well', async () => {
    expect(await deploy([])).toMatchObject({ code: 0, out: 'No changes: the stack IamUnusedUserCleanup is as it is to be.' })
  })

  test('on update what is not named stays, also the runbook, and what changes is shown', async () => {
    await system.simulator.advance(61_000)
    const { code, notes } = await deploy(['--max-age', '30', '--runbook', 'aws-managed'], true)
    expect(code).toBe(0)
    expect(notes).toMatch(/MaxCredentialUsageAge +30 +90/)
    expect(notes).toMatch(/RemediationRunbook +AwsManaged +Guarded/)
    expect(notes).toMatch(/of all guards only the tag iam-unused-user-cleanup:excluded binds it/)
    expect(notes).toMatch(/Modify +ConfigRuleLambda +AWS::Lambda::Function/)
    expect(notes).toMatch(/Remove +GuardedRunbook +AWS::SSM::Document/)
    await system.simulator.advance(61_000)
    await deploy(['--max-age', '40', '--yes'])
    expect((await stack(system)).parameters).toMatchObject({
      LedgerTableName: 'iam-unused-user-cleanup-ledger',
      MaxCredentialUsageAge: '40',
      RemediationRunbook: 'AwsManaged',
      WarningDays: '30',
    })
  })

  test('an update that fails: 1, and the stack is as it was', async () => {
    system.simulator.order({ operation: 'lambda:UpdateFunctionConfiguration', kind: 'refuse', times: 1 })
    const { code, notes } = await deploy(['--max-age', '50', '--yes'])
    expect([code, (await stack(system)).parameters['MaxCredentialUsageAge']]).toEqual([1, '40'])
    expect(notes).toMatch(
      /failed: ConfigRuleLambda \(AWS::Lambda::Function\): .* The stack is as it was before \(UPDATE_ROLLBACK_COMPLETE\)/,
    )
  })

  test.for<[argv: readonly string[], caller: Caller, says: RegExp]>([
    [[], { region: 'eu-west-1' }, /There is a rule custom-unused-iam-user-credentials-check in us-east-1 already\. .*--region us-east-1/],
    [
      ['--stack-name', 'Other'],
      {},
      /There is a rule .* in us-east-1 already, of the stack IamUnusedUserCleanup: say --stack-name IamUnusedUserCleanup\./,
    ],
  ])('a second stack is refused: %j %j', async ([argv, caller, says]) => {
    const { code, notes } = await deploy([...argv, '--yes'], true, caller)
    expect(code).toBe(4)
    expect(notes).toMatch(says)
  })

  test('where the Regions cannot be listed it fails, and --regions names them', async () => {
    system.simulator.order({ operation: 'account:ListRegions', kind: 'refuse' })
    expect(await deploy(['--yes'])).toMatchObject({ code: 1, notes: expect.stringMatching(/Grant account:ListRegions/) })
    expect(await deploy(['--yes', '--regions', 'us-east-1,eu-west-1'])).toMatchObject({
      code: 0,
      out: expect.stringContaining('No changes'),
    })
  })

  test('a Region that may not be looked at is not taken for one without a stack', async () => {
    system.simulator.order({ operation: 'config:DescribeConfigRules', kind: 'refuse' })
    const { code, notes } = await deploy(['--yes'])
    expect(code).toBe(4)
    expect(notes).toMatch(
      /Whether there is another stack could not be seen in .*eu-west-1.*Grant config:DescribeConfigRules there, or name the Regions/,
    )
  })

  test('it speaks of no other command that changes something', async () => {
    const { out } = await commandLine(system, ['deploy', '--help'])
    expect(out).not.toMatch(/\bapply\b/)
  })
})

test('where AWS Config does not begin an evaluation so soon again, it looks in between whether there is one, and begins when it may; what began before is of before', async () => {
  // Time passes as the test lets it: that an earlier run ends in between is no race.
  await using system = await deployedSystem({ users, list: 'kept' })
  await system.evaluate()
  const from = system.simulator.calls.length
  const asked = (): string[] =>
    system.simulator.calls
      .slice(from)
      .filter(({ operation }) => ['config:StartConfigRulesEvaluation', 'logs:FilterLogEvents'].includes(operation))
      .map(({ operation, outcome }) => `${operation.split(':')[1]} ${outcome}`)
  let isDone = false
  const deploy = commandLine(system, ['deploy', '--max-age', '45', '--yes']).finally(() => (isDone = true))
  const until = async (isSo: () => boolean): Promise<void> => {
    while (!isDone && !isSo()) await sleep(20)
  }
  await until(() => asked().length >= 3)
  await system.simulator.advance(61_000)
  await logged(system, { message: 'summary', now: AT, users: 99 })
  await until(() => asked().includes('StartConfigRulesEvaluation ok'))
  await system.evaluate()
  expect(await deploy).toMatchObject({ code: 0, out: expect.stringContaining('First verdicts: 3 users') })
  expect(asked().slice(0, 3)).toEqual(['StartConfigRulesEvaluation LimitExceededException', 'FilterLogEvents ok', 'FilterLogEvents ok'])
  expect(asked()).toContain('StartConfigRulesEvaluation ok')
})

/** A line that the function writes. */
async function logged({ simulator, logs }: System, message: object): Promise<void> {
  const stream = { logGroupName: simulator.logGroupNames[0], logStreamName: 'of-before' }
  await logs.send(new CreateLogStreamCommand(stream))
  const timestamp = simulator.now().getTime()
  await logs.send(new PutLogEventsCommand({ ...stream, logEvents: [{ timestamp, message: JSON.stringify({ message }) }] }))
}

describe('where AWS Config does not record IAM users', () => {
  let system: System
  beforeEach(async () => (system = await started()))
  afterEach(() => system[Symbol.asyncDispose]())

  const record = (recordingGroup: RecordingGroup) =>
    system.config.send(
      new PutConfigurationRecorderCommand({
        ConfigurationRecorder: { name: 'default', roleARN: 'arn:aws:iam::123456789012:role/config', recordingGroup },
      }),
    )

  test.for<[situation: string, prepare: () => Promise<unknown>, says: RegExp | undefined, region?: string]>([
    [
      'no recorder',
      () => system.config.send(new DeleteConfigurationRecorderCommand({ ConfigurationRecorderName: 'default' })),
      /has no recorder in us-east-1/,
    ],
    [
      'the recorder is off',
      () => system.config.send(new StopConfigurationRecorderCommand({ ConfigurationRecorderName: 'default' })),
      /is off\. Start it: aws configservice start-configuration-recorder/,
    ],
    ['all types, without the global ones', () => record({ allSupported: true }), /does not record AWS::IAM::User/],
    ['some types', () => record({ resourceTypes: ['AWS::EC2::Instance'] }), /does not record AWS::IAM::User/],
    [
      'all but users',
      () =>
        record({
          recordingStrategy: { useOnly: 'EXCLUSION_BY_RESOURCE_TYPES' },
          exclusionByResourceTypes: { resourceTypes: ['AWS::IAM::User'] },
        }),
      /does not record AWS::IAM::User/,
    ],
    ['a Region that is too new', async () => undefined, /AWS Config cannot record IAM users in eu-central-2/, 'eu-central-2'],
    ['users among some types', () => record({ resourceTypes: ['AWS::IAM::User'] }), undefined],
    [
      'all but something else',
      () =>
        record({
          recordingStrategy: { useOnly: 'EXCLUSION_BY_RESOURCE_TYPES' },
          exclusionByResourceTypes: { resourceTypes: ['AWS::IAM::Role'] },
        }),
      undefined,
    ],
  ])('%s', async ([, prepare, says, region = 'us-east-1']) => {
    await prepare()
    const { code, notes } = await commandLine(system, ['deploy', '--dry-run'], false, { region })
    expect(code).toBe(says === undefined ? 0 : 4)
    expect(notes).toMatch(says ?? /^$/)
  })
})

describe('what comes of it', () => {
  let system: System
  beforeEach(async () => {
    const many = Array.from({ length: 12 }, (_, n) => ({ name: `stale-${n}`, password: { created: '400d' } }))
    system = new System(await Simulator.start({ at: AT, account: { users: many, parameters: { [LIST]: ',' } } }))
    system.simulator.run()
  })
  afterEach(() => system[Symbol.asyncDispose]())

  test('a first evaluation that fails: 1, that the stack is deployed, and why', async () => {
    const { code, out, notes } = await commandLine(system, ['deploy', '--yes'])
    expect([code, out]).toEqual([1, 'The stack IamUnusedUserCleanup is deployed (CREATE_COMPLETE).'])
    expect(notes).toMatch(/The stack is deployed, but its first evaluation failed: Brake: 12 of 12 users/)
  })

  test.for<[at: string, says: string]>([
    ['ConfigRule: CREATE_COMPLETE', 'Interrupted: CloudFormation goes on. "iam-cleanup status" tells how it stands.'],
    ['Waiting for the first verdicts', 'Interrupted: the stack is deployed. "iam-cleanup status" shows the verdicts when they are there.'],
  ])('Ctrl-C at "%s": 130, and what was begun goes on', async ([at, says]) => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'test')
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test')
    const { io, notes, interrupt } = recordedIo(false, () => system.simulator.now())
    const progress = (message: string): void => {
      if (message.startsWith(at)) interrupt()
    }
    const argv = ['deploy', '--yes', '--region', 'us-east-1', '--endpoint-url', system.simulator.endpoint]
    const code = await run(argv, { ...io, progress })
    vi.unstubAllEnvs()
    expect([code, notes.at(-1)]).toEqual([130, `iam-cleanup: ${says}`])
    expect((await stack(system)).status).toBe('CREATE_COMPLETE')
  })

  test('without an exclusion list that is said before it asks; with one that is malformed nothing is done', async () => {
    await system.ssm.send(new PutParameterCommand({ Name: LIST, Value: 'a;b', Overwrite: true }))
    expect(await commandLine(system, ['deploy', '--yes'])).toMatchObject({
      code: 1,
      notes: expect.stringMatching(/is malformed: .*Nothing was done/),
    })
    await system.ssm.send(new DeleteParameterCommand({ Name: LIST }))
    const { code, notes } = await commandLine(system, ['deploy'])
    expect(code).toBe(4)
    expect(notes).toMatch(
      /^There is no exclusion list .* in Region us-east-1: nobody is excluded by it\..*\nYou are arn:\S+, in account .*\nAccount /,
    )
  })
})
