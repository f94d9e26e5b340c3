import { describe, expect, test } from 'vitest'
import { parseList } from '../../src/exclusions/list.ts'
import type { Account } from '../../src/revocation/account.ts'
import { revokeUser } from '../../src/revocation/revoke-user.ts'
import { rulesOf } from '../../src/revocation/rules.ts'
import { AccountInMemory, listed, type Person } from '../support/account-in-memory.ts'
import { inventoryOf, NOW } from '../support/inventory-of.ts'
import { LedgerInMemory } from '../support/ledger-in-memory.ts'
import { accountOf } from '../support/program.ts'

const old = Date.parse('2025-01-01T12:00:00Z')

const person: Person = {
  id: 'AIDAANA',
  name: 'ana',
  created: old,
  password: { created: old, text: '' },
  signedIn: old,
  keys: [],
  tags: new Map(),
  power: 'none',
}

/** What becomes of ana's password where so many others have lost something today. */
async function outcome(others: number, brakeRoom: Account['brakeRoom']) {
  const iam = new AccountInMemory([{ ...person }], Date.parse('2026-11-26T12:00:00Z'))
  const ledger = new LedgerInMemory()
  const counting = ledger.table(async () => 'do')
  for (let n = 0; n < others; n += 1) await counting.count('2026-11-26', `AIDA${n}`, others)
  const [revocation] = await revokeUser(listed(iam.people[0] ?? person), { ...accountOf(iam, ledger), brakeRoom })
  const said = revocation?.outcome
  return said !== undefined && 'why' in said ? `${said.kind}: ${said.why}` : said?.kind
}

const mustNotBeAsked = async (): Promise<number> => Promise.reject(new Error('nobody asks'))

describe('how many may lose something in this account (S9)', () => {
  test('is not asked where so many may in any account', async () => {
    expect(await outcome(1, { atLeast: 2, here: mustNotBeAsked })).toBe('revoked')
  })

  test('is asked where more are to, and holds', async () => {
    expect(await outcome(2, { atLeast: 2, here: async () => 3 })).toBe('revoked')
    expect(await outcome(3, { atLeast: 2, here: async () => 3 })).toBe('refused: brake: 3 users have lost something today, no more may')
  })

  test('is never less than in any account', async () => {
    expect(await outcome(2, { atLeast: 2, here: async () => 1 })).toMatch(/^refused: brake: /)
  })

  test('cannot be told: nothing is done', async () => {
    expect(await outcome(2, { atLeast: 2, here: async () => Promise.reject(new Error('refused')) })).toBe(
      'unknown: nothing was done (Error: refused)',
    )
  })
})

test.for<[list: string, areTagsNamed: boolean]>([
  [',', false],
  ['ana,path:/x/*', false],
  ['ana,tag:keep', true],
  ['tag:keep', true],
])('whether the list %s asks for tags: %s', async ([text, areTagsNamed]) => {
  const list = parseList(text)
  const entries = list.kind === 'list' ? list.entries : []
  expect((await rulesOf(entries, inventoryOf({}), 30, NOW)).areTagsNamed).toBe(areTagsNamed)
})
