import {
  DeleteRolePermissionsBoundary$,
  PutRolePermissionsBoundary$,
  type DeleteRolePermissionsBoundaryRequest,
  type PutRolePermissionsBoundaryRequest,
} from '@aws-sdk/client-iam'
import { operation } from '../world/operation.ts'
import { checkAttachable } from './managed-policies.ts'
import { iamOf, noSuchEntity } from './state.ts'

/** What a role may do at most, whatever its policies say. */
export const roleBoundaryOperations = [
  operation(
    PutRolePermissionsBoundary$,
    ['RoleName', 'PermissionsBoundary'],
    ({ RoleName = '', PermissionsBoundary = '' }: PutRolePermissionsBoundaryRequest, { place }) => {
      checkAttachable(iamOf(place), PermissionsBoundary)
      iamOf(place).role(RoleName).PermissionsBoundary = PermissionsBoundary
    },
  ),
  operation(DeleteRolePermissionsBoundary$, ['RoleName'], ({ RoleName = '' }: DeleteRolePermissionsBoundaryRequest, { place }) => {
    const role = iamOf(place).role(RoleName)
    if (role.PermissionsBoundary === undefined) throw noSuchEntity(`Role ${RoleName} does not have a permission boundary.`)
    delete role.PermissionsBoundary
  }),
]
