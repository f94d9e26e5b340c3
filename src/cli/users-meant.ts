import type { Inventory, ListedUser, UnreadUser } from '../inventory/inventory.ts'
import { mayBe } from '../inventory/unread.ts'
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
  const refuseUnread = (who: string, isMeant: (row: UnreadUser) => boolean): void => {
    const odd = unread.find(isMeant)
    if (odd !== undefined)
      throw new Error(`Whether ${who} exists is unknown: IAM's list of users has a row that cannot be read (${messageOf(odd.cause)}).`)
  }
  const named = users.map((name) => {
    const isNamed = ({ userName }: Pick<ListedUser, 'userName'>): boolean => userName.toLowerCase() === name.toLowerCase()
    const user = everybody.find((each) => each.userId === name || isNamed(each))
    if (user === undefined) refuseUnread(`the user ${name}`, (row) => mayBe(row, name) || isNamed(row))
    if (user === undefined) throw new UsageError(`There is no IAM user ${name}. "aws iam list-users" shows who there is.`)
    return user
  })
  const missing = planned.filter((id) => everybody.every(({ userId }) => userId !== id))
  refuseUnread('each user of the plan', (row) => missing.some((id) => mayBe(row, id)))
  const all = [...named, ...everybody.filter(({ userId }) => planned.includes(userId))]
  if (all.length === 0)
    throw new UsageError(
      planned.length === 0
        ? 'Name the users to restore, or a plan of some with --plan.'
        : 'None of the users of the plan exists any more. Nothing was done.',
    )
  return [...new Map(all.map((user) => [user.userId, user])).values()]
}
