import { describeExclusion } from '../exclusions/exclusion.ts'
import type { ListedUser } from '../inventory/inventory.ts'
import { credentialId, type Credential } from '../judgement/credential.ts'
import { isoTime } from '../judgement/instant.ts'
import { clockStart, judge } from '../judgement/verdict.ts'
import { restarted } from '../ledger/clock-start.ts'
import type { Account } from '../revocation/account.ts'
import { readLive, type LiveUser } from '../revocation/live-user.ts'
import { outcomeText, type Revocation } from '../revocation/outcome.ts'
import { revokeUser } from '../revocation/revoke-user.ts'
import { mapConcurrently } from '../stream/map-concurrently.ts'
import type { Plan, PlanItem } from './plan.ts'

/** Users worked on at the same time. */
const AT_A_TIME = 25

const HOUR_MS = 3_600_000

/** A user that a plan names, as the account has it now, and what is planned of it. */
export type Meant = { readonly user: ListedUser | undefined; readonly items: readonly PlanItem[] }

/** What stands of a planned item now: it would be revoked, or why it is skipped. */
export type Standing =
  | { readonly kind: 'due'; readonly item: PlanItem }
  | { readonly kind: 'skipped'; readonly item: PlanItem; readonly why: string }

/** Done with one user. */
export type Done = { readonly meant: Meant; readonly revocations: readonly Revocation[]; readonly lines: readonly string[] }

export function meantBy({ revoke }: Plan, everybody: readonly ListedUser[]): readonly Meant[] {
  return [...new Set(revoke.map(({ userId }) => userId))].map((userId) => ({
    user: everybody.find((each) => each.userId === userId),
    items: revoke.filter((item) => item.userId === userId),
  }))
}

/** What a plan comes to now, by the account itself: names, days, exclusions and restores are read, never taken from the file (S10). */
export async function* previewed(all: readonly Meant[], account: Account, own: string): AsyncIterable<Standing> {
  const rules = await account.rules()
  const read = { ...account, rules: async () => rules }
  for await (const standings of mapConcurrently(all, AT_A_TIME, (each) => standingsOf(each, read, own))) yield* standings
}

/** Carry a plan out, several users at a time, in the plan's order. The source may end early: whoever was begun is finished. `own` is the access key that signs, and is spared. */
export const carriedOut = (all: Iterable<Meant>, account: Account, own: string): AsyncIterable<Done> =>
  mapConcurrently(all, AT_A_TIME, (each) => carryOut(each, account, own))

async function carryOut(meant: Meant, account: Account, own: string): Promise<Done> {
  const { user, items } = meant
  const only = (credential: Credential): boolean => {
    const id = credentialId(credential)
    return id !== own && items.some((item) => item.credential === id)
  }
  const revocations = user === undefined ? [] : await revocationsOf(user, items, account, only)
  const left = items.filter((item) => revocations.every(({ credential }) => credentialId(credential) !== item.credential))
  const skipped = left.length === 0 ? [] : await standingsOf({ user, items: left }, account, own)
  const lines = items.map((item) => {
    const result = revocations.find(({ credential }) => credentialId(credential) === item.credential)
    const standing = skipped.find((each) => each.item.credential === item.credential)
    const said =
      result === undefined
        ? standing?.kind === 'skipped'
          ? `skipped: ${standing.why}`
          : 'skipped: it is not unused any more'
        : outcomeText(result.outcome)
    return `${user?.userName ?? item.userName}: ${item.credential}: ${said}`
  })
  return { meant, revocations, lines }
}

/** A user who cannot be read stops nobody else. */
async function revocationsOf(
  user: ListedUser,
  items: readonly PlanItem[],
  account: Account,
  only: (credential: Credential) => boolean,
): Promise<readonly Revocation[]> {
  try {
    return await revokeUser({ ...user, tags: undefined }, account, only)
  } catch (error) {
    const created = user.created
    return items.map(({ credential, idleDays }) => ({
      credential:
        credential === 'password'
          ? { kind: 'password', created, lastUse: { kind: 'never' } }
          : { kind: 'access-key', id: credential, status: 'active', created, lastUse: { kind: 'never' } },
      idleDays,
      outcome: { kind: 'unknown', why: `nothing was done: ${String(error)}` },
    }))
  }
}

/** Never rejects: what cannot be read stops nobody else. */
async function standingsOf(meant: Meant, account: Account, own: string): Promise<readonly Standing[]> {
  try {
    return await readStandings(meant, account, own)
  } catch (error) {
    return meant.items.map((item) => skipped(item, `${UNREAD}: ${String(error)}`))
  }
}

const UNREAD = 'it could not be read'

const skipped = (item: PlanItem, why: string): Standing => ({ kind: 'skipped', item, why })

async function readStandings({ user, items }: Meant, { inventory, table, rules }: Account, own: string): Promise<readonly Standing[]> {
  if (user === undefined) return items.map((item) => skipped(item, 'the user no longer exists'))
  const { now, limitDays, exclusionOf } = await rules()
  const [live, ledger] = await Promise.all([readLive(user, inventory), table.itemsOf(user.userId, now)])
  if (live === undefined) return items.map((item) => skipped(item, 'the user no longer exists'))
  const exclusion = exclusionOf(user, live.tags)
  return items.map((item) => {
    try {
      return standingOf(item, user, live)
    } catch (error) {
      return skipped(item, `${UNREAD}: ${String(error)}`)
    }
  })

  function standingOf(item: PlanItem, { userId, userName }: ListedUser, { credentials }: LiveUser): Standing {
    const credential = credentials.find((each) => credentialId(each) === item.credential)
    if (credential === undefined) return skipped(item, 'it no longer exists')
    if (item.credential === own) return skipped(item, 'it is the access key that this command signs with')
    if (exclusion !== undefined) return skipped(item, describeExclusion(exclusion))
    const counted = restarted(credential, userId, ledger, now)
    const verdict = judge(counted, limitDays, now)
    if (verdict.kind === 'inactive') return skipped(item, 'it is inactive already')
    const { lastUse } = credential
    if (verdict.kind === 'in-use')
      return skipped(item, lastUse.kind === 'at' ? `used ${ago(lastUse.instant, now)} ago` : 'made anew or restored since')
    return { kind: 'due', item: { ...item, userName, clockStart: isoTime(clockStart(counted)), idleDays: verdict.idleDays } }
  }
}

function ago(then: number, now: number): string {
  const hours = Math.max(0, Math.floor((now - then) / HOUR_MS))
  return hours < 48 ? `${hours} hours` : `${Math.floor(hours / 24)} days`
}
