import type { Line } from './log-lines.ts'
import type { DeadExclusion } from './rehearsal.ts'

/** The entries of the exclusion list that protect nobody, as the rule's log tells them. */
export const deadExclusions = (lines: readonly Line[]): readonly DeadExclusion[] =>
  lines.flatMap(({ entry, message }) => (typeof entry === 'string' ? [{ entry, why: String(message) }] : []))
