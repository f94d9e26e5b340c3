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
import { page, type Paging } from './paging.ts'
import { noSuchEntity, type Group, type IamState, type Role, type User, iamOf } from './state.ts'

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
    ['UserName', 'PathPrefix', 'Marker', 'MaxItems'],
    (input: ListAttachedUserPoliciesRequest, { place }) => attachedPage(iamOf(place).seen(input.UserName ?? '').PolicyArns, input),
  ),
  operation(
    ListEntitiesForPolicy$,
    ['PolicyArn', 'EntityFilter', 'PathPrefix', 'PolicyUsageFilter', 'Marker', 'MaxItems'],
    (input: ListEntitiesForPolicyRequest, { place }) => {
      const { items, ...rest } = page(entitiesOf(iamOf(place), input), input)
      return {
        PolicyGroups: items.flatMap(({ kind, each }) => (kind === 'Group' ? [{ GroupName: each.GroupName, GroupId: each.GroupId }] : [])),
        PolicyUsers: items.flatMap(({ kind, each }) => (kind === 'User' ? [{ UserName: each.UserName, UserId: each.UserId }] : [])),
        PolicyRoles: items.flatMap(({ kind, each }) => (kind === 'Role' ? [{ RoleName: each.RoleName, RoleId: each.RoleId }] : [])),
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
    ['GroupName', 'PathPrefix', 'Marker', 'MaxItems'],
    (input: ListAttachedGroupPoliciesRequest, { place }) => attachedPage(iamOf(place).group(input.GroupName ?? '').PolicyArns, input),
  ),
]

type Entity =
  | { readonly kind: 'Group'; readonly each: Group }
  | { readonly kind: 'User'; readonly each: User }
  | { readonly kind: 'Role'; readonly each: Role }

/** What has the policy, as one of its policies or as its boundary. */
function entitiesOf(iam: IamState, input: ListEntitiesForPolicyRequest): readonly Entity[] {
  const { PolicyArn = '', EntityFilter, PathPrefix = '/', PolicyUsageFilter } = input
  const all: readonly Entity[] = [
    ...[...iam.groups.values()].map((each) => ({ kind: 'Group' as const, each })),
    ...iam.sortedUsers().map((each) => ({ kind: 'User' as const, each })),
    ...[...iam.roles.values()].map((each) => ({ kind: 'Role' as const, each })),
  ]
  return all.filter(({ kind, each }) => {
    const isPolicy = PolicyUsageFilter !== 'PermissionsBoundary' && each.PolicyArns.has(PolicyArn)
    const isBoundary = PolicyUsageFilter !== 'PermissionsPolicy' && 'PermissionsBoundary' in each && each.PermissionsBoundary === PolicyArn
    return (isPolicy || isBoundary) && (EntityFilter === undefined || EntityFilter === kind) && each.Path.startsWith(PathPrefix)
  })
}

/** The policies that speak of a user: in it and attached to it, and those of its groups. */
export const policiesOfUser = (iam: IamState, user: User): readonly PolicyDocument[] =>
  [user, ...iam.groupsOf(user)].flatMap(({ Policies, PolicyArns }) => [...Policies.values(), ...managed(iam, PolicyArns)])

/** What a user or a role may do at most; undefined where it has no permissions boundary. */
export const boundaryOf = (
  iam: IamState,
  { PermissionsBoundary }: Pick<User, 'PermissionsBoundary'>,
): readonly PolicyDocument[] | undefined => (PermissionsBoundary === undefined ? undefined : managed(iam, [PermissionsBoundary]))

/** Policies that are attached to something, a page of them. */
export function attachedPage(arns: ReadonlySet<string>, paging: Paging & { readonly PathPrefix?: string | undefined }) {
  const { PathPrefix = '/' } = paging
  const { items, ...rest } = page(
    [...arns].filter((arn) => pathOf(arn).startsWith(PathPrefix)),
    paging,
  )
  return { AttachedPolicies: items.map((PolicyArn) => ({ PolicyArn, PolicyName: PolicyArn.split('/').at(-1) })), ...rest }
}

/** `/division/` of arn:aws:iam::123456789012:policy/division/name */
const pathOf = (arn: string): string => /^[^/]*(\/(?:.*\/)?)[^/]*$/.exec(arn)?.[1] ?? '/'

function detach(arns: Set<string>, arn: string): void {
  if (!arns.delete(arn)) throw noSuchEntity(`Policy ${arn} was not found.`)
}
