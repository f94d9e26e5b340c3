import { readFile } from 'node:fs/promises'
import {
  ActivateOrganizationsAccessCommand,
  CloudFormationClient,
  CreateStackInstancesCommand,
  CreateStackSetCommand,
  DeleteStackInstancesCommand,
  DeleteStackSetCommand,
  DescribeOrganizationsAccessCommand,
  DescribeStackInstanceCommand,
  DescribeStackSetCommand,
  DescribeStackSetOperationCommand,
  ListStackInstancesCommand,
  ListStackSetAutoDeploymentTargetsCommand,
  ListStackSetOperationResultsCommand,
  ListStackSetOperationsCommand,
  ListStackSetsCommand,
  ListStacksCommand,
  StopStackSetOperationCommand,
  UpdateStackInstancesCommand,
  UpdateStackSetCommand,
  type CreateStackInstancesCommandInput,
  type CreateStackSetCommandInput,
  type UpdateStackSetCommandInput,
} from '@aws-sdk/client-cloudformation'
import { OrganizationsClient, RegisterDelegatedAdministratorCommand } from '@aws-sdk/client-organizations'
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseAccounts, Simulator } from '../../src/simulator/index.ts'
import { templateBody } from '../support/system.ts'

const [MANAGEMENT, SECURITY, LOG_ARCHIVE, SHOP] = ['111111111111', '222222222222', '333333333333', '444444444444']
const [SHOP_STAGING, PAYMENTS_STAGING, SANDBOX] = ['555555555555', '777777777777', '101010101010']
const [PAYMENTS, DATA, NO_RECORDER, JOINER, CLOSED] = ['666666666666', '888888888888', '999999999999', '121212121212', '131313131313']
const [PILOT, WORKLOADS, SECURITY_UNIT] = ['ou-exam-pilotaccounts', 'ou-exam-workloads', 'ou-exam-security']
const [MINUTE_MS, DAY_MS] = [60_000, 86_400_000]

const TEMPLATE = `
Parameters:
  Word: { Type: String, Default: set }
  Other: { Type: String, Default: same }
Resources:
  Said: { Type: 'AWS::SSM::Parameter', Properties: { Name: /said, Type: String, Value: !Sub '\${Word} \${Other}' } }
`

let simulator: Simulator

beforeAll(async () => {
  const account = parseAccounts(JSON.parse(await readFile(new URL('../../examples/organization.json', import.meta.url), 'utf8')))
  simulator = await Simulator.start({ at: '2026-11-02T09:00:00Z', account })
})

afterAll(() => simulator.stop())

const settings = (accessKeyId: string) => ({
  endpoint: simulator.endpoint,
  region: 'us-east-1',
  maxAttempts: 1,
  credentials: { accessKeyId, secretAccessKey: 'secret' },
})

const cloudFormation = (key: string) => new CloudFormationClient(settings(key))

const failure = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'nothing failed',
    (error: Error) => `${error.name}: ${error.message}`,
  )

const AS = { CallAs: 'DELEGATED_ADMIN' } as const

const createSet = (StackSetName: string, more: Partial<CreateStackSetCommandInput> = {}, key: string = SECURITY) =>
  cloudFormation(key).send(
    new CreateStackSetCommand({
      StackSetName,
      TemplateBody: TEMPLATE,
      PermissionModel: 'SERVICE_MANAGED',
      AutoDeployment: { Enabled: true, RetainStacksOnAccountRemoval: false },
      ManagedExecution: { Active: true },
      ...AS,
      ...more,
    }),
  )

const createInstances = async (StackSetName: string, unit: string, more: Partial<CreateStackInstancesCommandInput> = {}) => {
  const input = { StackSetName, DeploymentTargets: { OrganizationalUnitIds: [unit] }, Regions: ['us-east-1'], ...AS, ...more }
  return (await cloudFormation(SECURITY).send(new CreateStackInstancesCommand(input))).OperationId ?? ''
}

