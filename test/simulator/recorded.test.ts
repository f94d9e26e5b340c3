import {
  CreateChangeSetCommand,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  ListStackResourcesCommand,
  paginateListStackResources,
} from '@aws-sdk/client-cloudformation'
import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DescribeLogGroupsCommand,
  GetLogEventsCommand,
  PutLogEventsCommand,
  PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs'
import { CreatePolicyCommand, CreateRoleCommand, ListRolesCommand } from '@aws-sdk/client-iam'
import { DeleteFunctionCommand, InvokeCommand } from '@aws-sdk/client-lambda'
import {
  CreateTopicCommand,
  DeleteTopicCommand,
  GetTopicAttributesCommand,
  SetTopicAttributesCommand,
  SNSClient,
} from '@aws-sdk/client-sns'
import { GetParameterCommand } from '@aws-sdk/client-ssm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { send, SIGNED } from '../support/hostile.ts'
import { said } from '../support/said.ts'
import { smallSystem } from '../support/small-stack.ts'
import { START, type System } from '../support/system.ts'

// Sources: LS a snapshot that LocalStack recorded on AWS, M a test of moto, DOC AWS's API reference.

const DAY_MS = 86_400_000
const now = new Date(START).getTime()
const trust =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}'

let system: System
let sns: SNSClient
let elsewhere: SNSClient
beforeAll(async () => {
  system = await smallSystem()
  const settings = { endpoint: system.simulator.endpoint, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } }
  sns = new SNSClient({ ...settings, region: 'us-east-1' })
  elsewhere = new SNSClient({ ...settings, region: 'eu-west-1' })
})
afterAll(() => system[Symbol.asyncDispose]())

