import type { Instant } from '../judgement/instant.ts'
import { isExpired, type Entry } from './entry.ts'

/** What has come of an entry. `tag-unseen`: tags are read only of who has unused credentials, so nothing follows from it. */
export type Standing = 'expired' | 'matched' | 'tag-unseen' | 'unmatched'

/** @param matched the entries that have met somebody */
export function standingOf(entry: Entry, matched: ReadonlySet<Entry>, now: Instant): Standing {
  if (isExpired(entry, now)) return 'expired'
  if (matched.has(entry)) return 'matched'
  return entry.selector.kind === 'tag' ? 'tag-unseen' : 'unmatched'
}

/** What is said of an entry that protects nobody; nothing of one that does. */
export const DEAD: Readonly<Record<Standing, string>> = {
  matched: '',
  expired: 'This exclusion has expired and protects nobody.',
  'tag-unseen': 'This exclusion protects nobody at present: no user with unused credentials carries the tag.',
  unmatched: 'This exclusion matches nobody. Is it misspelt?',
}
