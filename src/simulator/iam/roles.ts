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
import { encoded } from './policy-document.ts'
import { noSuchEntity, type Role, iamOf } from './state.ts'

export const roleOperations = [
  operation(ListRoles$, ['PathPrefix', 'Marker', 'MaxItems'], ({ PathPrefix = '/', ...paging }: ListRolesRequest, { place }) => {
    const { items, ...rest } = page(
      [...iamOf(place).roles.values()].filter(({ Path }) => Path.startsWith(PathPrefix)),
      paging,
    )
    return { Roles: items.map((role) => shownRole(role)), ...rest }
  }),
  operation(GetRole$, ['RoleName'], ({ RoleName = '' }: GetRoleRequest, { place }) => ({ Role: shownRole(iamOf(place).role(RoleName)) })),
  operation(ListRolePolicies$, ['RoleName'], ({ RoleName = '' }: ListRolePoliciesRequest, { place }) => ({
    PolicyNames: [...iamOf(place).role(RoleName).Policies.keys()],
    IsTruncated: false,
  })),
  operation(GetRolePolicy$, ['RoleName', 'PolicyName'], ({ RoleName = '', PolicyName = '' }: GetRolePolicyRequest, { place }) => {
    const policy = iamOf(place).role(RoleName).Policies.get(PolicyName)
    if (policy === undefined) throw noSuchEntity(`The role policy with name ${PolicyName} cannot be found.`)
    return { RoleName, PolicyName, PolicyDocument: encoded(policy) }
  }),
  operation(ListAttachedRolePolicies$, ['RoleName'], ({ RoleName = '' }: ListAttachedRolePoliciesRequest, { place }) => ({
    AttachedPolicies: [...iamOf(place).role(RoleName).PolicyArns].map((PolicyArn) => ({
      PolicyArn,
      PolicyName: PolicyArn.split('/').at(-1),
    })),
    IsTruncated: false,
  })),
]

export const shownRole = ({ RoleName, RoleId, Arn, Path, CreateDate, Description, AssumeRolePolicy }: Role) => ({
  RoleName,
  RoleId,
  Arn,
  Path,
  CreateDate,
  Description,
  AssumeRolePolicyDocument: encoded(AssumeRolePolicy),
  MaxSessionDuration: 3600,
})