describe('IAM', () => {
  // LS test_create_describe_role, test_list_roles_with_permission_boundary
  test('a role that is made does not tell how long sessions last, and a list not which boundary it has', async () => {
    const PermissionsBoundary = 'arn:aws:iam::aws:policy/PowerUserAccess'
    const { Role } = await system.iam.send(new CreateRoleCommand({ RoleName: 'r', AssumeRolePolicyDocument: trust, PermissionsBoundary }))
    expect([Role?.MaxSessionDuration, Role?.PermissionsBoundary?.PermissionsBoundaryArn]).toEqual([undefined, PermissionsBoundary])
    const { Roles: [listed] = [] } = await system.iam.send(new ListRolesCommand({}))
    expect([listed?.MaxSessionDuration, listed?.PermissionsBoundary]).toEqual([3600, undefined])
  })

  // LS test_create_role_with_malformed_assume_role_policy_document
  test('a trust policy that is no JSON', async () => {
    const broken = new CreateRoleCommand({ RoleName: 'broken', AssumeRolePolicyDocument: '{"Statement":[{"Effect":"Allow",}]}' })
    expect(await said(system.iam.send(broken))).toBe('MalformedPolicyDocumentException: This policy contains invalid Json')
  })

  // M test_create_policy_with_invalid_policy_document
  test.for<[object, string]>([
    [{ Action: 'ListBucket' }, 'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.'],
    [{ Action: 'a a:List' }, 'Vendor a a is not valid'],
    [{ Resource: 'adf' }, 'Resource adf must be in ARN format or "*".'],
    [{ Sid: {} }, 'Syntax errors in policy.'],
    [{ Resources: '*' }, 'Syntax errors in policy.'],
    [{ NotAction: 's3:ListBucket' }, 'Syntax errors in policy.'],
    [{ NotResource: '*' }, 'Syntax errors in policy.'],
    [{ Condition: [] }, 'Syntax errors in policy.'],
    [{ Action: [] }, 'Policy statement must contain actions.'],
    [{ Resource: [] }, 'Policy statement must contain resources.'],
    [{ Action: 's3:List:Bucket' }, 'Actions/Condition can contain only one colon.'],
    [{ Resource: 'arn:aws:s3::example_bucket' }, 'The policy failed legacy parsing'],
    [{ Resource: 'arn:aws::::example_bucket' }, 'The policy failed legacy parsing'],
    [{ Resource: 'arn:aws' }, 'Resource vendor must be fully qualified and cannot contain regexes.'],
    [{ Resource: 'a:b:cadfsdf' }, 'Partition "b" is not valid for resource "arn:b:cadfsdf:*:*:*".'],
    [{ Resource: 'aws:s3:::example_bucket' }, 'Partition "s3" is not valid for resource "arn:s3:::example_bucket:*".'],
    [{ Resource: 'arn:aws:iam:us-east-1::example_bucket' }, 'IAM resource arn:aws:iam:us-east-1::example_bucket cannot contain region information.'],
    [{ Resource: 'arn:aws:s3:us-east-1::example_bucket' }, 'Resource arn:aws:s3:us-east-1::example_bucket can not contain region information.'],
    [{ Resource: 'arn:aws:iam:::example_bucket' }, 'IAM resource path must either be "*" or start with user/, federated-user/, role/, group/, instance-profile/, mfa/, server-certificate/, policy/, sms-mfa/, saml-provider/, oidc-provider/, report/, access-report/.'],
  ])('a statement with %j', async ([changed, message]) => {
    const Statement = { Effect: 'Allow', Action: 's3:ListBucket', Resource: '*', ...changed }
    const create = new CreatePolicyCommand({ PolicyName: 'odd', PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement }) })
    expect(await said(system.iam.send(create))).toBe(`MalformedPolicyDocumentException: ${message}`)
  }) // prettier-ignore

  // M test_create_policy_with_invalid_policy_document
  test.for<[object, string]>([
    [{}, 'Policy document must be version 2012-10-17 or greater.'],
    [{ Version: '2008-10-17' }, 'Policy document must be version 2012-10-17 or greater.'],
    [{ Version: '2013-10-17' }, 'Syntax errors in policy.'],
    [{ Version: '2012-10-17', Id: {} }, 'Syntax errors in policy.'],
    [{ Version: '2012-10-17', Statement: [] }, 'Syntax errors in policy.'],
  ])('a managed policy with %j', async ([changed, message]) => {
    const Statement = { Effect: 'Allow', Action: 's3:ListBucket', Resource: '*' }
    const create = new CreatePolicyCommand({ PolicyName: 'odd', PolicyDocument: JSON.stringify({ Statement, ...changed }) })
    expect(await said(system.iam.send(create))).toBe(`MalformedPolicyDocumentException: ${message}`)
  })

  // M test_create_policy_with_valid_policy_document
  test.for([
    'arn:aws:fdsasf',
    'arn:aws:s3:us-west-2:123456789012:accesspoint/my-access-point',
    'arn:aws:iam::*:us*',
    'arn:aws:iam::123456789012:*',
  ])('a policy about %s is one', async (Resource) => {
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 's3:ListBucket', Resource } })
    const PolicyName = `about-${Resource.length}`
    expect(await said(system.iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument })))).toMatchObject({ Policy: { PolicyName } })
  })

  // M test_create_policy_with_invalid_policy_document
  test('two statements of one id', async () => {
    const one = { Sid: 'sdf', Effect: 'Allow', Action: 's3:ListBucket', Resource: '*' }
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [one, one] })
    expect(await said(system.iam.send(new CreatePolicyCommand({ PolicyName: 'odd', PolicyDocument })))).toBe(
      'MalformedPolicyDocumentException: Statement IDs (SID) in a single policy must be unique.',
    )
  })

  // M test_create_policy_with_same_name_should_fail
  test('a policy of a name that is taken', async () => {
    const PolicyDocument = '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}'
    const create = () => system.iam.send(new CreatePolicyCommand({ PolicyName: 'p', PolicyDocument }))
    await create()
    expect(await said(create())).toBe('EntityAlreadyExistsException: A policy called p already exists. Duplicate names are not allowed.')
  })
})

