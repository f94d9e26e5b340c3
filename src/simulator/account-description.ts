import * as v from 'valibot'
import type { Place, World } from './world/world.ts'
import { AwsError } from './world/aws-error.ts'
import { createGroup } from './iam/groups.ts'
import { iamOf, type AccessKey, type User } from './iam/state.ts'
import { mergeTags } from './iam/tags.ts'
import { createUser } from './iam/users.ts'
import { parametersOf } from './ssm/parameter-versions.ts'

const UNITS = { m: 60_000, h: 3_600_000, d: 86_400_000 }

/** The longest age, in days. */
const OLDEST_DAYS = 36_500

/** `48d`, `17h`, `57m`: so long before the simulator's start; or an instant, `2026-11-01T09:00:00Z`. */
const Ago = v.pipe(
  v.string(),
  v.check(
    (text) => (ageOf(text) ?? Infinity) <= OLDEST_DAYS * UNITS.d || isInstant(text),
    'expected an age such as 48d, 17h or 57m, or an instant such as 2026-11-01T09:00:00Z',
  ),
)

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

const inside = {
  $comment: v.optional(v.string()),
  users: v.array(UserEntry),
  parameters: v.optional(v.record(v.string(), v.string()), {}),
}

const accountId = v.pipe(v.string(), v.regex(/^\d{12}$/, 'expected an account id of 12 digits'))

const Several = v.strictObject({
  $comment: v.optional(v.string()),
  accounts: v.pipe(v.array(v.strictObject({ id: accountId, name: v.optional(v.string()), ...inside })), v.minLength(1)),
})

/** The readable description of an account: users, the ages of their credentials, tags, groups. `$comment` is for people. */
const Account = v.strictObject(inside)

export type AccountDescription = v.InferInput<typeof Account>

/** Several accounts, by id. */
export type AccountsDescription = v.InferInput<typeof Several>

/** A description that cannot be used; the message names the place in it and what was expected there. */
export class AccountError extends Error {
  override readonly name = 'AccountError'
}

/** @throws AccountError */
export const parseAccount = (json: unknown): AccountDescription => parsed(Account, json)

/** One account, or several. @throws AccountError */
export const parseAccounts = (json: unknown): AccountDescription | AccountsDescription =>
  Object.hasOwn(Object(json) as object, 'accounts') ? parsed(Several, json) : parsed(Account, json)

function parsed<const S extends v.GenericSchema>(schema: S, json: unknown): v.InferOutput<S> {
  const result = v.safeParse(schema, json)
  if (result.success) return result.output
  const [issue] = result.issues
  throw new AccountError(`${v.getDotPath(issue) ?? 'the description'}: ${issue.message}`)
}

/** Put what is described into a world: one account into the default one. @throws AccountError for what AWS would not take */
export function loadAccounts(world: World, description: AccountDescription | AccountsDescription): void {
  if (!('accounts' in description)) return loadAccount(world.place(), description)
  for (const { id, name: _, ...account } of description.accounts) loadAccount(world.place(id), account)
}

function loadAccount(place: Place, description: AccountDescription): void {
  const { users, parameters } = v.parse(Account, description)
  for (const [index, entry] of users.entries()) {
    try {
      loadUser(place, entry)
    } catch (cause) {
      if (!(cause instanceof AwsError)) throw cause
      throw new AccountError(`users.${index} (${entry.name}): ${cause.message}`, { cause })
    }
  }
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

function moment(ago: string, now: Date): Date {
  const age = ageOf(ago)
  return age === undefined ? new Date(ago) : new Date(now.getTime() - age)
}

function ageOf(text: string): number | undefined {
  const [, amount, unit] = /^(\d{1,9})([mhd])$/.exec(text) ?? []
  return amount === undefined ? undefined : Number(amount) * UNITS[unit as keyof typeof UNITS]
}

/** A day that exists, with or without a time of day. */
function isInstant(text: string): boolean {
  if (!/^(19|20)\d{2}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?Z)?$/.test(text)) return false
  const date = new Date(text)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text.slice(0, 10))
}
