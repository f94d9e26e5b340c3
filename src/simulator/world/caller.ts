import type { Session, User } from '../iam/state.ts'

/** Who makes a call. Credentials that the account does not know belong to its operator, who may do everything. */
export type Caller =
  | { readonly kind: 'operator' }
  | ({ readonly kind: 'role' } & Session)
  | { readonly kind: 'user'; readonly user: User }
  /** An AWS service acting in the account by its service-linked role. */
  | { readonly kind: 'service'; readonly roleName: string; readonly sessionName: string }
  /** An AWS service as itself, by its principal. */
  | { readonly kind: 'principal'; readonly service: string }

export function callerArn(caller: Caller, accountId: string): string {
  switch (caller.kind) {
    case 'operator':
      return `arn:aws:sts::${accountId}:assumed-role/Operator/simulator`
    case 'role':
      return `arn:aws:sts::${accountId}:assumed-role/${caller.role.RoleName}/${caller.sessionName}`
    case 'user':
      return caller.user.Arn
    case 'principal':
      return caller.service
    case 'service':
      return `arn:aws:sts::${accountId}:assumed-role/${caller.roleName}/${caller.sessionName}`
  }
}
