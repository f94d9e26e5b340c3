import fc from 'fast-check'
import type { Inventory, ListedUser } from '../../src/inventory/inventory.ts'
import { instant } from '../../src/judgement/instant.ts'

/** An account written down plainly, for laws: what IAM holds, what its report says, what happens, and what is unused. Nothing here is the product's. */
export type WorldKey = { id: string; created: number; lastUsed: number | undefined; active: boolean; switchedOn: boolean }
export type WorldUser = {
  id: string
  name: string
  path: string
  created: number
  passwordLastUsed: number | undefined
  passwordCreated: number | undefined
  keys: WorldKey[]
}
type World = { users: WorldUser[] }

const SECOND = 1_000
const DAY = 86_400_000

const clockStart = (created: number, lastUsed: number | undefined): number => Math.max(created, lastUsed ?? 0)

export const isPasswordUnused = ({ passwordCreated, passwordLastUsed }: WorldUser, limitDays: number, now: number): boolean =>
  passwordCreated !== undefined && now - clockStart(passwordCreated, passwordLastUsed) >= limitDays * DAY

export const isKeyUnused = ({ created, lastUsed, active }: WorldKey, limitDays: number, now: number): boolean =>
  active && now - clockStart(created, lastUsed) >= limitDays * DAY

const seconds = (days: number): number => Math.round(days * 86_400)

/** Seconds before the report, from 0 to 100 days, often around whole days. */
const age = fc.oneof(
  fc.integer({ min: 0, max: seconds(100) }),
  fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: -3, max: 3 })).map(([days, off]) => Math.max(0, days * 86_400 + off)),
)

const key = fc.record({ age, used: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }), active: fc.boolean() })

const user = fc.record({
  name: fc.constantFrom('ana', 'Bob', 'c,d', 'eve@example.com'),
  path: fc.constantFrom('/', '/team/'),
  age,
  password: fc.option(fc.record({ age, used: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }) }), {
    nil: undefined,
  }),
  keys: fc.array(key, { maxLength: 2 }),
})

const ACTS = [
  'sign-in',
  'use-key',
  'create-key',
  'delete-key',
  'deactivate',
  'activate',
  'delete-password',
  'create-password',
  'create-user',
  'delete-user',
  'rename',
  'reuse-name',
  'swap-names',
] as const

const change = fc.record({
  act: fc.constantFrom(...ACTS),
  who: fc.nat(5),
  which: fc.nat(1),
  when: fc.double({ min: 0, max: 1, noNaN: true }),
})

const quirk = fc.record({
  plusZero: fc.boolean(),
  upperCase: fc.boolean(),
  unquoted: fc.boolean(),
  moreColumns: fc.boolean(),
  missing: fc.option(fc.constantFrom('password_enabled', 'access_key_1_active', 'access_key_1_last_used_date', 'user_creation_time'), {
    nil: undefined,
  }),
  spoilt: fc.array(
    fc.record({ row: fc.nat(5), column: fc.nat(21), text: fc.constantFrom('', 'not_supported', 'N/A', 'no_information', '???') }),
    { maxLength: 2 },
  ),
  longAgo: fc.boolean(),
})

export const scenario = fc.record({
  users: fc.uniqueArray(user, { minLength: 1, maxLength: 4, selector: ({ name }) => name }),
  changes: fc.array(change, { maxLength: 6 }),
  quirk,
  limitDays: fc.integer({ min: 1, max: 60 }),
  reportAge: fc.oneof(fc.integer({ min: 0, max: 4 * 3600 }), fc.integer({ min: 0, max: seconds(70) })),
})

export type Scenario = typeof scenario extends fc.Arbitrary<infer T> ? T : never

export type Played = { readonly world: World; readonly csv: string; readonly generated: number; readonly now: number }

const GENERATED = Date.parse('2026-11-25T00:00:00Z')

