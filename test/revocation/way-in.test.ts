import { describe, expect, test } from 'vitest'
import type { ListedUser } from '../../src/inventory/inventory.ts'
import { instant } from '../../src/judgement/instant.ts'
import type { Claim } from '../../src/ledger/claim.ts'
import { claimWayIn, release, type WaysIn } from '../../src/revocation/claim-way-in.ts'
import type { Power, Ways } from '../../src/revocation/way-in.ts'
import { LedgerInMemory } from '../support/ledger-in-memory.ts'

const listed = (userId: string): ListedUser => ({
  userName: userId.toLowerCase(),
  userId,
  arn: `arn:aws:iam::123456789012:user/${userId.toLowerCase()}`,
  path: '/',
  created: instant('2025-01-01T00:00:00Z'),
  passwordLastUse: { kind: 'never' },
})

const claimOf = (userId: string, credential = 'password', id = `act-${userId}-${credential}`): Claim => ({
  userId,
  credential,
  version: 0,
  id,
})

type Person = { readonly power: Power | 'unreadable'; readonly live: string[]; readonly staying?: string[]; readonly unreadable?: boolean }

function accountOf(people: Readonly<Record<string, Person>>, taken: readonly Claim[] = []) {
  const ledger = new LedgerInMemory()
  const table = ledger.table(async () => 'do')
  const asked: string[] = []
  const account: WaysIn = {
    table,
    powerOf: async ({ userId }, as) => {
      asked.push(`${userId} ${as}`)
      const power = people[userId]?.power ?? 'none'
      if (power === 'unreadable') throw new Error('AccessDenied')
      return power
    },
    candidates: async () => Object.keys(people).map((userId) => listed(userId)),
    waysOf: async ({ userId }): Promise<Ways | undefined> => {
      const person = people[userId]
      if (person?.unreadable === true) throw new Error('Throttling')
      return person && { live: person.live, staying: person.staying ?? person.live }
    },
  }
  return { ledger, table, account, asked, ready: async () => void (await table.claim(await table.claims(), taken)) }
}

const KEPT = 'it is the last way in of the last IAM administrator'

