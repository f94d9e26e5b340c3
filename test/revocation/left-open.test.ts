import { describe, expect, test } from 'vitest'
import { revokeUser } from '../../src/revocation/revoke-user.ts'
import type { Account } from '../../src/revocation/account.ts'
import { AccountInMemory, listed, type Person } from '../support/account-in-memory.ts'
import type { Fate, Strike } from '../support/fate.ts'
import { LedgerInMemory } from '../support/ledger-in-memory.ts'
import { accountOf } from '../support/program.ts'

const NOW = Date.parse('2026-11-26T12:00:00Z')
const CREATED = NOW - 600 * 86_400_000
const KEY = 'AKIAIOSFODNN7EXAMPLE'

const personOf = (name: string, rest: Partial<Person> = {}): Person => ({
  id: `AIDA${name.toUpperCase()}`,
  name,
  created: CREATED,
  password: undefined,
  signedIn: undefined,
  keys: [{ id: KEY, created: CREATED, lastUsed: undefined, active: true }],
  tags: new Map(),
  power: 'none',
  ...rest,
})

type Given = {
  readonly people?: readonly Person[]
  /** How the n-th call of a name fares: `append 2`. */
  readonly fates?: Readonly<Record<string, Fate>>
  readonly ledger?: LedgerInMemory
  readonly change?: (account: Account) => Account
  readonly lag?: number
}

/** Revoke what ana has. @returns what came of it, and the calls */
async function revoked({ people = [personOf('ana')], fates = {}, ledger = new LedgerInMemory(), change = (same) => same, lag = 0 }: Given) {
  const iam = new AccountInMemory(people, NOW)
  iam.lag = () => lag
  const [calls, counts]: [string[], Map<string, number>] = [[], new Map()]
  const strike: Strike = async (_, call) => {
    const nth = (counts.get(call) ?? 0) + 1
    counts.set(call, nth)
    calls.push(call)
    return fates[`${call} ${nth}`] ?? 'do'
  }
  const [ana] = people
  if (ana === undefined) throw new Error('unreachable')
  const done = await revokeUser(listed(ana), change(accountOf(iam, ledger, { strike, looks: 7 })))
  return {
    said: done.map(({ outcome }) => outcome),
    calls,
    events: ledger.item('AIDAANA', KEY).events.map(({ kind }) => kind),
    ledger,
    ana,
  }
}

describe('an administrator', () => {
  test('keeps the last way in', async () => {
    const { said, ana, events } = await revoked({ people: [personOf('ana', { power: 'all' }), personOf('bob', { power: 'none' })] })
    expect(said).toEqual([{ kind: 'protected', why: 'it is the last way in of the last IAM administrator' }])
    expect([ana.keys[0]?.active, events]).toEqual([true, []])
  })

  test('whose key AWS refuses to take has no claim any more; those of others stay', async () => {
    const ledger = new LedgerInMemory()
    const table = ledger.table(async () => 'do')
    const other = { userId: 'AIDAEVE', credential: 'password', version: 0, id: 'other' }
    await table.claim(await table.claims(), [other])
    const people = [
      personOf('ana', { power: 'all' }),
      personOf('bob', { power: 'all', signedIn: NOW, password: { created: CREATED, text: '' } }),
    ]
    const { said } = await revoked({ people, ledger, fates: { 'deactivateKey 1': 'refuse' } })
    expect(said).toEqual([{ kind: 'refused', why: 'AccessDenied' }])
    expect(ledger.taken).toEqual([other])
  })
})

test('of who is no administrator no claim is made, nor taken out', async () => {
  const { calls, said } = await revoked({ fates: { 'deactivateKey 1': 'refuse' } })
  expect(said).toEqual([{ kind: 'refused', why: 'AccessDenied' }])
  expect(calls.filter((call) => call.startsWith('claim'))).toEqual([])
})