const updateSet = async (StackSetName: string, more: Partial<UpdateStackSetCommandInput> = {}) =>
  (await cloudFormation(SECURITY).send(new UpdateStackSetCommand({ StackSetName, UsePreviousTemplate: true, ...AS, ...more })))
    .OperationId ?? ''

const operationOf = async (StackSetName: string, OperationId: string) =>
  (await cloudFormation(SECURITY).send(new DescribeStackSetOperationCommand({ StackSetName, OperationId, ...AS }))).StackSetOperation

const results = async (StackSetName: string, OperationId: string) =>
  Object.fromEntries(
    (
      (await cloudFormation(SECURITY).send(new ListStackSetOperationResultsCommand({ StackSetName, OperationId, ...AS }))).Summaries ?? []
    ).map(({ Account = '', Status, StatusReason }) => [Account, StatusReason === undefined ? Status : `${Status}: ${StatusReason}`]),
  )

const instances = async (StackSetName: string) =>
  Object.fromEntries(
    ((await cloudFormation(SECURITY).send(new ListStackInstancesCommand({ StackSetName, ...AS }))).Summaries ?? []).map(
      ({ Account = '', Status, StackInstanceStatus }) => [Account, `${Status} ${StackInstanceStatus?.DetailedStatus}`],
    ),
  )

const said = async (key: string) =>
  (await new SSMClient(settings(key)).send(new GetParameterCommand({ Name: '/said' })).catch(() => undefined))?.Parameter?.Value

const stacks = async (key: string) =>
  ((await cloudFormation(key).send(new ListStacksCommand({}))).StackSummaries ?? []).map(
    ({ StackName, StackStatus }) => `${StackName} ${StackStatus}`,
  )

// The words and where they appear: org-facts of the project, from hashicorp/terraform-provider-aws#22867, cdklabs/cdk-stacksets#265, pepperize/cdk-organizations#1718.
describe('who may', () => {
  const NEITHER =
    'ValidationError: You must be the management account or delegated admin account of an organization before operating a SERVICE_MANAGED stack set'
  const access = async (key: string, more: object = {}) =>
    (await cloudFormation(key).send(new DescribeOrganizationsAccessCommand(more))).Status

  test('only once trusted access is activated, by CloudFormation itself', async () => {
    expect(await access(MANAGEMENT)).toBe('DISABLED')
    expect(await failure(createSet('Words', { CallAs: 'SELF' }, MANAGEMENT))).toBe(
      'ValidationError: You must enable organizations access to operate a service managed stack set',
    )
    expect(await failure(cloudFormation(SECURITY).send(new ActivateOrganizationsAccessCommand({})))).toMatch(/^InvalidOperationException/)
    await cloudFormation(MANAGEMENT).send(new ActivateOrganizationsAccessCommand({}))
    expect(await access(MANAGEMENT)).toBe('ENABLED')
  })

  test('the management account as itself, a delegated administrator as one, and nobody else', async () => {
    const NOT_DELEGATED = 'ValidationError: Account used is not a delegated administrator'
    expect(await failure(createSet('Words', {}, MANAGEMENT))).toBe(NOT_DELEGATED)
    expect(await failure(createSet('Words', {}, SECURITY))).toBe(NOT_DELEGATED)
    expect(await failure(createSet('Words', { CallAs: 'SELF' }, SECURITY))).toBe(NEITHER)
    await new OrganizationsClient(settings(MANAGEMENT)).send(
      new RegisterDelegatedAdministratorCommand({
        AccountId: SECURITY,
        ServicePrincipal: 'member.org.stacksets.cloudformation.amazonaws.com',
      }),
    )
    expect(await access(SECURITY, AS)).toBe('ENABLED')
    expect(await failure(createSet('Words', { CallAs: 'SELF' }, SECURITY))).toBe(NEITHER)
    expect((await createSet('Words')).StackSetId).toMatch(/^Words:[0-9a-f-]{36}$/)
    expect(await failure(createInstances('Words', PILOT, { CallAs: 'SELF' }))).toMatch(
      /^InvalidOperationException: You must be the management account/,
    )
    expect(await failure(cloudFormation(SECURITY).send(new DescribeStackSetCommand({ StackSetName: 'Words' })))).toMatch(
      /^StackSetNotFoundException/,
    )
  })

  // moto test_create_stack_set__invalid_name; the API reference of CreateStackSet
  test.for(['1234', 'stack_set', '-set'])('none is called %s', async (name) => {
    expect(await failure(createSet(name))).toBe(
      `ValidationError: 1 validation error detected: Value '${name}' at 'stackSetName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*`,
    )
  })

  test('the set lives in the management account, and is told as it was made', async () => {
    const { StackSet } = await cloudFormation(MANAGEMENT).send(new DescribeStackSetCommand({ StackSetName: 'Words' }))
    expect(StackSet).toMatchObject({
      StackSetName: 'Words',
      Status: 'ACTIVE',
      StackSetARN: expect.stringMatching(/^arn:aws:cloudformation:us-east-1:111111111111:stackset\/Words:/),
      PermissionModel: 'SERVICE_MANAGED',
      AutoDeployment: { Enabled: true, RetainStacksOnAccountRemoval: false },
      ManagedExecution: { Active: true },
    })
    expect(await failure(createSet('Words'))).toMatch(/^NameAlreadyExistsException/)
    expect(await failure(createSet('More', { Parameters: [{ ParameterKey: 'Nothing', ParameterValue: '1' }] }))).toBe(
      'ValidationError: Parameters: [Nothing] do not exist in the template',
    )
    expect(await failure(createSet('More', { TemplateBody: await templateBody() }))).toMatch(/^InsufficientCapabilitiesException/)
  })
})

