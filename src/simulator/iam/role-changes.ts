import {
  CreateRole$,
  DeleteRole$,
  UpdateAssumeRolePolicy$,
  UpdateRole$,
  type CreateRoleRequest,
  type DeleteRoleRequest,
  type UpdateAssumeRolePolicyRequest,
  type UpdateRoleRequest,
} from '@aws-sdk/client-iam'
import { readPolicy, type PolicyDocument } from '../policy/policy-document.ts'
import { AwsError, validationError } from '../world/aws-error.ts'
import { operation } from '../world/operation.ts'
import { checkAttachable } from './managed-policies.ts'
import { createRole } from './new-role.ts'
import { shownBoundary, shownRole } from './roles.ts'
import { iamOf } from './state.ts'

const NAME = /^[\w+=,.@-]{1,64}$/
const PATH = /^\/([\x21-\x7E]{1,510}\/)?$/

export const roleChangeOperations = [
  operation(
    CreateRole$,
    ['RoleName', 'AssumeRolePolicyDocument', 'Path', 'Description', 'PermissionsBoundary'],
    (request: CreateRoleRequest, { place, now }) => {
      const { RoleName = '', Path = '/', Description, AssumeRolePolicyDocument = '', PermissionsBoundary } = request
      if (!NAME.test(RoleName))
        throw validationError('The specified value for roleName is invalid. It must have 1 to 64 of the characters \\w+=,.@-')
      if (!PATH.test(Path))
        throw validationError('The specified value for path is invalid. It must begin and end with / and contain only ASCII characters.')
      const AssumeRolePolicy = policyOf(AssumeRolePolicyDocument)
      const iam = iamOf(place)
      if (PermissionsBoundary !== undefined) checkAttachable(iam, PermissionsBoundary)
      const role = createRole(iam, { RoleName, Path, CreateDate: now, Description, AssumeRolePolicy })
      if (PermissionsBoundary !== undefined) role.PermissionsBoundary = PermissionsBoundary
      return { Role: { ...shownRole(role), ...shownBoundary(role) } }
    },
  ),
  operation(UpdateRole$, ['RoleName', 'Description'], ({ RoleName = '', Description }: UpdateRoleRequest, { place }) => {
    const role = iamOf(place).role(RoleName)
    if (Description !== undefined) role.Description = Description
    return {}
  }),
  operation(
    UpdateAssumeRolePolicy$,
    ['RoleName', 'PolicyDocument'],
    ({ RoleName = '', PolicyDocument = '' }: UpdateAssumeRolePolicyRequest, { place }) => {
      iamOf(place).role(RoleName).AssumeRolePolicy = policyOf(PolicyDocument)
    },
  ),
  operation(DeleteRole$, ['RoleName'], ({ RoleName = '' }: DeleteRoleRequest, { place }) => {
    const { Policies, PolicyArns } = iamOf(place).role(RoleName)
    if (PolicyArns.size > 0) throw conflict('Cannot delete entity, must detach all policies first.')
    if (Policies.size > 0) throw conflict('Cannot delete entity, must delete policies first.')
    iamOf(place).roles.delete(RoleName.toLowerCase())
  }),
]

const conflict = (message: string): AwsError => new AwsError('DeleteConflict', 409, message)

/** @throws MalformedPolicyDocument */
function policyOf(text: string): PolicyDocument {
  const read = readPolicy(text)
  if (read.kind === 'policy') return read.policy
  throw new AwsError('MalformedPolicyDocument', 400, read.isJson ? read.why : 'This policy contains invalid Json')
}
