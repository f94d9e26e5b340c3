import {
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation'
import {
  CreateUserCommand,
  GetGroupCommand,
  GetGroupPolicyCommand,
  GetLoginProfileCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetUserCommand,
  GetUserPolicyCommand,
  ListAttachedUserPoliciesCommand,
  ListGroupsForUserCommand,
  ListGroupsCommand,
  ListPoliciesCommand,
  ListPolicyVersionsCommand,
  ListRolesCommand,
  ListUsersCommand,
  SimulatePrincipalPolicyCommand,
} from '@aws-sdk/client-iam'
import { GetTopicAttributesCommand, ListTopicsCommand, SNSClient } from '@aws-sdk/client-sns'
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts'
import { IAMClient } from '@aws-sdk/client-iam'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { smallSystem } from '../support/small-stack.ts'
import type { System } from '../support/system.ts'

let system: System
let sns: SNSClient

beforeAll(async () => {
  system = await smallSystem()
  const { endpoint, region } = system.simulator
  sns = new SNSClient({ endpoint, region, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } })
})

afterAll(async () => {
  sns.destroy()
  await system[Symbol.asyncDispose]()
})

const ACCOUNT = '123456789012'
const Capabilities = ['CAPABILITY_NAMED_IAM' as const]
const allow = (Action: string) => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] })
const output = (Value: unknown) => ({ Value })

async function create(StackName: string, template: object): Promise<Record<string, string | undefined>> {
  await system.cloudFormation.send(new CreateStackCommand({ StackName, TemplateBody: JSON.stringify(template), Capabilities }))
  return ended(StackName, 'CREATE_COMPLETE')
}

async function update(StackName: string, template: object): Promise<Record<string, string | undefined>> {
  await system.cloudFormation.send(new UpdateStackCommand({ StackName, TemplateBody: JSON.stringify(template), Capabilities }))
  return ended(StackName, 'UPDATE_COMPLETE')
}

/** The outputs of a stack that has come so far. */
async function ended(StackName: string, status: string): Promise<Record<string, string | undefined>> {
  const { Stacks: [stack] = [] } = await system.cloudFormation.send(new DescribeStacksCommand({ StackName }))
  expect([stack?.StackStatus, stack?.StackStatus === status ? '' : await system.whyFailed(StackName)]).toEqual([status, ''])
  return Object.fromEntries((stack?.Outputs ?? []).map(({ OutputKey = '', OutputValue }) => [OutputKey, OutputValue]))
}

const remove = (StackName: string) => system.cloudFormation.send(new DeleteStackCommand({ StackName }))

const may = async (user: string, action: string): Promise<string | undefined> => {
  const asked = { PolicySourceArn: `arn:aws:iam::${ACCOUNT}:user/${user}`, ActionNames: [action] }
  const { EvaluationResults: [result] = [] } = await system.iam.send(new SimulatePrincipalPolicyCommand(asked))
  return result?.EvalDecision
}

