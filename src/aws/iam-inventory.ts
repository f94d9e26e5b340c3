import {
  GetAccessKeyLastUsedCommand,
  GetAccountSummaryCommand,
  GetLoginProfileCommand,
  GetUserCommand,
  IAMClient,
  paginateGetGroup,
  paginateListAccessKeys,
  paginateListUsers,
  paginateListUserTags,
  type AccessKeyMetadata,
  type Tag,
  type User,
} from '@aws-sdk/client-iam'
import type { Inventory, ListedUser, ShownUser, UnreadUser } from '../inventory/inventory.ts'
import type { AccessKey, LastUse, Password } from '../judgement/credential.ts'
import { instant } from '../judgement/instant.ts'
import { collect } from '../stream/map-concurrently.ts'
import { clientSettings, ending } from './client-settings.ts'
import { fetchCredentialReport } from './credential-report.ts'
import { isAbsent, isRefused } from './errors.ts'
import { present } from './present.ts'
import type { Session } from './session.ts'
import { wholeList } from './whole-list.ts'

/** An account's users and credentials, read live from IAM. `signal` ends every call that is still under way; `session`: as whom, where that is not the caller. */
export function iamInventory(signal: AbortSignal, session?: Session): Inventory {
  const client = ending(new IAMClient(clientSettings(session)), signal)
  const paging = { client }
  return {
    users,
    credentialReport: () => fetchCredentialReport(signal, session),
    passwordOf,
    accessKeysOf,
    tagsOf,
    userNow,
    userCount,
    membersOf,
  }

  /** A user who moves to another page while they are read comes twice. */
  async function* users(unread = refused): AsyncIterable<ListedUser> {
    const seen = new Set<unknown>()
    for await (const user of wholeList(paginateListUsers({ client, pageSize: 1000 }, {}), 'Users')) {
      if (seen.size === seen.add(user.UserId ?? user).size) continue
      const listed = readable(user)
      if ('cause' in listed) unread(listed)
      else yield listed
    }
  }

  async function passwordOf({ userName, passwordLastUse }: ListedUser): Promise<Password | undefined> {
    const answer = await unlessAbsent(client.send(new GetLoginProfileCommand({ UserName: userName })))
    if (answer === undefined) return undefined
    const created = instant(present(answer.LoginProfile?.CreateDate, 'LoginProfile.CreateDate'))
    return { kind: 'password', created, lastUse: passwordLastUse }
  }

  async function accessKeysOf(user: ListedUser): Promise<readonly AccessKey[] | undefined> {
    const listed = await listKeys(user)
    const keys = await Promise.all((listed ?? []).map((key) => readKey(user, key)))
    return listed && keys.filter((key) => key !== undefined)
  }

  function listKeys({ userName }: ListedUser): Promise<AccessKeyMetadata[] | undefined> {
    const pages = paginateListAccessKeys(paging, { UserName: userName })
    return unlessAbsent(collect(wholeList(pages, 'AccessKeyMetadata')))
  }

  async function readKey(user: ListedUser, metadata: AccessKeyMetadata): Promise<AccessKey | undefined> {
    const id = present(metadata.AccessKeyId, 'AccessKeyMetadata.AccessKeyId')
    const created = instant(present(metadata.CreateDate, 'AccessKeyMetadata.CreateDate'))
    // What `Expired` means, IAM's documentation does not say.
    const status = present(STATUSES.get(metadata.Status), 'a known Status')
    if (status === 'inactive') return { kind: 'access-key', id, created, lastUse: { kind: 'never' }, status }
    const lastUse = await lastUseOf(user, id)
    return lastUse && { kind: 'access-key', id, created, lastUse, status }
  }

  /** AWS may answer AccessDenied for a key that is gone as for one that we may not read; the list of keys tells which it was. */
  async function lastUseOf(user: ListedUser, id: string): Promise<LastUse | undefined> {
    try {
      const { AccessKeyLastUsed } = await client.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: id }))
      const { LastUsedDate, ServiceName, Region } = present(AccessKeyLastUsed, 'AccessKeyLastUsed')
      const used = lastUse(LastUsedDate)
      return used.kind === 'at' ? { ...used, service: ServiceName, region: Region } : used
    } catch (error) {
      if (!isAbsent(error) && !isRefused(error)) throw error
      const still = (await listKeys(user)) ?? []
      if (still.some(({ AccessKeyId }) => AccessKeyId === id)) throw error
      return undefined
    }
  }

  async function tagsOf({ userName }: ListedUser): Promise<ReadonlyMap<string, string> | undefined> {
    const pages = paginateListUserTags(paging, { UserName: userName })
    const tags = await unlessAbsent(collect(wholeList(pages, 'Tags')))
    return tags && tagMap(tags)
  }

  async function userNow(userName: string): Promise<ShownUser | undefined> {
    const answer = await unlessAbsent(client.send(new GetUserCommand({ UserName: userName })))
    const user = answer && present(answer.User, 'User')
    return user && { ...listedUser(user), tags: user.Tags && tagMap(user.Tags) }
  }

  async function userCount(): Promise<number> {
    const { SummaryMap } = await client.send(new GetAccountSummaryCommand({}))
    return present(SummaryMap?.Users, 'SummaryMap.Users')
  }

  async function membersOf(groupName: string): Promise<ReadonlySet<string> | undefined> {
    const pages = paginateGetGroup({ client, pageSize: 1000 }, { GroupName: groupName })
    const members = await unlessAbsent(collect(wholeList(pages, 'Users')))
    return members && new Set(members.map((user) => userIdOf(user)))
  }
}

async function unlessAbsent<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer
  } catch (error) {
    if (isAbsent(error)) return undefined
    throw error
  }
}

const tagMap = (tags: readonly Tag[]): ReadonlyMap<string, string> =>
  new Map(tags.map(({ Key, Value }) => [present(Key, 'Tag.Key'), present(Value, 'Tag.Value')]))

const STATUSES = new Map<string | undefined, AccessKey['status']>([
  ['Active', 'active'],
  ['Inactive', 'inactive'],
])

const userIdOf = ({ UserId }: Partial<User>): string => present(UserId, 'UserId')

function refused({ cause }: UnreadUser): never {
  throw cause
}

function readable(user: Partial<User>): ListedUser | UnreadUser {
  try {
    return listedUser(user)
  } catch (cause) {
    const { UserName, UserId = '', Arn = '', Path = '' } = user
    return { userName: UserName ?? `(no name) ${UserId}`, userId: UserId, arn: Arn, path: Path, cause }
  }
}

const listedUser = (user: Partial<User>): ListedUser => ({
  userName: present(user.UserName, 'User.UserName'),
  userId: userIdOf(user),
  arn: present(user.Arn, 'User.Arn'),
  path: present(user.Path, 'User.Path'),
  created: instant(present(user.CreateDate, 'User.CreateDate')),
  passwordLastUse: lastUse(user.PasswordLastUsed),
})

const lastUse = (date: Date | undefined): LastUse => (date === undefined ? { kind: 'never' } : { kind: 'at', instant: instant(date) })
