import { managed } from '../iam/managed-policies.ts'
import { boundaryOf, policiesOfUser } from '../iam/policies.ts'
import { iamOf } from '../iam/state.ts'
import { functionsOf } from '../lambda/functions.ts'
import { allows, type Context } from '../policy/policy.ts'
import type { PolicyDocument } from '../policy/policy-document.ts'
import type { Caller } from '../world/caller.ts'
import { principalKeys } from '../world/principal.ts'
import type { World } from '../world/world.ts'
import { isLeft } from './organization-rights.ts'

type Asked = { readonly action: string; readonly resource: string; readonly context: Context }

/**
 * Whether a caller's own policies let it do something, and its organization's. By their own, operators and AWS's services by their roles may do everything; a
 * service as itself may do what the resource says (a function's permissions; a role's trust is read where it is assumed).
 */
export const mayDo = (world: World, caller: Caller, asked: Asked): boolean => whyNot(world, caller, asked) === undefined

/** What AWS says at the end of its refusal; undefined where the caller may. An explicit deny of the organization's is named before anything else. */
export function whyNot(world: World, caller: Caller, asked: Asked): '' | ' with an explicit deny in a service control policy' | undefined {
  if (caller.kind === 'principal')
    return asked.action !== 'lambda:InvokeFunction' || isLetIn(world, caller, asked.resource) ? undefined : ''
  if (asked.action === 'sts:GetCallerIdentity') return undefined
  const request = { ...asked, context: new Map([...principalKeys(world, caller), ...asked.context]) }
  const policies = policiesOf(world, caller)
  const allowed = policies === 'everything' || [policies, ...limitsOf(world, caller)].every((each) => allows(each, request))
  if (!isLeft(world, caller, request)) return ' with an explicit deny in a service control policy'
  return allowed ? undefined : ''
}

/** What narrows the policies of a caller: a session's own policy, a permissions boundary of the user or the role. */
function limitsOf(world: World, caller: Caller): readonly (readonly PolicyDocument[])[] {
  if (caller.kind !== 'role' && caller.kind !== 'user') return []
  const iam = iamOf(world.place(caller.accountId))
  const identity = caller.kind === 'role' ? iam.roles.get(caller.roleName.toLowerCase()) : iam.users.get(caller.userName.toLowerCase())
  const boundary = identity && boundaryOf(iam, identity)
  return [
    ...(caller.kind === 'role' && caller.policy !== undefined ? [[caller.policy]] : []),
    ...(boundary === undefined ? [] : [boundary]),
  ]
}

/** By what they are now: a role or a user that is gone, or was made anew, has no rights left. */
function policiesOf(world: World, caller: Exclude<Caller, { kind: 'principal' }>): readonly PolicyDocument[] | 'everything' {
  switch (caller.kind) {
    case 'operator':
    case 'service':
      return 'everything'
    case 'role': {
      const iam = iamOf(world.place(caller.accountId))
      const role = iam.roles.get(caller.roleName.toLowerCase())
      return role?.RoleId === caller.roleId ? [...role.Policies.values(), ...managed(iam, role.PolicyArns)] : []
    }
    case 'user': {
      const iam = iamOf(world.place(caller.accountId))
      const user = iam.users.get(caller.userName.toLowerCase())
      return user?.UserId === caller.userId ? policiesOfUser(iam, user) : []
    }
  }
}

/** By the permissions of a function. One that is not there refuses nobody: the operation says that it is not there. */
function isLetIn(world: World, { service, sourceAccount }: Extract<Caller, { kind: 'principal' }>, functionArn: string): boolean {
  const [, , , region, accountId] = functionArn.split(':')
  const permissions = functionsOf(world.place(accountId, region)).get(functionArn)?.permissions
  if (permissions === undefined) return true
  return [...permissions.values()].some(
    (each) =>
      each.principal === service &&
      each.action === 'lambda:InvokeFunction' &&
      (each.sourceAccount === undefined || each.sourceAccount === sourceAccount),
  )
}
