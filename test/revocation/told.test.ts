import { describe, expect, test } from 'vitest'
import { instant } from '../../src/judgement/instant.ts'
import type { Claim } from '../../src/ledger/claim.ts'
import type { LedgerEvent } from '../../src/ledger/event.ts'
import type { LedgerTable } from '../../src/ledger/ledger-table.ts'
import { claimWayIn } from '../../src/revocation/claim-way-in.ts'
import { closeAct } from '../../src/revocation/close-act.ts'
import { readLive } from '../../src/revocation/live-user.ts'
import { restore } from '../../src/revocation/restore.ts'
import { revokeUser } from '../../src/revocation/revoke-user.ts'
import { inventoryOf, userOf } from '../support/inventory-of.ts'
import { AccountInMemory, listed, type Person } from '../support/account-in-memory.ts'
import type { Fate, Strike } from '../support/fate.ts'
import { LedgerInMemory } from '../support/ledger-in-memory.ts'
import { event } from '../support/ledger-table.ts'
import { accountOf, restoringOf } from '../support/program.ts'

const NOW = Date.parse('2026-11-26T12:00:00Z')
const DAY = 86_400_000
const KEY = 'AKIAIOSFODNN7EXAMPLE'

const anaOf = (rest: Partial<Person> = {}): Person => ({
  id: 'AIDAANA',
  name: 'ana',
  created: NOW - 600 * DAY,
  password: undefined,
  signedIn: undefined,
  keys: [{ id: KEY, created: NOW - 600 * DAY, lastUsed: undefined, active: false }],
  tags: new Map(),
  power: 'none',
  ...rest,
})

const ANA = listed(anaOf())

const at = (kind: LedgerEvent['kind'], id: string, days: number): LedgerEvent => event(kind, id, { at: instant(NOW - days * DAY) })

const TAKEN = [at('revoking', '1', 3), at('revoked', '1', 3)]

/** So the n-th call of a name fares. */
const befalls = (name: string, fate: Fate, nth = 1): Strike => {
  let calls = 0
  return async (_, call) => (call === name && (calls += 1) === nth ? fate : 'do')
}

const both =
  (one: Strike, other: Strike): Strike =>
  async (write, call) => {
    const [first, second] = [await one(write, call), await other(write, call)]
    return first === 'do' ? second : first
  }

function scene(person: Person = anaOf(), events: readonly LedgerEvent[] = TAKEN) {
  const iam = new AccountInMemory([person], NOW)
  const ledger = new LedgerInMemory()
  for (const credential of ['password', KEY]) ledger.put({ kind: 'item', userId: 'AIDAANA', credential, events })
  return {
    person,
    iam,
    ledger,
    events: (credential = KEY) => ledger.item('AIDAANA', credential).events.map(({ kind }) => kind),
    account: (strike: Strike = async () => 'do') => restoringOf(iam, ledger, { strike }),
    giveBack: (credential = KEY, strike: Strike = async () => 'do', table: Partial<LedgerTable> = {}) => {
      const account = restoringOf(iam, ledger, { strike })
      return restore(ANA, ledger.item('AIDAANA', credential), 'new', { ...account, table: { ...account.table, ...table } })
    },
  }
}

