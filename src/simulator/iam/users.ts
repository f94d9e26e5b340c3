import {
  CreateUser$,
  DeleteUser$,
  GetUser$,
  ListUsers$,
  UpdateUser$,
  type CreateUserRequest,
  type DeleteUserRequest,
  type GetUserRequest,
  type ListUsersRequest,
  type UpdateUserRequest,
} from '@aws-sdk/client-iam'
import { AwsError, validationError } from '../world/aws-error.ts'
import type { Call } from '../world/call.ts'
import { operation } from '../world/operation.ts'
import { checkAttachable } from './managed-policies.ts'
import { page } from './paging.ts'
import { noSuchUser, type IamState, type User, iamOf } from './state.ts'
import { mergeTags } from './tags.ts'

export const MAX_USERS = 5000

export const userOperations = [
  operation(ListUsers$, ['PathPrefix', 'Marker', 'MaxItems'], (input: ListUsersRequest, { place }) => {
    const { PathPrefix = '/' } = input
    const users = iamOf(place)
      .sortedUsers()
      .filter(({ Path }) => Path.startsWith(PathPrefix))
    const { items, ...rest } = page(users, input)
    return { Users: items.map((user) => listed(user)), ...rest }
  }),

  operation(GetUser$, ['UserName'], ({ UserName }: GetUserRequest, { place, caller }) => {
    const name = UserName ?? (caller.kind === 'user' ? caller.userName : undefined)
    if (name === undefined) throw validationError('Must specify userName when calling with non-User credentials')
    const user = iamOf(place).seen(name)
    return { User: shown(user) }
  }),

  operation(
    CreateUser$,
    ['UserName', 'Path', 'PermissionsBoundary', 'Tags'],
    ({ UserName = '', Path = '/', Tags = [], PermissionsBoundary }: CreateUserRequest, { place, now }) => {
      if (PermissionsBoundary !== undefined) checkAttachable(iamOf(place), PermissionsBoundary)
      const user = createUser(iamOf(place), { UserName, Path, CreateDate: now })
      user.Tags = mergeTags([], Tags)
      if (PermissionsBoundary !== undefined) user.PermissionsBoundary = PermissionsBoundary
      return { User: shown(user) }
    },
  ),

  operation(
    UpdateUser$,
    ['UserName', 'NewPath', 'NewUserName'],
    ({ UserName = '', NewUserName, NewPath }: UpdateUserRequest, { place }: Call) => {
      const user = iamOf(place).user(UserName)
      if (NewUserName !== undefined && NewUserName.toLowerCase() !== UserName.toLowerCase()) refuseTaken(iamOf(place), NewUserName)
      iamOf(place).directory.remove(user)
      user.UserName = NewUserName ?? user.UserName
      user.Path = NewPath ?? user.Path
      user.Arn = iamOf(place).arn('user', user.Path, user.UserName)
      iamOf(place).directory.add(user)
    },
  ),

  operation(DeleteUser$, ['UserName'], ({ UserName = '' }: DeleteUserRequest, { place }: Call) => {
    const user = iamOf(place).users.get(UserName.toLowerCase())
    if (user === undefined) throw noSuchUser(UserName)
    const mustFirst = [
      ...(user.LoginProfile === undefined ? [] : ['delete login profile']),
      ...(user.AccessKeys.length === 0 ? [] : ['delete access keys']),
      ...(user.PolicyArns.size === 0 ? [] : ['detach all policies']),
      ...(user.Policies.size === 0 ? [] : ['delete policies']),
      ...(iamOf(place).groupsOf(user).length === 0 ? [] : ['remove users from group']),
    ]
    if (mustFirst[0] !== undefined) throw new AwsError('DeleteConflict', 409, `Cannot delete entity, must ${mustFirst[0]} first.`)
    iamOf(place).directory.remove(user)
  }),
]

type NewUser = Pick<User, 'UserName' | 'Path' | 'CreateDate'> & { readonly UserId?: string }

/** @throws ValidationError, EntityAlreadyExists, LimitExceeded */
export function createUser(iam: IamState, { UserName, Path, CreateDate, UserId = iam.newId('AIDA') }: NewUser): User {
  if (!/^[\w+=,.@-]{1,64}$/.test(UserName))
    throw validationError(
      'The specified value for userName is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-',
    )
  if (!/^\/([!-~]{1,510}\/)?$/.test(Path))
    throw validationError(
      'The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.',
    )
  refuseTaken(iam, UserName)
  if (iam.users.size >= MAX_USERS) throw new AwsError('LimitExceeded', 409, `Cannot exceed quota for UsersPerAccount: ${MAX_USERS}`)
  const user: User = {
    UserName,
    UserId,
    Path,
    Arn: iam.arn('user', Path, UserName),
    CreateDate,
    AccessKeys: [],
    Tags: [],
    PolicyArns: new Set(),
    Policies: new Map(),
  }
  iam.directory.add(user)
  return user
}

function refuseTaken(iam: IamState, userName: string): void {
  if (iam.users.has(userName.toLowerCase())) throw new AwsError('EntityAlreadyExists', 409, `User with name ${userName} already exists.`)
}

/** A single user: with its boundary and its tags, which no list shows. */
const shown = (user: User) => ({ ...listed(user), ...boundaryShown(user), ...(user.Tags.length > 0 ? { Tags: user.Tags } : {}) })

const boundaryShown = ({ PermissionsBoundary: arn }: User) =>
  arn === undefined ? {} : { PermissionsBoundary: { PermissionsBoundaryType: 'Policy' as const, PermissionsBoundaryArn: arn } }

/** PasswordLastUsed outlives the password. Tags are never part of a list. */
export const listed = ({ UserName, UserId, Arn, Path, CreateDate, PasswordLastUsed }: User) => ({
  UserName,
  UserId,
  Arn,
  Path,
  CreateDate,
  ...(PasswordLastUsed === undefined ? {} : { PasswordLastUsed }),
})
