import { DescribeComplianceByResourceCommand, GetComplianceSummaryByConfigRuleCommand } from '@aws-sdk/client-config-service'
import {
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateUserCommand,
  DeleteGroupCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DetachGroupPolicyCommand,
  GetGroupCommand,
  GetPolicyCommand,
  IAMClient,
  ListMFADevicesCommand,
  ListPoliciesCommand,
  PutUserPolicyCommand,
  RemoveUserFromGroupCommand,
  SetDefaultPolicyVersionCommand,
  UpdateGroupCommand,
} from '@aws-sdk/client-iam'
import {
  AddTagsToResourceCommand,
  GetParameterCommand,
  GetParameterHistoryCommand,
  GetParametersByPathCommand,
  LabelParameterVersionCommand,
  ListTagsForResourceCommand,
  PutParameterCommand,
  RemoveTagsFromResourceCommand,
} from '@aws-sdk/client-ssm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { functionOf, judging, ruleOf, create, smallSystem } from '../support/small-stack.ts'
import type { System } from '../support/system.ts'

let system: System

beforeAll(async () => {
  system = await smallSystem()
})

afterAll(() => system[Symbol.asyncDispose]())

const failure = async (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'nothing failed',
    (error: Error) => `${error.name}: ${error.message}`,
  )

const allow = (Action: string, Resource = '*') =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource }] })

/** IAM as a user who may do these things, and no others. */
async function as(UserName: string, action: string, resource?: string): Promise<IAMClient> {
  await system.iam.send(new CreateUserCommand({ UserName }))
  await system.iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'P', PolicyDocument: allow(action, resource) }))
  const { AccessKey } = await system.iam.send(new CreateAccessKeyCommand({ UserName }))
  const { endpoint, region } = system.simulator
  const credentials = { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' }
  return new IAMClient({ endpoint, region, credentials })
}

describe('iam: groups', () => {
  // The API reference of UpdateGroup and DeleteGroup; the words of conflicts: ISS ansible#22832 and kin, as IAM says them of users and roles.
  test('UpdateGroup renames one, and its policies and members stay; DeleteGroup takes it when nothing is in it', async () => {
    const PolicyArn = 'arn:aws:iam::aws:policy/IAMFullAccess'
    await system.iam.send(new CreateGroupCommand({ GroupName: 'old' }))
    await system.iam.send(new CreateUserCommand({ UserName: 'member' }))
    await system.iam.send(new AddUserToGroupCommand({ GroupName: 'old', UserName: 'member' }))
    await system.iam.send(new AttachGroupPolicyCommand({ GroupName: 'old', PolicyArn }))
    await system.iam.send(new UpdateGroupCommand({ GroupName: 'old', NewGroupName: 'new', NewPath: '/team/' }))
    const { Group, Users } = await system.iam.send(new GetGroupCommand({ GroupName: 'new' }))
    expect([Group?.Arn, Users?.map(({ UserName }) => UserName)]).toEqual(['arn:aws:iam::123456789012:group/team/new', ['member']])
    const gone = await failure(system.iam.send(new GetGroupCommand({ GroupName: 'old' })))
    expect(gone).toBe('NoSuchEntityException: The group with name old cannot be found.')
    await system.iam.send(new CreateGroupCommand({ GroupName: 'taken' }))
    const rename = new UpdateGroupCommand({ GroupName: 'new', NewGroupName: 'taken' })
    expect(await failure(system.iam.send(rename))).toBe('EntityAlreadyExistsException: Group with name taken already exists.')

    const deletion = () => failure(system.iam.send(new DeleteGroupCommand({ GroupName: 'new' })))
    expect(await deletion()).toBe('DeleteConflictException: Cannot delete entity, must remove users from group first.')
    await system.iam.send(new RemoveUserFromGroupCommand({ GroupName: 'new', UserName: 'member' }))
    expect(await deletion()).toBe('DeleteConflictException: Cannot delete entity, must detach all policies first.')
    await system.iam.send(new DetachGroupPolicyCommand({ GroupName: 'new', PolicyArn }))
    expect(await deletion()).toBe('nothing failed')
  })

  test('rights are checked by the group', async () => {
    const iam = await as('keeper', 'iam:DeleteGroup', 'arn:aws:iam::123456789012:group/mine')
    for (const GroupName of ['mine', 'yours']) await system.iam.send(new CreateGroupCommand({ GroupName }))
    expect(await failure(iam.send(new DeleteGroupCommand({ GroupName: 'yours' })))).toMatch(
      /not authorized to perform: iam:DeleteGroup on resource: arn:aws:iam::123456789012:group\/yours/,
    )
    expect(await failure(iam.send(new DeleteGroupCommand({ GroupName: 'mine' })))).toBe('nothing failed')
    expect(await failure(iam.send(new UpdateGroupCommand({ GroupName: 'yours' })))).toMatch(/not authorized to perform: iam:UpdateGroup/)
    iam.destroy()
  })
})

