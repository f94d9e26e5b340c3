import type { Credential } from './credential.ts'
import { daysBetween, type Instant } from './instant.ts'

/** What one credential is found to be. `inactive` is not judged (S2). */
export type Verdict =
  | { readonly kind: 'unused'; readonly idleDays: number }
  | { readonly kind: 'in-use'; readonly idleDays: number }
  | { readonly kind: 'inactive' }

/** Decide one credential's fate. Pure, total, and the only place where the rule is written (S1, S2). */
export function judge(credential: Credential, limitDays: number, now: Instant): Verdict {
  if (credential.kind === 'access-key' && credential.status === 'inactive') return { kind: 'inactive' }
  const idleDays = daysBetween(clockStart(credential), now)
  return { kind: idleDays >= limitDays ? 'unused' : 'in-use', idleDays }
}

/** The moment from which idle days count: the latest of last use, creation and recorded restore (S1). */
export function clockStart({ created, lastUse, restored }: Credential): Instant {
  const starts = [created, ...(lastUse.kind === 'at' ? [lastUse.instant] : []), ...(restored === undefined ? [] : [restored])]
  return starts.reduce((latest, start) => (start > latest ? start : latest))
}
