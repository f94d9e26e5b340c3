import type { PolicyDocument } from '../policy/policy-document.ts'

/** A role, as those see it who are to become it. */
export type Identity = {
  readonly accountId: string
  readonly roleArn: string
  readonly roleName: string
  readonly roleId: string
  /** Who may assume it. */
  readonly trust: PolicyDocument
}
