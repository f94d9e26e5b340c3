import { managed, policiesOfUser } from '../iam/policies.ts'
import { iamOf } from '../iam/state.ts'
import { allows, type Context } from '../policy/policy.ts'
import type { PolicyDocument } from '../policy/policy-document.ts'
import type { Caller } from '../world/caller.ts'
import type { World } from '../world/world.ts'

type Asked = { readonly action: string; readonly resource: string; readonly context: Context }

/** Whether a caller's own policies let it do something. Operators and AWS's services may do everything. */
export function mayDo(world: World, caller: Caller, asked: Asked): boolean {
  const policies = policiesOf(world, caller)
  if (policies === 'everything' || asked.action === 'sts:GetCallerIdentity') return true
  const narrowed = caller.kind !== 'role' || caller.policy === undefined || allows([caller.policy], asked)
  return narrowed && allows(policies, asked)
}

/** By what they are now: a role or a user that is gone, or was made anew, has no rights left. */
function policiesOf(world: World, caller: Caller): readonly PolicyDocument[] | 'everything' {
  switch (caller.kind) {
    case 'operator':
    case 'service':
    case 'principal':
      return 'everything'
    case 'role': {
      const role = iamOf(world.place(caller.accountId)).roles.get(caller.roleName.toLowerCase())
      return role?.RoleId === caller.roleId ? [...role.Policies.values(), ...managed(role.PolicyArns)] : []
    }
    case 'user': {
      const iam = iamOf(world.place(caller.accountId))
      const user = iam.users.get(caller.userName.toLowerCase())
      return user?.UserId === caller.userId ? policiesOfUser(iam, user) : []
    }
  }
}
