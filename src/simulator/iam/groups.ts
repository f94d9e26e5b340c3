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
import { AwsError } from '../world/aws-error.ts'
import { operation } from '../world/operation.ts'
import { page } from './paging.ts'
import type { Group, IamState } from './state.ts'
import { listed } from './users.ts'

export const groupOperations = [
  operation(CreateGroup$, ({ GroupName = '', Path = '/' }: CreateGroupRequest, { aws, now }) => ({
    Group: shown(createGroup(aws.iam, GroupName, Path, now)),
  })),

  operation(GetGroup$, ({ GroupName = '', ...paging }: GetGroupRequest, { aws }) => {
    const group = aws.iam.group(GroupName)
    const members = aws.iam.sortedUsers().filter(({ UserId }) => group.UserIds.has(UserId))
    const { items, ...rest } = page(members, paging)
    return { Group: shown(group), Users: items.map((user) => listed(user)), ...rest }
  }),

  operation(ListGroups$, ({ PathPrefix = '/', ...paging }: ListGroupsRequest, { aws }) => {
    const { items, ...rest } = page(
      [...aws.iam.groups.values()].filter(({ Path }) => Path.startsWith(PathPrefix)),
      paging,
    )
    return { Groups: items.map((group) => shown(group)), ...rest }
  }),

  operation(ListGroupsForUser$, ({ UserName = '', ...paging }: ListGroupsForUserRequest, { aws }) => {
    const { items, ...rest } = page(aws.iam.groupsOf(aws.iam.seen(UserName)), paging)
    return { Groups: items.map((group) => shown(group)), ...rest }
  }),

  operation(AddUserToGroup$, ({ GroupName = '', UserName = '' }: AddUserToGroupRequest, { aws }) => {
    aws.iam.group(GroupName).UserIds.add(aws.iam.user(UserName).UserId)
  }),

  operation(RemoveUserFromGroup$, ({ GroupName = '', UserName = '' }: RemoveUserFromGroupRequest, { aws }) => {
    aws.iam.group(GroupName).UserIds.delete(aws.iam.user(UserName).UserId)
  }),
]

export function createGroup(iam: IamState, GroupName: string, Path: string, CreateDate: Date): Group {
  if (iam.groups.has(GroupName.toLowerCase()))
    throw new AwsError('EntityAlreadyExists', 409, `Group with name ${GroupName} already exists.`)
  const group: Group = {
    GroupName,
    GroupId: iam.newId('AGPA'),
    Path,
    Arn: iam.arn('group', Path, GroupName),
    CreateDate,
    UserIds: new Set(),
    PolicyArns: new Set(),
  }
  iam.groups.set(GroupName.toLowerCase(), group)
  return group
}

const shown = ({ GroupName, GroupId, Arn, Path, CreateDate }: Group) => ({ GroupName, GroupId, Arn, Path, CreateDate })
