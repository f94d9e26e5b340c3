import type { Entry } from '../exclusions/entry.ts'
import { valueOf } from '../exclusions/edit.ts'
import type { LedgerItem } from '../ledger/item.ts'
import type { List } from './account-file.ts'
import { pseudonyms, type Pseudonyms } from './pseudonyms.ts'
import { renamedList } from './renamed-list.ts'
import { subjectsOf, type Taken, type TakenUser } from './take.ts'

type Known = { readonly taken: Taken; readonly list: List | undefined; readonly entries: readonly Entry[] }

/** The same account, and nobody's name in it: verdicts, exclusions and who is the last administrator are the same. Dates stay. */
export function pseudonymous({ taken, list, entries }: Known): {
  readonly taken: Taken
  readonly list: List | undefined
  readonly accountId: string
} {
  const names = pseudonyms({
    users: taken.users.map(({ user }) => user.userId),
    keys: taken.users.flatMap(({ accessKeys, ledger }) => [
      ...accessKeys.map(({ id }) => id),
      ...ledger.map(({ credential }) => credential),
    ]),
  })
  const renamed = renamedList(entries, subjectsOf(taken), names)
  return {
    taken: {
      users: taken.users
        .map((each) => hidden(each, names, renamed.nameOf))
        .toSorted((one, other) => (one.user.userName < other.user.userName ? -1 : 1)),
      // What AWS says names the user.
      unread: taken.unread.map(({ userName, cause }) => ({
        userName: renamed.nameOf(userName),
        why: Object(cause).name ?? 'unreadable',
        cause: undefined,
      })),
      groups: taken.groups.map((group) => names.group(group)).toSorted(),
    },
    list: list && { ...list, value: valueOf(renamed.entries) },
    accountId: names.account,
  }
}

function hidden(
  { user, accessKeys, tags, groups, ledger, ...rest }: TakenUser,
  names: Pseudonyms,
  nameOf: (userName: string) => string,
): TakenUser {
  return {
    ...rest,
    user: { ...user, userName: nameOf(user.userName), userId: names.userId(user.userId), path: names.path(user.path), arn: '' },
    accessKeys: accessKeys.map((key) => ({ ...key, id: names.key(key.id), lastUse: withoutPlace(key.lastUse) })),
    tags: new Map([...tags].map(([key, value]) => [key, names.tagValue(key, value)])),
    groups: groups.map((group) => names.group(group)),
    ledger: ledger.map((item) => hiddenItem(item, names, nameOf)),
  }
}

const withoutPlace = (lastUse: TakenUser['accessKeys'][number]['lastUse']): typeof lastUse =>
  lastUse.kind === 'never' ? lastUse : { kind: 'at', instant: lastUse.instant }

const hiddenItem = (
  { userId, credential, events, ...item }: LedgerItem,
  names: Pseudonyms,
  nameOf: (userName: string) => string,
): LedgerItem => ({
  ...item,
  userId: names.userId(userId),
  credential: credential === 'password' ? credential : names.key(credential),
  events: events.map((event) => ({
    ...event,
    id: names.words(event.id),
    by: names.words(event.by),
    errand: names.words(event.errand),
    userName: nameOf(event.userName),
  })),
})
