import {
  AttachRolePolicy$,
  DeleteRolePolicy$,
  DetachRolePolicy$,
  PutRolePolicy$,
  type AttachRolePolicyRequest,
  type DeleteRolePolicyRequest,
  type DetachRolePolicyRequest,
  type PutRolePolicyRequest,
} from '@aws-sdk/client-iam'
import { operation } from '../world/operation.ts'
import { checkAttachable } from './managed-policies.ts'
import { identityPolicy } from './policy-document.ts'
import { iamOf, noSuchEntity } from './state.ts'

export const rolePolicyOperations = [
  operation(
    PutRolePolicy$,
    ['RoleName', 'PolicyName', 'PolicyDocument'],
    ({ RoleName = '', PolicyName = '', PolicyDocument = '' }: PutRolePolicyRequest, { place }) => {
      iamOf(place).role(RoleName).Policies.set(PolicyName, identityPolicy(PolicyDocument))
    },
  ),
  operation(DeleteRolePolicy$, ['RoleName', 'PolicyName'], ({ RoleName = '', PolicyName = '' }: DeleteRolePolicyRequest, { place }) => {
    if (!iamOf(place).role(RoleName).Policies.delete(PolicyName))
      throw noSuchEntity(`The role policy with name ${PolicyName} cannot be found.`)
  }),
  operation(AttachRolePolicy$, ['RoleName', 'PolicyArn'], ({ RoleName = '', PolicyArn = '' }: AttachRolePolicyRequest, { place }) => {
    checkAttachable(iamOf(place), PolicyArn)
    iamOf(place).role(RoleName).PolicyArns.add(PolicyArn)
  }),
  operation(DetachRolePolicy$, ['RoleName', 'PolicyArn'], ({ RoleName = '', PolicyArn = '' }: DetachRolePolicyRequest, { place }) => {
    if (!iamOf(place).role(RoleName).PolicyArns.delete(PolicyArn)) throw noSuchEntity(`Policy ${PolicyArn} was not found.`)
  }),
]