describe('what a restore that did not come off tells', () => {
  const failed = (why: string, credential = KEY) => ({ kind: 'failed', credential, why })

  test('somebody else wrote first', async () => {
    const { ledger, giveBack, events, account } = scene()
    const before = ledger.item('AIDAANA', KEY)
    await giveBack()
    expect(await restore(ANA, before, 'new', account())).toEqual(
      failed('the ledger could not be written, so nothing was done (somebody else wrote first: try again)'),
    )
    expect(events()).toEqual(['revoking', 'revoked', 'restoring', 'restored'])
  })

  test('the ledger does not take the intent', async () => {
    expect(await scene().giveBack(KEY, befalls('append', 'refuse'))).toEqual(
      failed('the ledger could not be written, so nothing was done (AccessDenied)'),
    )
  })

  test('the key no longer exists', async () => {
    const { giveBack, events } = scene(anaOf({ keys: [] }))
    expect(await giveBack()).toEqual(failed('it no longer exists'))
    expect(events()).toEqual(['revoking', 'revoked', 'restoring', 'not-restored'])
  })

  test('AWS refuses, and the ledger cannot be closed', async () => {
    const { giveBack, events } = scene()
    expect(await giveBack(KEY, both(befalls('activateKey', 'refuse'), befalls('append', 'refuse', 2)))).toEqual(
      failed('AccessDenied; and the ledger could not be closed (AccessDenied)'),
    )
    expect(events()).toEqual(['revoking', 'revoked', 'restoring'])
    expect(await scene().giveBack(KEY, befalls('activateKey', 'refuse'))).toEqual(failed('AccessDenied'))
  })

  test('nobody knows what AWS did', async () => {
    expect(await scene().giveBack(KEY, befalls('activateKey', 'drop'))).toEqual(
      failed('what AWS did is not known (throttled). Run this again: it goes on from here'),
    )
  })

  test('nobody knows, and it is another key that is active', async () => {
    const other = { id: 'AKIAOTHER', created: NOW, lastUsed: undefined, active: true }
    const { keys } = anaOf()
    expect(await scene(anaOf({ keys: [other, ...keys] })).giveBack(KEY, befalls('activateKey', 'drop'))).toMatchObject({ kind: 'failed' })
  })

  test('an earlier restore was killed, and the user is gone', async () => {
    const { giveBack } = scene(anaOf({ name: 'renamed' }), [...TAKEN, at('restoring', '2', 1)])
    expect(await giveBack()).toEqual(failed('the name ana has passed to somebody else'))
  })

  test('it was given back, and the ledger could not be closed', async () => {
    const why = 'it was given back, but the ledger could not be closed (AccessDenied). Run this again'
    expect(await scene().giveBack(KEY, befalls('append', 'refuse', 2))).toEqual(failed(why))
    expect(await scene().giveBack('password', befalls('append', 'refuse', 2))).toEqual(failed(why, 'password'))
  })

  test('it was given back, and its claim could not be taken out', async () => {
    const claim: Claim = { userId: 'AIDAANA', credential: KEY, version: 0, id: 'over' }
    const one = scene()
    const table = one.ledger.table(async () => 'do')
    await table.claim(await table.claims(), [claim])
    expect(await one.giveBack(KEY, befalls('claim', 'refuse'))).toEqual(
      failed('it was given back, but the ledger could not be closed (AccessDenied). Run this again'),
    )
    expect(await one.giveBack(KEY, undefined, { claim: async () => ({ kind: 'lost' }) })).toEqual(
      failed('it was given back, but the ledger could not be closed (others write all the time). Run this again'),
    )
    expect(one.ledger.taken).toEqual([claim])
  })

  test.for<[whose: string, Partial<Person>]>([
    ["somebody else's", { id: 'AIDAOTHER' }],
    ["nobody's", { name: 'renamed' }],
  ])('the name is %s: nothing is given back', async ([, rest]) => {
    const { giveBack, events, person } = scene(anaOf(rest))
    expect(await giveBack()).toEqual(failed('the name ana has passed to somebody else'))
    expect(events()).toEqual(['revoking', 'revoked', 'restoring', 'not-restored'])
    expect(person.keys[0]?.active).toBe(false)
  })

  test('whose the name is cannot be read', async () => {
    const { giveBack, events } = scene()
    expect(await giveBack(KEY, befalls('userNow', 'refuse'))).toEqual(failed('nothing was done: Error: userNow failed'))
    expect(events()).toEqual(['revoking', 'revoked', 'restoring', 'not-restored'])
  })
})

test('with what is given back its own claim goes, and no other', async () => {
  const { ledger, giveBack } = scene()
  const claim = (userId: string, credential: string): Claim => ({ userId, credential, version: 0, id: `${userId} ${credential}` })
  const [own, another, others] = [claim('AIDAANA', KEY), claim('AIDAANA', 'password'), claim('AIDABOB', KEY)]
  const table = ledger.table(async () => 'do')
  await table.claim(await table.claims(), [own, another, others])
  expect(await giveBack()).toEqual({ kind: 'restored', credential: KEY })
  expect(ledger.taken).toEqual([another, others])
})

