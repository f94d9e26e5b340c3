import type { Inventory, ListedUser } from '../inventory/inventory.ts'
import type { Credential } from '../judgement/credential.ts'

/** A user with every credential and tag, read a moment ago. */
export type LiveUser = {
  readonly user: ListedUser
  readonly credentials: readonly Credential[]
  readonly tags: ReadonlyMap<string, string>
}

/** @returns undefined for a user who is gone; what cannot be read throws */
export async function readLive(user: ListedUser, inventory: Inventory): Promise<LiveUser | undefined> {
  const [password, keys, tags] = await Promise.all([inventory.passwordOf(user), inventory.accessKeysOf(user), inventory.tagsOf(user)])
  return keys && tags && { user, credentials: password === undefined ? keys : [password, ...keys], tags }
}
