import type { CreateGroupResponse, CreateUserResponse, GetGroupResponse, GetUserResponse } from '@aws-sdk/client-iam'
import * as v from 'valibot'
import { call, orTakeAway, remove, type Author } from './author.ts'
import { GONE, policyProperties, putPolicies, removePolicies, without, type Holder } from './iam-holders.ts'
import { flag, read } from './properties.ts'
import type { Properties, ResourceType } from './resource-type.ts'

const Tag_ = v.strictObject({ Key: v.string(), Value: v.string() })

const User_ = v.strictObject({
  UserName: v.optional(v.string()),
  Path: v.optional(v.string(), '/'),
  Groups: v.optional(v.array(v.string()), []),
  LoginProfile: v.optional(v.strictObject({ Password: v.string(), PasswordResetRequired: v.optional(flag, false) })),
  PermissionsBoundary: v.optional(v.string()),
  Tags: v.optional(v.array(Tag_), []),
  ...policyProperties,
})

type UserProperties = v.InferOutput<typeof User_>

const userProperties = (properties: Properties): UserProperties => read('AWS::IAM::User', User_, properties)

const userNamed = (name: string): Holder => ({ kind: 'User', name })

const user: ResourceType = {
  attributes: ['Arn'],
  identifiers: ['UserName'],
  replacedBy: ['UserName'],
  customName: 'UserName',
  create: async (author, properties, { uniqueName }) => {
    const wanted = userProperties(properties)
    const { UserName = uniqueName(64), Path, Tags, PermissionsBoundary } = wanted
    const { User } = await call<CreateUserResponse>(author, 'iam:CreateUser', { UserName, Path, Tags, PermissionsBoundary })
    await orTakeAway(
      () => equip(author, UserName, wanted, userProperties({})),
      () => removeUser(author, UserName, wanted),
    )
    return { physicalId: UserName, attributes: { Arn: User?.Arn ?? '' } }
  },
  update: async (author, properties, { physicalId: UserName, properties: previous }) => {
    const [wanted, before] = [userProperties(properties), userProperties(previous)]
    if (wanted.Path !== before.Path) await call(author, 'iam:UpdateUser', { UserName, NewPath: wanted.Path })
    await tag(author, UserName, wanted, before)
    if (wanted.PermissionsBoundary !== undefined)
      await call(author, 'iam:PutUserPermissionsBoundary', { UserName, PermissionsBoundary: wanted.PermissionsBoundary })
    else if (before.PermissionsBoundary !== undefined) await call(author, 'iam:DeleteUserPermissionsBoundary', { UserName })
    await equip(author, UserName, wanted, before)
    const { User } = await call<GetUserResponse>(author, 'iam:GetUser', { UserName })
    return { physicalId: UserName, attributes: { Arn: User?.Arn ?? '' } }
  },
  remove: (author, { physicalId, properties }) => removeUser(author, physicalId, userProperties(properties)),
}

/** Give a user the password, the groups and the policies that it is to have, and take those that it had before by the template. */
async function equip(author: Author, UserName: string, wanted: UserProperties, before: UserProperties): Promise<void> {
  const { LoginProfile } = wanted
  if (LoginProfile !== undefined)
    await call(author, before.LoginProfile === undefined ? 'iam:CreateLoginProfile' : 'iam:UpdateLoginProfile', {
      UserName,
      ...LoginProfile,
    })
  else if (before.LoginProfile !== undefined) await remove(author, 'iam:DeleteLoginProfile', { UserName }, GONE)
  for (const GroupName of wanted.Groups) await call(author, 'iam:AddUserToGroup', { UserName, GroupName })
  await putPolicies(author, userNamed(UserName), wanted)
  for (const GroupName of before.Groups.filter((each) => !wanted.Groups.includes(each))) await leave(author, UserName, GroupName)
  await removePolicies(author, userNamed(UserName), without(before, wanted))
}

async function tag(author: Author, UserName: string, wanted: UserProperties, before: UserProperties): Promise<void> {
  const TagKeys = before.Tags.map(({ Key }) => Key).filter((key) => wanted.Tags.every(({ Key }) => Key !== key))
  if (TagKeys.length > 0) await call(author, 'iam:UntagUser', { UserName, TagKeys })
  if (wanted.Tags.length > 0) await call(author, 'iam:TagUser', { UserName, Tags: wanted.Tags })
}

const leave = (author: Author, UserName: string, GroupName: string): Promise<void> =>
  remove(author, 'iam:RemoveUserFromGroup', { UserName, GroupName }, GONE)

async function removeUser(author: Author, UserName: string, properties: UserProperties): Promise<void> {
  if (properties.LoginProfile !== undefined) await remove(author, 'iam:DeleteLoginProfile', { UserName }, GONE)
  for (const GroupName of properties.Groups) await leave(author, UserName, GroupName)
  await removePolicies(author, userNamed(UserName), properties)
  await remove(author, 'iam:DeleteUser', { UserName }, GONE)
}

const Group_ = v.strictObject({ GroupName: v.optional(v.string()), Path: v.optional(v.string(), '/'), ...policyProperties })

type GroupProperties = v.InferOutput<typeof Group_>

const groupProperties = (properties: Properties): GroupProperties => read('AWS::IAM::Group', Group_, properties)

const groupNamed = (name: string): Holder => ({ kind: 'Group', name })

const group: ResourceType = {
  attributes: ['Arn'],
  identifiers: ['GroupName'],
  replacedBy: ['GroupName'],
  customName: 'GroupName',
  create: async (author, properties, { uniqueName }) => {
    const wanted = groupProperties(properties)
    const { GroupName = uniqueName(128), Path } = wanted
    const { Group } = await call<CreateGroupResponse>(author, 'iam:CreateGroup', { GroupName, Path })
    await orTakeAway(
      () => putPolicies(author, groupNamed(GroupName), wanted),
      () => removeGroup(author, GroupName, wanted),
    )
    return { physicalId: GroupName, attributes: { Arn: Group?.Arn ?? '' } }
  },
  update: async (author, properties, { physicalId: GroupName, properties: previous }) => {
    const [wanted, before] = [groupProperties(properties), groupProperties(previous)]
    if (wanted.Path !== before.Path) await call(author, 'iam:UpdateGroup', { GroupName, NewPath: wanted.Path })
    await putPolicies(author, groupNamed(GroupName), wanted)
    await removePolicies(author, groupNamed(GroupName), without(before, wanted))
    const { Group } = await call<GetGroupResponse>(author, 'iam:GetGroup', { GroupName })
    return { physicalId: GroupName, attributes: { Arn: Group?.Arn ?? '' } }
  },
  remove: (author, { physicalId, properties }) => removeGroup(author, physicalId, groupProperties(properties)),
}

async function removeGroup(author: Author, GroupName: string, properties: GroupProperties): Promise<void> {
  await removePolicies(author, groupNamed(GroupName), properties)
  await remove(author, 'iam:DeleteGroup', { GroupName }, GONE)
}

export const iamUserTypes = { 'AWS::IAM::User': user, 'AWS::IAM::Group': group }