/** Write the report of the account as it is, then let the changes happen. */
export function play({ users, changes, quirk: quirks, reportAge }: Scenario): Played {
  const now = GENERATED + reportAge * SECOND
  const world: World = { users: users.map((each, index) => born(each, index)) }
  const csv = reportOf(world, quirks)
  const inOrder = changes.toSorted((one, other) => one.when - other.when)
  for (const [index, each] of inOrder.entries()) happen(world, each, GENERATED + Math.floor(each.when * reportAge) * SECOND, index)
  return { world, csv, generated: quirks.longAgo ? Date.parse('2015-02-02T20:02:02Z') : GENERATED, now }
}

/** No two users of one second: two who were made in the same second and swap names within the report's age are a known exception. */
function born({ name, path, age: userAge, password, keys }: Scenario['users'][number], index: number): WorldUser {
  const created = GENERATED - userAge * SECOND - index * 7 * SECOND
  const later = (from: number, part: number): number => from + Math.floor((part * (GENERATED - from)) / SECOND) * SECOND
  const made = (credentialAge: number): number => Math.max(created, GENERATED - credentialAge * SECOND)
  const passwordCreated = password === undefined ? undefined : made(password.age)
  return {
    id: `AIDA${index}`,
    name,
    path,
    created,
    passwordCreated,
    passwordLastUsed: password?.used === undefined || passwordCreated === undefined ? undefined : later(created, password.used),
    keys: keys.map((each, slot) => {
      const keyCreated = made(each.age)
      return {
        id: `AKIA${index}${slot}`,
        created: keyCreated,
        lastUsed: each.used === undefined ? undefined : later(keyCreated, each.used),
        active: each.active,
        switchedOn: false,
      }
    }),
  }
}

function happen(world: World, { act, who, which }: Scenario['changes'][number], at: number, serial: number): void {
  const found = world.users[who % Math.max(1, world.users.length)]
  const other = world.users[(who + 1) % Math.max(1, world.users.length)]
  const chosen = found?.keys[which % Math.max(1, found.keys.length)]
  const newcomer = (name: string): WorldUser => ({
    id: `AIDAN${serial}`,
    name,
    path: '/',
    created: at,
    passwordCreated: at,
    passwordLastUsed: undefined,
    keys: [],
  })
  const free = (name: string): boolean => world.users.every((each) => each.name.toLowerCase() !== name.toLowerCase())
  switch (act) {
    case 'create-user':
      if (free(`new${serial}`)) world.users.push(newcomer(`new${serial}`))
      return
    case 'sign-in':
      if (found?.passwordCreated !== undefined) found.passwordLastUsed = at
      return
    case 'use-key':
      if (chosen?.active === true) chosen.lastUsed = at
      return
    case 'create-key':
      if (found !== undefined && found.keys.length < 2)
        found.keys.push({ id: `AKIAN${serial}`, created: at, lastUsed: undefined, active: true, switchedOn: false })
      return
    case 'delete-key':
      if (found !== undefined) found.keys = found.keys.filter((each) => each !== chosen)
      return
    case 'deactivate':
      if (chosen !== undefined) chosen.active = false
      return
    case 'activate':
      if (chosen !== undefined && !chosen.active) Object.assign(chosen, { active: true, switchedOn: true })
      return
    case 'delete-password':
      if (found !== undefined) found.passwordCreated = undefined
      return
    case 'create-password':
      if (found !== undefined) found.passwordCreated ??= at
      return
    case 'delete-user':
      world.users = world.users.filter((each) => each !== found)
      return
    case 'rename':
      if (found !== undefined) found.name = `was${serial}`
      return
    case 'reuse-name':
      if (found === undefined) return
      world.users = world.users.filter((each) => each !== found)
      world.users.push(newcomer(found.name))
      return
    case 'swap-names':
      if (found !== undefined && other !== undefined && found !== other) [found.name, other.name] = [other.name, found.name]
  }
}

const arnOf = ({ path, name }: WorldUser): string => `arn:aws:iam::123456789012:user${path}${name}`

