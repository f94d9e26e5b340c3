import * as v from 'valibot'
import { Account, type AccountDescription, type AccountsDescription } from './account-description.ts'
import { AccountError } from './account-error.ts'
import { beginningOf } from './config/recorder.ts'
import { Table } from './dynamodb/table.ts'
import { tablesOf } from './dynamodb/tables.ts'
import { createGroup } from './iam/groups.ts'
import { iamOf, type AccessKey, type User } from './iam/state.ts'
import { mergeTags } from './iam/tags.ts'
import { createRole } from './iam/new-role.ts'
import { createUser } from './iam/users.ts'
import { ageOf, moment } from './moment.ts'
import { loadOrganization } from './organization-description.ts'
import { joinOrganization } from './organizations/changes.ts'
import type { PolicyDocument } from './policy/policy-document.ts'
import { parametersOf } from './ssm/parameter-versions.ts'
import { AwsError } from './world/aws-error.ts'
import { randomUuid } from './world/random.ts'
import type { Place, World } from './world/world.ts'

type Description = v.InferOutput<typeof Account>
type UserEntry = Description['users'][number]

/** Whose calls are that name no account: of an organization the management account's. */
export function defaultAccount(description: AccountDescription | AccountsDescription | undefined): string {
  if (description === undefined) return DEFAULT_ACCOUNT
  if ('organization' in description) return description.organization.managementAccount
  return ('id' in description ? description.id : undefined) ?? DEFAULT_ACCOUNT
}

const DEFAULT_ACCOUNT = '123456789012'

/** Put what is described into a world: one account into the default one. @throws AccountError for what AWS would not take */
export function loadAccounts(world: World, description: AccountDescription | AccountsDescription): void {
  if (!('accounts' in description)) return loadAccount(world.place(), description)
  const joiners = 'organization' in description ? loadOrganization(world, description.organization, description.accounts) : []
  for (const { id, $comment, users, groups, roles, parameters, tables, recorder, unread } of description.accounts)
    loadAccount(world.place(id), { $comment, users, groups, roles, parameters, tables, recorder, unread })
  for (const { member, joins } of joiners)
    world.clock.schedule(ageOf(joins) ?? 0, () => joinOrganization(world, { ...member, joined: world.clock.now() }))
}

function loadAccount(place: Place, description: AccountDescription): void {
  const { users, groups, roles, parameters, tables, recorder } = v.parse(Account, description)
  beginningOf(place).recorders = recorder
  for (const name of groups) groupNamed(place, name, place.clock.now())
  for (const [index, entry] of users.entries()) {
    attempted(`users.${index} (${entry.name})`, () => loadUser(place, entry))
    refuseUseBeforeCreation(place, entry, `users.${index}`)
  }
  for (const role of roles) loadRole(place, role)
  for (const [Name, parameter] of Object.entries(parameters)) {
    const { type, value } = typeof parameter === 'string' ? { type: 'StringList' as const, value: parameter } : parameter
    const version = {
      Name,
      Value: value,
      Type: type,
      Version: 1,
      LastModifiedDate: place.clock.now(),
      LastModifiedUser: `arn:aws:iam::${place.accountId}:root`,
      Tier: 'Standard' as const,
      DataType: 'text',
    }
    parametersOf(place).set(Name, [version])
  }
  for (const [name, table] of Object.entries(tables)) attempted(`tables.${name}`, () => loadTable(place, name, table))
}

/** @throws AccountError for what AWS would not take, with its place */
function attempted(where: string, load: () => void): void {
  try {
    load()
  } catch (cause) {
    if (!(cause instanceof AwsError)) throw cause
    throw new AccountError(`${where}: ${cause.message}`, { cause })
  }
}

function loadRole(place: Place, { name, trust, policies }: Description['roles'][number]): void {
  const role = createRole(iamOf(place), { RoleName: name, Path: '/', CreateDate: place.clock.now(), AssumeRolePolicy: trust })
  for (const [policyName, policy] of Object.entries(policies)) role.Policies.set(policyName, policy)
}

function loadTable(place: Place, name: string, { hashKey, rangeKey, items }: Description['tables'][string]): void {
  const arn = `arn:aws:dynamodb:${place.region}:${place.accountId}:table/${name}`
  const table = new Table({ name, arn, id: randomUuid(place.random), created: place.clock.now(), hashKey, rangeKey })
  for (const item of items) table.put(table.keyOf(item, false), item)
  tablesOf(place).set(name, table)
}

function loadUser(place: Place, entry: UserEntry): void {
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
  const keys = entry.accessKeys.map(
    ({ id = iam.newId('AKIA'), created, active, lastUsed, service = 's3', region = place.region }): AccessKey => ({
      AccessKeyId: id,
      SecretAccessKey: iam.newSecret(),
      CreateDate: date(created),
      Status: active ? 'Active' : 'Inactive',
      ...(lastUsed === undefined ? {} : { LastUsed: { Date: date(lastUsed), ServiceName: service, Region: region } }),
    }),
  )
  for (const key of keys) iam.directory.addKey(user, key)
  user.Tags = tagsOf(entry)
  givePower(user, entry)
  for (const name of entry.groups) groupNamed(place, name, CreateDate).UserIds.add(user.UserId)
}

function groupNamed(place: Place, name: string, created: Date) {
  const iam = iamOf(place)
  return iam.groups.get(name.toLowerCase()) ?? createGroup(iam, name, '/', created)
}

/** Tags of AWS's own are there, though nobody may give them. */
function tagsOf({ tags }: UserEntry) {
  const all = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))
  const isOfAws = ({ Key }: { readonly Key: string }): boolean => /^aws:/i.test(Key)
  return [
    ...mergeTags(
      [],
      all.filter((tag) => !isOfAws(tag)),
    ),
    ...all.filter((tag) => isOfAws(tag)),
  ]
}

/** One of the rights by which somebody gets at all others. */
const PARTLY: PolicyDocument = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 'iam:CreateAccessKey', Resource: '*' } }

function givePower(user: User, { administrator }: UserEntry): void {
  if (administrator === true) user.PolicyArns.add('arn:aws:iam::aws:policy/AdministratorAccess')
  if (administrator === 'partly') user.Policies.set('PartOfAnAdministrator', PARTLY)
}

function refuseUseBeforeCreation(place: Place, { name, password, accessKeys }: UserEntry, at: string): void {
  const credentials = [
    ...(password === undefined ? [] : [{ ...password, at: `${at}.password` }]),
    ...accessKeys.map((key, index) => ({ ...key, at: `${at}.accessKeys.${index}` })),
  ]
  for (const { created, lastUsed, at: where } of credentials)
    if (lastUsed !== undefined && moment(lastUsed, place.clock.now()) < moment(created, place.clock.now()))
      throw new AccountError(
        `${where}.lastUsed (${name}): ${lastUsed} is before created, ${created}. When an earlier password was used is said by passwordLastUsed of the user.`,
      )
}
