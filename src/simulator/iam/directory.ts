/** What it takes to be found. */
type Found = { UserName: string; readonly UserId: string; AccessKeys: { readonly AccessKeyId: string }[] }

/** The users of an account, to be found by name (in any case), by id and by access key, and listed in the order of their names. */
export class Directory<User extends Found> {
  readonly #byName = new Map<string, User>()
  readonly #byId = new Map<string, User>()
  readonly #owners = new Map<string, User>()
  #sorted: readonly User[] | undefined
  readonly #onChange: (userId: string, user: User | undefined) => void

  /** `onChange` hears of users who come, and of the ids of those who go. */
  constructor(onChange: (userId: string, user: User | undefined) => void) {
    this.#onChange = onChange
  }

  get byName(): ReadonlyMap<string, User> {
    return this.#byName
  }

  byId(userId: string): User | undefined {
    return this.#byId.get(userId)
  }

  ownerOfKey(accessKeyId: string): User | undefined {
    return this.#owners.get(accessKeyId)
  }

  sorted(): readonly User[] {
    this.#sorted ??= [...this.#byName].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, user]) => user)
    return this.#sorted
  }

  /** Also after a change of the user's name, when it was taken out under the old one. */
  add(user: User): void {
    this.#byName.set(user.UserName.toLowerCase(), user)
    this.#byId.set(user.UserId, user)
    this.#sorted = undefined
    this.#onChange(user.UserId, user)
  }

  remove({ UserName, UserId }: User): void {
    this.#byName.delete(UserName.toLowerCase())
    this.#byId.delete(UserId)
    this.#sorted = undefined
    this.#onChange(UserId, undefined)
  }

  addKey(user: User, key: User['AccessKeys'][number]): void {
    user.AccessKeys.push(key)
    this.#owners.set(key.AccessKeyId, user)
  }

  removeKey(user: User, accessKeyId: string): void {
    user.AccessKeys = user.AccessKeys.filter((key) => key.AccessKeyId !== accessKeyId)
    this.#owners.delete(accessKeyId)
  }
}