describe('SNS', () => {
  // LS test_create_topic_test_arn
  test('a new topic has a policy, and tells how it delivers', async () => {
    const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'new' }))
    const { Attributes = {} } = await sns.send(new GetTopicAttributesCommand({ TopicArn }))
    expect(JSON.parse(Attributes['Policy'] ?? '')).toMatchObject({
      Version: '2008-10-17',
      Id: '__default_policy_ID',
      Statement: [
        {
          Sid: '__default_statement_ID',
          Principal: { AWS: '*' },
          Resource: 'arn:aws:sns:us-east-1:123456789012:new',
          Condition: { StringEquals: { 'AWS:SourceOwner': '123456789012' } },
        },
      ],
    })
    expect(JSON.parse(Attributes['EffectiveDeliveryPolicy'] ?? '')).toMatchObject({
      http: { defaultHealthyRetryPolicy: { numRetries: 3, backoffFunction: 'linear' }, disableSubscriptionOverrides: false },
    })
  })

  // LS test_cross_region_access
  test('a topic of another Region', async () => {
    const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'far' }))
    const told = 'InvalidParameterException: Invalid parameter: TopicArn'
    expect(await said(elsewhere.send(new GetTopicAttributesCommand({ TopicArn })))).toBe(told)
    const set = new SetTopicAttributesCommand({ TopicArn, AttributeName: 'DisplayName', AttributeValue: 'xenon' })
    expect(await said(elsewhere.send(set))).toBe(told)
    expect(await said(elsewhere.send(new DeleteTopicCommand({ TopicArn })))).toBe(told)
  })
})

describe('CloudWatch Logs', () => {
  const logGroupName = 'group'
  const stream = { logGroupName, logStreamName: 'stream' }
  const put = (...days: readonly number[]) => {
    const logEvents = days.map((day) => ({ timestamp: now + day * DAY_MS, message: `${day}` }))
    return system.logs.send(new PutLogEventsCommand({ ...stream, logEvents }))
  }
  beforeAll(async () => {
    await system.logs.send(new CreateLogGroupCommand({ logGroupName }))
    await system.logs.send(new CreateLogStreamCommand(stream))
  })

  // LS test_put_log_events_too_old, test_put_log_events_too_new; DOC: the end is exclusive, the start inclusive
  test('events that are too old or too far ahead are rejected, and the others kept', async () => {
    expect((await put(-30)).rejectedLogEventsInfo).toEqual({ tooOldLogEventEndIndex: 1 })
    expect((await put(1)).rejectedLogEventsInfo).toEqual({ tooNewLogEventStartIndex: 0 })
    await system.logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 3 }))
    const { rejectedLogEventsInfo, nextSequenceToken } = await put(-20, -5, -1, 0, 1)
    expect(rejectedLogEventsInfo).toEqual({ tooOldLogEventEndIndex: 1, expiredLogEventEndIndex: 2, tooNewLogEventStartIndex: 4 })
    expect(nextSequenceToken).toMatch(/^\d{56}$/)
    const { events = [] } = await system.logs.send(new GetLogEventsCommand(stream))
    expect(events.map(({ message }) => message)).toEqual(['-1', '0'])
    expect((await put(0)).rejectedLogEventsInfo).toBeUndefined()
  })

  // LS test_create_log_group_invalid_name_length
  test('a name that is too long', async () => {
    expect(await said(system.logs.send(new CreateLogGroupCommand({ logGroupName: 'a'.repeat(513) })))).toBe(
      'InvalidParameterException: Invalid LogGroup or LogStream, both must have length less than or equal to 512.',
    )
  })

  // LS test_describe_log_groups_with_prefix, test_describe_log_groups_with_pattern
  test('a list tells sizes by prefix, and none by pattern', async () => {
    const byPrefix = await system.logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: 'gr' }))
    expect(byPrefix.logGroups).toMatchObject([{ logGroupName, storedBytes: 0, deletionProtectionEnabled: false }])
    const { logGroups: [group] = [] } = await system.logs.send(new DescribeLogGroupsCommand({ logGroupNamePattern: 'rou' }))
    expect([group?.logGroupName, group?.storedBytes, group?.deletionProtectionEnabled]).toEqual([logGroupName, undefined, undefined])
  })
})

