import type { ListedUser, UnreadUser } from '../inventory/inventory.ts'
import { mayBe } from '../inventory/unread.ts'
import { credentialId, type Credential } from '../judgement/credential.ts'
import type { Instant } from '../judgement/instant.ts'
import type { Account } from '../revocation/account.ts'
import { readLive } from '../revocation/live-user.ts'
import type { Outcome, Revocation } from '../revocation/outcome.ts'
import { revokeUser } from '../revocation/revoke-user.ts'
import { mapConcurrently } from '../stream/map-concurrently.ts'
import { skipped, standingOf, type Standing } from './left-alone.ts'
import type { Plan, PlanItem } from './plan.ts'

/** Users worked on at the same time. */
const AT_A_TIME = 25

/** A user that a plan names, as the account has it now, and what is planned of it. `unread`: a row of the list of users that cannot be read, and may be the one. */
export type Meant = { readonly user: ListedUser | undefined; readonly unread?: UnreadUser | undefined; readonly items: readonly PlanItem[] }

/** What came of a planned credential. `at`: when it was taken, by the ledger; undefined where it was not, and where that is not known. */
export type Came = {
  readonly item: PlanItem
  /** The user's name now. */
  readonly userName: string
  readonly kind: Outcome['kind'] | 'skipped'
  readonly why: string | undefined
  readonly at: Instant | undefined
}

/** Done with one user. */
export type Done = { readonly meant: Meant; readonly revocations: readonly Revocation[]; readonly came: readonly Came[] }

export function meantBy(
  { revoke }: Pick<Plan, 'revoke'>,
  everybody: readonly ListedUser[],
  unread: readonly UnreadUser[] = [],
): readonly Meant[] {
  return [...new Set(revoke.map(({ userId }) => userId))].map((userId) => ({
    user: everybody.find((each) => each.userId === userId),
    unread: unread.find((row) => mayBe(row, userId)),
    items: revoke.filter((item) => item.userId === userId),
  }))
}

/** One line: `ana: password: skipped: used 3 hours ago`. */
export const cameText = ({ item: { credential }, userName, kind, why }: Came): string =>
  `${userName}: ${credential}: ${kind}${why === undefined ? '' : `: ${why}`}`

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
  const { user, unread, items } = meant
  const only = (credential: Credential): boolean => {
    const id = credentialId(credential)
    return id !== own && items.some((item) => item.credential === id)
  }
  const { table, takenAt } = watched(account.table)
  const revocations = user === undefined ? [] : await revocationsOf(user, items, { ...account, table }, only)
  const left = items.filter((item) => revocations.every(({ credential }) => credentialId(credential) !== item.credential))
  const standings = left.length === 0 ? [] : await standingsOf({ user, unread, items: left }, account, own)
  const came = items.map((item): Came => {
    const outcome =
      revocations.find(({ credential }) => credentialId(credential) === item.credential)?.outcome ?? skippedOf(item, standings)
    const at = takenAt.get(item.credential)
    return { item, userName: user?.userName ?? item.userName, kind: outcome.kind, why: 'why' in outcome ? outcome.why : undefined, at }
  })
  return { meant, revocations, came }
}

function skippedOf(item: PlanItem, standings: readonly Standing[]): { readonly kind: 'skipped' | 'unknown'; readonly why: string } {
  const standing = standings.find((each) => each.item.credential === item.credential)
  return standing === undefined || standing.kind === 'due' ? { kind: 'skipped', why: 'it is not unused any more' } : standing
}

/** The ledger; when each credential of a user was taken is remembered as it is written. */
function watched(table: Account['table']): Pick<Account, 'table'> & { readonly takenAt: ReadonlyMap<string, Instant> } {
  const takenAt = new Map<string, Instant>()
  const append: Account['table']['append'] = async (item, event) => {
    const written = await table.append(item, event)
    if (written.kind === 'written' && event.kind === 'revoked') takenAt.set(item.credential, event.at)
    return written
  }
  return { table: { ...table, append }, takenAt }
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
    return meant.items.map((item) => unread(item, error))
  }
}

const unread = (item: PlanItem, error: unknown): Standing => ({ kind: 'unknown', item, why: `it could not be read: ${String(error)}` })

async function readStandings({ user, unread: odd, items }: Meant, account: Account, own: string): Promise<readonly Standing[]> {
  if (user === undefined && odd !== undefined) throw odd.cause
  if (user === undefined) return items.map((item) => skipped(item, 'the user no longer exists'))
  const rules = await account.rules()
  const [live, ledger] = await Promise.all([readLive(user, account.inventory), account.table.itemsOf(user.userId, rules.now)])
  if (live === undefined) return items.map((item) => skipped(item, 'the user no longer exists'))
  return items.map((item) => {
    try {
      return standingOf(item, { user, live, ledger, rules, own })
    } catch (error) {
      return unread(item, error)
    }
  })
}
