import { readFile } from 'node:fs/promises'
import { NormalizedSchema } from '@smithy/core/schema'
import { afterAll, expect, test } from 'vitest'
import { zipOf } from '../../src/simulator/cloudformation/zip.ts'
import { FrontDesk } from '../../src/simulator/front/desk.ts'
import { operationsOf, SERVICES } from '../../src/simulator/front/services.ts'
import { processesOf } from '../../src/simulator/lambda/state.ts'
import { AwsError } from '../../src/simulator/world/aws-error.ts'
import type { Caller } from '../../src/simulator/world/caller.ts'
import { STRICT } from '../../src/simulator/world/open-questions.ts'
import type { Operation } from '../../src/simulator/world/operation.ts'
import { World, type Place } from '../../src/simulator/world/world.ts'
import { isListed, membersOf, merge, replaced, watched } from '../support/members.ts'
import { FINDING } from '../support/finding.ts'
import { FURTHER_IN_AN_ORGANIZATION, organize } from '../support/organized.ts'

const services = await Promise.all(
  SERVICES.map(async (service) => ({ service: service.name, operations: [...(await operationsOf(service)).values()] })),
)
const operations = services.flatMap(({ service, operations: all }) =>
  all.map((operation) => ({ name: `${service}:${operation.name}`, operation })),
)

const caller: Caller = { kind: 'operator', accountId: '123456789012' }
const desk = new FrontDesk(false)
const worlds: World[] = []

function newWorld(): World {
  const world = new World({
    at: new Date('2026-11-25T09:00:00Z'),
    accountId: '123456789012',
    region: 'us-east-1',
    seed: 1,
    openQuestions: STRICT,
  })
  world.desk = desk
  worlds.push(world)
  return world
}

afterAll(async () => {
  for (const world of worlds) await processesOf(world.place()).end()
})

test('each member that an operation lists is one of its input', () => {
  const unknown = operations.flatMap(({ name, operation }) => {
    const paths = membersOf(operation).map(({ path }) => path)
    return operation.honours.filter((listed) => !paths.some((path) => isListed(path, [listed]))).map((listed) => `${name} ${listed}`)
  })
  expect(unknown).toEqual([])
})

test('docs/simulator.md names every operation that is offered', async () => {
  const words = new Set((await readFile(new URL('../../docs/simulator.md', import.meta.url), 'utf8')).split(/[^\w]+/))
  expect(operations.filter(({ operation }) => !words.has(operation.name)).map(({ name }) => name)).toEqual([])
})

test('each member that an operation does not list is refused by its name', async () => {
  const place = newWorld().place()
  const others = operations.flatMap(({ name, operation }) =>
    membersOf(operation)
      .filter(({ path }) => !isListed(path, operation.honours))
      .map((member) => ({ name, ...member })),
  )
  const wrong: string[] = []
  for (const { name, path, given } of others) {
    const said = await place.perform(name, given, caller).then(
      () => 'nothing',
      (error: unknown) => (error instanceof AwsError ? `${error.status}: ${error.message}` : String(error)),
    )
    const [, member = ''] = new RegExp(`^400: The simulator does not honour (.*) of ${name}\\.$`).exec(said) ?? []
    if (member === '' || !isListed(path, [member])) wrong.push(`${name} ${path}: ${said}`)
  }
  expect(wrong).toEqual([])
  expect(others.length).toBeGreaterThan(300)
})

