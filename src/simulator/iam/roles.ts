import {
  GetRole$,
  GetRolePolicy$,
  ListAttachedRolePolicies$,
  ListRolePolicies$,
  ListRoles$,
  type GetRolePolicyRequest,
  type GetRoleRequest,
  type ListAttachedRolePoliciesRequest,
  type ListRolePoliciesRequest,
  type ListRolesRequest,
} from '@aws-sdk/client-iam'
import { operation } from '../world/operation.ts'
import { page } from './paging.ts'
import { attachedPage } from './policies.ts'
import { encoded } from './policy-document.ts'
import { noSuchEntity, type Role, iamOf } from './state.ts'

export const roleOperations = [
  operation(ListRoles$, ['PathPrefix', 'Marker', 'MaxItems'], (input: ListRolesRequest, { place }) => {
    const { PathPrefix = '/' } = input
    const { items, ...rest } = page(
      [...iamOf(place).roles.values()].filter(({ Path }) => Path.startsWith(PathPrefix)),
      input,
    )
    return { Roles: items.map((role) => ({ ...shownRole(role), MaxSessionDuration })), ...rest }
  }),
  operation(GetRole$, ['RoleName'], ({ RoleName = '' }: GetRoleRequest, { place }) => ({
    Role: {
      ...shownRole(iamOf(place).role(RoleName)),
      ...shownBoundary(iamOf(place).role(RoleName)),
      MaxSessionDuration,
      RoleLastUsed: {},
    },
  })),
  operation(ListRolePolicies$, ['RoleName', 'Marker', 'MaxItems'], (input: ListRolePoliciesRequest, { place }) => {
    const { items, ...rest } = page(
      [
        ...iamOf(place)
          .role(input.RoleName ?? '')
          .Policies.keys(),
      ],
      input,
    )
    return { PolicyNames: items, ...rest }
  }),
  operation(GetRolePolicy$, ['RoleName', 'PolicyName'], ({ RoleName = '', PolicyName = '' }: GetRolePolicyRequest, { place }) => {
    const policy = iamOf(place).role(RoleName).Policies.get(PolicyName)
    if (policy === undefined) throw noSuchEntity(`The role policy with name ${PolicyName} cannot be found.`)
    return { RoleName, PolicyName, PolicyDocument: encoded(policy) }
  }),
  operation(
    ListAttachedRolePolicies$,
    ['RoleName', 'PathPrefix', 'Marker', 'MaxItems'],
    (input: ListAttachedRolePoliciesRequest, { place }) => attachedPage(iamOf(place).role(input.RoleName ?? '').PolicyArns, input),
  ),
]

const MaxSessionDuration = 3600

/** As lists tell it, but for the duration of sessions, which whoever makes a role is not told. */
export const shownRole = ({ RoleName, RoleId, Arn, Path, CreateDate, Description, AssumeRolePolicy }: Role) => ({
  RoleName,
  RoleId,
  Arn,
  Path,
  CreateDate,
  Description,
  AssumeRolePolicyDocument: encoded(AssumeRolePolicy),
})

/** Lists leave it out. */
export const shownBoundary = ({ PermissionsBoundary }: Role) =>
  PermissionsBoundary === undefined
    ? {}
    : { PermissionsBoundary: { PermissionsBoundaryType: 'Policy' as const, PermissionsBoundaryArn: PermissionsBoundary } }
