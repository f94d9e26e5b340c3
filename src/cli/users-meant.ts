import type { Inventory, ListedUser, UnreadUser } from '../inventory/inventory.ts'
import { collect } from '../stream/map-concurrently.ts'
import { messageOf } from '../text/message-of.ts'
import { UsageError } from './io.ts'

/**
 * The users of these names or ids, and those of a plan, by their ids, that are still there; each once.
 * @throws UsageError where a name or an id is nobody's, or nobody is left; Error where that cannot be told
 */
export async function usersMeant(
  users: readonly string[],
  planned: readonly string[],
  inventory: Pick<Inventory, 'users'>,
): Promise<readonly ListedUser[]> {
  const unread: UnreadUser[] = []
  const everybody = await collect(inventory.users((row) => unread.push(row)))
  // A row that cannot be read may be the one that is looked for.
  const refuseUnread = (who: string, isMeant: (row: UnreadUser) => boolean): void => {
    const odd = unread.find((row) => row.userId === '' || isMeant(row))
    if (odd !== undefined)
      throw new Error(`Whether ${who} exists is unknown: IAM's list of users has a row that cannot be read (${messageOf(odd.cause)}).`)
  }
  const named = users.map((name) => {
    const isMeant = ({ userName, userId }: Pick<ListedUser, 'userName' | 'userId'>): boolean =>
      userId === name || userName.toLowerCase() === name.toLowerCase()
    const user = everybody.find(isMeant)
    if (user === undefined) refuseUnread(`the user ${name}`, isMeant)
    if (user === undefined) throw new UsageError(`There is no IAM user ${name}. "aws iam list-users" shows who there is.`)
    return user
  })
  const missing = planned.filter((id) => everybody.every(({ userId }) => userId !== id))
  if (missing.length > 0) refuseUnread('each user of the plan', ({ userId }) => missing.includes(userId))
  const all = [...named, ...everybody.filter(({ userId }) => planned.includes(userId))]
  if (all.length === 0)
    throw new UsageError(
      planned.length === 0
        ? 'Name the users to restore, or a plan of some with --plan.'
        : 'None of the users of the plan exists any more. Nothing was done.',
    )
  return [...new Map(all.map((user) => [user.userId, user])).values()]
}
