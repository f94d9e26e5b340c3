import type { Subject } from '../exclusions/match.ts'
import type { Inventory, ListedUser, UnreadUser } from '../inventory/inventory.ts'
import type { AccessKey, LastUse, Password } from '../judgement/credential.ts'
import type { LedgerItem, Unreadable, UserLedger } from '../ledger/item.ts'
import { readLive } from '../revocation/live-user.ts'
import type { WaysIn } from '../revocation/claim-way-in.ts'
import { collect, mapConcurrently } from '../stream/map-concurrently.ts'

const AT_A_TIME = 16

/** Over IAM. `partly`: what somebody has is spared as an administrator's (S11), and counts as no way in for others. */
type TakenPower = 'all' | 'partly' | 'none'

export type TakenUser = {
  readonly user: ListedUser
  readonly password: Password | undefined
  readonly accessKeys: readonly AccessKey[]
  readonly tags: ReadonlyMap<string, string>
  readonly groups: readonly string[]
  readonly power: TakenPower
  readonly ledger: readonly LedgerItem[]
}

type UntakenUser = { readonly userName: string; readonly why: string; readonly cause: unknown }

/** An account at a moment. Who could not be read is named, and no guess is made. */
export type Taken = {
  readonly users: readonly TakenUser[]
  readonly unread: readonly UntakenUser[]
  readonly groups: readonly string[]
}

type Reads = {
  readonly inventory: Inventory
  readonly powerOf: WaysIn['powerOf']
  /** By user id. */
  readonly ledger: ReadonlyMap<string, UserLedger>
  readonly groupNames: () => Promise<readonly string[]>
  readonly lastUseOf: (accessKeyId: string) => Promise<LastUse>
  /** A cause that was thrown, in words. */
  readonly describe: (cause: unknown) => string
  /** Told as users are done. */
  readonly progress: (done: number, of: number) => void
}

/** Users as exclusions look at them. */
export const subjectsOf = ({ users }: Taken): readonly Subject[] =>
  users.map(({ user, tags, groups }) => ({ ...user, tags, groups: new Set(groups) }))

/** Read all of an account that verdicts depend on. @throws Error where users or groups cannot be listed: then nobody is known */
export async function take(reads: Reads): Promise<Taken> {
  const { inventory, describe } = reads
  const rows: UnreadUser[] = []
  const listed = await collect(inventory.users((row) => rows.push(row)))
  const groups = await readGroups(reads)
  const users: TakenUser[] = []
  const unread: UntakenUser[] = rows.map(({ userName, cause }) => ({ userName, why: describe(cause), cause }))
  let done = 0
  const read = mapConcurrently(listed, AT_A_TIME, (user) => attempt(user, reads))
  for await (const each of read) {
    reads.progress((done += 1), listed.length)
    if (each === undefined) continue
    if ('cause' in each) unread.push(each)
    else users.push({ ...each, groups: groups.flatMap(({ name, members }) => (members.has(each.user.userId) ? [name] : [])) })
  }
  return { users, unread, groups: groups.map(({ name }) => name) }
}

/** A group that is deleted meanwhile is left out. */
async function readGroups({ inventory, groupNames }: Reads) {
  const groups = mapConcurrently(await groupNames(), AT_A_TIME, async (name) => ({ name, members: await inventory.membersOf(name) }))
  return (await collect(groups)).flatMap(({ name, members }) => (members === undefined ? [] : [{ name, members }]))
}

/** @returns undefined for a user who was deleted meanwhile */
async function attempt(user: ListedUser, reads: Reads): Promise<Omit<TakenUser, 'groups'> | UntakenUser | undefined> {
  try {
    const [live, power] = await Promise.all([readLive(user, reads.inventory), powerOver(user, reads)])
    if (live === undefined) return undefined
    const keys = live.credentials.filter((credential) => credential.kind === 'access-key')
    return {
      user,
      password: live.credentials.find((credential) => credential.kind === 'password'),
      accessKeys: await Promise.all(keys.map((key) => withLastUse(key, reads))),
      tags: live.tags,
      power,
      ledger: [...(reads.ledger.get(user.userId)?.values() ?? [])].map((item) => readable(item)),
    }
  } catch (cause) {
    return { userName: user.userName, why: reads.describe(cause), cause }
  }
}

/** Of inactive keys nobody else asks. */
const withLastUse = async (key: AccessKey, { lastUseOf }: Reads): Promise<AccessKey> =>
  key.status === 'active' ? key : { ...key, lastUse: await lastUseOf(key.id) }

/** As the guard of the last way in sees somebody: as the one who may lose something, and as another who keeps it. */
async function powerOver(user: ListedUser, { powerOf }: Reads): Promise<TakenPower> {
  if ((await powerOf(user, 'subject')) === 'none') return 'none'
  return (await powerOf(user, 'other')) === 'all' ? 'all' : 'partly'
}

function readable(item: LedgerItem | Unreadable): LedgerItem {
  if (item.kind === 'item') return item
  throw new Error(`The ledger of ${item.userId} ${item.credential} cannot be read: ${item.why}`)
}
