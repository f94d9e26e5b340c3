import { iamInventory } from '../aws/iam-inventory.ts'
import type { Subject } from '../exclusions/match.ts'
import { collect, mapConcurrently } from '../stream/map-concurrently.ts'
import { counted } from './counted.ts'
import type { Io } from './io.ts'

const AT_A_TIME = 16

type Wanted = {
  /** Groups that entries name. */
  readonly groups: readonly string[]
  /** Tags are a call a user. */
  readonly tags: boolean
}

/** Every user as the exclusions see them, and which of the groups do not exist. @throws where anybody cannot be read */
export async function everybody(
  { groups, tags }: Wanted,
  io: Io,
): Promise<{ readonly users: readonly Subject[]; readonly missing: readonly string[] }> {
  const inventory = iamInventory(new AbortController().signal)
  const members = await collect(mapConcurrently(groups, AT_A_TIME, async (name) => ({ name, ids: await inventory.membersOf(name) })))
  io.progress('Reading the users')
  const listed = await collect(inventory.users())
  let read = 0
  const subjects = mapConcurrently(listed, AT_A_TIME, async (user): Promise<Subject | undefined> => {
    const carried = tags ? await inventory.tagsOf(user) : new Map<string, string>()
    read += 1
    if (tags) counted('Reading tags', read, listed.length, io)
    const { userName, userId, arn, path } = user
    const of = members.flatMap(({ name, ids }) => (ids?.has(userId) === true ? [name] : []))
    // Who has no tags to be read has gone meanwhile.
    return carried && { userName, userId, arn, path, tags: carried, groups: new Set(of) }
  })
  return {
    users: (await collect(subjects)).filter((subject) => subject !== undefined),
    missing: members.flatMap(({ name, ids }) => (ids === undefined ? [name] : [])),
  }
}