describe('the way in of AIDAB, by password', () => {
  test.for<[what: string, people: Readonly<Record<string, Person>>, taken: readonly Claim[], kind: string]>([
    ['who has no right over IAM', { AIDAB: { power: 'none', live: ['password'] } }, [], 'free'],
    ['the only administrator', { AIDAB: { power: 'all', live: ['password'] } }, [], 'kept'],
    ['the only one who might be an administrator', { AIDAB: { power: 'unclear', live: ['password'] } }, [], 'kept'],
    ['who cannot be told', { AIDAB: { power: 'unreadable', live: ['password'] } }, [], 'kept'],
    ['who has a key as well', { AIDAB: { power: 'all', live: ['password', 'AKIA1'] } }, [], 'claimed'],
    ['whose key is taken', { AIDAB: { power: 'all', live: ['password', 'AKIA1'] } }, [claimOf('AIDAB', 'AKIA1')], 'kept'],
    ['whose password is claimed already', { AIDAB: { power: 'all', live: ['password', 'AKIA1'] } }, [claimOf('AIDAB')], 'claimed'],
    ['beside one who stays', { AIDAB: { power: 'all', live: ['password'] }, AIDAC: { power: 'all', live: ['AKIA1'] } }, [], 'claimed'],
    [
      'beside one whose key is taken',
      { AIDAB: { power: 'all', live: ['password'] }, AIDAC: { power: 'all', live: ['AKIA1'] } },
      [claimOf('AIDAC', 'AKIA1')],
      'kept',
    ],
    [
      'beside one of whose two ways one is taken',
      { AIDAB: { power: 'all', live: ['password'] }, AIDAC: { power: 'all', live: ['AKIA1', 'AKIA2'] } },
      [claimOf('AIDAC', 'AKIA1')],
      'claimed',
    ],
    [
      'another has the same key id taken',
      { AIDAB: { power: 'all', live: ['password'] }, AIDAC: { power: 'all', live: ['password'] } },
      [claimOf('AIDAD')],
      'claimed',
    ],
    [
      'beside one who has no live credential',
      { AIDAB: { power: 'all', live: ['password'] }, AIDAC: { power: 'all', live: [] } },
      [],
      'kept',
    ],
    [
      'beside one who might be an administrator',
      { AIDAB: { power: 'all', live: ['password'] }, AIDAC: { power: 'unclear', live: ['AKIA1'] } },
      [],
      'kept',
    ],
    [
      'beside one who cannot be told',
      { AIDAB: { power: 'all', live: ['password'] }, AIDAC: { power: 'unreadable', live: ['AKIA1'] } },
      [],
      'kept',
    ],
    [
      'beside one whose credentials cannot be read',
      { AIDAB: { power: 'all', live: ['password'] }, AIDAC: { power: 'all', live: ['AKIA1'], unreadable: true } },
      [],
      'kept',
    ],
    [
      'beside two who cannot be told, and one who can',
      {
        AIDAA: { power: 'unreadable', live: ['AKIA1'] },
        AIDAB: { power: 'all', live: ['password'] },
        AIDAC: { power: 'all', live: ['AKIA1'], unreadable: true },
        AIDAD: { power: 'all', live: ['AKIA1'] },
      },
      [],
      'claimed',
    ],
    [
      'idle, as one who comes after: the first is the keeper',
      { AIDAB: { power: 'all', live: ['password'] }, AIDAC: { power: 'all', live: ['AKIA1'], staying: [] } },
      [],
      'kept',
    ],
    [
      'idle, as one who comes before',
      { AIDAA: { power: 'all', live: ['AKIA1'], staying: [] }, AIDAB: { power: 'all', live: ['password'] } },
      [],
      'claimed',
    ],
  ])('%s: %s', async ([, people, taken, kind]) => {
    const { account, ready, table } = accountOf(people, taken)
    await ready()
    const result = await claimWayIn(listed('AIDAB'), claimOf('AIDAB', 'password', 'mine'), account)
    expect(result.kind).toBe(kind)
    expect((await table.claims()).taken).toEqual(kind === 'claimed' ? [...taken, claimOf('AIDAB', 'password', 'mine')] : taken)
  })

  test('of one who is gone meanwhile nothing is claimed', async () => {
    const { account, table } = accountOf({})
    expect(await claimWayIn(listed('AIDAB'), claimOf('AIDAB'), { ...account, powerOf: async () => 'all' })).toEqual({ kind: 'claimed' })
    expect(await table.claims()).toEqual({ revision: 0, taken: [] })
  })

  test('nobody else is asked about one who is no administrator', async () => {
    const { account, asked } = accountOf({ AIDAA: { power: 'all', live: ['password'] }, AIDAB: { power: 'none', live: ['password'] } })
    await claimWayIn(listed('AIDAB'), claimOf('AIDAB'), account)
    expect(asked).toEqual(['AIDAB subject'])
  })

  test('it is said why it is kept', async () => {
    const { account } = accountOf({ AIDAB: { power: 'all', live: ['password'] } })
    expect(await claimWayIn(listed('AIDAB'), claimOf('AIDAB'), account)).toEqual({ kind: 'kept', why: KEPT })
    const broken = { ...account, waysOf: () => Promise.reject(new Error('Throttling')) }
    expect(await claimWayIn(listed('AIDAB'), claimOf('AIDAB'), broken)).toEqual({
      kind: 'kept',
      why: 'who is the last IAM administrator could not be told (Error: Throttling)',
    })
    const { account: other } = accountOf({ AIDAB: { power: 'all', live: ['password', 'AKIA1'] } })
    const refused = { ...other, table: { ...other.table, claim: async () => ({ kind: 'refused' as const, why: 'AccessDenied' }) } }
    expect(await claimWayIn(listed('AIDAB'), claimOf('AIDAB'), refused)).toEqual({
      kind: 'kept',
      why: 'who is the last IAM administrator could not be told (AccessDenied)',
    })
    const lost = { ...other, table: { ...other.table, claim: async () => ({ kind: 'lost' as const }) } }
    expect(await claimWayIn(listed('AIDAB'), claimOf('AIDAB'), lost)).toEqual({
      kind: 'kept',
      why: 'who is the last IAM administrator could not be told (others changed it)',
    })
  })

  test('lost against another claim, it is decided anew', async () => {
    const { account, table, ledger } = accountOf({
      AIDAA: { power: 'all', live: ['password'] },
      AIDAB: { power: 'all', live: ['password'] },
    })
    let first = true
    const late: WaysIn = {
      ...account,
      table: {
        ...table,
        claim: async (before, taken) => {
          // The other one writes itself in just before.
          if (first) await table.claim(await table.claims(), [claimOf('AIDAA')])
          first = false
          return table.claim(before, taken)
        },
      },
    }
    expect(await claimWayIn(listed('AIDAB'), claimOf('AIDAB'), late)).toEqual({ kind: 'kept', why: KEPT })
    expect(ledger.taken).toEqual([claimOf('AIDAA')])
  })
})

describe('claims are taken out', () => {
  test('those that are meant, and no other', async () => {
    const { table, ledger, ready } = accountOf({}, [claimOf('AIDAA'), claimOf('AIDAB'), claimOf('AIDAB', 'AKIA1')])
    await ready()
    expect(await release(({ userId, credential }) => userId === 'AIDAB' && credential === 'password', table)).toEqual({ kind: 'written' })
    expect(ledger.taken).toEqual([claimOf('AIDAA'), claimOf('AIDAB', 'AKIA1')])
    expect((await table.claims()).revision).toBe(2)
  })

  test('where there is none, nothing is written', async () => {
    const { table, ready } = accountOf({}, [claimOf('AIDAA')])
    await ready()
    expect(await release(() => false, table)).toEqual({ kind: 'written' })
    expect((await table.claims()).revision).toBe(1)
  })

  test('what could not be done is said', async () => {
    const { table, ready } = accountOf({}, [claimOf('AIDAA')])
    await ready()
    expect(await release(() => true, { ...table, claim: async () => ({ kind: 'refused', why: 'AccessDenied' }) })).toEqual({
      kind: 'refused',
      why: 'AccessDenied',
    })
    expect(await release(() => true, { ...table, claim: async () => ({ kind: 'lost' }) })).toEqual({ kind: 'lost' })
    expect(await release(() => true, { ...table, claims: () => Promise.reject(new Error('Throttling')) })).toEqual({
      kind: 'unknown',
      why: 'Error: Throttling',
    })
  })
})
