import { managed } from '../iam/managed-policies.ts'
import { boundaryOf, policiesOfUser } from '../iam/policies.ts'
import { iamOf, type IamState, type Role, type User } from '../iam/state.ts'
import { functionsOf } from '../lambda/functions.ts'
import { decide, type Context, type Request } from '../policy/policy.ts'
import type { PolicyDocument } from '../policy/policy-document.ts'
import type { Caller } from '../world/caller.ts'
import { principalKeys } from '../world/principal.ts'
import type { World } from '../world/world.ts'
import { controlsOf } from './organization-rights.ts'

type Asked = { readonly action: string; readonly resource: string; readonly context: Context }

/** Policies that speak of a caller; all of these kinds have to allow what it does. `arns`: the managed ones among them. */
type Layer = {
  readonly kind: 'service control policy' | 'identity-based policy' | 'permissions boundary' | 'session policy'
  readonly policies: readonly PolicyDocument[]
  readonly arns?: readonly string[]
}

/**
 * Why a caller may not do something, in AWS's words of it; undefined where it may. It may what its own policies let it do, and its organization's. Operators and AWS's
 * services by their roles may do everything by their own; a service as itself may do what the resource says (a function's permissions; a role's trust is read
 * where it is assumed).
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export function refusalOf(world: World, caller: Caller, asked: Asked): string | undefined {
  const { action } = asked
  if (caller.kind === 'principal')
    return action !== 'lambda:InvokeFunction' || isLetIn(world, caller, asked.resource)
      ? undefined
      : silence('resource-based policy', action)
  if (action === 'sts:GetCallerIdentity') return undefined
  const request = { ...asked, context: new Map([...principalKeys(world, caller), ...asked.context]) }
  const controls = controlsOf(world, caller).map((policies): Layer => ({ kind: 'service control policy', policies }))
  const decided = [...controls, ...ownLayers(world, caller)].map((layer) => ({ layer, decision: decide(layer.policies, request) }))
  const denied = decided.find(({ decision }) => decision === 'explicitDeny')
  if (denied !== undefined) return denial(denied.layer, iamOf(world.place(caller.accountId)), request)
  const silent = decided.find(({ decision }) => decision === 'implicitDeny')
  return silent && silence(silent.layer.kind, action)
}

const silence = (kind: string, action: string): string => `because no ${kind} allows the ${action} action`

function denial({ kind, arns = [] }: Layer, iam: IamState, request: Request): string {
  const arn = arns.find((each) => decide(managed(iam, [each]), request) === 'explicitDeny')
  return `with an explicit deny in ${kind.startsWith('i') ? 'an' : 'a'} ${kind}${arn === undefined ? '' : `: ${arn}`}`
}

/** The caller's own, and what narrows them: a permissions boundary of the user or the role, a session's own policy. Operators and AWS's services need none. */
function ownLayers(world: World, caller: Exclude<Caller, { kind: 'principal' }>): readonly Layer[] {
  if (caller.kind === 'operator' || caller.kind === 'service') return []
  const iam = iamOf(world.place(caller.accountId))
  const identity = identityOf(iam, caller)
  const boundary = identity && boundaryOf(iam, identity)
  return [
    { kind: 'identity-based policy', ...policiesOf(iam, identity) },
    ...(boundary === undefined
      ? []
      : [{ kind: 'permissions boundary' as const, policies: boundary, arns: [identity?.PermissionsBoundary ?? ''] }]),
    ...(caller.kind === 'role' && caller.policy !== undefined ? [{ kind: 'session policy' as const, policies: [caller.policy] }] : []),
  ]
}

/** As it is now: a role or a user that is gone, or was made anew, is another one. */
function identityOf(iam: IamState, caller: Extract<Caller, { kind: 'role' | 'user' }>): Role | User | undefined {
  const role = caller.kind === 'role' ? iam.roles.get(caller.roleName.toLowerCase()) : undefined
  const user = caller.kind === 'user' ? iam.users.get(caller.userName.toLowerCase()) : undefined
  if (caller.kind === 'role') return role?.RoleId === caller.roleId ? role : undefined
  return user?.UserId === caller.userId ? user : undefined
}

function policiesOf(iam: IamState, identity: Role | User | undefined): Pick<Layer, 'policies' | 'arns'> {
  if (identity === undefined) return { policies: [] }
  if ('RoleId' in identity)
    return { policies: [...identity.Policies.values(), ...managed(iam, identity.PolicyArns)], arns: [...identity.PolicyArns] }
  return {
    policies: policiesOfUser(iam, identity),
    arns: [identity, ...iam.groupsOf(identity)].flatMap(({ PolicyArns }) => [...PolicyArns]),
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
