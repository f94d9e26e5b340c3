import { allows } from '../authorization/policy.ts'
import type { IamState, Role } from '../iam/state.ts'

export type SessionCredentials = { readonly accessKeyId: string; readonly secret: string }

export function openSession(iam: IamState, role: Role, sessionName: string): SessionCredentials {
  const accessKeyId = iam.newId('ASIA')
  iam.sessions.set(accessKeyId, { role, sessionName })
  return { accessKeyId, secret: iam.newSecret() }
}

/** Whether a role's trust policy lets an AWS service assume it on behalf of `sourceArn` in this account. */
export function trusts(role: Role, servicePrincipal: string, accountId: string, sourceArn: string): boolean {
  const context = new Map([
    ['aws:sourceaccount', accountId],
    ['aws:sourcearn', sourceArn],
  ])
  return allows([role.AssumeRolePolicy], { action: 'sts:AssumeRole', resource: role.Arn, principal: servicePrincipal, context })
}
