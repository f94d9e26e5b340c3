import type { Credential } from './credential.ts'
import type { Instant } from './instant.ts'
import { judge, type Verdict } from './verdict.ts'

export type JudgedCredential = { readonly credential: Credential; readonly verdict: Verdict }

/** A credential that is in use for certain, though it was not read: `Password`, or a slot of the credential report (`Key 1`). */
export type ProvenCredential = { readonly name: string; readonly idleDaysAtMost: number }

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
