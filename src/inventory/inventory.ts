import type { AccessKey, LastUse, Password } from '../judgement/credential.ts'
import type { Instant } from '../judgement/instant.ts'

/** A user as the list of users has it. The last use of a password is here, and nowhere else in IAM's API but GetUser. */
export type ListedUser = {
  readonly userName: string
  /** `AIDA…`: outlives a rename; a user made anew under an old name gets another. It is AWS Config's resource id. */
  readonly userId: string
  readonly arn: string
  readonly path: string
  readonly created: Instant
  readonly passwordLastUse: LastUse
}

/** A user as IAM shows a single one. `tags`: undefined where the answer had none. */
export type ShownUser = ListedUser & { readonly tags: ReadonlyMap<string, string> | undefined }

/** A row of the list of users that makes no sense: as much of it as can be read (empty where it cannot), and what is wrong. */
export type UnreadUser = Pick<ListedUser, 'userName' | 'userId' | 'arn' | 'path'> & { readonly cause: unknown }

/** The account's credential report as IAM gave it, or why it could not be had. */
export type CredentialReport =
  | { readonly kind: 'report'; readonly csv: string; readonly generated: Instant }
  | { readonly kind: 'unavailable'; readonly why: string }

/**
 * What can be read of an account. `undefined` says that the user (or the password, or the group) does not exist;
 * a read that was refused, throttled out or made no sense throws, and is never taken for absence.
 */
export interface Inventory {
  /** Each user once. A row that makes no sense is handed to `unread`; without it, it throws. */
  users(unread?: (user: UnreadUser) => void): AsyncIterable<ListedUser>
  /** Never throws: without a report everything is read live. */
  credentialReport(): Promise<CredentialReport>
  passwordOf(user: ListedUser): Promise<Password | undefined>
  accessKeysOf(user: ListedUser): Promise<readonly AccessKey[] | undefined>
  tagsOf(user: ListedUser): Promise<ReadonlyMap<string, string> | undefined>
  /** The user of that name as it is now. */
  userNow(userName: string): Promise<ShownUser | undefined>
  /** How many users there are. */
  userCount(): Promise<number>
  /** User ids of a group's members. */
  membersOf(groupName: string): Promise<ReadonlySet<string> | undefined>
}
