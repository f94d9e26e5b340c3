import { ListRolesCommand } from '@aws-sdk/client-iam'
import { DescribeAutomationExecutionsCommand } from '@aws-sdk/client-ssm'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseTemplate } from '../../src/simulator/cloudformation/template.ts'
import { Simulator } from '../../src/simulator/index.ts'
import { callNamed, everyOperation, send, withSomethingOdd, type Call, type PlausibleOf } from '../support/hostile.ts'
import { TABLE } from '../support/ledger-table.ts'
import { deployedSystem, LIST, RULE, System, templateBody } from '../support/system.ts'

const RUNS = Number(process.env['HOSTILE_RUNS'] ?? 4)
const SEED = Number(process.env['HOSTILE_SEED'] ?? 1)

const FUNCTION = `${RULE}-function`
const USER_ID = 'AIDAIOSFODNN7EXAMPLE1'
const KEY = 'AKIAIOSFODNN7EXAMPLE'
const RUNBOOK = 'AWSConfigRemediation-RevokeUnusedIAMUserCredentials'
const TEMPLATE = '{"Resources":{"A":{"Type":"AWS::SSM::Parameter","Properties":{"Type":"String","Value":"v"}}}}'

/** What is there: with it odd inputs get past the door. */
const plausible = ({ role, logGroup, execution }: { role: string; logGroup: string; execution: string }): PlausibleOf => ({
  iam: {
    UserName: ['ana', 'bob', 'new'],
    NewUserName: ['new'],
    GroupName: ['admins'],
    AccessKeyId: [KEY],
    PolicyArn: ['arn:aws:iam::aws:policy/AdministratorAccess'],
    Path: ['/', '/path/'],
    Status: ['Active', 'Inactive'],
    Password: ['Correct-horse-1'],
    RoleName: [role],
    PolicyName: ['own'],
    PolicyDocument: [
      '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:*","Resource":"arn:aws:iam::*:user/${aws:username}"}}',
    ],
    PermissionsBoundary: ['arn:aws:iam::aws:policy/PowerUserAccess', 'arn:aws:iam::123456789012:policy/own'],
    PolicySourceArn: ['arn:aws:iam::123456789012:user/ana'],
    ActionNames: [['iam:GetUser', 'iam:TagUser']],
  },
  cloudformation: {
    StackName: ['IamUnusedUserCleanup', 'other'],
    ChangeSetName: ['change'],
    ChangeSetType: ['UPDATE', 'CREATE'],
    TemplateBody: [TEMPLATE],
    Capabilities: [['CAPABILITY_IAM']],
  },
  config: {
    ConfigRuleName: [RULE],
    ConfigRuleNames: [[RULE]],
    SourceIdentifier: [`arn:aws:lambda:us-east-1:123456789012:function:${FUNCTION}`],
    Owner: ['CUSTOM_LAMBDA'],
    MaximumExecutionFrequency: ['One_Hour'],
    ResourceType: ['AWS::IAM::User'],
    resourceType: ['AWS::IAM::User'],
    ResourceId: [USER_ID],
    resourceId: [USER_ID],
    ComplianceType: ['NON_COMPLIANT'],
    ComplianceResourceType: ['AWS::IAM::User'],
    ComplianceResourceId: [USER_ID],
    TargetType: ['SSM_DOCUMENT'],
    TargetId: [RUNBOOK],
  },
  ssm: {
    DocumentName: [RUNBOOK],
    Parameters: [{ AutomationAssumeRole: [`arn:aws:iam::123456789012:role/${role}`], IAMResourceId: [USER_ID] }],
    Name: [LIST, RUNBOOK, '/new'],
    Names: [[LIST]],
    Type: ['String', 'StringList'],
    Value: ['v'],
    AutomationExecutionId: [execution],
  },
  lambda: { FunctionName: [FUNCTION], InvocationType: ['RequestResponse', 'Event', 'DryRun'] },
  sns: { Name: ['topic'], TopicArn: ['arn:aws:sns:us-east-1:123456789012:topic'], Message: ['hello'] },
  logs: { logGroupName: [logGroup] },
  dynamodb: {
    TableName: [TABLE, `arn:aws:dynamodb:us-east-1:123456789012:table/${TABLE}`],
    BillingMode: ['PAY_PER_REQUEST'],
    Key: [{ userId: { S: 'a' }, credential: { S: 'b' } }],
    Item: [{ userId: { S: 'a' }, credential: { S: 'b' }, c: { L: [{ S: 'c' }] } }],
    UpdateExpression: ['SET #c = :c', 'SET c = list_append(if_not_exists(c, :c), :c)', 'ADD c :c'],
    ConditionExpression: ['attribute_not_exists(c)', 'size(#c) < :c', 'contains(c, :c) OR c = :c'],
    KeyConditionExpression: ['userId = :c'],
    ExpressionAttributeNames: [{ '#c': 'c' }, { '#c': '__proto__' }],
    ExpressionAttributeValues: [{ ':c': { S: 'a' } }, { ':c': { SS: ['a'] } }, { ':c': { L: [] } }],
  },
  securityhub: {
    ProductArn: ['arn:aws:securityhub:us-east-1:123456789012:product/123456789012/default'],
    AwsAccountId: ['123456789012'],
    SchemaVersion: ['2018-10-08'],
    CreatedAt: ['2026-11-02T09:00:00Z'],
    UpdatedAt: ['2026-11-02T09:00:00Z', '2026-11-99T09:00:00Z'],
    Severity: [{ Label: 'LOW' }],
    RecordState: ['ACTIVE', 'ARCHIVED'],
    Comparison: ['EQUALS'],
    EnableDefaultStandards: [false],
  },
  sts: { RoleArn: [`arn:aws:iam::123456789012:role/${role}`], RoleSessionName: ['session'] },
})