const NOW = new Date('2026-11-25T09:00:00Z')
const POLICY = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:*","Resource":"*"}]}'
const TRUST =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":["lambda.amazonaws.com","cloudformation.amazonaws.com"]},"Action":"sts:AssumeRole"}]}'
const ROLE_TYPE = { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: JSON.parse(TRUST) as object } }
const TEMPLATE = JSON.stringify({
  Parameters: { Value: { Type: 'String', Default: 'a' } },
  Resources: { R: ROLE_TYPE, P: { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: { Ref: 'Value' } } } },
})
const CHANGED = [{ ParameterKey: 'Value', ParameterValue: 'changed' }]
const CONTENT = JSON.stringify({
  schemaVersion: '0.3',
  assumeRole: '{{ Role }}',
  parameters: { Role: { type: 'String' } },
  mainSteps: [{ name: 'Ask', action: 'aws:invokeLambdaFunction', inputs: { FunctionName: 'present' } }],
})
const ROLE = 'arn:aws:iam::123456789012:role/present'
const FUNCTION = 'arn:aws:lambda:us-east-1:123456789012:function:present'
const KEY = { user: { S: 'a' }, id: { S: 'b' } }
const RESOURCE_KEYS = [{ resourceType: 'AWS::IAM::User', resourceId: 'x', ResourceType: 'AWS::IAM::User', ResourceId: 'x' }]

/** An account that has one of everything, called `present`. */
async function furnished(): Promise<Place> {
  const place = newWorld().place()
  await processesOf(place).end()
  const made: readonly (readonly [operation: string, input: object])[] = [
    ['iam:CreateUser', { UserName: 'present' }],
    ['iam:CreateLoginProfile', { UserName: 'present', Password: 'Correct-horse-1' }],
    ['iam:CreateGroup', { GroupName: 'present' }],
    ['iam:AddUserToGroup', { GroupName: 'present', UserName: 'present' }],
    ['iam:CreatePolicy', { PolicyName: 'present', PolicyDocument: POLICY }],
    ['iam:CreateRole', { RoleName: 'present', AssumeRolePolicyDocument: TRUST }],
    ['iam:PutRolePolicy', { RoleName: 'present', PolicyName: 'present', PolicyDocument: POLICY }],
    ['iam:PutUserPolicy', { UserName: 'present', PolicyName: 'present', PolicyDocument: POLICY }],
    ['iam:PutGroupPolicy', { GroupName: 'present', PolicyName: 'present', PolicyDocument: POLICY }],
    ['logs:CreateLogGroup', { logGroupName: 'present' }],
    ['logs:CreateLogStream', { logGroupName: 'present', logStreamName: 'present' }],
    ['logs:PutLogEvents', { logGroupName: 'present', logStreamName: 'present', logEvents: [{ timestamp: NOW.getTime(), message: 'a' }] }],
    ['ssm:PutParameter', { Name: '/present/a', Value: 'a', Type: 'String', Tags: [{ Key: 'a', Value: 'a' }] }],
    ['ssm:CreateDocument', { Name: 'present', Content: CONTENT, DocumentType: 'Automation' }],
    ['ssm:StartAutomationExecution', { DocumentName: 'present', Parameters: { Role: [ROLE] } }],
    ['sns:CreateTopic', { Name: 'present' }],
    ['cloudformation:CreateStack', { StackName: 'present', TemplateBody: TEMPLATE, Capabilities: ['CAPABILITY_IAM'] }],
    [
      'cloudformation:CreateChangeSet',
      { StackName: 'present', ChangeSetName: 'present', TemplateBody: TEMPLATE, Capabilities: ['CAPABILITY_IAM'], Parameters: CHANGED },
    ],
    ['cloudwatch:PutMetricAlarm', ALARM],
    ['dynamodb:CreateTable', { ...TABLE, TableName: 'present' }],
    [
      'lambda:CreateFunction',
      { FunctionName: 'present', Runtime: 'nodejs24.x', Handler: 'index.handler', Role: ROLE, Code: { ZipFile: ZIP } },
    ],
    [
      'lambda:AddPermission',
      { FunctionName: 'present', StatementId: 'config', Action: 'lambda:InvokeFunction', Principal: 'config.amazonaws.com' },
    ],
    ['lambda:PutFunctionEventInvokeConfig', { FunctionName: 'present', MaximumRetryAttempts: 0 }],
    ['config:PutConfigRule', { ConfigRule: { ConfigRuleName: 'present', Source: { Owner: 'CUSTOM_LAMBDA', SourceIdentifier: FUNCTION } } }],
    ['config:PutRemediationConfigurations', { RemediationConfigurations: [REMEDIATION] }],
    ['securityhub:EnableSecurityHub', { EnableDefaultStandards: false }],
    ['securityhub:BatchImportFindings', { Findings: [FINDING] }],
  ]
  for (const [operation, input] of made) await place.perform(operation, input, caller)
  await organize(place, caller)
  return place
}

