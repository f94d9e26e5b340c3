import {
  AttachUserPolicyCommand,
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
  ListAccessKeysCommand,
  IAMClient,
  ListGroupPoliciesCommand,
  PutGroupPolicyCommand,
  PutRolePolicyCommand,
  CreateRoleCommand,
  AttachRolePolicyCommand,
  PutUserPolicyCommand,
  TagUserCommand,
} from '@aws-sdk/client-iam'
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { said } from '../support/said.ts'
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

// In AWS's words: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html; that a managed policy is named by its ARN, as AWS has answered since 2025:
// "… with an explicit deny in an identity-based policy: arn:aws:iam::396608802942:policy/sce-1-3-deny-imds".
describe('who is refused is told which kind of policy it was', () => {
  let system: System
  beforeAll(async () => {
    system = await smallSystem()
  })
  afterAll(() => system.simulator.stop())

  const all = { Effect: 'Allow', Action: 'iam:*', Resource: '*' }
  const deny = { Effect: 'Deny', Action: 'iam:GetUser', Resource: '*' }
  const others = { Effect: 'Allow', Action: 'iam:ListUsers', Resource: '*' }
  const made = async (name: string, statements: object): Promise<string> =>
    (await system.iam.send(new CreatePolicyCommand({ PolicyName: name, PolicyDocument: policy(statements) }))).Policy?.Arn ?? ''

  type Case = { readonly own: object; readonly attached?: object; readonly boundary?: object; readonly says: string }
  test.for<[name: string, Case]>([
    ['silent', { own: [others], says: 'because no identity-based policy allows the iam:GetUser action' }],
    ['inline', { own: [all, deny], says: 'with an explicit deny in an identity-based policy' }],
    [
      'attached',
      {
        own: [all],
        attached: [deny],
        says: 'with an explicit deny in an identity-based policy: arn:aws:iam::123456789012:policy/attached-own',
      },
    ],
    ['bounded', { own: [all], boundary: [others], says: 'because no permissions boundary allows the iam:GetUser action' }],
    [
      'kept-out',
      {
        own: [all],
        boundary: [all, deny],
        says: 'with an explicit deny in a permissions boundary: arn:aws:iam::123456789012:policy/kept-out-boundary',
      },
    ],
    // A Deny of any kind is told before the silence of another.
    ['both', { own: [others, deny], boundary: [others], says: 'with an explicit deny in an identity-based policy' }],
  ])('%s', async ([name, { own, attached, boundary, says }]) => {
    const { iam, simulator } = system
    const PermissionsBoundary = boundary && (await made(`${name}-boundary`, boundary))
    await iam.send(new CreateUserCommand({ UserName: name, PermissionsBoundary }))
    await iam.send(new PutUserPolicyCommand({ UserName: name, PolicyName, PolicyDocument: policy(own) }))
    if (attached !== undefined)
      await iam.send(new AttachUserPolicyCommand({ UserName: name, PolicyArn: await made(`${name}-own`, attached) }))
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: name }))
    const credentials = { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' }
    const theirs = new IAMClient({ endpoint: simulator.endpoint, region: simulator.region, credentials })
    expect(await said(theirs.send(new GetUserCommand({ UserName: name })))).toBe(
      `AccessDenied: User: arn:aws:iam::123456789012:user/${name} is not authorized to perform: iam:GetUser on resource: arn:aws:iam::123456789012:user/${name} ${says}`,
    )
  })

  test('who names nobody means himself', async () => {
    const Resource = 'arn:aws:iam::123456789012:user/${aws:username}'
    const hers = await ana(system, policy({ Effect: 'Allow', Action: 'iam:*', Resource }))
    expect(await failure(hers.send(new GetUserCommand({})))).toBe('nothing failed')
    expect(await failure(hers.send(new ListAccessKeysCommand({})))).toBe('nothing failed')
  })

  test('a session policy', async () => {
    const { iam, simulator } = system
    const trust = { Effect: 'Allow', Principal: { AWS: '123456789012' }, Action: 'sts:AssumeRole' }
    const { Role } = await iam.send(new CreateRoleCommand({ RoleName: 'narrowed', AssumeRolePolicyDocument: policy(trust) }))
    await iam.send(new PutRolePolicyCommand({ RoleName: 'narrowed', PolicyName, PolicyDocument: policy(all) }))
    const at = { endpoint: simulator.endpoint, region: simulator.region }
    const sts = new STSClient({ ...at, credentials: { accessKeyId: 'AKIAOPERATOR', secretAccessKey: 'secret' } })
    const within = async (statements: object) => {
      const asked = { RoleArn: Role?.Arn, RoleSessionName: 'ana', Policy: policy(statements) }
      const { Credentials } = await sts.send(new AssumeRoleCommand(asked))
      const credentials = { accessKeyId: Credentials?.AccessKeyId ?? '', secretAccessKey: 'secret', sessionToken: 'token' }
      return said(new IAMClient({ ...at, credentials }).send(new GetUserCommand({ UserName: 'silent' })))
    }
    const refused =
      'AccessDenied: User: arn:aws:sts::123456789012:assumed-role/narrowed/ana is not authorized to perform: iam:GetUser on resource: arn:aws:iam::123456789012:user/silent'
    expect(await within([others])).toBe(`${refused} because no session policy allows the iam:GetUser action`)
    expect(await within([all, deny])).toBe(`${refused} with an explicit deny in a session policy`)
  })
})
