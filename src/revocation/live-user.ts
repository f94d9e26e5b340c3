import type { Inventory, ListedUser, ShownUser } from '../inventory/inventory.ts'
import type { Credential } from '../judgement/credential.ts'
import type { Account, Rules } from './account.ts'

/** A user with every credential and tag, read a moment ago. */
export type LiveUser = {
  readonly user: ListedUser
  readonly credentials: readonly Credential[]
  readonly tags: ReadonlyMap<string, string>
}

type Tags = Promise<LiveUser['tags'] | undefined>

/** @returns undefined for a user who is gone; what cannot be read throws */
export async function readLive(
  user: ListedUser,
  inventory: Inventory,
  tagsOf: () => Tags = () => inventory.tagsOf(user),
): Promise<LiveUser | undefined> {
  const [password, keys, tags] = await Promise.all([inventory.passwordOf(user), inventory.accessKeysOf(user), tagsOf()])
  return keys && tags && { user, credentials: password === undefined ? keys : [password, ...keys], tags }
}

/**
 * A user's tags, by what IAM showed of the user where that tells. It shows tags where there are any; that none were shown is believed only where no entry asks for tags, and
 * IAM itself refuses to act on who carries the exclusion tag. Else they are listed.
 */
export async function tagsOf(
  user: ShownUser,
  rules: Rules | Promise<Rules>,
  { inventory, areTaggedDenied }: Pick<Account, 'inventory' | 'areTaggedDenied'>,
): Tags {
  return user.tags ?? (areTaggedDenied && !(await rules).areTagsNamed ? new Map() : inventory.tagsOf(user))
}