const ZIP = zipOf('index.js', 'exports.handler = async () => 1')
const REMEDIATION = { ConfigRuleName: 'present', TargetType: 'SSM_DOCUMENT', TargetId: 'present' }
const DETAIL = { EventSource: 'aws.config', MessageType: 'ScheduledNotification', MaximumExecutionFrequency: 'One_Hour' }
const ALARM = {
  AlarmName: 'present',
  Namespace: 'AWS/Lambda',
  MetricName: 'Errors',
  Dimensions: [{ Name: 'FunctionName', Value: 'present' }],
  Statistic: 'Sum',
  Period: 60,
  EvaluationPeriods: 1,
  Threshold: 1,
  ComparisonOperator: 'GreaterThanThreshold',
}
const TABLE = {
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [
    { AttributeName: 'user', AttributeType: 'S' },
    { AttributeName: 'id', AttributeType: 'S' },
  ],
  KeySchema: [
    { AttributeName: 'user', KeyType: 'HASH' },
    { AttributeName: 'id', KeyType: 'RANGE' },
  ],
}

/** What a member is given, by its name, or by the operation's and its own: what is there, or what would do. */
const VALUES: Readonly<Record<string, unknown>> = {
  UserName: 'present', GroupName: 'present', RoleName: 'present', PolicyName: 'present', PolicyArn: 'arn:aws:iam::123456789012:policy/present',
  PolicyDocument: POLICY, AssumeRolePolicyDocument: TRUST, Path: '/', PathPrefix: '/', NewPath: '/new/', NewUserName: 'new', Password: 'Correct-horse-2',
  PermissionsBoundary: 'arn:aws:iam::aws:policy/IAMFullAccess', VersionId: 'v1', Status: 'Inactive', Marker: 'MA', NextToken: '0', nextToken: 'MA', 'config nextToken': '0', 'lambda Marker': '0', 'logs:GetLogEvents nextToken': `f/${'0'.repeat(56)}/s`,
  MinimumPasswordLength: 8, PolicySourceArn: 'arn:aws:iam::123456789012:user/present', 'ActionNames[]': 'iam:GetUser', 'iam:CreateUser UserName': 'absent',
  'iam:CreateGroup GroupName': 'absent', 'iam:CreateRole RoleName': 'absent', 'iam:CreatePolicy PolicyName': 'absent', 'iam:CreatePolicy Path': '/',
  logGroupName: 'present', logStreamName: 'present', 'logs:CreateLogGroup logGroupName': 'absent', 'logs:CreateLogStream logStreamName': 'absent', logGroupIdentifier: undefined,
  'logs:CreateLogGroup': 'absent', retentionInDays: 30, 'ssm Name': '/present/a', 'Names[]': '/present/a', 'ssm:GetParametersByPath Path': '/present', Type: 'String', Tier: 'Standard',
  DocumentName: 'present', DocumentVersion: '1', 'ssm:UpdateDocument DocumentVersion': '$LATEST', Content: CONTENT, DocumentType: 'Automation', DocumentFormat: 'JSON',
  'ssm:AddTagsToResource ResourceType': 'Parameter', 'ssm:RemoveTagsFromResource ResourceType': 'Parameter', 'ssm ResourceId': '/present/a', 'cloudformation RoleARN': ROLE, 'cloudformation:CreateStack OnFailure': undefined,
  'ssm:CreateDocument Name': 'absent', 'ssm:UpdateDocument Name': 'present', 'ssm:DeleteDocument Name': 'present', 'ssm:GetDocument Name': 'present', 'ssm:DescribeDocument Name': 'present',
  'ssm:UpdateDocument Content': CONTENT.replace('Ask', 'Tell'), 'ssm:StartAutomationExecution Parameters{}[]': ROLE, AllowedPattern: '.*',
  TopicArn: 'arn:aws:sns:us-east-1:123456789012:present', StackName: 'present', 'cloudformation:CreateStack StackName': 'absent', TemplateBody: TEMPLATE, ChangeSetName: 'present',
  'cloudformation:CreateChangeSet ChangeSetName': 'absent', ChangeSetType: 'UPDATE', ParameterKey: 'Value', ParameterValue: 'b', TemplateURL: undefined, UsePreviousTemplate: false, Dimensions: ALARM.Dimensions, Statistic: 'Sum',
  UsePreviousValue: false, 'Capabilities[]': 'CAPABILITY_IAM', LogicalResourceId: 'P', 'StackStatusFilter[]': 'CREATE_COMPLETE',
  TableName: 'present', 'dynamodb:CreateTable TableName': 'absent', BillingMode: 'PAY_PER_REQUEST', 'dynamodb Key': KEY, Item: KEY, ExclusiveStartKey: KEY, KeyConditionExpression: '#v = :v', 'dynamodb:Query ExpressionAttributeNames': { '#v': 'user' }, UpdateExpression: 'SET #v = :v', ExpressionAttributeNames: { '#v': 'v' },
  ExpressionAttributeValues: { ':v': { S: 'v' } }, ConditionExpression: '#v = :v',
  FunctionName: 'present', 'lambda:CreateFunction FunctionName': 'absent', Qualifier: '$LATEST', Role: ROLE, ZipFile: ZIP, Runtime: 'nodejs24.x', Handler: 'index.handler', Timeout: 3,
  MemorySize: 128, 'Architectures[]': 'arm64', LogFormat: 'JSON', InvocationType: 'DryRun', Payload: Buffer.from('{}'), MaximumRetryAttempts: 1, MaximumEventAgeInSeconds: 60,
  ConfigRuleName: 'present', 'ConfigRuleNames[]': 'present', ConfigurationRecorderName: 'default', name: 'default', roleARN: ROLE, ResourceKeys: RESOURCE_KEYS, Owner: 'CUSTOM_LAMBDA',
  SourceIdentifier: FUNCTION, TargetType: 'SSM_DOCUMENT', TargetId: 'present', ResourceType: 'AWS::IAM::User', resourceType: 'AWS::IAM::User', resourceName: undefined, 'config Limit': 1, 'config limit': 1, allSupported: false, useOnly: 'INCLUSION_BY_RESOURCE_TYPES', Automatic: false, MaximumAutomaticAttempts: 1,
  RoleArn: ROLE, DurationSeconds: 900, RoleSessionName: 'me', 'sts:AssumeRole Policy': POLICY, AlarmNames: undefined,
  ComplianceType: 'COMPLIANT', 'InputParameters': '{}', 'ConfigRule.Scope': undefined,
} // prettier-ignore

