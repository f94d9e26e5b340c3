import { perAccount } from '../world/world.ts'

type Discovered = { readonly userId: string; readonly userName: string }

/** The IAM users that AWS Config has discovered, by what IAM lets it hear. */
class UserInventory {
  readonly #names = new Map<string, string>()
  #sorted: readonly Discovered[] | undefined

  note(userId: string, userName: string | undefined): void {
    if (userName === undefined) this.#names.delete(userId)
    else this.#names.set(userId, userName)
    this.#sorted = undefined
  }

  /** In the order of their names; only those of these ids, where ids are given. */
  users(ids?: readonly string[]): readonly Discovered[] {
    if (ids !== undefined) return byName([...new Set(ids)].flatMap((userId) => this.#of(userId)))
    this.#sorted ??= byName([...this.#names.keys()].flatMap((userId) => this.#of(userId)))
    return this.#sorted
  }

  #of(userId: string): readonly Discovered[] {
    const userName = this.#names.get(userId)
    return userName === undefined ? [] : [{ userId, userName }]
  }
}

const byName = (users: readonly Discovered[]): readonly Discovered[] =>
  users.toSorted((one, other) => (one.userName.toLowerCase() < other.userName.toLowerCase() ? -1 : 1))

export const inventoryOf = perAccount(() => new UserInventory())
