import { expect, test } from 'vitest'
import type { Inventory, ListedUser } from '../../src/inventory/inventory.ts'
import { instant } from '../../src/judgement/instant.ts'
import { waysInOf } from '../../src/revocation/ways-in.ts'
import { key } from '../support/credentials.ts'

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
