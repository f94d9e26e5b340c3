import { expect, test } from 'vitest'
import type { Inventory, ListedUser } from '../../src/inventory/inventory.ts'
import type { AccessKey } from '../../src/judgement/credential.ts'
import { instant } from '../../src/judgement/instant.ts'
import type { LedgerEvent } from '../../src/ledger/event.ts'
import { waysInOf } from '../../src/revocation/ways-in.ts'
import { key } from '../support/credentials.ts'
import { inventoryOf } from '../support/inventory-of.ts'
import { event } from '../support/ledger-table.ts'

const NOW = instant('2026-11-25T12:00:00Z')

const boss: ListedUser = {
  userName: 'boss',
  userId: 'AIDABOSS',
  arn: 'arn:aws:iam::123456789012:user/boss',
  path: '/',
  created: instant('2025-01-01T00:00:00Z'),
  passwordLastUse: { kind: 'never' },
}

const fresh = key('2025-01-01T00:00:00Z', '2026-11-24T00:00:00Z')

/** The ways in of `boss`, whose name has these credentials, and belongs to somebody by now. */
async function ways(present: ListedUser | undefined) {
  const nobody = (): never => {
    throw new Error('nobody asks')
  }
  const inventory: Inventory = {
    users: nobody,
    credentialReport: nobody,
    membersOf: nobody,
    passwordOf: async () => undefined,
    accessKeysOf: async () => [fresh],
    tagsOf: async () => new Map(),
    userNow: async () => present && { ...present, tags: undefined },
    userCount: nobody,
  }
  const rules = async () => ({ now: NOW, limitDays: 30, areTagsNamed: false, exclusionOf: () => undefined })
  const account = { inventory, rules, table: { itemsOf: async () => new Map() } }
  return waysInOf(
    account,
    async () => 'all',
    async () => [],
  ).waysOf(boss)
}

test('a credential in use is a way in that stays', async () => {
  expect(await ways(boss)).toEqual({ live: [fresh.id], staying: [fresh.id] })
})

test.for([
  ['has passed to somebody else', { ...boss, userId: 'AIDAOTHER' }],
  ["is nobody's", undefined],
] as const)('what was read by a name that %s is nothing of this user', async ([, present]) => {
  expect(await ways(present)).toBeUndefined()
})

const idle = key('2025-01-01T00:00:00Z', undefined, { id: 'AKIAIDLE' })
const off = key('2025-01-01T00:00:00Z', undefined, { id: 'AKIAOFF', inactive: true })

/** The ways in of `boss` with these keys, who is excluded, or gone. */
function account(keys: readonly AccessKey[], { isExcluded = false, isGone = false, events = [] as readonly LedgerEvent[] } = {}) {
  const inventory = inventoryOf({
    passwordOf: async () => undefined,
    accessKeysOf: async () => keys,
    tagsOf: async () => (isGone ? undefined : new Map()),
    userNow: async () => ({ ...boss, tags: undefined }),
  })
  const exclusion = { kind: 'tag' as const }
  const rules = async () => ({ now: NOW, limitDays: 30, areTagsNamed: false, exclusionOf: () => (isExcluded ? exclusion : undefined) })
  const item = { kind: 'item' as const, userId: boss.userId, credential: idle.id, events }
  const table = { itemsOf: async () => new Map([[idle.id, item]]) }
  const users = [
    { ...boss, userName: 'never' },
    { ...boss, userName: 'long-ago', passwordLastUse: { kind: 'at' as const, instant: instant('2025-06-01T00:00:00Z') } },
    { ...boss, userName: 'today', passwordLastUse: { kind: 'at' as const, instant: NOW } },
    { ...boss, userName: 'lately', passwordLastUse: { kind: 'at' as const, instant: instant('2026-11-01T00:00:00Z') } },
  ]
  return waysInOf(
    { inventory, rules, table },
    async () => 'all',
    async () => users,
  )
}

test('what is idle is a way in that does not stay, and what is inactive is none', async () => {
  expect(await account([idle, off, fresh]).waysOf(boss)).toEqual({ live: ['AKIAIDLE', fresh.id], staying: [fresh.id] })
})

test('of who is excluded everything stays that is live', async () => {
  expect(await account([idle, off], { isExcluded: true }).waysOf(boss)).toEqual({ live: ['AKIAIDLE'], staying: ['AKIAIDLE'] })
})

test('what was restored lately stays', async () => {
  const events = [event('restored', '1', { at: instant('2026-11-20T00:00:00Z') })]
  expect(await account([idle], { events }).waysOf(boss)).toEqual({ live: ['AKIAIDLE'], staying: ['AKIAIDLE'] })
})

test('who is gone has none', async () => {
  expect(await account([idle], { isGone: true }).waysOf(boss)).toBeUndefined()
})

test('who signed in lately is asked first, and who never did last', async () => {
  expect((await account([]).candidates()).map(({ userName }) => userName)).toEqual(['today', 'lately', 'long-ago', 'never'])
})
