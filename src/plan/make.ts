import { describeExclusion } from '../exclusions/exclusion.ts'
import type { Entry } from '../exclusions/entry.ts'
import { matches, type Subject } from '../exclusions/match.ts'
import { DEAD, standingOf } from '../exclusions/standing.ts'
import type { Found } from '../inventory/finding.ts'
import type { ListedUser } from '../inventory/inventory.ts'
import { credentialId, type Credential } from '../judgement/credential.ts'
import { isoTime, type Instant } from '../judgement/instant.ts'
import { clockStart } from '../judgement/verdict.ts'
import { claimWayIn, type WaysIn } from '../revocation/claim-way-in.ts'
import { plain } from '../text/plain.ts'
import { clockIs } from './clock-is.ts'
import { sealed, type Plan, type PlanItem } from './plan.ts'

/** What a plan says of its own making. */
export type Made = Pick<
  Plan,
  'accountId' | 'limitDays' | 'region' | 'exclusionParameter' | 'exclusionList' | 'sharedExclusions' | 'caller' | 'toolVersion'
> & {
  readonly narrowedTo: readonly string[]
  readonly alias: string | undefined
  readonly endpoint: string | undefined
  /** So many users at most, the longest idle first; undefined for all. */
  readonly limit: number | undefined
  readonly now: Instant
  /** As of when it was judged. */
  readonly asOf: Instant
  readonly entries: readonly Entry[]
}

/** What a plan is made from. */
export type Sources = {
  readonly found: readonly Found[]
  readonly listed: readonly ListedUser[]
  /** Everybody in the account with groups, and with the tags that were read, whoever the plan is narrowed to. */
  readonly subjects: readonly Subject[]
  /** Asked who the last administrator is, over claims that nobody else sees. */
  readonly waysIn: WaysIn
  readonly newId: () => string
  /** A cause that was thrown, in words. */
  readonly describe: (cause: unknown) => string
}

/** What would be revoked of what was found, whom the exclusions protect, and who could not be judged. */
export async function planOf(made: Made, sources: Sources): Promise<Plan> {
  const { now, asOf, entries, alias, endpoint, limit = Infinity, caller, toolVersion, narrowedTo, region, ...rest } = made
  const { found, listed, subjects, waysIn, newId, describe } = sources
  const parts: Pick<Plan, 'revoke' | 'protected' | 'unknown'> = { revoke: [], protected: [], unknown: [] }
  const users = new Map(listed.map((user) => [user.userId, user]))
  let [planned, left] = [0, 0]
  for (const each of limit === Infinity ? found : longestIdleFirst(found)) await sortIn(each)
  return sealed({
    toolVersion,
    caller: plain(caller),
    ...(alias === undefined ? {} : { alias: plain(alias) }),
    ...(endpoint === undefined ? {} : { endpoint: plain(endpoint) }),
    region: plain(region),
    ...rest,
    users: subjects.length,
    narrowedTo: narrowedTo.map((each) => plain(each)),
    judged: found.length,
    left,
    createdAt: isoTime(now),
    asOf: isoTime(asOf),
    exclusions: entries.map((entry) => exclusionOf(entry)),
    deadExclusions: deadAmong(entries, subjects, asOf, narrowedTo.length > 0),
    ...parts,
  })

  async function sortIn({ subject: { userName, userId }, finding }: Found): Promise<void> {
    if (finding.kind === 'excluded') parts.protected.push({ userName, why: plain(describeExclusion(finding.exclusion)) })
    if (finding.kind === 'unknown') parts.unknown.push({ userName, why: plain(describe(finding.cause)) })
    const user = users.get(userId)
    if (finding.kind !== 'non-compliant' || user === undefined) return
    // Nobody claims a way in for what is left.
    if (planned >= limit) return void (left += 1)
    const before = parts.revoke.length
    for (const { credential, verdict } of finding.credentials) {
      if (verdict.kind !== 'unused') continue
      const claim = { userId, credential: credentialId(credential), version: 0, id: newId() }
      const wayIn = await claimWayIn(user, claim, waysIn)
      if (wayIn.kind === 'kept') parts.protected.push({ userName, credential: claim.credential, why: plain(wayIn.why) })
      else parts.revoke.push(item(user, credential, verdict.idleDays))
    }
    if (parts.revoke.length > before) planned += 1
  }
}

const longestIdleFirst = (found: readonly Found[]): readonly Found[] =>
  found.toSorted((one, other) => longestIdle(other) - longestIdle(one))

const longestIdle = ({ finding }: Found): number =>
  finding.kind === 'non-compliant'
    ? Math.max(...finding.credentials.map(({ verdict }) => (verdict.kind === 'unused' ? verdict.idleDays : 0)))
    : 0

const exclusionOf = ({ list, text, until, owner, reason }: Entry): Plan['exclusions'][number] => ({
  list,
  selector: plain(text),
  ...(until === undefined ? {} : { until: until.date }),
  ...(owner === undefined ? {} : { owner: plain(owner) }),
  ...(reason === undefined ? {} : { reason: plain(reason) }),
})

function deadAmong(entries: readonly Entry[], subjects: readonly Subject[], now: Instant, isNarrowed: boolean): Plan['deadExclusions'] {
  const matched = new Set(entries.filter((entry) => subjects.some((subject) => matches(entry, subject))))
  return entries.flatMap((entry) => {
    const standing = standingOf(entry, matched, now)
    // Of those to whom the plan is not narrowed no tags were read.
    const why = isNarrowed && standing === 'tag-unseen' ? '' : DEAD[standing]
    return why === '' ? [] : [{ list: entry.list, entry: plain(entry.text), why }]
  })
}

const item = ({ userName, userId }: ListedUser, credential: Credential, idleDays: number): PlanItem => ({
  userName,
  userId,
  credential: credentialId(credential),
  clockStart: isoTime(clockStart(credential)),
  clockIs: clockIs(credential),
  idleDays,
})
