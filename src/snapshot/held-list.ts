import type { Entry } from '../exclusions/entry.ts'
import { textsOf, valueOf } from '../exclusions/edit.ts'
import { matches } from '../exclusions/match.ts'
import type { List } from './account-file.ts'
import { subjectsOf, type Taken } from './take.ts'

type Known = {
  readonly taken: Taken
  /** The account's own; undefined where there is none. */
  readonly list: List | undefined
  /** How the account's own is called, or would be. */
  readonly listName: string
  /** Of both lists. */
  readonly entries: readonly Entry[]
}

/** A file is of one account, and has one list: the account's own, and of the one that an organization shares those entries that mean somebody here. */
export function heldList({ taken, list, listName, entries }: Known): {
  readonly list: List | undefined
  readonly entries: readonly Entry[]
  /** So many are of the shared one. */
  readonly ofShared: number
} {
  const everybody = subjectsOf(taken)
  const shared = entries.filter((entry) => entry.list === 'shared' && everybody.some((subject) => matches(entry, subject)))
  if (shared.length === 0) return { list, entries: entries.filter((entry) => entry.list === 'local'), ofShared: 0 }
  const { value, ...own } = list ?? ({ name: listName, value: '', type: 'StringList' } as const)
  return {
    list: { ...own, value: valueOf([...textsOf(value), ...shared.map((entry) => entryText(entry))]) },
    entries: entries.filter((entry) => entry.list === 'local' || shared.includes(entry)),
    ofShared: shared.length,
  }
}

const entryText = ({ text, until, owner, reason }: Entry): string =>
  Object.entries({ until: until?.date, owner, reason }).reduce(
    (all, [name, said]) => (said === undefined ? all : `${all};${name}=${said}`),
    text,
  )