/** Further calls, where no single one can give everything. */
const FURTHER: Readonly<Record<string, readonly object[]>> = {
  ...FURTHER_IN_AN_ORGANIZATION,
  'securityhub:BatchImportFindings': [{ Findings: [FINDING] }],
  'securityhub:GetFindings': [
    {
      Filters: {
        Id: [{ Value: FINDING.Id, Comparison: 'EQUALS' }],
        ComplianceStatus: [{ Value: 'FAILED', Comparison: 'EQUALS' }],
        RecordState: [{ Value: 'ACTIVE', Comparison: 'EQUALS' }],
        WorkflowStatus: [{ Value: 'NEW', Comparison: 'EQUALS' }],
      },
    },
  ],
  'ssm:StartAutomationExecution': [{ DocumentName: 'present', Parameters: { Role: [ROLE] } }],
  'ssm:DescribeAutomationExecutions': [{ Filters: [{ Key: 'ExecutionId', Values: ['x'] }] }],
  'ssm:ListDocuments': [{ Filters: [{ Key: 'Owner', Values: ['Self'] }], MaxResults: 1, NextToken: '0' }],
  'ssm:PutParameter': [{ Name: 'b', Value: 'b', Type: 'String', Tags: [{ Key: 'a', Value: 'b' }] }],
  'ssm:GetParametersByPath': [{ Path: '/', ParameterFilters: [{ Key: 'Type', Values: ['String'] }], MaxResults: 1, NextToken: '0' }],
  'ssm:DescribeParameters': [
    { Filters: [{ Key: 'Type', Values: ['String'] }], MaxResults: 1, NextToken: '0' },
    { ParameterFilters: [{ Key: 'Type', Option: 'Equals', Values: ['String'] }] },
  ],
  'config:PutConfigurationRecorder': [
    { ConfigurationRecorder: { name: 'default', roleARN: ROLE, recordingGroup: { resourceTypes: ['AWS::IAM::User'] } } },
    {
      ConfigurationRecorder: {
        name: 'default',
        roleARN: ROLE,
        recordingGroup: {
          recordingStrategy: { useOnly: 'EXCLUSION_BY_RESOURCE_TYPES' },
          exclusionByResourceTypes: { resourceTypes: ['AWS::IAM::User'] },
        },
      },
    },
  ],
  'config:ListDiscoveredResources': [{ resourceType: 'AWS::IAM::User', resourceName: 'present' }],
  'config:GetComplianceDetailsByConfigRule': [{ ConfigRuleName: 'present', ComplianceTypes: ['COMPLIANT'] }],
  'config:PutConfigRule': [
    { ConfigRule: { ConfigRuleName: 'new', Source: { Owner: 'CUSTOM_LAMBDA', SourceIdentifier: FUNCTION, SourceDetails: [DETAIL] } } },
  ],
  'config:PutRemediationConfigurations': [
    { RemediationConfigurations: [{ ...REMEDIATION, Parameters: { AutomationAssumeRole: { StaticValue: { Values: [ROLE] } } } }] },
  ],
  'cloudformation:CreateChangeSet': [{ StackName: 'present', ChangeSetName: 'url', TemplateURL: 'https://templates' }],
  'cloudformation:CreateStack': [
    { StackName: 'url', TemplateURL: 'https://templates' },
    { StackName: 'failing', TemplateBody: TEMPLATE, Capabilities: ['CAPABILITY_IAM'], OnFailure: 'DELETE' },
  ],
  'cloudformation:GetTemplateSummary': [{ TemplateBody: TEMPLATE }, { TemplateURL: 'https://templates' }],
  'cloudformation:ValidateTemplate': [{ TemplateURL: 'https://templates' }],
  'cloudformation:UpdateStack': [{ StackName: 'present', TemplateURL: 'https://templates' }],
  'logs:DescribeLogGroups': [{ logGroupNamePrefix: 'p', limit: 1, nextToken: 'MA' }],
  'logs:DescribeLogStreams': [{ logGroupIdentifier: 'present' }],
  'logs:GetLogEvents': [{ logGroupIdentifier: 'present', logStreamName: 'present' }],
  'logs:FilterLogEvents': [{ logGroupIdentifier: 'present', logStreamNames: ['present'], filterPattern: 'a', limit: 1, nextToken: 'MA' }],
  'cloudwatch:DescribeAlarms': [{ AlarmNames: ['present'] }],
  'cloudwatch:DeleteAlarms': [{ AlarmNames: ['present'] }],
  'dynamodb:CreateTable': [{ ...TABLE, TableName: 'new' }],
}

