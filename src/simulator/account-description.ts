import * as v from 'valibot'
import { AccountError } from './account-error.ts'
import { members } from './members.ts'
import { isInstant, isMoment } from './moment.ts'
import { membership, Organization_ } from './organization-description.ts'
import { PolicyDocument_ } from './policy/policy-document.ts'

/** `48d`, `17h`, `57m`: so long before the simulator's start; or an instant, `2026-11-01T09:00:00Z`. */
const Ago = v.pipe(v.string(), v.check(isMoment, 'expected an age such as 48d, 17h or 57m, or an instant such as 2026-11-01T09:00:00Z'))

const Key = members({
  id: v.optional(v.pipe(v.string(), v.regex(/^AKIA[A-Z0-9]{12,}$/, 'expected an access key id, AKIA…'))),
  created: Ago,
  lastUsed: v.optional(Ago),
  /** For what it was used last, and where: `s3`, `eu-west-1`. */
  service: v.optional(v.string()),
  region: v.optional(v.string()),
  active: v.optional(v.boolean(), true),
})

/** `partly`: has some of an administrator's rights over IAM. Guarded spares the last way in of one, too, and does not count one as a way in that others have. */
const Administrator = v.union([v.boolean(), v.literal('partly')], 'expected true, false or "partly"')

const UserEntry = members({
  name: v.string(),
  id: v.optional(v.pipe(v.string(), v.regex(/^AIDA[A-Z0-9]{12,}$/, 'expected a user id, AIDA…'))),
  path: v.optional(v.string(), '/'),
  created: v.optional(Ago),
  password: v.optional(members({ created: Ago, lastUsed: v.optional(Ago) })),
  /** When any password of the user was used last: IAM goes on showing that when the password is gone, or another one was made since. */
  passwordLastUsed: v.optional(Ago),
  accessKeys: v.optional(v.pipe(v.array(Key), v.maxLength(2, 'a user has at most two access keys')), []),
  tags: v.optional(v.record(v.string(), v.string()), {}),
  groups: v.optional(v.array(v.string()), []),
  administrator: v.optional(Administrator, false),
})

const Value = v.pipe(v.string(), v.minLength(1, 'SSM takes no empty value; an empty exclusion list is ","'))

/** A value alone is a StringList's. */
const Parameter = v.union(
  [Value, members({ type: v.picklist(['String', 'StringList']), value: Value })],
  'expected a text that is not empty (an empty exclusion list is ","), or { "type": "String", "value": … }',
)

/** What an item of a table has: texts, numbers, lists of texts. */
const Attribute = v.union(
  [members({ S: v.string() }), members({ N: v.string() }), members({ L: v.array(members({ S: v.string() })) })],
  'expected { "S": text }, { "N": number as text } or { "L": list of texts }',
)

/** A DynamoDB table that is there at the start. */
const Table = members({ hashKey: v.string(), rangeKey: v.string(), items: v.optional(v.array(v.record(v.string(), Attribute)), []) })

const RoleEntry = members({
  name: v.pipe(v.string(), v.regex(/^[\w+=,.@-]{1,64}$/, 'expected the name of a role')),
  /** Who may assume it. */
  trust: PolicyDocument_,
  /** By name. */
  policies: v.optional(v.record(v.string(), PolicyDocument_), {}),
})

const inside = {
  $comment: v.optional(v.string()),
  users: v.array(UserEntry),
  /** Groups that exist whether or not anybody is in them. */
  groups: v.optional(v.array(v.string()), []),
  roles: v.optional(v.array(RoleEntry), []),
  parameters: v.optional(v.record(v.string(), Parameter), {}),
  tables: v.optional(v.record(v.string(), Table), {}),
  /** Whether AWS Config records there. */
  recorder: v.optional(v.boolean(), true),
  /** Users of the account who are not described, and why. They are told, and there is no more of them here. */
  unread: v.optional(v.array(members({ name: v.string(), why: v.string() })), []),
}

const accountId = v.pipe(v.string(), v.regex(/^\d{12}$/, 'expected an account id of 12 digits'))

const Several = members({
  $comment: v.optional(v.string()),
  accounts: v.pipe(v.array(members({ id: accountId, name: v.optional(v.string()), ...inside })), v.minLength(1)),
})

/** Several, and the organization that they are in. */
const Organized = members({
  $comment: v.optional(v.string()),
  organization: Organization_,
  accounts: v.pipe(v.array(members({ id: accountId, name: v.optional(v.string()), ...membership, ...inside })), v.minLength(1)),
})

/** The readable description of an account: users, the ages of their credentials, tags, groups. `$comment` is for people. */
export const Account = members({
  ...inside,
  id: v.optional(accountId),
  /** When this is how the account was: a rehearsal begins then. Ages are told from the start all the same. */
  at: v.optional(v.pipe(v.string(), v.check(isInstant, 'expected an instant such as 2026-11-01T09:00:00Z'))),
  /** Which program wrote it. */
  madeBy: v.optional(v.string()),
})

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
  if (Array.isArray(json)) throw new AccountError('it is a list, and an account is { "users": [ … ] }')
  const result = v.safeParse(schema, json)
  if (result.success) return result.output
  // A member that is misspelt is missing as well.
  const issue = result.issues.find(({ expected }) => expected === 'never') ?? result.issues[0]
  throw new AccountError(`${v.getDotPath(issue) ?? 'the description'}: ${issue.message}`)
}
