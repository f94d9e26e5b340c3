import { credentialId, type Credential, type LastUse } from '../judgement/credential.ts'
import { daysBetween, instant, isoTime, plusDays } from '../judgement/instant.ts'
import { credentialName, reasons } from '../judgement/reasons.ts'
import { judge } from '../judgement/verdict.ts'
import { restarted } from '../ledger/clock-start.ts'
import { plain } from '../text/plain.ts'
import { clockOf, latestStart, reportedClock } from './clock.ts'
import type { ClockFinding, CredentialFinding } from './findings.ts'
import type { Judged, Outcome, ReportedCredential, SeenUser } from './seen.ts'

/** What is to be said of a credential that was read from IAM. */
export function readCredential(read: Credential, { userId, ledger, outcome }: SeenUser, judged: Judged): CredentialFinding {
  const id = credentialId(read)
  const credential = ledger.get(id)?.kind === 'unreadable' ? read : restarted(read, userId, ledger, judged.asOf)
  const verdict = judge(credential, judged.limitDays, judged.asOf)
  const [reason = ''] = reasons({ kind: 'compliant', credentials: [{ credential, verdict }], proven: [] }, judged.limitDays)
  const isInactive = verdict.kind === 'inactive'
  const clock = isInactive ? {} : { clock: clockOf(credential, id, ledger, judged) }
  return {
    kind: read.kind,
    id: plain(id),
    name: plain(credentialName(credential)),
    from: 'iam',
    status: isInactive ? 'inactive' : 'active',
    created: isoTime(read.created),
    lastUse: isInactive ? { kind: 'not-read' } : useOf(read.lastUse),
    ...clock,
    verdict: verdict.kind,
    standing: standingOf(verdict.kind, clock.clock, outcome, judged),
    reason: plain(reason),
  }
}

/** What is to be said of a credential that the report alone knows. */
export function reportedCredential(reported: ReportedCredential, user: SeenUser, judged: Judged): CredentialFinding {
  const { kind, id, name, status, changed, lastUse } = reported
  const clock = status === 'active' ? reportedClock(reported, user, judged) : undefined
  const verdict = reportedVerdict(reported, clock, judged)
  return {
    kind,
    id,
    name,
    from: 'report',
    status,
    ...(changed === undefined ? {} : { changed: isoTime(changed) }),
    lastUse: status === 'inactive' && lastUse.kind === 'never' ? { kind: 'not-read' } : useOf(lastUse),
    ...(clock === undefined ? {} : { clock }),
    verdict,
    standing: standingOf(verdict, clock, user.outcome, judged),
    reason: reportedReason(reported, clock),
  }
}

/** By the report a credential is unused or in use only where it is, whenever its clock started. */
function reportedVerdict(
  reported: ReportedCredential,
  clock: ClockFinding | undefined,
  { limitDays, asOf }: Judged,
): CredentialFinding['verdict'] {
  if (reported.status === 'inactive') return 'inactive'
  if (clock === undefined) return 'unknown'
  if (clock.idleDays < limitDays) return 'in-use'
  return daysBetween(latestStart(clock, reported), asOf) >= limitDays ? 'unused' : 'unknown'
}

function reportedReason({ name, status }: ReportedCredential, clock: ClockFinding | undefined): string {
  if (status === 'inactive') return `${name} inactive.`
  if (clock === undefined) return `${name} cannot be told from the credential report.`
  const days = `${clock.exact || clock.idleDays === 0 ? '' : 'at most '}${clock.idleDays} ${clock.idleDays === 1 ? 'day' : 'days'} ago`
  return clock.is === 'last-use'
    ? `${name} last used ${days}, by the credential report.`
    : `${name} not known to be used, created ${days}, by the credential report.`
}

function standingOf(
  verdict: CredentialFinding['verdict'],
  clock: ClockFinding | undefined,
  outcome: Outcome,
  { dueWithinDays, asOf }: Judged,
): CredentialFinding['standing'] {
  if (verdict === 'inactive') return 'inactive'
  if (outcome.kind === 'excluded') return 'excluded'
  if (outcome.kind === 'unknown') return 'unknown'
  const isDueSoon = verdict === 'in-use' && clock !== undefined && instant(clock.due) <= plusDays(asOf, dueWithinDays)
  return isDueSoon ? 'due-soon' : verdict
}

const NOTHING = new Set(['', 'N/A'])

function useOf(lastUse: LastUse | { readonly kind: 'unreadable' }): CredentialFinding['lastUse'] {
  if (lastUse.kind === 'never') return { kind: 'never' }
  if (lastUse.kind === 'unreadable') return { kind: 'not-read' }
  const { service = '', region = '' } = lastUse
  return {
    kind: 'at',
    at: isoTime(lastUse.instant),
    ...(NOTHING.has(service) ? {} : { service: plain(service) }),
    ...(NOTHING.has(region) ? {} : { region: plain(region) }),
  }
}
