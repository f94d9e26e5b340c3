import { describeExclusion } from '../exclusions/exclusion.ts'
import type { Entry } from '../exclusions/entry.ts'
import { matches } from '../exclusions/match.ts'
import { DEAD, standingOf } from '../exclusions/standing.ts'
import type { Found } from '../inventory/finding.ts'
import type { ListedUser } from '../inventory/inventory.ts'
import { credentialId, type Credential } from '../judgement/credential.ts'
import { isoTime, type Instant } from '../judgement/instant.ts'
import { clockStart } from '../judgement/verdict.ts'
import { claimWayIn, type WaysIn } from '../revocation/claim-way-in.ts'
import { plain } from '../text/plain.ts'
import { sealed, type Plan, type PlanItem } from './plan.ts'

/** What a plan says of its own making. */
export type Made = Pick<
  Plan,
  'accountId' | 'limitDays' | 'users' | 'region' | 'exclusionParameter' | 'exclusionList' | 'sharedExclusions'
> & {
  readonly now: Instant
  /** As of when it was judged. */
  readonly asOf: Instant
  readonly entries: readonly Entry[]
}

/** What a plan is made from. */
export type Sources = {
  readonly found: readonly Found[]
  readonly listed: readonly ListedUser[]
  /** Asked who the last administrator is, over claims that nobody else sees. */
  readonly waysIn: WaysIn
  readonly newId: () => string
  /** A cause that was thrown, in words. */
  readonly describe: (cause: unknown) => string
}

/** What would be revoked of what was found, whom the exclusions protect, and who could not be judged. */
export async function planOf({ now, asOf, entries, ...made }: Made, { found, listed, waysIn, newId, describe }: Sources): Promise<Plan> {
  const parts: Pick<Plan, 'revoke' | 'protected' | 'unknown'> = { revoke: [], protected: [], unknown: [] }
  const users = new Map(listed.map((user) => [user.userId, user]))
  for (const each of found) await sortIn(each)
  return sealed({
    version: 2,
    ...made,
    createdAt: isoTime(now),
    asOf: isoTime(asOf),
    exclusions: entries.map(({ list, text }) => ({ list, entry: plain(text) })),
    deadExclusions: deadAmong(entries, found, asOf),
    ...parts,
  })

  async function sortIn({ subject: { userName, userId }, finding }: Found): Promise<void> {
    if (finding.kind === 'excluded') parts.protected.push({ userName, why: plain(describeExclusion(finding.exclusion)) })
    if (finding.kind === 'unknown') parts.unknown.push({ userName, why: plain(describe(finding.cause)) })
    const user = users.get(userId)
    if (finding.kind !== 'non-compliant' || user === undefined) return
    for (const { credential, verdict } of finding.credentials) {
      if (verdict.kind !== 'unused') continue
      const claim = { userId, credential: credentialId(credential), version: 0, id: newId() }
      const wayIn = await claimWayIn(user, claim, waysIn)
      if (wayIn.kind === 'kept') parts.protected.push({ userName, credential: claim.credential, why: plain(wayIn.why) })
      else parts.revoke.push(item(user, credential, verdict.idleDays))
    }
  }
}

function deadAmong(entries: readonly Entry[], found: readonly Found[], now: Instant): Plan['deadExclusions'] {
  const matched = new Set(entries.filter((entry) => found.some(({ subject }) => matches(entry, subject))))
  return entries.flatMap((entry) => {
    const why = DEAD[standingOf(entry, matched, now)]
    return why === '' ? [] : [{ list: entry.list, entry: plain(entry.text), why }]
  })
}

const item = ({ userName, userId }: ListedUser, credential: Credential, idleDays: number): PlanItem => ({
  userName,
  userId,
  credential: credentialId(credential),
  clockStart: isoTime(clockStart(credential)),
  idleDays,
})