describe('Lambda', () => {
  // LS test_function_name_and_qualifier_validation, test_ops_with_arn_qualifier_mismatch
  test('what is not there', async () => {
    expect(await said(system.lambda.send(new InvokeCommand({ FunctionName: 'nope' })))).toBe(
      'ResourceNotFoundException: Function not found: arn:aws:lambda:us-east-1:123456789012:function:nope:$LATEST',
    )
    expect(await said(system.lambda.send(new DeleteFunctionCommand({ FunctionName: 'nope:$LATEST' })))).toBe(
      'InvalidParameterValueException: $LATEST version cannot be deleted without deleting the function.',
    )
  })
})

// LS test_parameter_defaults: the answer is {"__type":"ParameterNotFound"}
test('SSM says nothing of a parameter that is not there, not even an empty message', async () => {
  const headers = { ...SIGNED, 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'AmazonSSM.GetParameter' }
  const { text } = await send(system.simulator.endpoint, { headers, body: '{"Name":"nope"}' })
  expect(text).toBe('{"__type":"ParameterNotFound"}')
  expect(await said(system.ssm.send(new GetParameterCommand({ Name: 'nope' })))).toMatch(/^ParameterNotFound: /)
})

describe('CloudFormation', () => {
  const topic = (DisplayName: unknown, TopicName: unknown = 'topic-1') => ({
    Type: 'AWS::SNS::Topic',
    Properties: { TopicName, DisplayName },
  })
  const parameter = (Value: unknown) => ({ Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value } })
  const make = (StackName: string, template: object) =>
    system.cloudFormation.send(new CreateStackCommand({ StackName, TemplateBody: JSON.stringify(template) }))
  const changes = async (StackName: string, template: object, ...values: readonly string[]) => {
    const [ParameterValue] = values
    const Parameters = ParameterValue === undefined ? [] : [{ ParameterKey: 'P', ParameterValue }]
    const change = { StackName, ChangeSetName: 'change' }
    await system.cloudFormation.send(new CreateChangeSetCommand({ ...change, TemplateBody: JSON.stringify(template), Parameters }))
    const { Changes = [] } = await system.cloudFormation.send(new DescribeChangeSetCommand({ ...change, IncludePropertyValues: true }))
    return Changes.map(({ ResourceChange }) => [ResourceChange?.LogicalResourceId, ResourceChange?.Details])
  }

  // LS test_fn_sub_addition_string_pseudo and others of test_change_set_*: describe-change-set-2-prop-values
  test('a change set with values tells of each property what it was and will be', async () => {
    await make('direct', { Resources: { T: topic('one') } })
    const Target = { Attribute: 'Properties', Name: 'DisplayName', Path: '/Properties/DisplayName', RequiresRecreation: 'Never' }
    const modified = { ...Target, BeforeValue: 'one', AfterValue: 'two', AttributeChangeType: 'Modify' }
    const direct = { ChangeSource: 'DirectModification', Evaluation: 'Static', Target: modified }
    expect(await changes('direct', { Resources: { T: topic('two') } })).toEqual([['T', [direct]]])
  })

  // LS test_change_sets test_parameter_changes, test_dynamic_update
  test('by a parameter, and what is known only when it is made', async () => {
    const Parameters = { P: { Type: 'String', Default: 'topic-a' } }
    const template = { Parameters, Resources: { T: topic('x', { Ref: 'P' }), S: parameter({ 'Fn::GetAtt': ['T', 'TopicName'] }) } }
    await make('dynamic', template)
    const detail = (Target: object, CausingEntity: string, ChangeSource: string) => [
      { CausingEntity, ChangeSource, Evaluation: 'Static', Target },
      { ChangeSource: 'DirectModification', Evaluation: 'Dynamic', Target },
    ]
    const values = (Name: string, AfterValue: string, RequiresRecreation: string) => ({
      Attribute: 'Properties',
      AttributeChangeType: 'Modify',
      Name,
      Path: `/Properties/${Name}`,
      RequiresRecreation,
      BeforeValue: 'topic-a',
      AfterValue,
    })
    expect(await changes('dynamic', template, 'topic-b')).toEqual([
      ['T', detail(values('TopicName', 'topic-b', 'Always'), 'P', 'ParameterReference')],
      ['S', detail(values('Value', '{{changeSet:KNOWN_AFTER_APPLY}}', 'Never'), 'T.TopicName', 'ResourceAttribute')],
    ])
  })

  // LS test_direct_attribute_value_change
  test('what comes out the same is no change, where values are asked for', async () => {
    const resources = (name: string) => ({ Resources: { T: topic(name), S: parameter({ 'Fn::GetAtt': ['T', 'TopicName'] }) } })
    await make('same', resources('one'))
    expect((await changes('same', resources('two'))).map(([logicalId]) => logicalId)).toEqual(['T'])
  })

  // LS test_stack_deploy_order, test_invalid_stack_deploy, test_dynamic_ssm_parameter_lookup
  test('events come one after the other, parameters do not tell their stack, and outputs outlive it', async () => {
    const { StackId: StackName } = await make('ordered', { Resources: { A: parameter('a') }, Outputs: { O: { Value: { Ref: 'A' } } } })
    const { StackResourceSummaries: [a] = [] } = await system.cloudFormation.send(new ListStackResourcesCommand({ StackName }))
    expect(a?.PhysicalResourceId).toMatch(/^CFN-A-\w{12}$/)
    const { StackEvents = [] } = await system.cloudFormation.send(new DescribeStackEventsCommand({ StackName }))
    const byTime = StackEvents.toSorted((one, other) => Number(one.Timestamp) - Number(other.Timestamp))
    expect(byTime.map((event) => `${event.LogicalResourceId} ${event.ResourceStatus}`)).toEqual([
      'ordered CREATE_IN_PROGRESS',
      'A CREATE_IN_PROGRESS',
      'A CREATE_IN_PROGRESS',
      'A CREATE_COMPLETE',
      'ordered CREATE_COMPLETE',
    ])
    expect(byTime[3]?.EventId).toBe('A-CREATE_COMPLETE-2026-11-02T09:00:00.003Z')
    await system.cloudFormation.send(new DeleteStackCommand({ StackName }))
    const { Stacks: [gone] = [] } = await system.cloudFormation.send(new DescribeStacksCommand({ StackName }))
    expect([gone?.StackStatus, gone?.Outputs?.[0]?.OutputKey]).toEqual(['DELETE_COMPLETE', 'O'])
  })

  // DOC: pages of up to 1 MB; here of 100
  test('lists have pages', async () => {
    const Resources = Object.fromEntries(Array.from({ length: 101 }, (_, n) => [`P${n}`, parameter('v')]))
    await make('many', { Resources })
    const sizes: number[] = []
    for await (const { StackResourceSummaries = [] } of paginateListStackResources(
      { client: system.cloudFormation },
      { StackName: 'many' },
    ))
      sizes.push(StackResourceSummaries.length)
    expect(sizes).toEqual([100, 1])
    expect(await said(system.cloudFormation.send(new DescribeStackEventsCommand({ StackName: 'many', NextToken: 'x' })))).toBe(
      'ValidationError: The NextToken is not valid.',
    )
  })

  test('a dynamic reference is refused by its name', async () => {
    expect(await said(make('resolved', { Resources: { A: parameter('{{resolve:ssm:/a:1}}') } }))).toBe(
      'ValidationError: The simulator does not know dynamic references: {{resolve:ssm:/a:1}}. (A parameter of type AWS::SSM::Parameter::Value<String> is looked up.)',
    )
  })
})
