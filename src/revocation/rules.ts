import type { Entry } from '../exclusions/entry.ts'
import { exclusionFor } from '../exclusions/exclusion.ts'
import type { Inventory } from '../inventory/inventory.ts'
import { readGroups } from '../inventory/survey.ts'
import type { Instant } from '../judgement/instant.ts'
import type { Rules } from './account.ts'

/** By what users are judged who are acted on: the entries as they were just read, and the groups that they name. @throws where groups cannot be read */
export async function rulesOf(entries: readonly Entry[], inventory: Inventory, limitDays: number, now: Instant): Promise<Rules> {
  const groupsOf = await readGroups(inventory, entries)
  return {
    now,
    limitDays,
    areTagsNamed: entries.some(({ selector }) => selector.kind === 'tag'),
    exclusionOf: (user, tags) => {
      const { userName, userId, arn, path } = user
      return exclusionFor({ userName, userId, arn, path, groups: groupsOf(user), tags }, entries, now)
    },
  }
}
