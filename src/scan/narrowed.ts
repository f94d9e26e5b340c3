import type { Entry } from '../exclusions/entry.ts'
import { matches, type Subject } from '../exclusions/match.ts'
import type { Found } from '../inventory/finding.ts'
import type { Inventory, ListedUser } from '../inventory/inventory.ts'
import { collect, mapConcurrently } from '../stream/map-concurrently.ts'

/** Whom a scan is of: who is selected by one of each group. Without groups everybody is. */
export type Narrow = readonly (readonly Entry[])[]

/** Tags of so many users are read at the same time. */
const AT_A_TIME = 16

/** Of these users the chosen ones. Tags are read, one call a user, only where they are asked for, and only of who is selected by all else. */
export async function chosen(
  users: readonly ListedUser[],
  narrow: Narrow,
  groupsOf: (user: ListedUser) => ReadonlySet<string>,
  inventory: Inventory,
): Promise<readonly ListedUser[]> {
  const byTag = narrow.filter((group) => asksTags(group))
  const others = narrow.filter((group) => !asksTags(group))
  const open = users.filter((user) => isChosen(untagged(user, groupsOf(user)), others))
  if (byTag.length === 0) return open
  const looked = mapConcurrently(open, AT_A_TIME, async (user) => {
    const tags = (await inventory.tagsOf(user)) ?? new Map<string, string>()
    return isChosen({ ...untagged(user, groupsOf(user)), tags }, byTag) ? [user] : []
  })
  return (await collect(looked)).flat()
}

/** Whether nothing that can be told without tags speaks against a user. */
export const mayBeChosen = (subject: Subject, narrow: Narrow): boolean =>
  isChosen(
    subject,
    narrow.filter((group) => !asksTags(group)),
  )

export const untagged = (
  { userName, userId, arn, path }: Pick<ListedUser, 'userName' | 'userId' | 'arn' | 'path'>,
  groups: ReadonlySet<string>,
): Subject => ({ userName, userId, arn, path, groups, tags: new Map() })

/** Everybody, with the tags that were read. */
export function withTags(all: readonly Subject[], found: readonly Found[]): readonly Subject[] {
  const tags = new Map(found.map(({ subject }) => [subject.userId, subject.tags]))
  return all.map((subject) => ({ ...subject, tags: tags.get(subject.userId) ?? subject.tags }))
}

const isChosen = (subject: Subject, narrow: Narrow): boolean => narrow.every((group) => group.some((entry) => matches(entry, subject)))

const asksTags = (group: readonly Entry[]): boolean => group.some(({ selector }) => selector.kind === 'tag')
