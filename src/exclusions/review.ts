import type { Instant } from '../judgement/instant.ts'
import { isExpired, type Entry } from './entry.ts'
import { matches, type Subject } from './match.ts'

/** Entries that protect no one: their time is over, or nobody is meant by them (a typo). */
export type Review = { readonly expired: readonly Entry[]; readonly unmatched: readonly Entry[] }

export function review(entries: readonly Entry[], subjects: readonly Subject[], now: Instant): Review {
  const expired = entries.filter((entry) => isExpired(entry, now))
  const inForce = entries.filter((entry) => !isExpired(entry, now))
  return { expired, unmatched: inForce.filter((entry) => !subjects.some((subject) => matches(entry, subject))) }
}
