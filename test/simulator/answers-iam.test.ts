import {
  ConfigServiceClient,
  DeleteRemediationConfigurationCommand,
  DescribeConfigRulesCommand,
  DescribeConfigurationRecordersCommand,
  DescribeConfigurationRecorderStatusCommand,
} from '@aws-sdk/client-config-service'
import {
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  CreateGroupCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteLoginProfileCommand,
  DeleteUserCommand,
  DetachUserPolicyCommand,
  GetPolicyCommand,
  GetRoleCommand,
  GetUserCommand,
  ListAttachedUserPoliciesCommand,
  ListEntitiesForPolicyCommand,
  ListRolePoliciesCommand,
  ListUsersCommand,
  RemoveUserFromGroupCommand,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam'
import { CreateTopicCommand, ListTopicsCommand, PublishCommand, SNSClient } from '@aws-sdk/client-sns'
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { said } from '../support/said.ts'
import { smallSystem } from '../support/small-stack.ts'
import { System } from '../support/system.ts'

// Sources: M a test of moto, LS a snapshot that LocalStack recorded on AWS, CC a recording of Cloud Custodian, ISS an answer of AWS in a public issue, DOC AWS's API reference.

const ARN = 'arn:aws:iam::123456789012'
const PolicyDocument = '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}'
const AssumeRolePolicyDocument =
  '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}}'

let system: System
let sns: SNSClient
let sts: STSClient
beforeAll(async () => {
  system = await smallSystem()
  const settings = {
    endpoint: system.simulator.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  }
  sns = new SNSClient(settings)
  sts = new STSClient(settings)
  const { iam } = system
  await iam.send(new CreateUserCommand({ UserName: 'ana' }))
  await iam.send(new CreateGroupCommand({ GroupName: 'staff' }))
  await iam.send(new CreateRoleCommand({ RoleName: 'worker', AssumeRolePolicyDocument }))
  await iam.send(new CreatePolicyCommand({ PolicyName: 'mine', Path: '/x/', PolicyDocument }))
})
afterAll(async () => {
  sns.destroy()
  sts.destroy()
  await system.simulator.stop()
})

describe('IAM', () => {
  test.for<[string, () => Promise<object>, string]>([
    // LS test_user_attach_policy, test_role_attach_policy
    ['a policy that is not there', () => system.iam.send(new AttachUserPolicyCommand({ UserName: 'ana', PolicyArn: `${ARN}:policy/nope` })), `NoSuchEntityException: Policy ${ARN}:policy/nope does not exist or is not attachable.`],
    ['for a group', () => system.iam.send(new AttachGroupPolicyCommand({ GroupName: 'staff', PolicyArn: `${ARN}:policy/nope` })), `NoSuchEntityException: Policy ${ARN}:policy/nope does not exist or is not attachable.`],
    ['no ARN', () => system.iam.send(new AttachUserPolicyCommand({ UserName: 'ana', PolicyArn: 'longpolicynamebutnoarn' })), 'ValidationError: Invalid ARN:  Could not be parsed!'],
    // M test_remove_nonattached_user_from_group
    ['a user who is not in the group', () => system.iam.send(new RemoveUserFromGroupCommand({ UserName: 'ana', GroupName: 'staff' })), 'NoSuchEntityException: User ana not in group staff'],
    // DOC, in the words that AWS has for CreateUser
    ['a bad name of a group', () => system.iam.send(new CreateGroupCommand({ GroupName: 'bad name!' })), 'ValidationError: The specified value for groupName is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-'],
    ['a bad name of a user to be read', () => system.iam.send(new GetUserCommand({ UserName: 'bad name!' })), 'ValidationError: The specified value for userName is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-'],
    ['a name of 129 characters', () => system.iam.send(new CreateGroupCommand({ GroupName: 'a'.repeat(129) })), "ValidationError: 1 validation error detected: Value at 'groupName' failed to satisfy constraint: Member must have length less than or equal to 128"],
    // LS test_invalid_update_parameters
    ['a status that is none', () => system.iam.send(new UpdateAccessKeyCommand({ UserName: 'ana', AccessKeyId: 'AKIAIOSFODNN7EXAMPLE', Status: 'Bogus' as 'Active' })), "ValidationError: 1 validation error detected: Value at 'status' failed to satisfy constraint: Member must satisfy enum value set"],
    ['no items at all', () => system.iam.send(new ListUsersCommand({ MaxItems: 0 })), "ValidationError: 1 validation error detected: Value at 'maxItems' failed to satisfy constraint: Member must have value greater than or equal to 1"],
    // M test_get_aws_managed_policy: on AWS it is there
    ["a policy of AWS's that is not known", () => system.iam.send(new GetPolicyCommand({ PolicyArn: 'arn:aws:iam::aws:policy/IAMUserChangePassword' })), "ValidationError: The simulator does not know the policy arn:aws:iam::aws:policy/IAMUserChangePassword: of AWS's own, AdministratorAccess, IAMFullAccess, PowerUserAccess."],
    // CC test_iam_user_delete
    ['a password that is not there', () => system.iam.send(new DeleteLoginProfileCommand({ UserName: 'ana' })), 'NoSuchEntityException: Cannot find Login Profile for User ana'],
  ])('refuses %s', async ([, call, expected]) => {
    expect(await said(call())).toBe(expected)
  }) // prettier-ignore

  test('a user is deleted one step after the other', async () => {
    // ISS ansible#22832, userplex#17
    const { iam } = system
    await iam.send(new CreateUserCommand({ UserName: 'bea' }))
    await iam.send(new AddUserToGroupCommand({ UserName: 'bea', GroupName: 'staff' }))
    await iam.send(new AttachUserPolicyCommand({ UserName: 'bea', PolicyArn: `${ARN}:policy/x/mine` }))
    const remove = () => said(iam.send(new DeleteUserCommand({ UserName: 'bea' })))
    expect(await remove()).toBe('DeleteConflictException: Cannot delete entity, must detach all policies first.')
    await iam.send(new DetachUserPolicyCommand({ UserName: 'bea', PolicyArn: `${ARN}:policy/x/mine` }))
    expect(await remove()).toBe('DeleteConflictException: Cannot delete entity, must remove users from group first.')
    await iam.send(new RemoveUserFromGroupCommand({ UserName: 'bea', GroupName: 'staff' }))
    expect(await remove()).toEqual({})
  })

  test('attached policies by their paths, and who has one: roles, too', async () => {
    // DOC
    const { iam } = system
    await iam.send(new AttachUserPolicyCommand({ UserName: 'ana', PolicyArn: `${ARN}:policy/x/mine` }))
    await iam.send(new AttachRolePolicyCommand({ RoleName: 'worker', PolicyArn: `${ARN}:policy/x/mine` }))
    const attached = async (PathPrefix: string) =>
      (await iam.send(new ListAttachedUserPoliciesCommand({ UserName: 'ana', PathPrefix }))).AttachedPolicies?.map(
        (each) => each.PolicyName,
      )
    expect([await attached('/x/'), await attached('/y/')]).toEqual([['mine'], []])
    const all = await iam.send(new ListEntitiesForPolicyCommand({ PolicyArn: `${ARN}:policy/x/mine` }))
    expect([all.PolicyUsers?.map((each) => each.UserName), all.PolicyRoles?.map((each) => each.RoleName)]).toEqual([['ana'], ['worker']])
    const roles = await iam.send(new ListEntitiesForPolicyCommand({ PolicyArn: `${ARN}:policy/x/mine`, EntityFilter: 'Role' }))
    expect([roles.PolicyUsers, roles.PolicyRoles?.length]).toEqual([[], 1])
    expect(await iam.send(new ListRolePoliciesCommand({ RoleName: 'worker', MaxItems: 1 }))).toMatchObject({
      PolicyNames: [],
      IsTruncated: false,
    })
  })

  test('a new user is answered with its tags, and a role with when it was used', async () => {
    // M test_create_user_with_tags; LS test_role_with_tags
    const { User } = await system.iam.send(new CreateUserCommand({ UserName: 'cleo', Tags: [{ Key: 'a', Value: 'b' }] }))
    expect(User?.Tags).toEqual([{ Key: 'a', Value: 'b' }])
    expect((await system.iam.send(new GetRoleCommand({ RoleName: 'worker' }))).Role?.RoleLastUsed).toEqual({})
  })
})

// LS test_sts_invalid_parameters
test.for([
  ['nothing-valid-in-here', 'me', 'ValidationError: nothing-valid-in-here is invalid'],
  ['arn:a::::something/test-role', 'me', 'ValidationError: arn:a::::something/test-role is invalid'],
  [
    `${ARN}:role/worker`,
    'Session1:2',
    String.raw`ValidationError: 1 validation error detected: Value 'Session1:2' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w+=,.@-]*`,
  ],
] as const)('STS refuses %s and %s', async ([RoleArn, RoleSessionName, expected]) => {
  expect(await said(sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName })))).toBe(expected)
})

