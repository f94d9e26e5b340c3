import { allows } from '../policy/policy.ts'
import type { IamState, Role, Session } from '../iam/state.ts'

export type SessionCredentials = { readonly accessKeyId: string; readonly secret: string }

/** Credentials for a role. `within` says from which session they come, and what narrows them. */
export function openSession(
  iam: IamState,
  role: Role,
  sessionName: string,
  within?: Pick<Session, 'origin' | 'policy'>,
): SessionCredentials {
  const accessKeyId = iam.newId('ASIA')
  iam.sessions.set(accessKeyId, { role, sessionName, origin: within?.origin ?? accessKeyId, policy: within?.policy })
  return { accessKeyId, secret: iam.newSecret() }
}

/** On whose behalf a service assumes a role, as far as it says so. */
type Source = { readonly sourceAccount?: string; readonly sourceArn?: string }

/** Whether a role's trust policy lets an AWS service assume it. A condition on what the service does not say is not met. */
export function trusts(role: Role, servicePrincipal: string, source: Source): boolean {
  const context = new Map(Object.entries(source).map(([key, value]) => [`aws:${key}`.toLowerCase(), value]))
  return allows([role.AssumeRolePolicy], { action: 'sts:AssumeRole', resource: role.Arn, principal: servicePrincipal, context })
}

/** Whether a role's trust policy names another role (by its ARN, or the account). */
export function trustsRole(role: Role, { Arn }: Role, accountId: string): boolean {
  const context = new Map([['aws:principalarn', Arn]])
  const names = [Arn, `arn:aws:iam::${accountId}:root`, accountId]
  return names.some((principal) => allows([role.AssumeRolePolicy], { action: 'sts:AssumeRole', resource: role.Arn, principal, context }))
}
