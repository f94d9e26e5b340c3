import { allows } from '../policy/policy.ts'
import { callerArn, type Caller, type RoleSession } from '../world/caller.ts'
import type { Identity } from '../world/identity.ts'
import { randomText } from '../world/random.ts'
import type { Place } from '../world/world.ts'

type SessionCredentials = { readonly accessKeyId: string; readonly secret: string }

/** Credentials for a role. `origin` says from which session they come (a new one: undefined), `policy` what narrows them. */
export function openSession(
  { world, random }: Place,
  { trust: _, ...role }: Identity,
  sessionName: string,
  { origin, policy }: { readonly origin: string | undefined; readonly policy: RoleSession['policy'] },
): SessionCredentials {
  const accessKeyId = `ASIA${randomText(random, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 16)}`
  const secret = randomText(random, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/', 40)
  world.sessions.set(accessKeyId, { ...role, sessionName, origin: origin ?? accessKeyId, policy })
  return { accessKeyId, secret }
}

/** By the role's side; the caller's own policies were asked at the desk. An operator is trusted by its own account, and by roles that name that account. */
export function isTrusted(role: Identity, caller: Caller): boolean {
  switch (caller.kind) {
    case 'principal':
      return trustsService(role, caller)
    case 'service':
      return false
    case 'operator':
      return role.accountId === caller.accountId || trustsPrincipal(role, callerArn(caller), caller.accountId)
    case 'role':
      return trustsPrincipal(role, caller.roleArn, caller.accountId)
    case 'user':
      return trustsPrincipal(role, caller.arn, caller.accountId)
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

/** By an ARN, or by the account. */
function trustsPrincipal({ trust, roleArn }: Identity, arn: string, accountId: string): boolean {
  const context = new Map([['aws:principalarn', arn]])
  const names = [arn, `arn:aws:iam::${accountId}:root`, accountId]
  return names.some((principal) => allows([trust], { action: 'sts:AssumeRole', resource: roleArn, principal, context }))
}
