import type { Instant } from '../judgement/instant.ts'
import { isExpired, type Entry } from './entry.ts'

/**
 * What has come of an entry. `tag-unseen`: tags are read only of who has unused credentials, so nothing follows from it. `elsewhere`: an entry of the shared list that
 * meets nobody here may meet somebody in another account.
 */
export type Standing = 'expired' | 'matched' | 'tag-unseen' | 'unmatched' | 'elsewhere'

/** @param matched the entries that have met somebody */
export function standingOf(entry: Entry, matched: ReadonlySet<Entry>, now: Instant): Standing {
  if (isExpired(entry, now)) return 'expired'
  if (matched.has(entry)) return 'matched'
  if (entry.list === 'shared') return 'elsewhere'
  return entry.selector.kind === 'tag' ? 'tag-unseen' : 'unmatched'
}

/** What is said of an entry that protects nobody; nothing of one that does, or may. */
export const DEAD: Readonly<Record<Standing, string>> = {
  matched: '',
  elsewhere: '',
  expired: 'This exclusion has expired and protects nobody.',
  'tag-unseen': 'This exclusion protects nobody at present: no user with unused credentials carries the tag.',
  unmatched: 'This exclusion matches nobody. Is it misspelt?',
}
