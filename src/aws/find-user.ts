import { ConfigServiceClient, ListDiscoveredResourcesCommand } from '@aws-sdk/client-config-service'
import type { Inventory, ShownUser, UnreadUser } from '../inventory/inventory.ts'
import { mayBe } from '../inventory/unread.ts'
import { collect } from '../stream/map-concurrently.ts'
import { settingsFor } from './client-settings.ts'

/** Where AWS Config does not tell, the list of users does. */
const ATTEMPTS = 2

/**
 * The user of an id, as IAM shows it now. AWS Config tells the name that it has recorded; IAM, whether it is still this user's. Where either does not tell (it records no
 * users, or not yet; the name has passed on), everybody is listed.
 * @returns undefined for a user who does not exist
 */
export async function findUser(userId: string, inventory: Inventory, signal: AbortSignal): Promise<ShownUser | undefined> {
  const name = await recordedName(userId, signal)
  const recorded = name === undefined ? undefined : await inventory.userNow(name)
  if (recorded?.userId === userId) return recorded
  const unread: UnreadUser[] = []
  const everybody = await collect(inventory.users((row) => unread.push(row)))
  const listed = everybody.find((user) => user.userId === userId)
  const odd = unread.find((row) => mayBe(row, userId))
  if (listed === undefined && odd !== undefined) throw odd.cause
  return listed && { ...listed, tags: undefined }
}

/** Never rejects. */
async function recordedName(userId: string, abortSignal: AbortSignal): Promise<string | undefined> {
  try {
    const { resourceIdentifiers } = await new ConfigServiceClient(settingsFor(ATTEMPTS)).send(
      new ListDiscoveredResourcesCommand({ resourceType: 'AWS::IAM::User', resourceIds: [userId] }),
      { abortSignal },
    )
    return resourceIdentifiers?.find(({ resourceId }) => resourceId === userId)?.resourceName
  } catch {
    return undefined
  }
}