/** What makes no difference here, and why. */
const HARMLESS: Readonly<Record<string, string>> = {
  ClientToken: 'every call is answered once: nothing is asked again in doubt',
  ClientRequestToken: 'as ClientToken',
  'cloudformation:GetTemplate TemplateStage': 'no macros are run: the template as it was given is the one that was processed',
  'logs:FilterLogEvents interleaved': 'AWS ignores it: events always come in the order of their times',
  'config:PutConfigRule ConfigRule.Source.SourceDetails[].EventSource': 'kept with the rule, and shown',
  'config:PutConfigRule ConfigRule.Scope.ComplianceResourceTypes[]': 'kept with the rule, and shown',
  'config:PutConfigRule ConfigRule.Scope.ComplianceResourceId': 'as ComplianceResourceTypes',
  'config:PutConfigRule ConfigRule.Scope.ServicePrincipals[]': 'as ComplianceResourceTypes',
  'config:PutConfigRule ConfigRule.Scope.TagKey': 'as ComplianceResourceTypes',
  'config:PutConfigRule ConfigRule.Scope.TagValue': 'as ComplianceResourceTypes',
  'config:PutRemediationConfigurations RemediationConfigurations[].Arn': 'AWS gives it: whoever puts back what was shown gives it again',
  'config:PutRemediationConfigurations RemediationConfigurations[].Parameters{}.ResourceValue.Value': 'there is one value, RESOURCE_ID',
  'config:DescribeComplianceByResource ComplianceTypes[]': 'looked at where there are results: test/simulator/asked-next.test.ts',
  'config:GetComplianceDetailsByConfigRule ComplianceTypes[]': 'looked at where there are results: test/e2e/walk-through.test.ts',
}