describe('AWS::IAM::User and AWS::IAM::Group', () => {
  const template = (user: object, more: object = {}) => ({
    Resources: {
      Staff: {
        Type: 'AWS::IAM::Group',
        Properties: { GroupName: 'staff', Policies: [{ PolicyName: 'Of-Group', PolicyDocument: allow('s3:ListAllMyBuckets') }] },
      },
      Ana: {
        Type: 'AWS::IAM::User',
        Properties: {
          UserName: 'ana',
          Groups: [{ Ref: 'Staff' }],
          Policies: [{ PolicyName: 'Own', PolicyDocument: allow('ec2:*') }],
          ...user,
        },
      },
      ...more,
    },
    Outputs: { Ref: output({ Ref: 'Ana' }), Arn: output({ 'Fn::GetAtt': 'Ana.Arn' }), Group: output({ 'Fn::GetAtt': 'Staff.Arn' }) },
  })

  test('are made by IAM calls, count for what a user may do, change in place, and go', async () => {
    const LoginProfile = { Password: 'Initial-1-password', PasswordResetRequired: true }
    const outputs = await create('people', template({ LoginProfile, Tags: [{ Key: 'team', Value: 'a' }] }))
    expect(outputs).toEqual({ Ref: 'ana', Arn: `arn:aws:iam::${ACCOUNT}:user/ana`, Group: `arn:aws:iam::${ACCOUNT}:group/staff` })
    expect([await may('ana', 's3:ListAllMyBuckets'), await may('ana', 'ec2:RunInstances'), await may('ana', 'sns:Publish')]).toEqual([
      'allowed',
      'allowed',
      'implicitDeny',
    ])
    const login = await system.iam.send(new GetLoginProfileCommand({ UserName: 'ana' }))
    expect(login.LoginProfile?.PasswordResetRequired).toBe(true)

    const ManagedPolicyArns = ['arn:aws:iam::aws:policy/IAMFullAccess']
    const changed = await update(
      'people',
      template({ Path: '/team/', Policies: [], ManagedPolicyArns, Tags: [{ Key: 'cost', Value: '1' }] }),
    )
    expect(changed['Arn']).toBe(`arn:aws:iam::${ACCOUNT}:user/team/ana`)
    const { User } = await system.iam.send(new GetUserCommand({ UserName: 'ana' }))
    expect(User?.Tags).toEqual([{ Key: 'cost', Value: '1' }])
    const { AttachedPolicies } = await system.iam.send(new ListAttachedUserPoliciesCommand({ UserName: 'ana' }))
    expect(AttachedPolicies).toEqual([{ PolicyName: 'IAMFullAccess', PolicyArn: ManagedPolicyArns[0] }])
    await expect(system.iam.send(new GetUserPolicyCommand({ UserName: 'ana', PolicyName: 'Own' }))).rejects.toThrow('cannot be found')
    await expect(system.iam.send(new GetLoginProfileCommand({ UserName: 'ana' }))).rejects.toThrow('Login Profile')

    const made = system.simulator.calls.map(({ operation }) => operation)
    expect(made).toEqual(expect.arrayContaining(['iam:CreateUser', 'iam:AddUserToGroup', 'iam:PutGroupPolicy', 'iam:CreateLoginProfile']))
    await remove('people')
    expect((await system.iam.send(new ListUsersCommand({}))).Users).toEqual([])
    expect((await system.iam.send(new ListGroupsCommand({}))).Groups).toEqual([])
  })

  test('another name is another user', async () => {
    await create('renamed', template({ UserName: 'ana' }))
    expect((await update('renamed', template({ UserName: 'bea' })))['Ref']).toBe('bea')
    expect((await system.iam.send(new ListUsersCommand({}))).Users?.map(({ UserName }) => UserName)).toEqual(['bea'])
    const { Groups } = await system.iam.send(new ListGroupsForUserCommand({ UserName: 'bea' }))
    expect(Groups?.map(({ GroupName }) => GroupName)).toEqual(['staff'])
    await remove('renamed')
  })
})

test('AWS::IAM::Policy stands in those whom it names, and in no others after an update', async () => {
  await system.iam.send(new CreateUserCommand({ UserName: 'old' }))
  await system.iam.send(new CreateUserCommand({ UserName: 'new' }))
  const template = (Users: readonly string[], action: string) => ({
    Resources: { P: { Type: 'AWS::IAM::Policy', Properties: { PolicyName: 'shared', PolicyDocument: allow(action), Users } } },
    Outputs: { Ref: output({ Ref: 'P' }) },
  })
  expect((await create('policy', template(['old'], 'sns:Publish')))['Ref']).toMatch(/^policy-P-\w{12}$/)
  expect(await may('old', 'sns:Publish')).toBe('allowed')
  await update('policy', template(['new'], 'sqs:SendMessage'))
  expect([await may('old', 'sns:Publish'), await may('new', 'sqs:SendMessage')]).toEqual(['implicitDeny', 'allowed'])
  await remove('policy')
  expect(await may('new', 'sqs:SendMessage')).toBe('implicitDeny')
  // What AWS says of a policy that is of nobody.
  await system.cloudFormation.send(
    new CreateStackCommand({ StackName: 'nobody', TemplateBody: JSON.stringify(template([], 'a:b')), Capabilities }),
  )
  const { StackEvents = [] } = await system.cloudFormation.send(new DescribeStackEventsCommand({ StackName: 'nobody' }))
  expect(StackEvents.find(({ ResourceStatus }) => ResourceStatus === 'CREATE_FAILED')?.ResourceStatusReason).toBe(
    'At least one of [Groups,Roles,Users] must be non-empty.',
  )
})

test('AWS::IAM::ManagedPolicy is attached, has a version for each document, and goes with all of them', async () => {
  const template = (action: string) => ({
    Resources: {
      P: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: allow(action), Users: ['old'] } },
    },
    Outputs: { Ref: output({ Ref: 'P' }) },
  })
  const { Ref: PolicyArn = '' } = await create('managed', template('sns:Publish'))
  expect(PolicyArn).toMatch(/^arn:aws:iam::123456789012:policy\/managed-P-\w{12}$/)
  expect(await may('old', 'sns:Publish')).toBe('allowed')
  for (const action of ['a:b', 'c:d', 'e:f', 'g:h', 'sqs:SendMessage']) await update('managed', template(action))
  const { Versions } = await system.iam.send(new ListPolicyVersionsCommand({ PolicyArn }))
  expect(Versions?.map(({ VersionId, IsDefaultVersion }) => `${VersionId} ${IsDefaultVersion}`)).toEqual([
    'v6 true',
    'v5 false',
    'v4 false',
    'v3 false',
    'v2 false',
  ])
  const { PolicyVersion } = await system.iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId: 'v6' }))
  expect(decodeURIComponent(PolicyVersion?.Document ?? '')).toContain('sqs:SendMessage')
  expect([await may('old', 'sns:Publish'), await may('old', 'sqs:SendMessage')]).toEqual(['implicitDeny', 'allowed'])
  await remove('managed')
  expect((await system.iam.send(new ListPoliciesCommand({ Scope: 'Local' }))).Policies).toEqual([])
})

