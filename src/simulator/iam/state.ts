import type { PasswordPolicy } from '@aws-sdk/client-iam'
import { AwsError } from '../world/aws-error.ts'
import type { PolicyDocument } from '../policy/policy-document.ts'
import { randomText } from '../world/random.ts'
import type { UserNews } from '../world/news.ts'
import { Directory } from './directory.ts'
import { perAccount, type Place } from '../world/world.ts'

export type Tag = { Key: string; Value: string }

export type LoginProfile = { CreateDate: Date; LastChanged: Date; PasswordResetRequired: boolean }

export type AccessKey = {
  readonly AccessKeyId: string
  readonly SecretAccessKey: string
  readonly CreateDate: Date
  Status: 'Active' | 'Inactive'
  LastUsed?: { Date: Date; ServiceName: string; Region: string }
}

export type User = {
  UserName: string
  readonly UserId: string
  Arn: string
  Path: string
  readonly CreateDate: Date
  PasswordLastUsed?: Date
  LoginProfile?: LoginProfile
  AccessKeys: AccessKey[]
  /** Keys are unique ignoring case. */
  Tags: Tag[]
  readonly PolicyArns: Set<string>
  readonly Policies: Map<string, PolicyDocument>
  PermissionsBoundary?: string
}

export type Group = {
  GroupName: string
  readonly GroupId: string
  Arn: string
  Path: string
  readonly CreateDate: Date
  readonly UserIds: Set<string>
  readonly PolicyArns: Set<string>
  readonly Policies: Map<string, PolicyDocument>
}

export type ManagedPolicy = {
  readonly PolicyName: string
  readonly PolicyId: string
  readonly Arn: string
  readonly Path: string
  readonly CreateDate: Date
  readonly Description?: string
  UpdateDate: Date
  /** By their ids, oldest first. */
  readonly versions: Map<string, PolicyVersion>
  defaultVersion: string
  /** How many there ever were. */
  versionCount: number
}

type PolicyVersion = { readonly document: PolicyDocument; readonly created: Date }

export type Role = {
  readonly RoleName: string
  readonly RoleId: string
  readonly Arn: string
  readonly Path: string
  readonly CreateDate: Date
  PermissionsBoundary?: string
  Description?: string | undefined
  AssumeRolePolicy: PolicyDocument
  Policies: Map<string, PolicyDocument>
  PolicyArns: Set<string>
}

export type CredentialReport = { readonly started: Date; readonly content: string }

/** A thing that changed in a user's credentials, as CloudTrail would tell it. */
export type CredentialChange = {
  readonly at: Date
  readonly by: string
  readonly userName: string
} & (
  | { readonly action: 'delete-password' | 'create-password' }
  | { readonly action: 'deactivate-key' | 'activate-key' | 'delete-key' | 'create-key'; readonly accessKeyId: string }
)

const newsOf = ({ UserName, Arn, Path, CreateDate }: User): UserNews => ({ userName: UserName, arn: Arn, path: Path, created: CreateDate })

/** What IAM holds of one account. */
export class IamState {
  readonly accountId: string
  readonly directory: Directory<User>
  readonly groups = new Map<string, Group>()
  readonly roles = new Map<string, Role>()
  /** Managed policies of the account's own, by ARN. */
  readonly policies = new Map<string, ManagedPolicy>()
  passwordPolicy: PasswordPolicy | undefined
  readonly changes: CredentialChange[] = []
  credentialReport: CredentialReport | undefined
  readonly #random: () => number
  readonly #stale = new Map<string, { readonly user: User | undefined; reads: number }>()

  constructor(place: Place) {
    this.accountId = place.accountId
    this.#random = place.random
    this.directory = new Directory((userId, user) => place.tell({ kind: 'user-changed', userId, user: user && newsOf(user) }))
  }

  /** By their names in small letters. */
  get users(): ReadonlyMap<string, User> {
    return this.directory.byName
  }

  /** The user as it is. @throws NoSuchEntity */
  user(userName: string): User {
    const user = this.users.get(userName.toLowerCase())
    if (user === undefined) throw noSuchUser(userName)
    return user
  }

  /** The user as a read shows it: under a lag that was ordered, as it was before. @throws NoSuchEntity */
  seen(userName: string): User {
    const stale = this.#stale.get(userName.toLowerCase())
    if (stale === undefined || stale.reads <= 0) return this.user(userName)
    stale.reads -= 1
    if (stale.user === undefined) throw noSuchUser(userName)
    return stale.user
  }

  /** Let the next so many reads of a user show what it is now, whatever is written meanwhile. */
  lag(userName: string, reads: number): void {
    const key = userName.toLowerCase()
    this.#stale.set(key, { user: structuredClone(this.users.get(key)), reads })
  }

  ownerOfKey(accessKeyId: string): User | undefined {
    return this.directory.ownerOfKey(accessKeyId)
  }

  sortedUsers(): readonly User[] {
    return this.directory.sorted()
  }

  group(groupName: string): Group {
    const group = this.groups.get(groupName.toLowerCase())
    if (group === undefined) throw noSuchEntity(`The group with name ${groupName} cannot be found.`)
    return group
  }

  groupsOf({ UserId }: User): Group[] {
    return [...this.groups.values()].filter(({ UserIds }) => UserIds.has(UserId))
  }

  role(roleName: string): Role {
    const role = this.roles.get(roleName.toLowerCase())
    if (role === undefined) throw noSuchEntity(`The role with name ${roleName} cannot be found.`)
    return role
  }

  roleByArn(arn: string): Role | undefined {
    return [...this.roles.values()].find((role) => role.Arn === arn)
  }

  /** A unique id as AWS makes them: AIDA… users, AKIA… keys, AROA… roles, AGPA… groups, ANPA… policies, ASIA… sessions. */
  newId(prefix: 'AIDA' | 'AKIA' | 'AROA' | 'AGPA' | 'ANPA' | 'ASIA', length = prefix === 'AKIA' || prefix === 'ASIA' ? 16 : 17): string {
    return prefix + randomText(this.#random, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', length)
  }

  newSecret(): string {
    return randomText(this.#random, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/', 40)
  }

  arn(kind: 'user' | 'group' | 'role' | 'policy', path: string, name: string): string {
    return `arn:aws:iam::${this.accountId}:${kind}${path}${name}`
  }
}

export const noSuchEntity = (message: string): AwsError => new AwsError('NoSuchEntity', 404, message)

export const noSuchUser = (userName: string): AwsError => noSuchEntity(`The user with name ${userName} cannot be found.`)

/** What IAM holds of an account. */
export const iamOf = perAccount((place) => new IamState(place))
