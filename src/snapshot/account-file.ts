import { isoTime, type Instant } from '../judgement/instant.ts'
import type { AccessKey, LastUse, Password } from '../judgement/credential.ts'
import { eventText } from '../ledger/event.ts'
import type { LedgerItem } from '../ledger/item.ts'
import { standing } from '../ledger/standing.ts'
import type { Taken, TakenUser } from './take.ts'

/** An account as `rehearse` and `simulate` take it: docs/rehearsal.md says what each member means. */
export type AccountFile = {
  readonly $comment: string
  readonly madeBy: string
  readonly id: string
  readonly at: string
  readonly unread: { readonly name: string; readonly why: string }[]
  readonly users: FileUser[]
  readonly groups: string[]
  readonly parameters: Record<string, string | { readonly type: 'String'; readonly value: string }>
  readonly tables: Record<string, FileTable>
}

/** The ledger, as DynamoDB has it. */
type FileTable = { readonly hashKey: 'userId'; readonly rangeKey: 'credential'; readonly items: Record<string, Attribute>[] }

type Attribute = { readonly S: string } | { readonly N: string } | { readonly L: { readonly S: string }[] }

export type FileUser = {
  readonly name: string
  readonly id: string
  readonly path: string
  readonly created: string
  readonly password?: { readonly created: string; readonly lastUsed?: string }
  readonly passwordLastUsed?: string
  readonly accessKeys: FileKey[]
  readonly tags: Record<string, string>
  readonly groups: string[]
  readonly administrator: boolean | 'partly'
}

type FileKey = {
  readonly id: string
  readonly created: string
  readonly lastUsed?: string
  readonly service?: string
  readonly region?: string
  readonly active: boolean
}

/** What a snapshot was made by begins with this. */
export const MADE_BY = 'iam-cleanup snapshot'

export type List = { readonly name: string; readonly value: string; readonly type: 'String' | 'StringList' }

type Facts = {
  readonly taken: Taken
  readonly accountId: string
  readonly at: Instant
  /** Undefined where there is none. */
  readonly list: List | undefined
  /** How the ledger's table is called. */
  readonly ledgerTable: string
  readonly toolVersion: string
  readonly comment: string
}

export const accountFile = ({ taken, accountId, at, list, ledgerTable, toolVersion, comment }: Facts): AccountFile => ({
  $comment: comment,
  madeBy: `${MADE_BY} ${toolVersion}`,
  id: accountId,
  at: isoTime(at),
  unread: taken.unread.map(({ userName, why }) => ({ name: userName, why })),
  users: taken.users.map((user) => fileUser(user)),
  groups: [...taken.groups],
  parameters: list === undefined ? {} : { [list.name]: list.type === 'String' ? { type: list.type, value: list.value } : list.value },
  tables: tablesOf(
    ledgerTable,
    taken.users.flatMap(({ ledger }) => ledger),
  ),
})

/** Where nothing was ever revoked there is no need of a ledger, and the stack makes its own. */
const tablesOf = (name: string, items: readonly LedgerItem[]): AccountFile['tables'] =>
  items.length === 0 ? {} : { [name]: { hashKey: 'userId', rangeKey: 'credential', items: items.map((item) => stored(item)) } }

const stored = ({ userId, credential, events }: LedgerItem): Record<string, Attribute> => ({
  userId: { S: userId },
  credential: { S: credential },
  version: { N: String(events.length) },
  standing: { S: standing(events) },
  events: { L: events.map((event) => ({ S: eventText(event) })) },
})

const fileUser = ({ user, password, accessKeys, tags, groups, power }: TakenUser): FileUser => ({
  name: user.userName,
  id: user.userId,
  path: user.path,
  created: isoTime(user.created),
  ...passwordMembers(user.passwordLastUse, password),
  accessKeys: accessKeys.map((key) => fileKey(key)),
  tags: Object.fromEntries(tags),
  groups: [...groups],
  administrator: power === 'all' ? true : power === 'partly' ? 'partly' : false,
})

/** A last use outlives its password: it may be that of an earlier one. */
function passwordMembers(lastUse: LastUse, password: Password | undefined): Pick<FileUser, 'password' | 'passwordLastUsed'> {
  if (password === undefined) return lastUse.kind === 'at' ? { passwordLastUsed: isoTime(lastUse.instant) } : {}
  const created = isoTime(password.created)
  if (lastUse.kind === 'never') return { password: { created } }
  const used = isoTime(lastUse.instant)
  return lastUse.instant < password.created ? { password: { created }, passwordLastUsed: used } : { password: { created, lastUsed: used } }
}

/** IAM's dates of use are coarse: one that lies before the creation is the creation's. */
function fileKey({ id, created, lastUse, status }: AccessKey): FileKey {
  const used =
    lastUse.kind === 'never'
      ? {}
      : {
          lastUsed: isoTime(lastUse.instant < created ? created : lastUse.instant),
          ...(lastUse.service === undefined ? {} : { service: lastUse.service }),
          ...(lastUse.region === undefined ? {} : { region: lastUse.region }),
        }
  return { id, created: isoTime(created), ...used, active: status === 'active' }
}
