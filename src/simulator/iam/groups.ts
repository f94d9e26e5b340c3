import {
  AddUserToGroup$,
  CreateGroup$,
  GetGroup$,
  ListGroups$,
  ListGroupsForUser$,
  RemoveUserFromGroup$,
  type AddUserToGroupRequest,
  type CreateGroupRequest,
  type GetGroupRequest,
  type ListGroupsForUserRequest,
  type ListGroupsRequest,
  type RemoveUserFromGroupRequest,
} from '@aws-sdk/client-iam'
import { AwsError, validationError } from '../world/aws-error.ts'
import { operation } from '../world/operation.ts'
import { page } from './paging.ts'
import { iamOf, noSuchEntity, type Group, type IamState } from './state.ts'
import { listed } from './users.ts'

export const groupOperations = [
  operation(CreateGroup$, ['GroupName', 'Path'], ({ GroupName = '', Path = '/' }: CreateGroupRequest, { place, now }) => ({
    Group: shown(createGroup(iamOf(place), GroupName, Path, now)),
  })),

  operation(GetGroup$, ['GroupName', 'Marker', 'MaxItems'], (input: GetGroupRequest, { place }) => {
    const { GroupName = '' } = input
    const group = iamOf(place).group(GroupName)
    const members = iamOf(place)
      .sortedUsers()
      .filter(({ UserId }) => group.UserIds.has(UserId))
    const { items, ...rest } = page(members, input)
    return { Group: shown(group), Users: items.map((user) => listed(user)), ...rest }
  }),

  operation(ListGroups$, ['PathPrefix', 'Marker', 'MaxItems'], (input: ListGroupsRequest, { place }) => {
    const { PathPrefix = '/' } = input
    const { items, ...rest } = page(
      [...iamOf(place).groups.values()].filter(({ Path }) => Path.startsWith(PathPrefix)),
      input,
    )
    return { Groups: items.map((group) => shown(group)), ...rest }
  }),

  operation(ListGroupsForUser$, ['UserName', 'Marker', 'MaxItems'], (input: ListGroupsForUserRequest, { place }) => {
    const { UserName = '' } = input
    const { items, ...rest } = page(iamOf(place).groupsOf(iamOf(place).seen(UserName)), input)
    return { Groups: items.map((group) => shown(group)), ...rest }
  }),

  operation(AddUserToGroup$, ['GroupName', 'UserName'], ({ GroupName = '', UserName = '' }: AddUserToGroupRequest, { place }) => {
    iamOf(place).group(GroupName).UserIds.add(iamOf(place).user(UserName).UserId)
  }),

  operation(RemoveUserFromGroup$, ['GroupName', 'UserName'], ({ GroupName = '', UserName = '' }: RemoveUserFromGroupRequest, { place }) => {
    if (!iamOf(place).group(GroupName).UserIds.delete(iamOf(place).user(UserName).UserId))
      throw noSuchEntity(`User ${UserName} not in group ${GroupName}`)
  }),
]

export function createGroup(iam: IamState, GroupName: string, Path: string, CreateDate: Date): Group {
  checkGroupName(iam, 'groupName', GroupName)
  const group: Group = {
    GroupName,
    GroupId: iam.newId('AGPA'),
    Path,
    Arn: iam.arn('group', Path, GroupName),
    CreateDate,
    UserIds: new Set(),
    PolicyArns: new Set(),
    Policies: new Map(),
  }
  iam.groups.set(GroupName.toLowerCase(), group)
  return group
}

/** @throws ValidationError, EntityAlreadyExists */
export function checkGroupName(iam: IamState, member: 'groupName' | 'newGroupName', name: string): void {
  if (!/^[\w+=,.@-]{1,128}$/.test(name))
    throw validationError(
      `The specified value for ${member} is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-`,
    )
  if (iam.groups.has(name.toLowerCase())) throw new AwsError('EntityAlreadyExists', 409, `Group with name ${name} already exists.`)
}

const shown = ({ GroupName, GroupId, Arn, Path, CreateDate }: Group) => ({ GroupName, GroupId, Arn, Path, CreateDate })