describe('an operation goes on in virtual time', () => {
  test('a pilot unit: pending, running, current; each account gets a stack of its own, with its overrides', async () => {
    const id = await createInstances('Words', PILOT, { ParameterOverrides: [{ ParameterKey: 'Word', ParameterValue: 'pilot' }] })
    expect(await instances('Words')).toEqual({
      [SHOP_STAGING]: 'OUTDATED PENDING',
      [PAYMENTS_STAGING]: 'OUTDATED PENDING',
      [SANDBOX]: 'OUTDATED PENDING',
    })
    await simulator.advance(2_000)
    // By default one account at a time.
    expect(await instances('Words')).toEqual({
      [SHOP_STAGING]: 'OUTDATED RUNNING',
      [PAYMENTS_STAGING]: 'OUTDATED PENDING',
      [SANDBOX]: 'OUTDATED PENDING',
    })
    expect((await operationOf('Words', id))?.Status).toBe('RUNNING')
    await simulator.advance(2 * MINUTE_MS)
    expect((await operationOf('Words', id))?.Status).toBe('SUCCEEDED')
    expect(await instances('Words')).toEqual({
      [SHOP_STAGING]: 'CURRENT SUCCEEDED',
      [PAYMENTS_STAGING]: 'CURRENT SUCCEEDED',
      [SANDBOX]: 'CURRENT SUCCEEDED',
    })
    expect(await said(SANDBOX)).toBe('pilot same')
    expect(await stacks(SANDBOX)).toEqual([expect.stringMatching(/^StackSet-Words-[0-9a-f-]{36} CREATE_COMPLETE$/)])
    expect(
      simulator.calls.findLast(({ operation, accountId }) => operation === 'ssm:PutParameter' && accountId === SANDBOX)?.caller,
    ).toMatch(/^arn:aws:sts::101010101010:assumed-role\/stacksets-exec-[0-9a-f]{32}\/AWSCloudFormation$/)
    const { StackInstance } = await cloudFormation(SECURITY).send(
      new DescribeStackInstanceCommand({ StackSetName: 'Words', StackInstanceAccount: SANDBOX, StackInstanceRegion: 'us-east-1', ...AS }),
    )
    expect(StackInstance).toMatchObject({
      OrganizationalUnitId: PILOT,
      ParameterOverrides: [{ ParameterKey: 'Word', ParameterValue: 'pilot' }],
    })
  })

  // botocore's StackSetOperationPreferences: tolerance and concurrency, percentages round down, SOFT keeps the concurrency that was named.
  test('the failure of one more account than tolerated cancels the rest; a new operation does what is outdated, and no more', async () => {
    for (const accountId of [SHOP, PAYMENTS]) simulator.order({ operation: 'ssm:PutParameter', kind: 'refuse', accountId })
    const id = await createInstances('Words', WORKLOADS, {
      OperationPreferences: { FailureTolerancePercentage: 30, MaxConcurrentCount: 2, ConcurrencyMode: 'SOFT_FAILURE_TOLERANCE' },
    })
    await simulator.advance(5 * MINUTE_MS)
    expect(await operationOf('Words', id)).toMatchObject({ Status: 'FAILED', StatusDetails: { FailedStackInstancesCount: 2 } })
    expect(await results('Words', id)).toEqual({
      [SHOP]: expect.stringMatching(
        /^FAILED: ResourceLogicalId:Said, ResourceType:AWS::SSM::Parameter, ResourceStatusReason:.*is not authorized/,
      ),
      [PAYMENTS]: expect.stringMatching(/^FAILED/),
      // It was begun when the first had failed, and the second had not yet.
      [DATA]: 'SUCCEEDED',
      [NO_RECORDER]: 'CANCELLED: Cancelled since failure tolerance has exceeded',
    })
    expect(await instances('Words')).toMatchObject({
      [SHOP]: 'OUTDATED FAILED',
      [DATA]: 'CURRENT SUCCEEDED',
      [NO_RECORDER]: 'OUTDATED CANCELLED',
      [SANDBOX]: 'CURRENT SUCCEEDED',
      [CLOSED]: 'OUTDATED SKIPPED_SUSPENDED_ACCOUNT',
    })
    simulator.clearFaults()
    const again = await createInstances('Words', WORKLOADS, {
      OperationPreferences: { MaxConcurrentPercentage: 100, ConcurrencyMode: 'SOFT_FAILURE_TOLERANCE' },
    })
    await simulator.advance(30_000)
    expect(await operationOf('Words', again)).toMatchObject({ Status: 'SUCCEEDED' })
    expect(await results('Words', again)).toEqual({
      [SHOP]: 'SUCCEEDED',
      [PAYMENTS]: 'SUCCEEDED',
      [NO_RECORDER]: 'SUCCEEDED',
    })
    expect([await said(SHOP), await said(SANDBOX)]).toEqual(['set same', 'pilot same'])
    expect(await createInstances('Words', WORKLOADS, { OperationId: again })).toBe(again)
  })

  test('strict tolerance never has more under way than may fail, and one', async () => {
    await createSet('Strict', { AutoDeployment: { Enabled: false } })
    simulator.order({ operation: 'ssm:PutParameter', kind: 'refuse' })
    const running = async () => Object.values(await instances('Strict')).filter((status) => status.endsWith('RUNNING')).length
    const id = await createInstances('Strict', WORKLOADS, { OperationPreferences: { FailureToleranceCount: 2, MaxConcurrentCount: 7 } })
    await simulator.advance(2_000)
    expect(await running()).toBe(3)
    await simulator.advance(5 * MINUTE_MS)
    simulator.clearFaults()
    expect((await operationOf('Strict', id))?.StatusDetails?.FailedStackInstancesCount).toBe(3)
  })

  test('a changed parameter makes all outdated first; overrides stay; a list without an overridden key takes it back', async () => {
    const id = await updateSet('Words', {
      Parameters: [{ ParameterKey: 'Other', ParameterValue: 'new' }],
      OperationPreferences: { MaxConcurrentCount: 20, ConcurrencyMode: 'SOFT_FAILURE_TOLERANCE' },
    })
    expect(await instances('Words')).toMatchObject({ [SHOP]: 'OUTDATED PENDING', [SANDBOX]: 'OUTDATED PENDING' })
    await simulator.advance(MINUTE_MS)
    expect((await operationOf('Words', id))?.Status).toBe('SUCCEEDED')
    expect([await said(SHOP), await said(SANDBOX)]).toEqual(['set new', 'pilot new'])
    const update = (ParameterOverrides: { ParameterKey: string; ParameterValue: string }[]) =>
      cloudFormation(SECURITY).send(
        new UpdateStackInstancesCommand({
          StackSetName: 'Words',
          DeploymentTargets: { OrganizationalUnitIds: [PILOT], Accounts: [SANDBOX], AccountFilterType: 'INTERSECTION' },
          Regions: ['us-east-1'],
          ParameterOverrides,
          ...AS,
        }),
      )
    await update([{ ParameterKey: 'Other', ParameterValue: 'own' }])
    await simulator.advance(MINUTE_MS)
    expect([await said(SANDBOX), await said(SHOP_STAGING)]).toEqual(['set own', 'pilot new'])
    expect(await failure(update([{ ParameterKey: 'Nothing', ParameterValue: '1' }]))).toMatch(/^ValidationError: Parameters: \[Nothing\]/)
  })

  test('a second operation waits with ManagedExecution, and is refused without; a running one is stopped', async () => {
    const same = { Parameters: [{ ParameterKey: 'Other', UsePreviousValue: true }] }
    const [first, second] = [await updateSet('Words', same), await updateSet('Words', same)]
    expect([(await operationOf('Words', first))?.Status, (await operationOf('Words', second))?.Status]).toEqual(['RUNNING', 'QUEUED'])
    await simulator.advance(2_000)
    const stop = (OperationId: string) =>
      cloudFormation(SECURITY).send(new StopStackSetOperationCommand({ StackSetName: 'Words', OperationId, ...AS }))
    await stop(first)
    expect((await operationOf('Words', first))?.Status).toBe('STOPPING')
    await simulator.advance(10 * MINUTE_MS)
    expect([(await operationOf('Words', first))?.Status, (await operationOf('Words', second))?.Status]).toEqual(['STOPPED', 'SUCCEEDED'])
    expect(await failure(stop(first))).toMatch(/^InvalidOperationException/)
    const { Summaries } = await cloudFormation(SECURITY).send(
      new ListStackSetOperationsCommand({ StackSetName: 'Words', MaxResults: 2, ...AS }),
    )
    expect(Summaries?.map(({ OperationId }) => OperationId)).toEqual([second, first])
    await createSet('Alone', { ManagedExecution: { Active: false } })
    await createInstances('Alone', SECURITY_UNIT)
    expect(await failure(createInstances('Alone', SECURITY_UNIT))).toMatch(
      /^OperationInProgressException: Another Operation on StackSet Alone/,
    )
    await simulator.advance(MINUTE_MS)
    expect(await instances('Alone')).toEqual({ [SECURITY]: 'CURRENT SUCCEEDED', [LOG_ARCHIVE]: 'CURRENT SUCCEEDED' })
  })
})