describe('nobody knows whether a password was made', () => {
  /** The password is not shown at the first look, nor is the answer to its making. */
  async function made(created: number, events: readonly LedgerEvent[]) {
    const { iam, ledger, person } = scene(anaOf({ password: { created, text: 'unknown' } }), events)
    const account = restoringOf(iam, ledger, { strike: befalls('createPassword', 'drop') })
    let looks = 0
    const passwordOf: typeof account.inventory.passwordOf = async (user) =>
      (looks += 1) === 1 && events.at(-1)?.kind === 'restoring' ? undefined : account.inventory.passwordOf(user)
    const inventory = { ...account.inventory, passwordOf }
    const { kind } = await restore(ANA, ledger.item('AIDAANA', 'password'), 'new', { ...account, inventory })
    return [kind, person.password?.text]
  }

  test('one that was made after an earlier restore was begun, and killed, is replaced', async () => {
    expect(await made(NOW - DAY + 1_000, [...TAKEN, at('restoring', '2', 1)])).toEqual(['restored', 'new'])
  })

  test('one that is as old as clocks may differ is', async () => {
    expect(await made(NOW - 300_000, TAKEN)).toEqual(['restored', 'new'])
    expect(await made(NOW - 300_001, TAKEN)).toEqual(['failed', 'unknown'])
  })

  test('where there is none, it is not known', async () => {
    const why = 'what AWS did is not known (throttled). Run this again: it goes on from here'
    expect(await scene().giveBack('password', befalls('createPassword', 'drop'))).toEqual({ kind: 'failed', credential: 'password', why })
  })

  test('one that somebody made by hand before is not', async () => {
    expect(await made(NOW - 2 * DAY, TAKEN)).toEqual(['failed', 'unknown'])
    expect(await made(NOW - 2 * DAY, [...TAKEN, at('restoring', '2', 1)])).toEqual(['failed', 'unknown'])
  })
})

describe('an act is closed', () => {
  const [intent, end] = [at('revoking', '1', 0), at('revoked', '1', 0)]
  const before = { kind: 'item' as const, userId: 'AIDAANA', credential: KEY, events: [] }

  async function close(
    there: readonly LedgerEvent[],
    strike: Strike,
    known: LedgerEvent | 'unknown' = intent,
    table: Partial<LedgerTable> = {},
  ) {
    const ledger = new LedgerInMemory()
    ledger.put({ ...before, events: there })
    const calls: string[] = []
    const counted: Strike = async (write, call) => {
      calls.push(call)
      return strike(write, call)
    }
    const why = await closeAct({ ...ledger.table(counted), ...table }, before, known === 'unknown' ? undefined : known, end, instant(NOW))
    return { why, calls, events: ledger.item('AIDAANA', KEY).events.map(({ kind, id }) => `${kind} ${id}`) }
  }

  test('after its intent', async () => {
    expect(await close([intent], async () => 'do')).toEqual({ why: undefined, calls: ['append'], events: ['revoking 1', 'revoked 1'] })
  })

  test('wherever the ledger has come to', async () => {
    expect(await close([intent, at('revoking', '2', 0)], async () => 'do')).toEqual({
      why: undefined,
      calls: ['append', 'itemsOf', 'append'],
      events: ['revoking 1', 'revoking 2', 'revoked 1'],
    })
  })

  test('once', async () => {
    expect(await close([intent, end], async () => 'do')).toMatchObject({
      why: undefined,
      calls: ['append', 'itemsOf'],
      events: ['revoking 1', 'revoked 1'],
    })
  })

  test('not by what another act came to, nor by its own intent', async () => {
    expect((await close([intent, at('revoked', '2', 0)], async () => 'do')).events).toEqual(['revoking 1', 'revoked 2', 'revoked 1'])
  })

  test('where nobody knows whether the intent stands there, that is read first', async () => {
    expect(await close([intent], async () => 'do', 'unknown')).toEqual({
      why: undefined,
      calls: ['itemsOf', 'append'],
      events: ['revoking 1', 'revoked 1'],
    })
  })

  test('or it is told why not', async () => {
    expect((await close([intent], befalls('append', 'refuse'))).why).toBe('AccessDenied')
    expect((await close([intent, end], befalls('itemsOf', 'refuse'))).why).toBe('Error: a read of the ledger failed')
    let tries = 0
    const lost = await close([intent], async () => 'do', intent, { append: async () => ((tries += 1), { kind: 'lost' }) })
    expect([lost.why, tries]).toEqual(['somebody else writes all the time', 5])
  })
})