test('AWS Config names a recorder that there is, and refuses another name', async () => {
  // M test_describe_configurations; CC; DOC
  const config: ConfigServiceClient = system.config
  const names = (ConfigurationRecorderNames: string[]) => ({ ConfigurationRecorderNames })
  expect(await said(config.send(new DescribeConfigurationRecordersCommand(names(['wrong']))))).toBe(
    "NoSuchConfigurationRecorderException: Cannot find configuration recorder with the specified name 'wrong'.",
  )
  const { ConfigurationRecorders } = await config.send(new DescribeConfigurationRecordersCommand(names(['default'])))
  expect(ConfigurationRecorders?.[0]?.recordingGroup?.recordingStrategy).toEqual({ useOnly: 'ALL_SUPPORTED_RESOURCE_TYPES' })
  const { ConfigurationRecordersStatus } = await config.send(new DescribeConfigurationRecorderStatusCommand({}))
  expect(ConfigurationRecordersStatus).toMatchObject([{ lastStartTime: expect.any(Date), lastStatusChangeTime: expect.any(Date) }])
  expect(await said(config.send(new DescribeConfigRulesCommand({ ConfigRuleNames: ['nope'] })))).toBe(
    "NoSuchConfigRuleException: The ConfigRule 'nope' provided in the request is invalid. Please check the configRule name.",
  )
  expect(await said(config.send(new DeleteRemediationConfigurationCommand({ ConfigRuleName: 'nope' })))).toMatch(
    /^NoSuchRemediationConfigurationException/,
  )
})

