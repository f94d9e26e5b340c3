import type { LastUse } from '../judgement/credential.ts'
import { daysBetween, instant, type Instant } from '../judgement/instant.ts'
import type { ProvenCredential } from '../judgement/user-verdict.ts'
import type { ReportedKey, ReportedUser } from './credential-report.ts'
import type { ListedUser } from './inventory.ts'

/**
 * What can be said of a user without reading its credentials. `proven` ones are in use, whatever happened since the report; a kind of
 * credential that is `open` must be read live. What is neither is absent or inactive by the report, or younger than the limit.
 */
export type Proof = {
  readonly password: 'settled' | 'open'
  readonly accessKeys: 'settled' | 'open'
  readonly proven: readonly ProvenCredential[]
}

export const NOTHING_PROVEN: Proof = { password: 'open', accessKeys: 'open', proven: [] }

/** IAM may show a change a while after it was made; a report may lack what was made shortly before it. */
const REPORT_LAG_MS = 3_600_000

/**
 * What a report of `generated` proves at `now`. It is sound because signs of life only ever move forward:
 * - a credential that was active then has been used since at the latest as the report says, so its idle days are at most these;
 * - one that did not exist then is younger than the report, which must itself be younger than the limit;
 * - the user's creation bounds that of every credential (the report's own dates of change may be later than the creation that counts).
 * Not covered, and found at the next run: a key that was inactive then and has been switched on since.
 */
export function prove(
  user: ListedUser,
  row: ReportedUser | undefined,
  generated: Instant,
  { limitDays, now }: { readonly limitDays: number; readonly now: Instant },
): Proof {
  if (row === undefined || !isSameUser(user, row) || reportIsTooOld()) return NOTHING_PROVEN
  const password = provePassword(row)
  const keys = row.keys.map((key, index) => proveKey(key, reportedKeyName(index)))
  const kept = (found: readonly Finding[]): readonly ProvenCredential[] => found.filter((each) => typeof each === 'object')
  const accessKeys = keys.includes('open') ? 'open' : 'settled'
  return {
    password: password === 'open' ? 'open' : 'settled',
    accessKeys,
    proven: [...kept([password]), ...(accessKeys === 'open' ? [] : kept(keys))],
  }

  function reportIsTooOld(): boolean {
    return daysBetween(instant(generated - REPORT_LAG_MS), now) >= limitDays
  }

  /** The list of users is live, and has the password's last use. */
  function provePassword({ passwordEnabled }: ReportedUser): Finding {
    if (passwordEnabled === 'no') return undefined
    return passwordEnabled === 'unreadable' ? 'open' : inUse('Password', user.passwordLastUse, 'list')
  }

  function proveKey({ active, changed, lastUse }: ReportedKey, name: string): Finding {
    if (active === 'no' && changed === 'none') return undefined
    // One of which nobody knows whether it is there is neither absent nor inactive.
    if (active === 'no') return changed === 'unreadable' ? 'open' : { kind: 'inactive', name }
    return active === 'unreadable' || lastUse.kind === 'unreadable' ? 'open' : inUse(name, lastUse, 'report')
  }

  function inUse(name: string, lastUse: LastUse, by: 'list' | 'report'): Finding {
    const last = instant(Math.max(user.created, lastUse.kind === 'at' ? lastUse.instant : user.created))
    const idleDaysAtMost = daysBetween(last, now)
    return idleDaysAtMost >= limitDays ? 'open' : { kind: last > user.created ? 'used' : 'created', name, idleDaysAtMost, by }
  }
}

/** `undefined`: there is nothing to say. */
type Finding = ProvenCredential | 'open' | undefined

/** How a key of the report is called, by its place: ids are not in it. */
export const reportedKeyName = (index: number): string => `Key ${index + 1} of the credential report`

/** A name may have passed to another user since: the row speaks of this one only if all agree. The report has whole seconds. */
export const isSameUser = ({ arn, created }: ListedUser, row: ReportedUser): boolean =>
  row.arn === arn && row.created !== undefined && Math.floor(row.created / 1000) === Math.floor(created / 1000)
