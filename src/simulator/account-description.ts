import * as v from 'valibot'
import { AccountError } from './account-error.ts'
import { Ago, moment, spanOf } from './account-time.ts'
import { loadOrganization, membership, Organization_ } from './organization-description.ts'
import type { Place, World } from './world/world.ts'
import { AwsError } from './world/aws-error.ts'
import { beginningOf } from './config/recorder.ts'
import { createGroup } from './iam/groups.ts'
import { iamOf, type AccessKey, type User } from './iam/state.ts'
import { mergeTags } from './iam/tags.ts'
import { createRole } from './iam/new-role.ts'
import { createUser } from './iam/users.ts'
import { joinOrganization } from './organizations/changes.ts'
import { PolicyDocument_ } from './policy/policy-document.ts'
import { parametersOf } from './ssm/parameter-versions.ts'

const Key = v.strictObject({
  id: v.optional(v.pipe(v.string(), v.regex(/^AKIA[A-Z0-9]{12,}$/, 'expected an access key id, AKIA…'))),
  created: Ago,
  lastUsed: v.optional(Ago),
  active: v.optional(v.boolean(), true),
})

const UserEntry = v.strictObject({
  name: v.string(),
  id: v.optional(v.pipe(v.string(), v.regex(/^AIDA[A-Z0-9]{12,}$/, 'expected a user id, AIDA…'))),
  path: v.optional(v.string(), '/'),
  created: v.optional(Ago),
  password: v.optional(v.strictObject({ created: Ago, lastUsed: v.optional(Ago) })),
  /** For users who have no password any more: IAM goes on showing when it was last used. */
  passwordLastUsed: v.optional(Ago),
  accessKeys: v.optional(v.pipe(v.array(Key), v.maxLength(2, 'a user has at most two access keys')), []),
  tags: v.optional(v.record(v.string(), v.string()), {}),
  groups: v.optional(v.array(v.string()), []),
  administrator: v.optional(v.boolean(), false),
})

const RoleEntry = v.strictObject({
  name: v.pipe(v.string(), v.regex(/^[\w+=,.@-]{1,64}$/, 'expected the name of a role')),
  /** Who may assume it. */
  trust: PolicyDocument_,
  /** By name. */
  policies: v.optional(v.record(v.string(), PolicyDocument_), {}),
})

const inside = {
  $comment: v.optional(v.string()),
  users: v.array(UserEntry),
  roles: v.optional(v.array(RoleEntry), []),
  parameters: v.optional(v.record(v.string(), v.string()), {}),
  /** Whether AWS Config records there. */
  recorder: v.optional(v.boolean(), true),
}

const accountId = v.pipe(v.string(), v.regex(/^\d{12}$/, 'expected an account id of 12 digits'))

const Several = v.strictObject({
  $comment: v.optional(v.string()),
  accounts: v.pipe(v.array(v.strictObject({ id: accountId, name: v.optional(v.string()), ...inside })), v.minLength(1)),
})

/** Several, and the organization that they are in. */
const Organized = v.strictObject({
  $comment: v.optional(v.string()),
  organization: Organization_,
  accounts: v.pipe(v.array(v.strictObject({ id: accountId, name: v.optional(v.string()), ...membership, ...inside })), v.minLength(1)),
})

/** The readable description of an account: users, the ages of their credentials, tags, groups. `$comment` is for people. */
const Account = v.strictObject(inside)

export type AccountDescription = v.InferInput<typeof Account>

/** Several accounts, by id; and their organization, where they have one. */
export type AccountsDescription = v.InferInput<typeof Several> | v.InferInput<typeof Organized>

/** @throws AccountError */
export const parseAccount = (json: unknown): AccountDescription => parsed(Account, json)

/** One account, or several. @throws AccountError */
export const parseAccounts = (json: unknown): AccountDescription | AccountsDescription =>
  has(json, 'organization') ? parsed(Organized, json) : has(json, 'accounts') ? parsed(Several, json) : parsed(Account, json)

const has = (json: unknown, member: string): boolean => Object.hasOwn(Object(json) as object, member)

function parsed<const S extends v.GenericSchema>(schema: S, json: unknown): v.InferOutput<S> {
  const result = v.safeParse(schema, json)
  if (result.success) return result.output
  const [issue] = result.issues
  throw new AccountError(`${v.getDotPath(issue) ?? 'the description'}: ${issue.message}`)
}

