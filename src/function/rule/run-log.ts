import { isExpired } from '../../exclusions/entry.ts'
import { DEAD } from '../../exclusions/standing.ts'
import type { Found } from '../../inventory/finding.ts'
import type { Survey } from '../../inventory/survey.ts'
import { isoTime, type Instant } from '../../judgement/instant.ts'
import type { Told } from '../tell.ts'
import { reasonsOf } from './evaluation.ts'
import { log } from '../log.ts'
import type { Settings } from '../settings.ts'
import type { Tally } from './tally.ts'

/** Where the verdicts come from: the credential report, and live reads for so many users; or live reads for all, and why. */
export function logReport({ report, users, candidates }: Survey): void {
  if (report.kind === 'report')
    log.info({ message: 'credential report', generated: isoTime(report.generated), users, readLive: candidates })
  else log.warn({ message: 'There is no credential report to go by: every user is read live.', why: report.why, users })
}

/** One line a user: the verdict and its reasons. */
export function logUser({ subject, finding }: Found, limitDays: number): void {
  const { userName, userId } = subject
  const line = { message: 'user', userName, userId, verdict: finding.kind, reasons: reasonsOf(finding, limitDays) }
  if (finding.kind === 'unknown') log.error(line)
  else log.info(line)
}

/** A line for each exclusion that protects no one, or not as its author meant. */
export function logExclusions(tally: Tally, now: Instant): void {
  for (const entry of tally.entries) {
    const { list, text, until } = entry
    const standing = tally.standing(entry, now)
    const line = { message: DEAD[standing], list, entry: text, until: until?.date }
    if (standing === 'tag-unseen') log.info(line)
    else if (DEAD[standing] !== '') log.warn(line)
  }
  for (const { userName, tag } of tally.tags) {
    if (tag.fault !== undefined)
      log.warn({ message: 'This exclusion tag protects without end: its date cannot be read.', userName, fault: tag.fault })
    if (isExpired(tag, now)) log.warn({ message: 'This exclusion tag has expired.', userName, until: tag.until?.date })
  }
}

/** `now` tells when the run began, whenever this is written; `release` names the package's version and the function's code, so that a line of the log tells what wrote it. */
export function logSummary(tally: Tally, { limitDays, release }: Settings, now: Instant, told: Told): void {
  log.info({
    message: 'summary',
    now: isoTime(now),
    users: tally.total(),
    compliant: tally.count('compliant'),
    nonCompliant: tally.count('non-compliant'),
    excluded: tally.count('excluded'),
    unknown: tally.count('unknown'),
    gone: tally.count('gone'),
    limitDays,
    told: typeof told === 'object' ? told.why : told,
    release,
  })
}
