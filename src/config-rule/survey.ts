import pMap from 'p-map'
import { groupsNamed } from '../exclusions/list.ts'
import type { Inventory, ListedUser } from '../inventory/inventory.ts'
import { findOut, type Found, type Terms } from './finding.ts'

/** Users read at the same time. The SDK's adaptive retries slow this down where IAM asks for it. */
const CONCURRENT_USERS = 16

/** Every user of the account with a finding. Throws where users or the named groups cannot be listed: then nobody is known. */
export async function survey(inventory: Inventory, terms: Terms): Promise<readonly Found[]> {
  const groupsOf = await readGroups(inventory, groupsNamed(terms.entries))
  return pMap(inventory.users(), (user) => findOut(user, groupsOf(user), inventory, terms), { concurrency: CONCURRENT_USERS })
}

type GroupsOf = (user: ListedUser) => ReadonlySet<string>

/** A group that does not exist has no members; its entry is then reported as matching nobody. */
async function readGroups(inventory: Inventory, names: readonly string[]): Promise<GroupsOf> {
  const groups = await pMap(names, async (name) => ({ name, members: (await inventory.membersOf(name)) ?? new Set<string>() }), {
    concurrency: CONCURRENT_USERS,
  })
  return ({ userId }) => new Set(groups.filter(({ members }) => members.has(userId)).map(({ name }) => name))
}
