import type { Entry } from '../exclusions/entry.ts'
import type { Subject } from '../exclusions/match.ts'
import type { Seen, SeenReport } from '../findings/make.ts'
import type { Outcome, ReportedCredential, SeenUser } from '../findings/seen.ts'
import type { Finding, Found } from '../inventory/finding.ts'
import type { CredentialReport, Inventory, ListedUser, UnreadUser } from '../inventory/inventory.ts'
import { openSurvey, readGroups } from '../inventory/survey.ts'
import type { Instant } from '../judgement/instant.ts'
import type { UserLedger } from '../ledger/item.ts'
import { collect } from '../stream/map-concurrently.ts'
import { chosen, mayBeChosen, untagged, type Narrow } from './narrowed.ts'
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
  const { inventory, entries, limitDays, asOf, narrow } = look
  const listedAt = look.clock()
  const report: Promise<CredentialReport> = look.live
    ? Promise.resolve({ kind: 'unavailable', why: 'it was not asked for' })
    : inventory.credentialReport()
  const membersOf = once((name) => inventory.membersOf(name))
  const unread: UnreadUser[] = []
  const [everybody, groupsOf] = await Promise.all([
    collect(inventory.users((user) => unread.push(user))),
    readGroups({ ...inventory, membersOf }, [...entries, ...narrow.flat()]),
  ])
  const meant = await chosen(everybody, narrow, groupsOf, inventory)
  const unreadMeant = unread.filter((user) => mayBeChosen(untagged(user, new Set()), narrow))
  const survey = await openSurvey(
    { ...inventory, membersOf, credentialReport: () => report, users: (tell) => again(meant, unreadMeant, tell) },
    { entries, limitDays, now: asOf, ledger: look.ledger ?? new Map(), outOfTime: new AbortController().signal },
  )
  const found: Found[] = []
  for await (const each of survey.findings()) look.progress(found.push(each), survey.users)
  return {
    listedAt,
    report: look.live ? { kind: 'not-asked' } : seenReport(survey.report),
    users: seenUsers(found, everybody, survey.report, look),
    subjects: subjectsOf(
      [...unread.map((user) => untagged(user, new Set())), ...everybody.map((user) => untagged(user, groupsOf(user)))],
      found,
    ),
    gone: found.filter(({ finding }) => finding.kind === 'gone').length,
    ledger: look.ledger,
  }
}

const seenReport = (report: CredentialReport): SeenReport =>
  report.kind === 'report' ? { kind: 'used', generated: report.generated } : report

/** Each group is read once, whoever asks. */
function once(read: Inventory['membersOf']): Inventory['membersOf'] {
  const known = new Map<string, ReturnType<typeof read>>()
  return (name) => {
    const members = known.get(name) ?? read(name)
    known.set(name, members)
    return members
  }
}

async function* again(
  users: readonly ListedUser[],
  unread: readonly UnreadUser[],
  tell: (user: UnreadUser) => void = () => undefined,
): AsyncIterable<ListedUser> {
  for (const user of unread) tell(user)
  yield* users
}

/** Everybody, with the tags that were read. */
function subjectsOf(all: readonly Subject[], found: readonly Found[]): readonly Subject[] {
  const tags = new Map(found.map(({ subject }) => [subject.userId, subject.tags]))
  return all.map((subject) => ({ ...subject, tags: tags.get(subject.userId) ?? subject.tags }))
}

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
