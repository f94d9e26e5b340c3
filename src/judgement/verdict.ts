import { isLive, type Credential } from './credential.ts'
import { daysBetween, instant, type Instant } from './instant.ts'

/** What one credential is found to be. `inactive` is not judged (S2). */
export type Verdict =
  | { readonly kind: 'unused'; readonly idleDays: number }
  | { readonly kind: 'in-use'; readonly idleDays: number }
  | { readonly kind: 'inactive' }

/** Decide one credential's fate. Pure, total, and the only place where the rule is written (S1, S2). */
export function judge(credential: Credential, limitDays: number, now: Instant): Verdict {
  if (!isLive(credential)) return { kind: 'inactive' }
  const idleDays = daysBetween(clockStart(credential), now)
  return { kind: idleDays >= limitDays ? 'unused' : 'in-use', idleDays }
}

/** The moment from which idle days count: the latest of last use, creation and recorded restore (S1). */
export const clockStart = ({ created, lastUse, restored }: Credential): Instant =>
  instant(Math.max(created, lastUse.kind === 'at' ? lastUse.instant : created, restored ?? created))
