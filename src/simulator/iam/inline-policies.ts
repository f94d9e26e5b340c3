import {
  DeleteGroupPolicy$,
  DeleteUserPolicy$,
  GetGroupPolicy$,
  GetUserPolicy$,
  ListGroupPolicies$,
  ListUserPolicies$,
  PutGroupPolicy$,
  PutUserPolicy$,
  type DeleteGroupPolicyRequest,
  type DeleteUserPolicyRequest,
  type GetGroupPolicyRequest,
  type GetUserPolicyRequest,
  type ListGroupPoliciesRequest,
  type ListUserPoliciesRequest,
  type PutGroupPolicyRequest,
  type PutUserPolicyRequest,
} from '@aws-sdk/client-iam'
import type { PolicyDocument } from '../policy/policy-document.ts'
import { AwsError } from '../world/aws-error.ts'
import { operation } from '../world/operation.ts'
import { page } from './paging.ts'
import { checkName } from './managed-policies.ts'
import { encoded, identityPolicy } from './policy-document.ts'
import { iamOf, noSuchEntity } from './state.ts'

type Policies = Map<string, PolicyDocument>

const USER_BYTES = 2048
const GROUP_BYTES = 5120

/** Policies that stand in a user or a group itself. */
export const inlinePolicyOperations = [
  operation(
    PutUserPolicy$,
    ['UserName', 'PolicyName', 'PolicyDocument'],
    ({ UserName = '', PolicyName = '', PolicyDocument = '' }: PutUserPolicyRequest, { place }) => {
      put(iamOf(place).user(UserName).Policies, PolicyName, PolicyDocument, USER_BYTES, `user ${UserName}`)
    },
  ),
  operation(GetUserPolicy$, ['UserName', 'PolicyName'], ({ UserName = '', PolicyName = '' }: GetUserPolicyRequest, { place }) => ({
    UserName,
    PolicyName,
    PolicyDocument: encoded(find(iamOf(place).seen(UserName).Policies, PolicyName, 'user')),
  })),
  operation(ListUserPolicies$, ['UserName', 'Marker', 'MaxItems'], (input: ListUserPoliciesRequest, { place }) =>
    names(iamOf(place).seen(input.UserName ?? '').Policies, input),
  ),
  operation(DeleteUserPolicy$, ['UserName', 'PolicyName'], ({ UserName = '', PolicyName = '' }: DeleteUserPolicyRequest, { place }) => {
    find(iamOf(place).user(UserName).Policies, PolicyName, 'user')
    iamOf(place).user(UserName).Policies.delete(PolicyName)
  }),
  operation(
    PutGroupPolicy$,
    ['GroupName', 'PolicyName', 'PolicyDocument'],
    ({ GroupName = '', PolicyName = '', PolicyDocument = '' }: PutGroupPolicyRequest, { place }) => {
      put(iamOf(place).group(GroupName).Policies, PolicyName, PolicyDocument, GROUP_BYTES, `group ${GroupName}`)
    },
  ),
  operation(GetGroupPolicy$, ['GroupName', 'PolicyName'], ({ GroupName = '', PolicyName = '' }: GetGroupPolicyRequest, { place }) => ({
    GroupName,
    PolicyName,
    PolicyDocument: encoded(find(iamOf(place).group(GroupName).Policies, PolicyName, 'group')),
  })),
  operation(ListGroupPolicies$, ['GroupName', 'Marker', 'MaxItems'], (input: ListGroupPoliciesRequest, { place }) =>
    names(iamOf(place).group(input.GroupName ?? '').Policies, input),
  ),
  operation(DeleteGroupPolicy$, ['GroupName', 'PolicyName'], ({ GroupName = '', PolicyName = '' }: DeleteGroupPolicyRequest, { place }) => {
    find(iamOf(place).group(GroupName).Policies, PolicyName, 'group')
    iamOf(place).group(GroupName).Policies.delete(PolicyName)
  }),
]

/** The quota is of all inline policies together, white space not counted. */
function put(policies: Policies, name: string, text: string, quota: number, owner: string): void {
  checkName(name)
  const document = identityPolicy(text)
  const all = new Map([...policies, [name, document]])
  if ([...all.values()].reduce((sum, each) => sum + JSON.stringify(each).length, 0) > quota)
    throw new AwsError('LimitExceeded', 409, `Maximum policy size of ${quota} bytes exceeded for ${owner}`)
  policies.set(name, document)
}

function find(policies: Policies, name: string, owner: 'user' | 'group'): PolicyDocument {
  const document = policies.get(name)
  if (document === undefined) throw noSuchEntity(`The ${owner} policy with name ${name} cannot be found.`)
  return document
}

function names(policies: Policies, paging: Parameters<typeof page>[1]) {
  const { items, ...rest } = page([...policies.keys()].toSorted(), paging)
  return { PolicyNames: items, ...rest }
}
