import { iamOf } from '../iam/state.ts'
import type { Identity } from '../world/identity.ts'
import type { World } from '../world/world.ts'

/** The role of an ARN, in whichever account it is; an account that nobody has asked for has none, and one that is suspended shows none. */
export function roleOf(world: World, arn: string): Identity | undefined {
  const [, accountId = ''] = /^arn:aws:iam::(\d{12}):role\//.exec(arn) ?? []
  if (world.accounts.every((each) => each.accountId !== accountId) || isSuspended(world, accountId)) return undefined
  const role = iamOf(world.place(accountId)).roleByArn(arn)
  if (role === undefined) return undefined
  const { Arn: roleArn, RoleName: roleName, RoleId: roleId, AssumeRolePolicy: trust } = role
  return { accountId, roleArn, roleName, roleId, trust }
}

export const isSuspended = ({ organization }: World, accountId: string): boolean =>
  organization?.members.get(accountId)?.status === 'SUSPENDED'
