import {
  AttachGroupPolicy$,
  AttachUserPolicy$,
  DetachGroupPolicy$,
  DetachUserPolicy$,
  ListAttachedGroupPolicies$,
  ListAttachedUserPolicies$,
  ListEntitiesForPolicy$,
  type AttachGroupPolicyRequest,
  type AttachUserPolicyRequest,
  type DetachGroupPolicyRequest,
  type DetachUserPolicyRequest,
  type ListAttachedGroupPoliciesRequest,
  type ListAttachedUserPoliciesRequest,
  type ListEntitiesForPolicyRequest,
} from '@aws-sdk/client-iam'
import type { PolicyDocument } from '../policy/policy-document.ts'
import { operation } from '../world/operation.ts'
import { checkAttachable, managed } from './managed-policies.ts'
import { page } from './paging.ts'
import { noSuchEntity, type IamState, type User, iamOf } from './state.ts'

export const policyOperations = [
  operation(AttachUserPolicy$, ['UserName', 'PolicyArn'], ({ UserName = '', PolicyArn = '' }: AttachUserPolicyRequest, { place }) => {
    checkAttachable(iamOf(place), PolicyArn)
    iamOf(place).user(UserName).PolicyArns.add(PolicyArn)
  }),
  operation(DetachUserPolicy$, ['UserName', 'PolicyArn'], ({ UserName = '', PolicyArn = '' }: DetachUserPolicyRequest, { place }) => {
    detach(iamOf(place).user(UserName).PolicyArns, PolicyArn)
  }),
  operation(
    ListAttachedUserPolicies$,
    ['UserName', 'Marker', 'MaxItems'],
    ({ UserName = '', ...paging }: ListAttachedUserPoliciesRequest, { place }) => attached(iamOf(place).seen(UserName).PolicyArns, paging),
  ),
  operation(
    ListEntitiesForPolicy$,
    ['PolicyArn', 'EntityFilter', 'Marker', 'MaxItems'],
    ({ PolicyArn = '', EntityFilter, ...paging }: ListEntitiesForPolicyRequest, { place }) => {
      const wanted = (kind: 'User' | 'Group'): boolean => EntityFilter === undefined || EntityFilter === kind
      const users = wanted('User')
        ? iamOf(place)
            .sortedUsers()
            .filter(({ PolicyArns }) => PolicyArns.has(PolicyArn))
        : []
      const groups = wanted('Group') ? [...iamOf(place).groups.values()].filter(({ PolicyArns }) => PolicyArns.has(PolicyArn)) : []
      const entities = [...groups.map((group) => ({ group })), ...users.map((user) => ({ user }))]
      const { items, ...rest } = page(entities, paging)
      return {
        PolicyGroups: items.flatMap((item) => ('group' in item ? [{ GroupName: item.group.GroupName, GroupId: item.group.GroupId }] : [])),
        PolicyUsers: items.flatMap((item) => ('user' in item ? [{ UserName: item.user.UserName, UserId: item.user.UserId }] : [])),
        PolicyRoles: [],
        ...rest,
      }
    },
  ),
  operation(AttachGroupPolicy$, ['GroupName', 'PolicyArn'], ({ GroupName = '', PolicyArn = '' }: AttachGroupPolicyRequest, { place }) => {
    checkAttachable(iamOf(place), PolicyArn)
    iamOf(place).group(GroupName).PolicyArns.add(PolicyArn)
  }),
  operation(DetachGroupPolicy$, ['GroupName', 'PolicyArn'], ({ GroupName = '', PolicyArn = '' }: DetachGroupPolicyRequest, { place }) => {
    detach(iamOf(place).group(GroupName).PolicyArns, PolicyArn)
  }),
  operation(
    ListAttachedGroupPolicies$,
    ['GroupName', 'Marker', 'MaxItems'],
    ({ GroupName = '', ...paging }: ListAttachedGroupPoliciesRequest, { place }) =>
      attached(iamOf(place).group(GroupName).PolicyArns, paging),
  ),
]

/** The policies that speak of a user: in it and attached to it, and those of its groups. */
export const policiesOfUser = (iam: IamState, user: User): readonly PolicyDocument[] =>
  [user, ...iam.groupsOf(user)].flatMap(({ Policies, PolicyArns }) => [...Policies.values(), ...managed(iam, PolicyArns)])

/** What a user may do at most; undefined where it has no permissions boundary. */
export const boundaryOfUser = (iam: IamState, { PermissionsBoundary }: User): readonly PolicyDocument[] | undefined =>
  PermissionsBoundary === undefined ? undefined : managed(iam, [PermissionsBoundary])

function attached(arns: ReadonlySet<string>, paging: Parameters<typeof page>[1]) {
  const { items, ...rest } = page([...arns], paging)
  return { AttachedPolicies: items.map((PolicyArn) => ({ PolicyArn, PolicyName: PolicyArn.split('/').at(-1) })), ...rest }
}

function detach(arns: Set<string>, arn: string): void {
  if (!arns.delete(arn)) throw noSuchEntity(`Policy ${arn} was not found.`)
}
