import type { Instant } from '../judgement/instant.ts'
import { isExpired, type Entry } from './entry.ts'
import { exclusionFor } from './exclusion.ts'
import { matches, type Subject } from './match.ts'

/** An entry, and whom it means. One that has expired protects none of them. */
export type Protection = { readonly entry: Entry; readonly isExpired: boolean; readonly means: readonly Subject[] }

export const protectionBy = (entry: Entry, everybody: readonly Subject[], now: Instant): Protection => ({
  entry,
  isExpired: isExpired(entry, now),
  means: everybody.filter((subject) => matches(entry, subject)),
})

/** Who is excluded by one list and by no means any more by another. */
export const losingProtection = (
  everybody: readonly Subject[],
  before: readonly Entry[],
  after: readonly Entry[],
  now: Instant,
): readonly Subject[] =>
  everybody.filter((subject) => exclusionFor(subject, before, now) !== undefined && exclusionFor(subject, after, now) === undefined)