/** Whose calls are that name no account: of an organization the management account's. */
export const defaultAccount = (description: AccountDescription | AccountsDescription | undefined): string =>
  description !== undefined && 'organization' in description ? description.organization.managementAccount : '123456789012'

/** Put what is described into a world: one account into the default one. @throws AccountError for what AWS would not take */
export function loadAccounts(world: World, description: AccountDescription | AccountsDescription): void {
  if (!('accounts' in description)) return loadAccount(world.place(), description)
  const joiners = 'organization' in description ? loadOrganization(world, description.organization, description.accounts) : []
  for (const { id, $comment, users, roles, parameters, recorder } of description.accounts)
    loadAccount(world.place(id), { $comment, users, roles, parameters, recorder })
  for (const { member, joins } of joiners)
    world.clock.schedule(spanOf(joins) ?? 0, () => joinOrganization(world, { ...member, joined: world.clock.now() }))
}

function loadAccount(place: Place, description: AccountDescription): void {
  const { users, roles, parameters, recorder } = v.parse(Account, description)
  beginningOf(place).recorders = recorder
  for (const [index, entry] of users.entries()) {
    try {
      loadUser(place, entry)
    } catch (cause) {
      if (!(cause instanceof AwsError)) throw cause
      throw new AccountError(`users.${index} (${entry.name}): ${cause.message}`, { cause })
    }
  }
  for (const { name, trust, policies } of roles) loadRole(place, { name, trust, policies })
  for (const [Name, Value] of Object.entries(parameters)) {
    const version = {
      Name,
      Value,
      Type: 'StringList' as const,
      Version: 1,
      LastModifiedDate: place.clock.now(),
      LastModifiedUser: `arn:aws:iam::${place.accountId}:root`,
      Tier: 'Standard' as const,
      DataType: 'text',
    }
    parametersOf(place).set(Name, [version])
  }
}

function loadRole(place: Place, { name, trust, policies }: v.InferOutput<typeof RoleEntry>): void {
  const role = createRole(iamOf(place), { RoleName: name, Path: '/', CreateDate: place.clock.now(), AssumeRolePolicy: trust })
  for (const [policyName, policy] of Object.entries(policies)) role.Policies.set(policyName, policy)
}

function loadUser(place: Place, entry: v.InferOutput<typeof UserEntry>): void {
  const iam = iamOf(place)
  const date = (ago: string): Date => moment(ago, place.clock.now())
  const births = [entry.created, entry.password?.created, ...entry.accessKeys.map(({ created }) => created)].flatMap((ago) =>
    ago === undefined ? [] : [date(ago)],
  )
  const CreateDate = births.length === 0 ? place.clock.now() : births.reduce((one, other) => (one < other ? one : other))
  const user: User = createUser(iam, {
    UserName: entry.name,
    Path: entry.path,
    CreateDate,
    ...(entry.id === undefined ? {} : { UserId: entry.id }),
  })
  const lastSignIn = entry.password?.lastUsed ?? entry.passwordLastUsed
  if (lastSignIn !== undefined) user.PasswordLastUsed = date(lastSignIn)
  if (entry.password !== undefined)
    user.LoginProfile = {
      CreateDate: date(entry.password.created),
      LastChanged: date(entry.password.created),
      PasswordResetRequired: false,
    }
  const keys = entry.accessKeys.map((key): AccessKey => ({
    AccessKeyId: key.id ?? iam.newId('AKIA'),
    SecretAccessKey: iam.newSecret(),
    CreateDate: date(key.created),
    Status: key.active ? 'Active' : 'Inactive',
    ...(key.lastUsed === undefined ? {} : { LastUsed: { Date: date(key.lastUsed), ServiceName: 's3', Region: place.region } }),
  }))
  for (const key of keys) iam.directory.addKey(user, key)
  user.Tags = mergeTags(
    [],
    Object.entries(entry.tags).map(([Key, Value]) => ({ Key, Value })),
  )
  if (entry.administrator) user.PolicyArns.add('arn:aws:iam::aws:policy/AdministratorAccess')
  for (const name of entry.groups) (iam.groups.get(name.toLowerCase()) ?? createGroup(iam, name, '/', CreateDate)).UserIds.add(user.UserId)
}
