import {
  AttachGroupPolicy$,
  AttachUserPolicy$,
  DetachGroupPolicy$,
  DetachUserPolicy$,
  ListAttachedGroupPolicies$,
  ListAttachedUserPolicies$,
  ListEntitiesForPolicy$,
  ListUserPolicies$,
  type AttachGroupPolicyRequest,
  type AttachUserPolicyRequest,
  type DetachGroupPolicyRequest,
  type DetachUserPolicyRequest,
  type ListAttachedGroupPoliciesRequest,
  type ListAttachedUserPoliciesRequest,
  type ListEntitiesForPolicyRequest,
  type ListUserPoliciesRequest,
} from '@aws-sdk/client-iam'
import type { PolicyDocument } from '../policy/policy-document.ts'
import { operation } from '../world/operation.ts'
import { page } from './paging.ts'
import { noSuchEntity, type IamState, type User, iamOf } from './state.ts'

const ADMINISTRATOR_ACCESS = 'arn:aws:iam::aws:policy/AdministratorAccess'

/** The managed policies that mean something here; any other may be attached and grants nothing. */
const MANAGED = new Map<string, PolicyDocument>([[ADMINISTRATOR_ACCESS, { Statement: { Effect: 'Allow', Action: '*', Resource: '*' } }]])

export const policyOperations = [
  operation(AttachUserPolicy$, ({ UserName = '', PolicyArn = '' }: AttachUserPolicyRequest, { place }) => {
    iamOf(place).user(UserName).PolicyArns.add(PolicyArn)
  }),
  operation(DetachUserPolicy$, ({ UserName = '', PolicyArn = '' }: DetachUserPolicyRequest, { place }) => {
    detach(iamOf(place).user(UserName).PolicyArns, PolicyArn)
  }),
  operation(ListAttachedUserPolicies$, ({ UserName = '', ...paging }: ListAttachedUserPoliciesRequest, { place }) =>
    attached(iamOf(place).seen(UserName).PolicyArns, paging),
  ),
  operation(ListEntitiesForPolicy$, ({ PolicyArn = '', EntityFilter, ...paging }: ListEntitiesForPolicyRequest, { place }) => {
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
  }),
  operation(ListUserPolicies$, ({ UserName = '' }: ListUserPoliciesRequest, { place }) => {
    iamOf(place).seen(UserName)
    return { PolicyNames: [], IsTruncated: false }
  }),
  operation(AttachGroupPolicy$, ({ GroupName = '', PolicyArn = '' }: AttachGroupPolicyRequest, { place }) => {
    iamOf(place).group(GroupName).PolicyArns.add(PolicyArn)
  }),
  operation(DetachGroupPolicy$, ({ GroupName = '', PolicyArn = '' }: DetachGroupPolicyRequest, { place }) => {
    detach(iamOf(place).group(GroupName).PolicyArns, PolicyArn)
  }),
  operation(ListAttachedGroupPolicies$, ({ GroupName = '', ...paging }: ListAttachedGroupPoliciesRequest, { place }) =>
    attached(iamOf(place).group(GroupName).PolicyArns, paging),
  ),
]

/** The policies that bind a user: those attached to it and to its groups. */
export const policiesOfUser = (iam: IamState, user: User): PolicyDocument[] =>
  managed([...user.PolicyArns, ...iam.groupsOf(user).flatMap(({ PolicyArns }) => [...PolicyArns])])

export const managed = (arns: Iterable<string>): PolicyDocument[] => [...arns].flatMap((arn) => MANAGED.get(arn) ?? [])

function attached(arns: ReadonlySet<string>, paging: Parameters<typeof page>[1]) {
  const { items, ...rest } = page([...arns], paging)
  return { AttachedPolicies: items.map((PolicyArn) => ({ PolicyArn, PolicyName: PolicyArn.split('/').at(-1) })), ...rest }
}

function detach(arns: Set<string>, arn: string): void {
  if (!arns.delete(arn)) throw noSuchEntity(`Policy ${arn} was not found.`)
}
