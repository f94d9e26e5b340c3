import {
  CreateAccessKeyCommand,
  CreatePolicyCommand,
  CreateUserCommand,
  DeleteGroupPolicyCommand,
  CreateGroupCommand,
  AddUserToGroupCommand,
  GetGroupPolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetUserCommand,
  IAMClient,
  ListGroupPoliciesCommand,
  PutGroupPolicyCommand,
  PutRolePolicyCommand,
  CreateRoleCommand,
  AttachRolePolicyCommand,
  PutUserPolicyCommand,
  TagUserCommand,
} from '@aws-sdk/client-iam'
import { describe, expect, test } from 'vitest'
import { smallSystem } from '../support/small-stack.ts'
import type { System } from '../support/system.ts'

const UserName = 'ana'
const PolicyName = 'own'

const failure = async (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'nothing failed',
    (error: Error) => error.name,
  )

const policy = (Statement: object, Version = '2012-10-17'): string => JSON.stringify({ Version, Statement })

/** IAM as ana herself, who has this policy. */
async function ana({ iam, simulator }: System, PolicyDocument: string, PermissionsBoundary?: string): Promise<IAMClient> {
  await iam.send(new CreateUserCommand({ UserName, PermissionsBoundary }))
  await iam.send(new PutUserPolicyCommand({ UserName, PolicyName, PolicyDocument }))
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }))
  const credentials = { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' }
  return new IAMClient({ endpoint: simulator.endpoint, region: simulator.region, credentials })
}

describe('what a user may do', () => {
  test('a variable of a policy stands for who calls', async () => {
    await using system = await smallSystem()
    const Resource = 'arn:aws:iam::123456789012:user/${aws:username}'
    const hers = await ana(system, policy({ Effect: 'Allow', Action: 'iam:*', Resource }))
    await system.iam.send(new CreateUserCommand({ UserName: 'bob' }))
    expect(await failure(hers.send(new GetUserCommand({ UserName })))).toBe('nothing failed')
    expect(await failure(hers.send(new GetUserCommand({ UserName: 'bob' })))).toBe('AccessDenied')
  })

  test('a policy of 2008 has no variables', async () => {
    await using system = await smallSystem()
    const Resource = 'arn:aws:iam::123456789012:user/${aws:username}'
    const hers = await ana(system, policy({ Effect: 'Allow', Action: 'iam:*', Resource }, '2008-10-17'))
    expect(await failure(hers.send(new GetUserCommand({ UserName })))).toBe('AccessDenied')
  })

  test('a permissions boundary narrows it, from the beginning', async () => {
    await using system = await smallSystem()
    const boundary = { PolicyName, Path: '/limits/', PolicyDocument: policy({ Effect: 'Allow', Action: 'iam:Get*', Resource: '*' }) }
    const { Policy } = await system.iam.send(new CreatePolicyCommand(boundary))
    expect(Policy?.Arn).toBe('arn:aws:iam::123456789012:policy/limits/own')
    const hers = await ana(system, policy({ Effect: 'Allow', Action: '*', Resource: '*' }), Policy?.Arn)
    expect(await failure(hers.send(new GetUserCommand({})))).toBe('nothing failed')
    expect(await failure(hers.send(new TagUserCommand({ UserName, Tags: [{ Key: 'a', Value: 'b' }] })))).toBe('AccessDenied')
  })

  test('a boundary that does not exist is refused, and no user made', async () => {
    await using system = await smallSystem()
    const PermissionsBoundary = 'arn:aws:iam::123456789012:policy/none'
    expect(await failure(system.iam.send(new CreateUserCommand({ UserName, PermissionsBoundary })))).toBe('NoSuchEntityException')
    expect(system.simulator.users).toEqual([])
  })
})

describe('policies are shown as they were put', () => {
  const text = policy({ Effect: 'Allow', Action: 'iam:GetUser', Resource: '*' })

  test('of a group', async () => {
    await using system = await smallSystem()
    const { iam } = system
    const GroupName = 'team'
    await iam.send(new CreateGroupCommand({ GroupName }))
    await iam.send(new PutGroupPolicyCommand({ GroupName, PolicyName, PolicyDocument: text }))
    expect((await iam.send(new ListGroupPoliciesCommand({ GroupName }))).PolicyNames).toEqual([PolicyName])
    const { PolicyDocument = '' } = await iam.send(new GetGroupPolicyCommand({ GroupName, PolicyName }))
    expect(decodeURIComponent(PolicyDocument)).toBe(text)
    const hers = await ana(system, policy({ Effect: 'Allow', Action: 's3:*', Resource: '*' }))
    await iam.send(new AddUserToGroupCommand({ GroupName, UserName }))
    expect(await failure(hers.send(new GetUserCommand({})))).toBe('nothing failed')
    await iam.send(new DeleteGroupPolicyCommand({ GroupName, PolicyName }))
    expect(await failure(hers.send(new GetUserCommand({})))).toBe('AccessDenied')
  })

  test("the account's own", async () => {
    await using system = await smallSystem()
    const { iam } = system
    const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName, Description: 'for all', PolicyDocument: text }))
    const PolicyArn = Policy?.Arn
    expect((await iam.send(new GetPolicyCommand({ PolicyArn }))).Policy).toMatchObject({ Description: 'for all', AttachmentCount: 0 })
    const { PolicyVersion } = await iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId: 'v1' }))
    expect(decodeURIComponent(PolicyVersion?.Document ?? '')).toBe(text)
    expect(await failure(iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument: text })))).toBe('EntityAlreadyExistsException')
    const Resource = `arn:aws:iam::*:user/${'x'.repeat(6144)}`
    const long = policy({ Effect: 'Allow', Action: 'iam:*', Resource })
    expect(await failure(iam.send(new CreatePolicyCommand({ PolicyName: 'long', PolicyDocument: long })))).toBe('LimitExceededException')
  })

  test('of a role: only what is a policy of an identity, and what exists', async () => {
    await using system = await smallSystem()
    const { iam } = system
    const RoleName = 'worker'
    const trust = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: policy(trust) }))
    expect(await failure(iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: policy(trust) })))).toBe(
      'MalformedPolicyDocumentException',
    )
    expect(await failure(iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: text })))).toBe('nothing failed')
    const PolicyArn = 'arn:aws:iam::123456789012:policy/none'
    expect(await failure(iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn })))).toBe('NoSuchEntityException')
  })
})