describe('iam: managed policies', () => {
  // The API reference of ListPolicies: Scope, OnlyAttached, PathPrefix.
  test('ListPolicies lists those of the account and of AWS', async () => {
    const { Policy } = await system.iam.send(new CreatePolicyCommand({ PolicyName: 'own', Path: '/team/', PolicyDocument: allow('a:b') }))
    const names = async (input: object) =>
      ((await system.iam.send(new ListPoliciesCommand(input))).Policies ?? []).map(({ PolicyName }) => PolicyName)
    expect(await names({})).toEqual(['AdministratorAccess', 'IAMFullAccess', 'PowerUserAccess', 'own'])
    expect(await names({ Scope: 'AWS' })).toEqual(['AdministratorAccess', 'IAMFullAccess', 'PowerUserAccess'])
    expect(await names({ PathPrefix: '/team/' })).toEqual(['own'])
    expect(await names({ Scope: 'Local', OnlyAttached: true })).toEqual([])
    await system.iam.send(new CreateUserCommand({ UserName: 'holder' }))
    await system.iam.send(new AttachUserPolicyCommand({ UserName: 'holder', PolicyArn: Policy?.Arn }))
    expect(await names({ Scope: 'Local', OnlyAttached: true })).toEqual(['own'])
    const first = await system.iam.send(new ListPoliciesCommand({ MaxItems: 1 }))
    expect([first.Policies?.length, first.IsTruncated]).toEqual([1, true])
    const { Policy: ofAws } = await system.iam.send(new GetPolicyCommand({ PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }))
    expect(ofAws?.PolicyName).toBe('AdministratorAccess')
  })

  test('what the default version says is what its holder may do', async () => {
    const { Policy } = await system.iam.send(
      new CreatePolicyCommand({ PolicyName: 'versions', PolicyDocument: allow('iam:ListMFADevices') }),
    )
    const PolicyArn = Policy?.Arn
    const iam = await as('reader', 'sns:Publish')
    await system.iam.send(new AttachUserPolicyCommand({ UserName: 'reader', PolicyArn }))
    const devices = () => iam.send(new ListMFADevicesCommand({}))
    expect((await devices()).MFADevices).toEqual([])
    const anew = new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: allow('iam:ListUsers'), SetAsDefault: true })
    await system.iam.send(anew)
    expect(await failure(devices())).toMatch(
      /not authorized to perform: iam:ListMFADevices on resource: \S*user\/reader|iam:ListMFADevices/,
    )
    await system.iam.send(new SetDefaultPolicyVersionCommand({ PolicyArn, VersionId: 'v1' }))
    expect((await devices()).MFADevices).toEqual([])
    // The API references of DeletePolicyVersion, DeletePolicy and CreatePolicyVersion.
    const version = (VersionId: string) => failure(system.iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId })))
    expect(await version('v1')).toBe('DeleteConflictException: Cannot delete the default version of a policy.')
    expect(await version('v9')).toMatch(/^NoSuchEntityException: Policy arn:\S+ version v9 does not exist/)
    for (let count = 0; count < 3; count += 1)
      await system.iam.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: allow('a:b') }))
    expect(await failure(system.iam.send(anew))).toMatch(/^LimitExceededException: A managed policy can have up to 5 versions/)
    expect(await failure(system.iam.send(new DeletePolicyCommand({ PolicyArn })))).toMatch(/^DeleteConflictException/)
    iam.destroy()
  })
})

