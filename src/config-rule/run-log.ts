import type { Entry } from '../exclusions/entry.ts'
import { exclusionByTag } from '../exclusions/exclusion-tag.ts'
import { review } from '../exclusions/review.ts'
import type { Instant } from '../judgement/instant.ts'
import { isExpired } from '../exclusions/entry.ts'
import { reasonsOf } from './evaluation.ts'
import type { Found } from './finding.ts'
import { log } from './log.ts'
import type { Settings } from './settings.ts'

/** One line a user: the verdict and its reasons. */
export function logUsers(found: readonly Found[], limitDays: number): void {
  for (const { subject, finding } of found) {
    const { userName, userId } = subject
    const line = { message: 'user', userName, userId, verdict: finding.kind, reasons: reasonsOf(finding, limitDays) }
    if (finding.kind === 'unknown') log.error(line)
    else log.info(line)
  }
}

/** A line for each exclusion that protects no one, or not as its author meant. */
export function logExclusions(found: readonly Found[], entries: readonly Entry[], now: Instant): void {
  const subjects = found.map(({ subject }) => subject)
  const tagsUnread = found.some(({ finding }) => finding.kind === 'unknown')
  const { expired, unmatched } = review(entries, subjects, now)
  for (const { text, until } of expired)
    log.warn({ message: 'This exclusion has expired and protects nobody.', entry: text, until: until?.date })
  for (const { text, selector } of unmatched)
    if (selector.kind !== 'tag' || !tagsUnread) log.warn({ message: 'This exclusion matches nobody. Is it misspelt?', entry: text })
  for (const { userName, tags } of subjects) {
    const tag = exclusionByTag(tags)
    if (tag?.fault !== undefined)
      log.warn({ message: 'This exclusion tag protects without end: its date cannot be read.', userName, fault: tag.fault })
    if (tag !== undefined && isExpired(tag, now)) log.warn({ message: 'This exclusion tag has expired.', userName, until: tag.until?.date })
  }
}

export function logSummary(found: readonly Found[], { limitDays }: Settings): void {
  const count = (kind: Found['finding']['kind']): number => found.filter(({ finding }) => finding.kind === kind).length
  log.info({
    message: 'summary',
    users: found.length,
    compliant: count('compliant'),
    nonCompliant: count('non-compliant'),
    excluded: count('excluded'),
    unknown: count('unknown'),
    gone: count('gone'),
    limitDays,
  })
}