test('AWS::IAM::Role has its permissions boundary, and may do no more than that', async () => {
  const boundary = (PermissionsBoundary: object) => ({
    Resources: {
      R: {
        Type: 'AWS::IAM::Role',
        Properties: {
          RoleName: 'Bounded',
          AssumeRolePolicyDocument: { Statement: { Effect: 'Allow', Principal: { AWS: ACCOUNT }, Action: 'sts:AssumeRole' } },
          Policies: [{ PolicyName: 'All', PolicyDocument: allow('*') }],
          ...PermissionsBoundary,
        },
      },
    },
  })
  await create('bounded', boundary({ PermissionsBoundary: 'arn:aws:iam::aws:policy/PowerUserAccess' }))
  const { Role } = await system.iam.send(new GetRoleCommand({ RoleName: 'Bounded' }))
  expect(Role?.PermissionsBoundary?.PermissionsBoundaryArn).toBe('arn:aws:iam::aws:policy/PowerUserAccess')
  const { endpoint, region } = system.simulator
  const sts = new STSClient({ endpoint, region, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } })
  const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn: Role?.Arn, RoleSessionName: 'session' }))
  const { AccessKeyId: accessKeyId = '', SecretAccessKey: secretAccessKey = '' } = Credentials ?? {}
  const asRole = new IAMClient({ endpoint, region, credentials: { accessKeyId, secretAccessKey } })
  await expect(asRole.send(new ListRolesCommand({}))).rejects.toThrow(/not authorized to perform: iam:ListRoles/)
  await update('bounded', boundary({}))
  expect((await asRole.send(new ListRolesCommand({}))).Roles).toHaveLength(1)
  for (const client of [sts, asRole]) client.destroy()
  await remove('bounded')
})

test('AWS::SNS::Topic: Ref is its ARN; it is called anew in place, and replaced under another name', async () => {
  const template = (Properties: object) => ({
    Resources: { T: { Type: 'AWS::SNS::Topic', Properties } },
    Outputs: { Ref: output({ Ref: 'T' }), Name: output({ 'Fn::GetAtt': 'T.TopicName' }) },
  })
  const arn = (name: string) => `arn:aws:sns:us-east-1:${ACCOUNT}:${name}`
  expect(await create('topic', template({ TopicName: 'one', DisplayName: 'One' }))).toEqual({ Ref: arn('one'), Name: 'one' })
  await update('topic', template({ TopicName: 'one', DisplayName: 'Other' }))
  const { Attributes } = await sns.send(new GetTopicAttributesCommand({ TopicArn: arn('one') }))
  expect(Attributes?.['DisplayName']).toBe('Other')
  expect(await update('topic', template({ TopicName: 'two' }))).toEqual({ Ref: arn('two'), Name: 'two' })
  expect((await sns.send(new ListTopicsCommand({}))).Topics).toEqual([{ TopicArn: arn('two') }])
  await remove('topic')
  expect((await sns.send(new ListTopicsCommand({}))).Topics).toEqual([])
})

test('capabilities are asked for by type, and for custom names the stronger one', async () => {
  const made = (Type: string, Properties: object) =>
    system.cloudFormation
      .send(new CreateStackCommand({ StackName: 'capable', TemplateBody: JSON.stringify({ Resources: { A: { Type, Properties } } }) }))
      .then(
        () => 'made',
        (error: Error) => error.message,
      )
  expect(await made('AWS::IAM::Group', {})).toBe('Requires capabilities : [CAPABILITY_IAM]')
  expect(await made('AWS::IAM::Group', { GroupName: 'a' })).toBe('Requires capabilities : [CAPABILITY_NAMED_IAM]')
  await expect(system.iam.send(new GetGroupCommand({ GroupName: 'a' }))).rejects.toThrow('cannot be found')
  await expect(system.iam.send(new GetGroupPolicyCommand({ GroupName: 'a', PolicyName: 'a' }))).rejects.toThrow('cannot be found')
})
