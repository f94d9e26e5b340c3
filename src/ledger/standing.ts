import { instant, type Instant } from '../judgement/instant.ts'
import type { EventKind, LedgerEvent } from './event.ts'

/** Where a credential stands: its latest event, acts that are known not to have been done left out. */
export type Standing = EventKind | 'untouched'

type Events = readonly LedgerEvent[]

/** IAM may show for a while what was, not what is; and clocks of those who write and of those who read may differ by hours. It is less than from one run of the rule to the next. */
const LAG_MS = 64_800_000

export const standing = (events: Events): Standing => done(events).at(-1)?.kind ?? 'untouched'

/** Nothing that was begun goes on after a day. */
export const LONGEST_ACT_MS = 86_400_000

/**
 * Whether a credential that lets nobody in was taken by this product, and is to be given back (S12): revoked, or begun to be revoked or restored by somebody who did not
 * come to the end; also where it was given back while a revocation was still open, which may have come after. What somebody else switched off is not.
 */
export const isRestorable = (events: Events): boolean =>
  ['revoking', 'revoked', 'restoring'].includes(standing(events)) || mayHaveComeAfter(events)

/** A revocation that was closed after the latest restore was begun; or was begun within a day before it, and that nobody closed. */
function mayHaveComeAfter(events: Events): boolean {
  const all = done(events)
  const begun = all.findLastIndex(({ kind }) => kind === 'restoring')
  const given = all[begun]
  if (given === undefined) return false
  const isOpen = openActs(events).some(({ kind, at }) => kind === 'revoking' && given.at - at < LONGEST_ACT_MS)
  return isOpen || all.slice(begun).some(({ kind }) => kind === 'revoked')
}

/**
 * From when a live credential counts, as far as the ledger knows (S1): the latest restore, or what was seen live again; now for one that is called revoked, since
 * somebody switched it on.
 */
export function restartOf(events: Events, now: Instant): Instant | undefined {
  if (standing(events) === 'revoked') return now
  const given = done(events).filter(({ kind }) => !kind.startsWith('revok'))
  return given.length === 0 ? undefined : instant(Math.max(...given.map(({ at }) => at)))
}

/** Whether it is to be written that a live credential was switched on by hand: it is called revoked, and has been for longer than anybody may be shown what was. */
export function isNewlyLive(events: Events, now: Instant): boolean {
  const last = done(events).at(-1)
  return last?.kind === 'revoked' && now - last.at > LAG_MS
}

/** Acts that were begun and of which nobody has written what came of them: somebody is at work, or died at it. */
export const openActs = (events: Events): Events =>
  events.filter(({ id, kind }) => kind.endsWith('ing') && !events.some((other) => other.id === id && other.kind !== kind))

function done(events: Events): Events {
  const undone = events.filter(({ kind }) => kind.startsWith('not-')).map(({ id }) => id)
  return events.filter(({ id }) => !undone.includes(id))
}