describe('accounts that come and go', () => {
  test("a joiner gets a stack by itself, with the set's parameters and nobody's overrides", async () => {
    expect(
      (await cloudFormation(SECURITY).send(new ListStackSetAutoDeploymentTargetsCommand({ StackSetName: 'Words', ...AS }))).Summaries,
    ).toEqual([
      { OrganizationalUnitId: PILOT, Regions: ['us-east-1'] },
      { OrganizationalUnitId: WORKLOADS, Regions: ['us-east-1'] },
    ])
    expect(await said(JOINER)).toBeUndefined()
    await cloudFormation(SECURITY).send(
      new UpdateStackInstancesCommand({
        StackSetName: 'Words',
        DeploymentTargets: { OrganizationalUnitIds: [WORKLOADS] },
        Regions: ['us-east-1'],
        ParameterOverrides: [{ ParameterKey: 'Word', ParameterValue: 'armed' }],
        ...AS,
      }),
    )
    await simulator.advance(10 * DAY_MS)
    expect([await said(SHOP), await said(JOINER)]).toEqual(['armed new', 'set new'])
    expect((await instances('Words'))[JOINER]).toBe('CURRENT SUCCEEDED')
  })

  test('who moves to a unit of another set loses the stack of the one, and then gets one of the other', async () => {
    simulator.organization.move(JOINER, 'Security')
    await simulator.advance(2 * MINUTE_MS)
    expect([(await instances('Words'))[JOINER], await said(JOINER)]).toEqual([undefined, undefined])
    await simulator.advance(10 * MINUTE_MS)
    expect([(await instances('Alone'))[JOINER], await said(JOINER)]).toEqual(['CURRENT SUCCEEDED', 'set same'])
    simulator.organization.leave(JOINER)
    await simulator.advance(10 * MINUTE_MS)
    expect([(await instances('Alone'))[JOINER], await said(JOINER)]).toEqual([undefined, undefined])
  })

  test('a set goes only when it is empty; a stack whose deletion fails makes its instance inoperable, until it is let go', async () => {
    const remove = (RetainStacks: boolean) =>
      cloudFormation(SECURITY).send(
        new DeleteStackInstancesCommand({
          StackSetName: 'Alone',
          DeploymentTargets: { OrganizationalUnitIds: [SECURITY_UNIT] },
          Regions: ['us-east-1'],
          RetainStacks,
          OperationPreferences: { FailureToleranceCount: 1 },
          ...AS,
        }),
      )
    const removeSet = () => cloudFormation(SECURITY).send(new DeleteStackSetCommand({ StackSetName: 'Alone', ...AS }))
    expect(await failure(removeSet())).toBe('StackSetNotEmptyException: StackSet is not empty')
    simulator.order({ operation: 'ssm:DeleteParameter', kind: 'refuse', accountId: LOG_ARCHIVE })
    await remove(false)
    await simulator.advance(MINUTE_MS)
    expect(await instances('Alone')).toEqual({ [LOG_ARCHIVE]: 'INOPERABLE INOPERABLE' })
    await remove(true)
    await simulator.advance(MINUTE_MS)
    simulator.clearFaults()
    expect([await instances('Alone'), await said(LOG_ARCHIVE)]).toEqual([{}, 'set same'])
    await removeSet()
    const { Summaries } = await cloudFormation(SECURITY).send(new ListStackSetsCommand({ Status: 'ACTIVE', ...AS }))
    expect(Summaries?.map(({ StackSetName }) => StackSetName)).toEqual(['Words', 'Strict'])
  })
})

