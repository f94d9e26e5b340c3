import { exclusionFor } from '../exclusions/exclusion.ts'
import type { Inventory, ListedUser } from '../inventory/inventory.ts'
import type { Terms } from '../inventory/finding.ts'
import type { Credential } from '../judgement/credential.ts'
import { judge } from '../judgement/verdict.ts'
import { isLive, readLive, type LiveUser } from './live-user.ts'

/** Why a credential must stay, for those that must. */
export type Protected = ReadonlyMap<Credential, string>

const NOBODY: Protected = new Map()

/**
 * The last live credential of the last IAM administrator stays. Nobody is asked to be careful: of several administrators who are all idle one is the keeper
 * (the first by user id), so that runs at the same time agree. What cannot be read counts as protected.
 */
export async function lastWayIn(
  { user, credentials }: LiveUser,
  unused: readonly Credential[],
  everybody: readonly ListedUser[],
  inventory: Inventory,
  terms: Terms,
): Promise<Protected> {
  if (unused.length === 0) return NOBODY
  try {
    const administrators = await inventory.administrators(user)
    const others = everybody.filter(({ userId }) => administrators.has(userId) && userId !== user.userId)
    const keepsAnother = credentials.some((credential) => isLive(credential) && !unused.includes(credential))
    if (!administrators.has(user.userId) || keepsAnother || (await somebodyElseStays(others))) return NOBODY
  } catch (error) {
    return new Map(unused.map((credential) => [credential, `administrators could not be read (${String(error)})`]))
  }
  const [kept] = unused.toSorted((one, other) => idle(one) - idle(other))
  return kept === undefined ? NOBODY : new Map([[kept, 'it is the last way in of the last IAM administrator']])

  /** Somebody who is in use, or excluded; or an idle one who comes before this user and is therefore the keeper. */
  async function somebodyElseStays(others: readonly ListedUser[]): Promise<boolean> {
    for (const other of others) {
      const live = await readLive(other, inventory)
      const ways = live?.credentials.filter((credential) => isLive(credential)) ?? []
      if (live === undefined || ways.length === 0) continue
      const { userName, userId, arn, path } = other
      const excluded =
        exclusionFor({ userName, userId, arn, path, tags: live.tags, groups: new Set() }, terms.entries, terms.now) !== undefined
      if (excluded || userId < user.userId || ways.some((each) => judge(each, terms.limitDays, terms.now).kind === 'in-use')) return true
    }
    return false
  }

  function idle(credential: Credential): number {
    const verdict = judge(credential, terms.limitDays, terms.now)
    return verdict.kind === 'inactive' ? Number.POSITIVE_INFINITY : verdict.idleDays
  }
}
