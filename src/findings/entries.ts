import type { Entry } from '../exclusions/entry.ts'
import { matches, type Subject } from '../exclusions/match.ts'
import { DEAD, standingOf } from '../exclusions/standing.ts'
import type { Instant } from '../judgement/instant.ts'
import { plain } from '../text/plain.ts'
import type { EntryFinding } from './findings.ts'
import { termsOf } from './user.ts'

/** What came of each entry of the list, among these users. */
export const entryFindings = (entries: readonly Entry[], subjects: readonly Subject[], asOf: Instant): readonly EntryFinding[] =>
  entries.map((entry) => {
    const met = subjects.filter((subject) => matches(entry, subject)).map(({ userName }) => plain(userName))
    const standing = standingOf(entry, new Set(met.length === 0 ? [] : [entry]), asOf)
    return {
      list: entry.list,
      selector: plain(entry.text),
      ...termsOf(entry),
      standing,
      protects: standing === 'matched' ? met : [],
      says: DEAD[standing],
    }
  })
