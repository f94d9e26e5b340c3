import type { Role } from '../iam/state.ts'
import { allows } from '../policy/policy.ts'
import type { RoleSession } from '../world/caller.ts'
import { randomText } from '../world/random.ts'
import type { Place } from '../world/world.ts'

export type SessionCredentials = { readonly accessKeyId: string; readonly secret: string }

/** A role as somebody who has assumed it. */
export const sessionOf = (
  accountId: string,
  { Arn, RoleName, RoleId }: Role,
  sessionName: string,
  rest: Pick<RoleSession, 'origin' | 'policy'>,
): RoleSession => ({
  accountId,
  roleArn: Arn,
  roleName: RoleName,
  roleId: RoleId,
  sessionName,
  ...rest,
})

/** Credentials for a role. `within` says from which session they come (a new one: undefined), and what narrows them. */
export function openSession(
  { world, random }: Place,
  accountId: string,
  role: Role,
  sessionName: string,
  { origin, policy }: { readonly origin: string | undefined; readonly policy: RoleSession['policy'] },
): SessionCredentials {
  const accessKeyId = `ASIA${randomText(random, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 16)}`
  const secret = randomText(random, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/', 40)
  world.sessions.set(accessKeyId, sessionOf(accountId, role, sessionName, { origin: origin ?? accessKeyId, policy }))
  return { accessKeyId, secret }
}

/** On whose behalf a service assumes a role, as far as it says so. */
type Source = { readonly sourceAccount?: string; readonly sourceArn?: string }

/** Whether a role's trust policy lets an AWS service assume it. A condition on what the service does not say is not met. */
export function trusts(role: Role, servicePrincipal: string, source: Source): boolean {
  const context = new Map(Object.entries(source).map(([key, value]) => [`aws:${key}`.toLowerCase(), value]))
  return allows([role.AssumeRolePolicy], { action: 'sts:AssumeRole', resource: role.Arn, principal: servicePrincipal, context })
}

/** Whether a role's trust policy names somebody: by an ARN, or by the account. */
export function trustsPrincipal(role: Role, arn: string, accountId: string): boolean {
  const context = new Map([['aws:principalarn', arn]])
  const names = [arn, `arn:aws:iam::${accountId}:root`, accountId]
  return names.some((principal) => allows([role.AssumeRolePolicy], { action: 'sts:AssumeRole', resource: role.Arn, principal, context }))
}
