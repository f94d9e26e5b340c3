import type { Subject } from '../exclusions/match.ts'
import { groupsNamed } from '../exclusions/list.ts'
import type { Terms } from '../inventory/finding.ts'
import type { CredentialReport, Inventory, ListedUser, UnreadUser } from '../inventory/inventory.ts'
import { openSurvey, readGroups, type Survey } from '../inventory/survey.ts'
import { collect } from '../stream/map-concurrently.ts'
import { chosen, mayBeChosen, untagged, type Narrow } from './narrowed.ts'

/** A survey of some users of an account. What protects is known of all of it: everybody is listed, and every group of the exclusion list is read. */
export type NarrowedSurvey = {
  readonly survey: Survey
  readonly everybody: readonly ListedUser[]
  /** Everybody with groups and without tags, also those of whom the list makes no sense. */
  readonly subjects: readonly Subject[]
}

/** @throws Error where users or groups cannot be listed, or a group does not exist */
export async function openNarrowed(
  inventory: Inventory,
  terms: Terms,
  { narrow, live }: { readonly narrow: Narrow; /** Without the credential report. */ readonly live: boolean },
): Promise<NarrowedSurvey> {
  const report: Promise<CredentialReport> = live
    ? Promise.resolve({ kind: 'unavailable', why: 'it was not asked for' })
    : inventory.credentialReport()
  const membersOf = once((name) => inventory.membersOf(name))
  const unread: UnreadUser[] = []
  const [everybody, groupsOf] = await Promise.all([
    collect(inventory.users((user) => unread.push(user))),
    groupsThere(membersOf, narrow).then(() => readGroups({ ...inventory, membersOf }, [...terms.entries, ...narrow.flat()])),
  ])
  const meant = await chosen(everybody, narrow, groupsOf, inventory)
  const unreadMeant = unread.filter((user) => mayBeChosen(untagged(user, new Set()), narrow))
  const survey = await openSurvey(
    { ...inventory, membersOf, credentialReport: () => report, users: (tell) => again(meant, unreadMeant, tell) },
    terms,
  )
  const subjects = [...unread.map((user) => untagged(user, new Set())), ...everybody.map((user) => untagged(user, groupsOf(user)))]
  return { survey, everybody, subjects }
}

/** A group that the exclusion list names and that is not there is told by who reads the list. */
async function groupsThere(membersOf: Inventory['membersOf'], narrow: Narrow): Promise<void> {
  for (const name of groupsNamed(narrow.flat()))
    if ((await membersOf(name)) === undefined) throw new Error(`There is no IAM group ${name}: --group ${name} means nobody.`)
}

/** Each group is read once, whoever asks. */
function once(read: Inventory['membersOf']): Inventory['membersOf'] {
  const known = new Map<string, ReturnType<typeof read>>()
  return (name) => {
    const members = known.get(name) ?? read(name)
    known.set(name, members)
    return members
  }
}

async function* again(
  users: readonly ListedUser[],
  unread: readonly UnreadUser[],
  tell: (user: UnreadUser) => void = () => undefined,
): AsyncIterable<ListedUser> {
  for (const user of unread) tell(user)
  yield* users
}
