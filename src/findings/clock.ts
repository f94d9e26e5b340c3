import { clockStart } from '../judgement/verdict.ts'
import type { Credential } from '../judgement/credential.ts'
import { daysBetween, instant, isoTime, plusDays, type Instant } from '../judgement/instant.ts'
import type { UserLedger } from '../ledger/item.ts'
import { standing } from '../ledger/standing.ts'
import type { ClockFinding } from './findings.ts'
import type { Judged, ReportedCredential, SeenUser } from './seen.ts'

type Start = Pick<ClockFinding, 'is' | 'exact'> & { readonly at: Instant }

const running = ({ at, is, exact }: Start, { limitDays, asOf }: Judged): ClockFinding => ({
  start: isoTime(at),
  is,
  exact,
  idleDays: daysBetween(at, asOf),
  due: isoTime(plusDays(at, limitDays)),
})

/** The clock of a credential that was read, with what the ledger says of it (S1). */
export function clockOf(credential: Credential, id: string, ledger: UserLedger, judged: Judged): ClockFinding {
  const at = clockStart(credential)
  return running({ at, is: whatStarted(credential, at, id, ledger), exact: ledger.get(id)?.kind !== 'unreadable' }, judged)
}

function whatStarted({ lastUse, restored }: Credential, start: Instant, id: string, ledger: UserLedger): ClockFinding['is'] {
  if (lastUse.kind === 'at' && lastUse.instant === start) return 'last-use'
  if (restored !== start) return 'creation'
  const item = ledger.get(id)
  const events = item?.kind === 'item' ? item.events : []
  const isByHand = standing(events) === 'revoked' || events.some(({ kind, at }) => kind === 'seen-live-again' && at === restored)
  return isByHand ? 'seen-live-again' : 'restore'
}

/**
 * The clock of a credential that the report alone knows. It was made at or after its user was, and no later than it was changed last: only a use after that start is exact.
 * @returns undefined where not even that can be told
 */
export function reportedClock(
  { lastUse, changed }: ReportedCredential,
  { created, ledger }: SeenUser,
  judged: Judged,
): ClockFinding | undefined {
  if (created === undefined || lastUse.kind === 'unreadable') return undefined
  const used = lastUse.kind === 'at' && lastUse.instant > created ? lastUse.instant : undefined
  // What was restored or seen live again is known by key id, and the report has none.
  const isExact = used !== undefined && changed !== undefined && used >= changed && ledger.size === 0
  return running({ at: used ?? created, is: used === undefined ? 'user-creation' : 'last-use', exact: isExact }, judged)
}

/** The latest moment at which the clock of a reported credential may have started. */
export const latestStart = (clock: ClockFinding, { changed }: ReportedCredential): Instant =>
  instant(Math.max(instant(clock.start), changed ?? 0))