describe('a user of whom', () => {
  const idle = { id: KEY, created: NOW - 600 * DAY, lastUsed: undefined, active: true }

  const told = async (person: Person, ledger = new LedgerInMemory(), strike?: Strike, list = ',') => {
    const iam = new AccountInMemory([person], NOW)
    const account = accountOf(iam, ledger, { ...(strike && { strike }), list })
    return (await revokeUser(ANA, account)).map(({ credential, outcome, idleDays }) => [credential.kind, idleDays, outcome])
  }

  test('IAM knows nothing has nothing to lose', async () => {
    expect(await told(anaOf({ name: 'renamed', keys: [idle] }))).toEqual([])
  })

  test('the list has an entry is protected before anything is written', async () => {
    const ledger = new LedgerInMemory()
    expect(await told(anaOf({ keys: [idle] }), ledger, undefined, 'ana')).toEqual([
      ['access-key', 600, { kind: 'protected', why: 'Excluded by entry "ana".' }],
    ])
    expect(ledger.items).toEqual([])
  })

  const open = (): LedgerInMemory => {
    const ledger = new LedgerInMemory()
    ledger.put({ kind: 'item', userId: 'AIDAANA', credential: 'password', events: [at('revoking', '1', 1)] })
    return ledger
  }

  test('an intent is open that cannot be closed', async () => {
    expect(await told(anaOf(), open(), befalls('append', 'refuse'))).toEqual([
      ['password', 48, { kind: 'refused', why: 'the ledger could not be closed (AccessDenied)' }],
    ])
  })

  test('intents are open whose acts were done: they are closed, and what is gone is told', async () => {
    const ledger = open()
    ledger.put({ kind: 'item', userId: 'AIDAANA', credential: KEY, events: [at('revoking', '2', 1)] })
    const done = await revokeUser(ANA, accountOf(new AccountInMemory([anaOf()], NOW), ledger))
    const life = { created: NOW - DAY, lastUse: { kind: 'never' } }
    expect(done).toEqual([
      { credential: { kind: 'password', ...life }, idleDays: 48, outcome: { kind: 'already-gone' } },
      { credential: { kind: 'access-key', id: KEY, status: 'inactive', ...life }, idleDays: 48, outcome: { kind: 'already-gone' } },
    ])
  })

  test("one intent is open and another credential was switched on by hand, and whose name is nobody's by now", async () => {
    const ledger = open()
    ledger.put({ kind: 'item', userId: 'AIDAANA', credential: KEY, events: TAKEN })
    for (const present of [undefined, { ...ANA, userId: 'AIDAOTHER' }]) {
      const account = accountOf(new AccountInMemory([anaOf({ keys: [idle] })], NOW), ledger)
      const inventory = { ...account.inventory, userNow: async () => present }
      await expect(revokeUser(ANA, { ...account, inventory })).rejects.toThrow('the name ana has passed to somebody else')
    }
    expect(ledger.item('AIDAANA', KEY).events).toHaveLength(2)
  })

  test('an intent is open, and whose name has passed to somebody else: nothing is written', async () => {
    const ledger = open()
    await expect(told(anaOf({ id: 'AIDAOTHER' }), ledger)).rejects.toThrow('the name ana has passed to somebody else')
    expect(ledger.item('AIDAANA', 'password').events).toHaveLength(1)
  })

  test('keys or tags are none is gone', async () => {
    const user = userOf('ana')
    const here = { passwordOf: async () => undefined, accessKeysOf: async () => [], tagsOf: async () => new Map<string, string>() }
    expect(await readLive(user, inventoryOf(here))).toEqual({ user, credentials: [], tags: new Map() })
    expect(await readLive(user, inventoryOf({ ...here, accessKeysOf: async () => undefined }))).toBeUndefined()
    expect(await readLive(user, inventoryOf({ ...here, tagsOf: async () => undefined }))).toBeUndefined()
  })
})

describe('the last way in', () => {
  const claim: Claim = { userId: 'AIDAANA', credential: KEY, version: 0, id: 'own' }
  const ways = { live: [KEY], staying: [KEY] }

  test('of somebody of whom it could not be told whether it is an administrator', async () => {
    const table = new LedgerInMemory().table(async () => 'do')
    const asked: string[] = []
    const powerOf = async ({ userId }: { readonly userId: string }, as: string) => {
      asked.push(`${userId} ${as}`)
      if (userId === 'AIDAANA') throw new Error('throttled')
      return 'none' as const
    }
    const account = { table, powerOf, candidates: async () => [ANA, userOf('bob')], waysOf: async () => ways }
    expect(await claimWayIn(ANA, claim, account)).toEqual({
      kind: 'kept',
      why: 'whether it is the last way in of an IAM administrator could not be told (Error: throttled)',
    })
    expect(asked).toEqual(['AIDAANA subject', 'AIDABOB other'])
  })

  test('is kept where others write all the time: twenty times it is decided anew', async () => {
    let tries = 0
    const table = { claims: async () => ({ revision: (tries += 1), taken: [] }), claim: async () => ({ kind: 'lost' as const }) }
    const account = { table, powerOf: async () => 'all' as const, candidates: async () => [userOf('bob')], waysOf: async () => ways }
    expect(await claimWayIn(ANA, claim, account)).toEqual({
      kind: 'kept',
      why: 'who is the last IAM administrator could not be told (others changed it)',
    })
    expect(tries).toBe(20)
  })
})