test('iam: ListMFADevices knows users, and none of their devices', async () => {
  await system.iam.send(new CreateUserCommand({ UserName: 'ana' }))
  expect(await system.iam.send(new ListMFADevicesCommand({ UserName: 'ana' }))).toMatchObject({ MFADevices: [], IsTruncated: false })
  expect(await failure(system.iam.send(new ListMFADevicesCommand({ UserName: 'nope' })))).toBe(
    'NoSuchEntityException: The user with name nope cannot be found.',
  )
})

// The API references of DescribeComplianceByResource and GetComplianceSummaryByConfigRule.
test('configservice: what all rules say of a resource, and how many rules say what', async () => {
  const resources = { ...functionOf(judging(['AIDABAD', 'AIDAWORSE'], 'undefined')), ...ruleOf() }
  expect(await create(system, resources)).toBe('CREATE_COMPLETE')
  const summary = async () => (await system.config.send(new GetComplianceSummaryByConfigRuleCommand({}))).ComplianceSummary
  expect((await summary())?.NonCompliantResourceCount).toEqual({ CappedCount: 0, CapExceeded: false })
  await system.evaluate()
  expect(await summary()).toMatchObject({
    CompliantResourceCount: { CappedCount: 0, CapExceeded: false },
    NonCompliantResourceCount: { CappedCount: 1, CapExceeded: false },
  })
  const resource = (ResourceId: string) => ({
    ResourceType: 'AWS::IAM::User',
    ResourceId,
    Compliance: { ComplianceType: 'NON_COMPLIANT', ComplianceContributorCount: { CappedCount: 1, CapExceeded: false } },
  })
  const described = (input: object) => system.config.send(new DescribeComplianceByResourceCommand(input))
  expect((await described({})).ComplianceByResources).toEqual([resource('AIDABAD'), resource('AIDAWORSE')])
  expect((await described({ ComplianceTypes: ['COMPLIANT'] })).ComplianceByResources).toEqual([])
  const first = await described({ ResourceType: 'AWS::IAM::User', Limit: 1 })
  expect(first.ComplianceByResources).toEqual([resource('AIDABAD')])
  expect((await described({ ResourceType: 'AWS::IAM::User', Limit: 1, NextToken: first.NextToken })).ComplianceByResources).toEqual([
    resource('AIDAWORSE'),
  ])
  expect(await failure(described({ ResourceId: 'AIDABAD' }))).toMatch(/^InvalidParameterValueException/)
})

