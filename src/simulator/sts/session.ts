import { allows } from '../policy/policy.ts'
import { callerArn, type Caller, type RoleSession } from '../world/caller.ts'
import type { Identity } from '../world/identity.ts'
import { principalArn, principalKeys } from '../world/principal.ts'
import { randomText } from '../world/random.ts'
import type { Place, World } from '../world/world.ts'

type SessionCredentials = { readonly accessKeyId: string; readonly secret: string }

/** Credentials for a role. `origin` says from which session they come (a new one: undefined), `policy` what narrows them. */
export function openSession(
  { world, random }: Place,
  { trust: _, ...role }: Identity,
  sessionName: string,
  { origin, policy, expires }: { readonly origin: string | undefined } & Pick<RoleSession, 'policy' | 'expires'>,
): SessionCredentials {
  const accessKeyId = `ASIA${randomText(random, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 16)}`
  const secret = randomText(random, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/', 40)
  world.sessions.add(accessKeyId, { ...role, sessionName, origin: origin ?? accessKeyId, policy, expires }, world.clock.now())
  return { accessKeyId, secret }
}

/** What a caller says of itself when it asks for a role. */
type Said = { readonly externalId: string | undefined; readonly hasMfa: boolean }

/** By the role's side; the caller's own policies were asked at the desk. An operator is trusted by its own account, and by roles that name that account. */
export function isTrusted(world: World, role: Identity, caller: Caller, said: Said): boolean {
  switch (caller.kind) {
    case 'principal':
      return trustsService(role, caller)
    case 'service':
      return false
    case 'operator':
      return role.accountId === caller.accountId || trustsPrincipal(world, role, caller, said)
    case 'role':
    case 'user':
      return trustsPrincipal(world, role, caller, said)
  }
}

/** A condition on what the service does not say is not met. */
function trustsService(
  { trust, roleArn }: Identity,
  { service, sourceAccount, sourceArn }: Extract<Caller, { kind: 'principal' }>,
): boolean {
  const said = Object.entries({ 'aws:sourceaccount': sourceAccount, 'aws:sourcearn': sourceArn })
  const context = new Map(said.flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const])))
  return allows([trust], { action: 'sts:AssumeRole', resource: roleArn, principal: service, context })
}

/** By an ARN, by the account, or as anybody; and by conditions on who it is, where in which organization, and the external id that it says. */
function trustsPrincipal(
  world: World,
  { trust, roleArn }: Identity,
  caller: Exclude<Caller, { kind: 'principal' }>,
  { externalId, hasMfa }: Said,
): boolean {
  const keys = [
    ...(externalId === undefined ? [] : [['sts:externalid', externalId] as const]),
    ...(hasMfa ? [['aws:multifactorauthpresent', 'true'] as const] : []),
  ]
  const context = new Map([...principalKeys(world, caller), ...keys])
  const names = [principalArn(caller), callerArn(caller), `arn:aws:iam::${caller.accountId}:root`, caller.accountId, '*']
  return names.some((principal) => allows([trust], { action: 'sts:AssumeRole', resource: roleArn, principal, context }))
}