describe('whether it is so is looked at', () => {
  const looks = (calls: readonly string[]): number =>
    calls.slice(calls.indexOf('deactivateKey')).filter((call) => call === 'accessKeysOf').length

  test('seven times where AWS said so', async () => {
    const { said, calls, events } = await revoked({ lag: 99 })
    expect(said).toEqual([{ kind: 'unknown', why: 'IAM does not show the change yet' }])
    expect([looks(calls), events]).toEqual([7, ['revoking']])
  })

  test('four times where nobody knows', async () => {
    const { said, calls } = await revoked({ fates: { 'deactivateKey 1': 'drop' } })
    expect(said).toEqual([{ kind: 'unknown', why: 'throttled' }])
    expect(looks(calls)).toBe(4)
  })

  test('a look that fails shows nothing', async () => {
    const fates = Object.fromEntries([3, 4, 5, 6, 7, 8, 9].map((nth) => [`accessKeysOf ${nth}`, 'refuse' as const]))
    const { said, calls } = await revoked({ fates })
    expect(said).toEqual([{ kind: 'unknown', why: 'IAM does not show the change yet' }])
    expect(looks(calls)).toBe(7)
  })

  test('of a user who is deleted right after the act it is so', async () => {
    let asked = 0
    const change = (account: Account): Account => ({
      ...account,
      inventory: {
        ...account.inventory,
        accessKeysOf: async (user) => ((asked += 1) < 3 ? account.inventory.accessKeysOf(user) : undefined),
      },
    })
    expect((await revoked({ change })).said).toEqual([{ kind: 'revoked' }])
  })

  test('once where it is seen at once', async () => {
    const { said, calls } = await revoked({})
    expect(said).toEqual([{ kind: 'revoked' }])
    expect(looks(calls)).toBe(1)
  })
})

test('somebody else wrote first: nothing is done', async () => {
  const change = (account: Account): Account => ({ ...account, table: { ...account.table, append: async () => ({ kind: 'lost' }) } })
  const { said, calls } = await revoked({ change })
  expect(said).toEqual([{ kind: 'refused', why: 'the ledger could not be written, so nothing was done (somebody else wrote first)' }])
  expect(calls).not.toContain('deactivateKey')
})

test('only what is meant is taken', async () => {
  const ana = personOf('ana', { password: { created: CREATED, text: '' } })
  const account = accountOf(new AccountInMemory([ana], NOW), new LedgerInMemory())
  const done = await revokeUser(listed(ana), account, ({ kind }) => kind === 'password')
  expect(done.map(({ credential, outcome }) => [credential.kind, outcome.kind])).toEqual([['password', 'revoked']])
  expect([ana.password, ana.keys[0]?.active]).toEqual([undefined, true])
})

describe('nothing was done, and the ledger cannot be closed', () => {
  test('that is told, for its intent stands open', async () => {
    const { said, events } = await revoked({ fates: { 'deactivateKey 1': 'refuse', 'append 2': 'refuse' } })
    expect(said).toEqual([{ kind: 'unknown', why: 'nothing was done, but the ledger could not be closed (AccessDenied)' }])
    expect(events).toEqual(['revoking'])
  })

  test('but of what is gone already that is said', async () => {
    const change = (account: Account): Account => ({
      ...account,
      revoker: { ...account.revoker, deactivateKey: async () => ({ kind: 'absent' }) },
    })
    const { said } = await revoked({ change, fates: { 'append 2': 'refuse' } })
    expect(said).toEqual([{ kind: 'already-gone' }])
  })

  test('a user who is deleted between the intent and the act is gone already', async () => {
    let asked = 0
    const change = (account: Account): Account => ({
      ...account,
      inventory: { ...account.inventory, tagsOf: async (user) => ((asked += 1) === 1 ? account.inventory.tagsOf(user) : undefined) },
    })
    const { said, calls, events } = await revoked({ change })
    expect(said).toEqual([{ kind: 'already-gone' }])
    expect(calls).not.toContain('deactivateKey')
    expect(events).toEqual(['revoking', 'not-revoked'])
  })
})