describe('our own template', () => {
  test('fails where there is no recorder; and under the service control policy not even the AWS-owned runbook takes a break-glass key', async () => {
    await createSet('Cleanup', {
      TemplateBody: await templateBody(),
      Capabilities: ['CAPABILITY_IAM'],
      Parameters: [{ ParameterKey: 'RemediationRunbook', ParameterValue: 'AwsManaged' }],
    })
    const id = await createInstances('Cleanup', WORKLOADS, {
      DeploymentTargets: { OrganizationalUnitIds: [WORKLOADS], Accounts: [SHOP, NO_RECORDER], AccountFilterType: 'INTERSECTION' },
      OperationPreferences: { FailureToleranceCount: 1, MaxConcurrentCount: 2 },
    })
    await simulator.advance(MINUTE_MS)
    expect(await results('Cleanup', id)).toEqual({
      [SHOP]: 'SUCCEEDED',
      [NO_RECORDER]: expect.stringMatching(
        /^FAILED: ResourceLogicalId:.*, ResourceType:AWS::Config::ConfigRule, .*Configuration recorder is not available/,
      ),
    })
    await simulator.advance(DAY_MS)
    const left = (name: string) => simulator.of(SHOP).users.find(({ userName }) => userName === name)
    // carla has not signed in for 150 days, break-glass-1 never.
    expect([left('carla')?.password, left('break-glass-1')?.password]).toEqual([false, true])
    const refused = simulator.calls.filter(
      ({ operation, accountId, outcome }) => operation === 'iam:DeleteLoginProfile' && accountId === SHOP && outcome === 'AccessDenied',
    )
    expect(refused.length).toBeGreaterThan(0)
    expect(
      refused.filter(({ caller }) => !/^arn:aws:sts::444444444444:assumed-role\/StackSet-Cleanup-.*\/Automation-/.test(caller)),
    ).toEqual([])
  })
})