describe('ssm', () => {
  // moto test_label_parameter_version*, test_get_parameter_history_with_label_latest_assumed; the API reference of LabelParameterVersion
  test('PutParameter: of a hundred versions the oldest makes room, unless it has a label', async () => {
    const put = (Value: string) => system.ssm.send(new PutParameterCommand({ Name: '/hundred', Value, Type: 'String', Overwrite: true }))
    for (let n = 1; n <= 101; n += 1) await put(`${n}`)
    const label = (ParameterVersion: number) =>
      system.ssm.send(new LabelParameterVersionCommand({ Name: '/hundred', Labels: ['kept'], ParameterVersion }))
    await label(2)
    // moto test_parameter_version_limit, test_parameter_overwrite_fails_when_limit_reached_and_oldest_version_has_label; the API reference of PutParameter
    expect(await failure(put('102'))).toBe(
      "ParameterMaxVersionLimitExceeded: You attempted to create a new version of /hundred by calling the PutParameter API with the overwrite flag. Version 2, the oldest version, can't be deleted because it has a label associated with it. Move the label to another version of the parameter, and try again.",
    )
    await label(3)
    expect((await put('102')).Version).toBe(102)
    expect(await failure(system.ssm.send(new GetParameterCommand({ Name: '/hundred:2' })))).toMatch(/^ParameterVersionNotFound/)
    expect((await system.ssm.send(new GetParameterCommand({ Name: '/hundred:kept' }))).Parameter?.Value).toBe('3')
  })

  test('LabelParameterVersion: a label is of one version, and what it is asked for by', async () => {
    const put = (Value: string) => system.ssm.send(new PutParameterCommand({ Name: '/l/p', Type: 'String', Value, Overwrite: true }))
    const label = (Labels: string[], ParameterVersion?: number) =>
      system.ssm.send(new LabelParameterVersionCommand({ Name: '/l/p', Labels, ParameterVersion }))
    for (const value of ['one', 'two']) await put(value)
    expect(await label(['live', 'aws-no', '9no', 'no!'], 1)).toMatchObject({ InvalidLabels: ['aws-no', '9no', 'no!'], ParameterVersion: 1 })
    const asked = async (Name: string) => (await system.ssm.send(new GetParameterCommand({ Name }))).Parameter
    expect(await asked('/l/p:live')).toMatchObject({ Name: '/l/p', Value: 'one', Version: 1, Selector: ':live' })
    expect(await label(['live'])).toMatchObject({ InvalidLabels: [], ParameterVersion: 2 })
    expect((await asked('/l/p:live'))?.Value).toBe('two')
    const { Parameters = [] } = await system.ssm.send(new GetParameterHistoryCommand({ Name: '/l/p' }))
    expect(Parameters.map(({ Labels }) => Labels)).toEqual([[], ['live']])
    await label(['first'], 1)
    const ParameterFilters = [{ Key: 'Label', Values: ['first'] }]
    const below = await system.ssm.send(new GetParametersByPathCommand({ Path: '/l', ParameterFilters }))
    expect(below.Parameters?.map(({ Value }) => Value)).toEqual(['one'])
    expect(await failure(label(['x'], 9))).toBe(
      'ParameterVersionNotFound: Systems Manager could not find version 9 of /l/p. Verify the version and try again.',
    )
    expect(await failure(label(Array.from({ length: 10 }, (_, n) => `label${n}`)))).toMatch(
      /^ParameterVersionLabelLimitExceeded: A parameter version can have maximum 10 labels\.Move one or more labels/,
    )
  })

  // moto test_add_remove_list_tags_for_resource
  test('ListTagsForResource: what a parameter was made with, and what was added and removed since', async () => {
    const named = { ResourceType: 'Parameter' as const, ResourceId: '/t/p' }
    const tags = async () => (await system.ssm.send(new ListTagsForResourceCommand(named))).TagList
    expect(await failure(tags())).toBe('InvalidResourceId: Invalid Resource Id')
    await system.ssm.send(new PutParameterCommand({ Name: '/t/p', Type: 'String', Value: 'x', Tags: [{ Key: 'a', Value: '1' }] }))
    await system.ssm.send(new AddTagsToResourceCommand({ ...named, Tags: [{ Key: 'b', Value: '2' }] }))
    expect(await tags()).toEqual([
      { Key: 'a', Value: '1' },
      { Key: 'b', Value: '2' },
    ])
    await system.ssm.send(new RemoveTagsFromResourceCommand({ ...named, TagKeys: ['a'] }))
    expect(await tags()).toEqual([{ Key: 'b', Value: '2' }])
    const listed = system.simulator.calls.findLast(({ operation }) => operation === 'ssm:ListTagsForResource')
    expect(listed?.resource).toBe('arn:aws:ssm:us-east-1:123456789012:parameter/t/p')
  })
})
