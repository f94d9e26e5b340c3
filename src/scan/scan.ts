import type { Entry } from '../exclusions/entry.ts'
import type { Seen, SeenReport } from '../findings/make.ts'
import type { Outcome, ReportedCredential, SeenUser } from '../findings/seen.ts'
import type { Finding, Found } from '../inventory/finding.ts'
import type { CredentialReport, Inventory, ListedUser } from '../inventory/inventory.ts'
import type { Instant } from '../judgement/instant.ts'
import type { UserLedger } from '../ledger/item.ts'
import { withTags, type Narrow } from './narrowed.ts'
import { openNarrowed } from './narrowed-survey.ts'
import { reportedCredentials } from './reported.ts'

/** What a scan goes by. */
export type Look = {
  readonly inventory: Inventory
  readonly entries: readonly Entry[]
  readonly limitDays: number
  readonly asOf: Instant
  /** Undefined where there is none. */
  readonly ledger: ReadonlyMap<string, UserLedger> | undefined
  readonly narrow: Narrow
  /** Without the credential report: every user is read. */
  readonly live: boolean
  readonly clock: () => Instant
  /** A cause that was thrown, in words. */
  readonly describe: (cause: unknown) => string
  /** Told as users are done. */
  readonly progress: (done: number, of: number) => void
}

/** Look at an account as the rule does, with no more calls than it makes. @throws Error where users or groups cannot be listed */
export async function scan(look: Look): Promise<Seen> {
  const { inventory, entries, limitDays, asOf, ledger, narrow, live } = look
  const listedAt = look.clock()
  const terms = { entries, limitDays, now: asOf, ledger: ledger ?? new Map(), outOfTime: new AbortController().signal }
  const { survey, everybody, subjects } = await openNarrowed(inventory, terms, { narrow, live })
  const found: Found[] = []
  for await (const each of survey.findings()) look.progress(found.push(each), survey.users)
  return {
    listedAt,
    report: live ? { kind: 'not-asked' } : seenReport(survey.report),
    users: seenUsers(found, everybody, survey.report, look),
    subjects: withTags(subjects, found),
    gone: found.filter(({ finding }) => finding.kind === 'gone').length,
    ledger,
  }
}

const seenReport = (report: CredentialReport): SeenReport =>
  report.kind === 'report' ? { kind: 'used', generated: report.generated } : report

function seenUsers(
  found: readonly Found[],
  everybody: readonly ListedUser[],
  report: CredentialReport,
  { asOf, ledger, describe }: Look,
): readonly SeenUser[] {
  const listed = new Map(everybody.map((user) => [user.userId, user]))
  const reportedOf = reportedCredentials(report, asOf)
  return found.flatMap(({ subject: { userName, userId, arn, path }, finding }) => {
    const user = listed.get(userId)
    const outcome = outcomeOf(finding, describe)
    if (outcome === undefined) return []
    return {
      userName,
      userId,
      arn,
      path,
      outcome,
      created: user?.created,
      ledger: ledger?.get(userId) ?? new Map(),
      ...credentialsOf(finding, user === undefined ? undefined : reportedOf(user)),
    }
  })
}

function outcomeOf(finding: Finding, describe: (cause: unknown) => string): Outcome | undefined {
  switch (finding.kind) {
    case 'gone':
      return undefined
    case 'unknown':
      return { kind: 'unknown', why: describe(finding.cause) }
    case 'excluded':
    case 'compliant':
    case 'non-compliant':
      return finding
  }
}

/** What was read, and of what was not the report's word: of somebody judged all that is proven by it, of anybody else all that it has. */
function credentialsOf(
  finding: Finding,
  reported: readonly ReportedCredential[] | undefined,
): Pick<SeenUser, 'read' | 'reported' | 'credentialsKnown'> {
  if (finding.kind !== 'compliant' && finding.kind !== 'non-compliant')
    return { read: [], reported: reported ?? [], credentialsKnown: reported !== undefined }
  const names = new Set(finding.proven.flatMap((each) => (each.kind === 'none-active' ? [] : [each.name])))
  return {
    read: finding.credentials.map(({ credential }) => credential),
    reported: (reported ?? []).filter(({ name }) => names.has(name)),
    credentialsKnown: true,
  }
}
