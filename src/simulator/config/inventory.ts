import type { UserNews } from '../world/news.ts'
import { perAccount } from '../world/world.ts'

export type DiscoveredUser = UserNews & { readonly userId: string }

/** The IAM users that AWS Config has discovered, by what IAM lets it hear. */
class UserInventory {
  readonly #users = new Map<string, UserNews>()
  #sorted: readonly DiscoveredUser[] | undefined

  note(userId: string, user: UserNews | undefined): void {
    if (user === undefined) this.#users.delete(userId)
    else this.#users.set(userId, user)
    this.#sorted = undefined
  }

  /** Know a user by a name of another time. */
  misname(userId: string, userName: string): void {
    const user = this.#users.get(userId)
    if (user !== undefined) this.note(userId, { ...user, userName })
  }

  /** In the order of their names; only those of these ids, where ids are given. */
  users(ids?: readonly string[]): readonly DiscoveredUser[] {
    if (ids !== undefined) return byName([...new Set(ids)].flatMap((userId) => this.#of(userId)))
    this.#sorted ??= byName([...this.#users.keys()].flatMap((userId) => this.#of(userId)))
    return this.#sorted
  }

  #of(userId: string): readonly DiscoveredUser[] {
    const user = this.#users.get(userId)
    return user === undefined ? [] : [{ userId, ...user }]
  }
}

const byName = (users: readonly DiscoveredUser[]): readonly DiscoveredUser[] =>
  users.toSorted((one, other) => (one.userName.toLowerCase() < other.userName.toLowerCase() ? -1 : 1))

export const inventoryOf = perAccount(() => new UserInventory())