describe('SNS', () => {
  const TOPIC = 'arn:aws:sns:us-east-1:123456789012:news'

  test.for(['', 'a b', 'a'.repeat(257)])('takes no topic of the name "%s"', async (Name) => {
    // LS test_create_topic_name_constraints
    expect(await said(sns.send(new CreateTopicCommand({ Name })))).toBe('InvalidParameterException: Invalid parameter: Topic Name')
  })

  test('publishes to a topic by TargetArn, and to a telephone', async () => {
    // LS test_publish_message_by_target_arn; DOC
    await sns.send(new CreateTopicCommand({ Name: 'news' }))
    const ways = [{ TopicArn: TOPIC }, { TargetArn: TOPIC }, { PhoneNumber: '+15551234567' }]
    for (const way of ways)
      expect(await said(sns.send(new PublishCommand({ ...way, Message: 'a' })))).toMatchObject({ MessageId: expect.any(String) })
    expect(system.simulator.messages(TOPIC).length).toBe(2)
  })

  test.for<[object, string]>([
    // LS test_empty_sns_message, test_publish_too_long_message, test_publish_wrong_arn_format, test_publish_wrong_phone_format, test_publish_non_existent_target, test_topic_publish_another_region
    [{ Message: '' }, 'InvalidParameterException: Invalid parameter: Empty message'],
    [{ Message: 'a'.repeat(262_145) }, 'InvalidParameterException: Invalid parameter: Message too long'],
    [{ TopicArn: 'randomstring' }, 'InvalidParameterException: Invalid parameter: TopicArn Reason: An ARN must have at least 6 elements, not 1'],
    [{ TopicArn: undefined, PhoneNumber: '+1a234' }, 'InvalidParameterException: Invalid parameter: PhoneNumber Reason: +1a234 is not valid to publish to'],
    [{ TopicArn: undefined, TargetArn: 'arn:aws:sns:us-east-1:123456789012:endpoint/APNS/app/1' }, 'InvalidParameterException: Invalid parameter: TargetArn Reason: No endpoint found for the target arn specified'],
    [{ TopicArn: 'arn:aws:sns:eu-west-1:123456789012:news' }, 'InvalidParameterException: Invalid parameter: TopicArn'],
    [{ TopicArn: `${TOPIC}-2` }, 'NotFoundException: Topic does not exist'],
  ])('refuses %o', async ([input, expected]) => {
    expect(await said(sns.send(new PublishCommand({ TopicArn: TOPIC, Message: 'a', ...input })))).toBe(expected)
  }) // prettier-ignore

  test('a topic is of the Region that it was made in', async () => {
    // LS test_create_topic_in_multiple_regions; M test_topic_corresponds_to_region
    const there = new SNSClient({
      endpoint: system.simulator.endpoint,
      region: 'eu-west-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    })
    expect(await said(there.send(new CreateTopicCommand({ Name: 'there' })))).toEqual({
      TopicArn: 'arn:aws:sns:eu-west-1:123456789012:there',
    })
    const topics = async (client: SNSClient) => (await client.send(new ListTopicsCommand({}))).Topics?.map(({ TopicArn }) => TopicArn)
    expect(await topics(there)).toEqual(['arn:aws:sns:eu-west-1:123456789012:there'])
    expect(await topics(sns)).not.toContain('arn:aws:sns:eu-west-1:123456789012:there')
    there.destroy()
  })
})
