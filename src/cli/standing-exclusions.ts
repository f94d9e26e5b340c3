import type { Subject } from '../exclusions/match.ts'
import type { Entry } from '../exclusions/entry.ts'
import { isExpired } from '../exclusions/entry.ts'
import { exclusionByTag, type TagExclusion } from '../exclusions/exclusion-tag.ts'
import type { EntryStanding } from '../exclusions/dead.ts'
import { groupsNamed } from '../exclusions/list.ts'
import { protectionBy, type Protection } from '../exclusions/protection.ts'
import type { Instant } from '../judgement/instant.ts'
import { everybody } from './everybody.ts'
import { exclusionsInForce, type Lists } from './exclusions-in-force.ts'
import type { Io } from './io.ts'

type EntryInForce = { readonly entry: Entry; readonly standing: EntryStanding; readonly means: readonly Subject[] }

type Tagged = { readonly userName: string; readonly tag: TagExclusion; readonly isExpired: boolean }

/** Every exclusion of an account, and whom it means now. */
export type StandingExclusions = {
  readonly list: 'read' | 'missing'
  /** ARN of the shared list; undefined for none. */
  readonly shared: string | undefined
  readonly everybody: readonly Subject[]
  readonly entries: readonly EntryInForce[]
  readonly tagged: readonly Tagged[]
}

type Here = Lists & { readonly now: Instant }

/** @throws Error where the list is unreadable or malformed, or users, tags and groups cannot be read */
export async function standingExclusions({ now, ...lists }: Here, io: Io): Promise<StandingExclusions> {
  const { entries, list } = await exclusionsInForce(lists, io)
  const { users, missing } = await everybody({ groups: groupsNamed(entries), tags: true }, io)
  return {
    list,
    shared: lists.shared,
    everybody: users,
    entries: entries.map((entry) => {
      const protection = protectionBy(entry, users, now)
      return { entry, standing: standingOf(protection, missing), means: protection.means }
    }),
    tagged: users.flatMap(({ userName, tags }) => {
      const tag = exclusionByTag(tags)
      return tag === undefined ? [] : [{ userName, tag, isExpired: isExpired(tag, now) }]
    }),
  }
}

function standingOf({ entry: { list, selector }, ...protection }: Protection, missing: readonly string[]): EntryStanding {
  // Whether or not it has expired: the rule looks the group up all the same.
  if (list === 'local' && selector.kind === 'group' && missing.includes(selector.name)) return 'names a group that does not exist'
  if (protection.isExpired) return 'expired'
  if (protection.means.length > 0) return 'protects'
  return list === 'local' ? 'matches nobody' : 'protects nobody here'
}
