import type { Credential } from './credential.ts'
import type { Instant } from './instant.ts'
import { judge, type Verdict } from './verdict.ts'

export type JudgedCredential = { readonly credential: Credential; readonly verdict: Verdict }

/**
 * What is known of a credential that was not read, because it cannot be unused: `used` or `created` (with its user) so long ago at the most, or `inactive`. The
 * list of users is live, and knows all of a password's use; the credential report names keys by its two places, and something may have come since. `none-active`: there
 * is nothing to name.
 */
export type ProvenCredential =
  | { readonly kind: 'used' | 'created'; readonly name: string; readonly idleDaysAtMost: number; readonly by: 'list' | 'report' }
  | { readonly kind: 'inactive'; readonly name: string }
  | { readonly kind: 'none-active' }

/** A user's credentials, each with its verdict. One unused credential makes the user non-compliant (S3). */
export type UserVerdict = {
  readonly kind: 'compliant' | 'non-compliant'
  readonly credentials: readonly JudgedCredential[]
  readonly proven: readonly ProvenCredential[]
}

export function judgeUser(
  credentials: readonly Credential[],
  limitDays: number,
  now: Instant,
  proven: readonly ProvenCredential[] = [],
): UserVerdict {
  const judged = credentials.map((credential) => ({ credential, verdict: judge(credential, limitDays, now) }))
  const unused = judged.some(({ verdict }) => verdict.kind === 'unused')
  return { kind: unused ? 'non-compliant' : 'compliant', credentials: judged, proven }
}
