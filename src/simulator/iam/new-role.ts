import { AwsError } from '../world/aws-error.ts'
import type { IamState, Role } from './state.ts'

type Wanted = Pick<Role, 'RoleName' | 'Path' | 'CreateDate' | 'AssumeRolePolicy'> & { readonly Description?: string | undefined }

/** A role that nothing is allowed yet. @throws EntityAlreadyExists */
export function createRole(iam: IamState, { RoleName, Path, Description, ...rest }: Wanted): Role {
  if (iam.roles.has(RoleName.toLowerCase())) throw new AwsError('EntityAlreadyExists', 409, `Role with name ${RoleName} already exists.`)
  const role: Role = {
    RoleName,
    RoleId: iam.newId('AROA'),
    Arn: iam.arn('role', Path, RoleName),
    Path,
    Description,
    ...rest,
    Policies: new Map(),
    PolicyArns: new Set(),
  }
  iam.roles.set(RoleName.toLowerCase(), role)
  return role
}