const COLUMNS = [
  'user',
  'arn',
  'user_creation_time',
  'password_enabled',
  'password_last_used',
  'password_last_changed',
  'password_next_rotation',
  'mfa_active',
  ...[1, 2].flatMap((n) =>
    ['active', 'last_rotated', 'last_used_date', 'last_used_region', 'last_used_service'].map((field) => `access_key_${n}_${field}`),
  ),
  'cert_1_active',
  'cert_1_last_rotated',
  'cert_2_active',
  'cert_2_last_rotated',
]

function reportOf({ users }: World, { plusZero, upperCase, unquoted, moreColumns, missing, spoilt }: Scenario['quirk']): string {
  const date = (moment: number | undefined, none: string): string =>
    moment === undefined ? none : new Date(moment).toISOString().replace('.000Z', plusZero ? '+00:00' : 'Z')
  const flag = (value: boolean): string => (upperCase ? String(value).toUpperCase() : String(value))
  const quoted = (text: string): string => (text.includes(',') && !unquoted ? `"${text}"` : text)
  const keyCells = (each: WorldKey | undefined): string[] =>
    each === undefined
      ? [flag(false), 'N/A', 'N/A', 'N/A', 'N/A']
      : [flag(each.active), date(each.created, ''), date(each.lastUsed, 'N/A'), 'us-east-1', 's3']
  const rows = users.map((each, index) => {
    const [first, second] = each.keys.toSorted((one, other) => (one.id < other.id ? -1 : 1))
    const has = each.passwordCreated !== undefined
    const cells = [
      quoted(each.name),
      quoted(arnOf(each)),
      date(each.created, ''),
      flag(has),
      has ? date(each.passwordLastUsed, 'no_information') : 'N/A',
      date(each.passwordCreated, 'N/A'),
      'N/A',
      flag(false),
      ...keyCells(first),
      ...keyCells(second),
      flag(false),
      'N/A',
      flag(false),
      'N/A',
    ]
    for (const { row, column, text } of spoilt) if (row === index && column > 1) cells[column] = text
    return moreColumns ? [...cells, ''] : cells
  })
  const head = moreColumns ? [...COLUMNS, 'additional_credentials_info'] : COLUMNS
  const kept = head.map((name) => name !== missing)
  return [head, ...rows].map((cells) => cells.filter((_, place) => kept[place] ?? true).join(',')).join('\n')
}

/** The account as it can be read, now. */
export function inventoryOf({ world, csv, generated }: Played, withReport: boolean): Inventory & { readonly reads: string[] } {
  const reads: string[] = []
  const find = (listed: ListedUser): WorldUser | undefined => world.users.find(({ id }) => id === listed.userId)
  const use = (moment: number | undefined) =>
    moment === undefined ? { kind: 'never' as const } : { kind: 'at' as const, instant: instant(moment) }
  return {
    reads,
    async *users() {
      for (const each of world.users)
        yield {
          userName: each.name,
          userId: each.id,
          arn: arnOf(each),
          path: each.path,
          created: instant(each.created),
          passwordLastUse: use(each.passwordLastUsed),
        }
    },
    credentialReport: async () =>
      withReport ? { kind: 'report', csv, generated: instant(generated) } : { kind: 'unavailable', why: 'not asked for' },
    passwordOf: async (listed) => {
      reads.push(`password ${listed.userId}`)
      const created = find(listed)?.passwordCreated
      return created === undefined ? undefined : { kind: 'password', created: instant(created), lastUse: listed.passwordLastUse }
    },
    accessKeysOf: async (listed) => {
      reads.push(`keys ${listed.userId}`)
      return find(listed)?.keys.map(({ id, created, lastUsed, active }) => ({
        kind: 'access-key',
        id,
        created: instant(created),
        lastUse: use(lastUsed),
        status: active ? 'active' : 'inactive',
      }))
    },
    tagsOf: async () => new Map(),
    userNow: async () => undefined,
    userCount: async () => 0,
    membersOf: async () => new Set(),
  }
}
