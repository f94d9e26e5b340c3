import type { PolicyDocument } from '../policy/policy-document.ts'

/** A role that somebody has assumed. */
export type RoleSession = {
  readonly accountId: string
  readonly roleArn: string
  readonly roleName: string
  readonly roleId: string
  readonly sessionName: string
  /** What the session goes back to: the access key id that a function was started with. */
  readonly origin: string
  /** From then on its calls are refused; undefined for AWS's services, which renew theirs. */
  readonly expires: Date | undefined
  /** Narrows what the role allows. */
  readonly policy: PolicyDocument | undefined
}

/** Who makes a call, and of which account. Credentials that no account knows belong to its operator, who may do everything. */
export type Caller =
  | { readonly kind: 'operator'; readonly accountId: string }
  | ({ readonly kind: 'role' } & RoleSession)
  | { readonly kind: 'user'; readonly accountId: string; readonly userName: string; readonly userId: string; readonly arn: string }
  /** An AWS service acting in the account by its service-linked role. */
  | { readonly kind: 'service'; readonly accountId: string; readonly roleName: string; readonly sessionName: string }
  /** An AWS service as itself, by its principal; on whose behalf, as far as it says so. */
  | { readonly kind: 'principal'; readonly service: string; readonly sourceAccount?: string; readonly sourceArn?: string }

export function callerArn(caller: Caller): string {
  switch (caller.kind) {
    case 'operator':
      return `arn:aws:sts::${caller.accountId}:assumed-role/Operator/simulator`
    case 'role':
    case 'service':
      return `arn:aws:sts::${caller.accountId}:assumed-role/${caller.roleName}/${caller.sessionName}`
    case 'user':
      return caller.arn
    case 'principal':
      return caller.service
  }
}