const users = [
  { name: 'ana', id: USER_ID, password: { created: '100d' }, accessKeys: [{ id: KEY, created: '90d' }] },
  { name: 'bob', created: '5d', groups: ['admins'] },
]

/** The system a day after it was deployed, and what it is called there. Its names are drawn from a seed: they are always the same. */
async function systemAtWork() {
  const system = await deployedSystem({ users, parameters: { RemediationRunbook: 'Guarded' } })
  system.simulator.createTopic('topic')
  await system.evaluate()
  await system.remediate()
  const { Roles: [role] = [] } = await system.iam.send(new ListRolesCommand({}))
  const { AutomationExecutionMetadataList: [execution] = [] } = await system.ssm.send(new DescribeAutomationExecutionsCommand({}))
  const names = {
    role: role?.RoleName ?? '',
    logGroup: system.simulator.logGroupNames[0] ?? '',
    execution: execution?.AutomationExecutionId ?? '',
  }
  return Object.assign(system, { names })
}

test('no input of any operation is an internal error; afterwards the clock moves, and the simulator stops without a bug', async () => {
  const first = await systemAtWork()
  const { names } = first
  await first.simulator.stop()
  await fc.assert(
    fc.asyncProperty(threeTimes(everyOperation(plausible(names))), async (calls) => {
      await using system = await systemAtWork()
      for (const call of calls) {
        expect(await internalErrorOf(system.simulator, call)).toBeUndefined()
      }
      await system.simulator.advance(2 * 86_400_000)
    }),
    { numRuns: RUNS, seed: SEED },
  )
  expect({}).not.toHaveProperty('polluted')
}, 300_000)

test('no template with something odd in it is an internal error, when it is read, made, changed, run and removed', async () => {
  const template = parseTemplate(await templateBody())
  await fc.assert(
    fc.asyncProperty(withSomethingOdd(template), async (odd) => {
      await using system = new System(await Simulator.start({ at: '2026-11-02T09:00:00Z', account: { users } }))
      const StackName = 'IamUnusedUserCleanup'
      const Capabilities = ['CAPABILITY_IAM']
      const Parameters = [
        { ParameterKey: 'MaxCredentialUsageAge', ParameterValue: '30' },
        { ParameterKey: 'RemediationRunbook', ParameterValue: 'Guarded' },
      ]
      const whole = JSON.stringify(template)
      const change = { StackName, ChangeSetName: 'change', Capabilities, Parameters }
      const steps: [string, string, object][] = [
        ['cloudformation', 'ValidateTemplate', { TemplateBody: odd }],
        ['cloudformation', 'GetTemplateSummary', { TemplateBody: odd }],
        ['cloudformation', 'CreateStack', { StackName, TemplateBody: odd, Capabilities, Parameters }],
        ['config', 'StartConfigRulesEvaluation', {}],
        ['cloudformation', 'CreateStack', { StackName: 'other', TemplateBody: whole, Capabilities, Parameters }],
        ['cloudformation', 'CreateChangeSet', { ...change, TemplateBody: whole }],
        ['cloudformation', 'ExecuteChangeSet', change],
        ['cloudformation', 'UpdateStack', { StackName, TemplateBody: odd, Capabilities, Parameters }],
        ['cloudformation', 'DescribeStacks', {}],
        ['cloudformation', 'DescribeStackResources', { StackName }],
        ['cloudformation', 'DescribeStackEvents', { StackName }],
        ['config', 'DescribeConfigRules', {}],
        ['config', 'DescribeRemediationConfigurations', { ConfigRuleNames: [RULE] }],
        ['ssm', 'ListDocuments', {}],
        ['lambda', 'ListFunctions', {}],
        ['logs', 'DescribeLogGroups', {}],
        ['iam', 'ListRoles', {}],
      ]
      for (const [service, operation, input] of steps)
        expect(await internalErrorOf(system.simulator, callNamed(service, operation, input))).toBeUndefined()
      await system.simulator.advance(86_400_000)
      expect(await internalErrorOf(system.simulator, callNamed('cloudformation', 'DeleteStack', { StackName }))).toBeUndefined()
      await system.simulator.advance(86_400_000)
    }),
    { numRuns: RUNS * 3, seed: SEED },
  )
}, 300_000)

const threeTimes = (calls: fc.Arbitrary<readonly Call[]>): fc.Arbitrary<readonly Call[]> =>
  fc.tuple(calls, calls, calls).map((all) => all.flat())

/** What is wrong with the answer to a call, or undefined. */
async function internalErrorOf({ endpoint }: Simulator, call: Call): Promise<object | undefined> {
  const { status, text } = await send(endpoint, call)
  return status >= 500 || text.includes('InternalFailure') ? { ...call, status, text } : undefined
}