/** What is listed with more than one value. */
const whole = ({ honours }: Operation): readonly string[] => honours.filter((each) => !each.includes('='))

function inputOf(name: string, operation: Operation): object {
  const [service = ''] = name.split(':')
  const input: Record<string, unknown> = {}
  for (const { path, given } of membersOf(operation)) {
    if (!isListed(path, whole(operation))) continue
    const last = path.split('.').at(-1) ?? ''
    const key = [`${name} ${path}`, path, `${service} ${last}`, last].find((each) => Object.hasOwn(VALUES, each))
    const top = /^\w+/.exec(path)?.[0] ?? ''
    const inAll = [`${name} ${top}`, `${service} ${top}`, top].find((each) => Object.hasOwn(VALUES, each) && top !== path)
    if (inAll !== undefined) input[top] = VALUES[inAll]
    else merge(input, key === undefined ? given : replaced(given, VALUES[key]))
  }
  return input
}

test('each member that an operation lists is read by it, or harmless', async () => {
  const unread: string[] = []
  for (const { name, operation } of operations) {
    const place = await furnished()
    const read = new Set<string>()
    const said: string[] = []
    for (const input of [inputOf(name, operation), ...(FURTHER[name] ?? [])]) {
      const call = { place, caller, now: NOW, requestId: 'request' }
      const schema = NormalizedSchema.of(operation.schema[4])
      try {
        const output = await operation.run(
          watched(input, schema, (path) => read.add(path)),
          call,
        )
        said.push(JSON.stringify(output ?? {}).slice(0, 60))
      } catch (error) {
        if (!(error instanceof AwsError)) throw error
        said.push(error.message)
      }
    }
    const missed = membersOf(operation).flatMap(({ path }) =>
      isListed(path, whole(operation)) && !read.has(path) && HARMLESS[path] === undefined && HARMLESS[`${name} ${path}`] === undefined
        ? [path]
        : [],
    )
    if (missed.length > 0) unread.push(`${name}: ${missed.join(', ')} (${said.join('; ')})`)
  }
  expect(unread).toEqual([])
})
