import { describe, expect, test } from 'vitest'
import { appended, blankItem } from '../../src/ledger/item.ts'
import { standing } from '../../src/ledger/standing.ts'
import type { Credential } from '../../src/judgement/credential.ts'
import { isToRestore, restore, type Restored } from '../../src/revocation/restore.ts'
import { revokeUser } from '../../src/revocation/revoke-user.ts'
import { AccountInMemory, listed, type Person } from '../support/account-in-memory.ts'
import { key } from '../support/credentials.ts'
import type { Fate, Strike } from '../support/fate.ts'
import { LedgerInMemory } from '../support/ledger-in-memory.ts'
import { event } from '../support/ledger-table.ts'
import { accountOf, restoringOf, type Terms } from '../support/program.ts'

const NOW = Date.parse('2026-11-26T12:00:00Z')
const DAY = 86_400_000
const KEY = 'AKIAIOSFODNN7EXAMPLE'

type Id = 'password' | typeof KEY

const CREDENTIALS: readonly Id[] = ['password', KEY]

const someone = (name: string, rest: Partial<Person> = {}): Person => ({
  id: `AIDA${name.toUpperCase()}`,
  name,
  created: NOW - 600 * DAY,
  password: { created: NOW - 600 * DAY, text: 'old' },
  signedIn: undefined,
  keys: [],
  tags: new Map(),
  power: 'all',
  ...rest,
})

/** Ana is an administrator who lost a credential a day ago; bob is another one, and always in use. */
async function scene(credential: Id) {
  const ana = someone('ana', {
    password: credential === 'password' ? { created: NOW - 600 * DAY, text: 'old' } : undefined,
    keys: credential === KEY ? [{ id: KEY, created: NOW - 600 * DAY, lastUsed: undefined, active: true }] : [],
  })
  const bob = someone('bob', { signedIn: NOW + 365 * DAY })
  const iam = new AccountInMemory([ana, bob], NOW - DAY)
  const ledger = new LedgerInMemory()
  const user = listed(ana)
  const revoke = async (terms: Terms = {}) => (await revokeUser(user, accountOf(iam, ledger, terms))).map(({ outcome: { kind } }) => kind)
  expect(await revoke()).toEqual(['revoked'])
  iam.now = NOW
  let passwords = 0
  const told: string[] = []
  const giveBack = async (terms: Terms = {}): Promise<Restored> => {
    let isDead = false
    // Who is dead tells nothing any more, whatever is caught.
    const strike: Strike = async (write, call) => {
      isDead = true
      const fate = (await terms.strike?.(write, call)) ?? 'do'
      isDead = fate === 'die'
      return fate
    }
    const handOver = (password: string): void => {
      if (!isDead) told.push(password)
    }
    const account = { ...restoringOf(iam, ledger, { ...terms, strike }), handOver }
    return restore(user, ledger.item(ana.id, credential), `password-${(passwords += 1)}`, account)
  }
  const isLive = (): boolean => (credential === 'password' ? ana.password !== undefined : ana.keys[0]?.active === true)
  const present = async () =>
    credential === 'password'
      ? iam.inventory(async () => 'do').passwordOf(user)
      : (await iam.inventory(async () => 'do').accessKeysOf(user))?.[0]
  const isOffered = async (): Promise<boolean> => isToRestore(ledger.item(ana.id, credential), await present())
  const events = (): string[] => ledger.item(ana.id, credential).events.map(({ kind }) => kind)
  return { ana, credential, iam, ledger, revoke, giveBack, told, isLive, isOffered, events }
}

type Scene = Awaited<ReturnType<typeof scene>>

/** Given back for good: it lets somebody in, the ledger says so, nobody counts it as gone, and for the limit it is left alone. */
async function expectGivenBack({ ana, credential, iam, ledger, revoke, isLive, isOffered }: Scene, what: unknown): Promise<void> {
  expect([what, isLive(), await isOffered(), ledger.taken]).toEqual([what, true, false, []])
  expect([what, standing(ledger.item(ana.id, credential).events)]).toEqual([what, 'restored'])
  iam.now = NOW + 29 * DAY
  expect([what, await revoke(), isLive()]).toEqual([what, [], true])
  iam.now = NOW + 31 * DAY
  expect([what, await revoke()]).toEqual([what, ['revoked']])
}

describe.for(CREDENTIALS)('%s', (credential) => {
  test('is given back: intent, act, the claim out, close', async () => {
    const all = await scene(credential)
    const calls: string[] = []
    const strike: Strike = async (write, call) => {
      if (write) calls.push(call)
      return 'do'
    }
    expect(await all.isOffered()).toBe(true)
    const given = await all.giveBack({ strike })
    expect([given, all.told]).toEqual([{ kind: 'restored', credential }, credential === 'password' ? ['password-1'] : []])
    expect(calls).toEqual(['append', credential === 'password' ? 'createPassword' : 'activateKey', 'claim', 'append'])
    expect(all.events()).toEqual(['revoking', 'revoked', 'restoring', 'restored'])
    await expectGivenBack(all, 'at once')
  })

  test('whatever befalls any call, and whenever it is killed: run again it is given back, and its password is known', async () => {
    const calls = await callsOf(credential)
    expect(calls).toBe(7)
    for (const fate of ['refuse', 'drop', 'lose', 'die', 'kill'] as const)
      for (let struck = 1; struck <= calls; struck += 1) {
        const all = await scene(credential)
        await all.giveBack({ strike: struckAt(struck, fate) }).catch(() => undefined)
        await againUntilDone(all)
        if (credential === 'password') same([fate, struck, all.ana.password?.text], [fate, struck, all.told.at(-1)])
        await expectGivenBack(all, [fate, struck])
      }
  })

  test('the same, with two that go wrong one after the other, while IAM shows late', async () => {
    expect.hasAssertions()
    const calls = await callsOf(credential)
    for (const [one, two] of [
      ['die', 'lose'],
      ['lose', 'die'],
      ['drop', 'die'],
      ['kill', 'kill'],
    ] as const)
      for (let struck = 1; struck <= calls; struck += 1)
        for (let then = 1; then <= calls; then += 1) {
          const all = await scene(credential)
          all.iam.lag = () => 1
          await all.giveBack({ strike: struckAt(struck, one) }).catch(() => undefined)
          await all.giveBack({ strike: struckAt(then, two) }).catch(() => undefined)
          all.iam.lag = () => 0
          all.iam.settle()
          await againUntilDone(all)
          if (credential === 'password') same([one, struck, two, then, all.ana.password?.text], [one, struck, two, then, all.told.at(-1)])
          await expectGivenBack(all, [one, struck, two, then])
        }
  })

  test('a lost answer is looked after', async () => {
    const all = await scene(credential)
    const call = credential === 'password' ? 'createPassword' : 'activateKey'
    const given = await all.giveBack({ strike: async (_, name) => (name === call ? 'lose' : 'do') })
    expect(given.kind).toBe('restored')
    if (credential === 'password') same(all.ana.password?.text, 'password-1')
    await expectGivenBack(all, call)
  })

  test('of what AWS refused it is written that it was not done, and it is offered again', async () => {
    const all = await scene(credential)
    const given = await all.giveBack({
      strike: async (_, name) => (/Key|Password$/.test(name) && name !== 'accessKeysOf' ? 'refuse' : 'do'),
    })
    expect(given).toEqual({ kind: 'failed', credential, why: 'AccessDenied' })
    expect(all.events()).toEqual(['revoking', 'revoked', 'restoring', 'not-restored'])
    expect([await all.isOffered(), all.ledger.taken.length]).toEqual([true, 1])
  })

  test('without an intent nothing is given back', async () => {
    for (const fate of ['refuse', 'drop'] as const) {
      const all = await scene(credential)
      const given = await all.giveBack({ strike: struckAt(1, fate) })
      expect(given).toMatchObject({
        kind: 'failed',
        why: expect.stringMatching(/^the ledger could not be written, so nothing was done \(/) as string,
      })
      expect([all.isLive(), all.events()]).toEqual([false, ['revoking', 'revoked']])
    }
  })

  test('two at once: both know what became of it, and it is given back once', async () => {
    const calls = await callsOf(credential)
    for (let first = 1; first <= calls; first += 1) {
      const all = await scene(credential)
      let other: Restored | undefined
      const strike: Strike = async () => {
        if ((n += 1) === first) other = await all.giveBack()
        return 'do'
      }
      let n = 0
      const one = await all.giveBack({ strike })
      expect([first, one.kind === 'restored' || other?.kind === 'restored']).toEqual([first, true])
      if (credential === 'password') same(all.told.includes(String(all.ana.password?.text)), true)
      if (await all.isOffered()) same((await all.giveBack()).kind, 'restored')
      await expectGivenBack(all, first)
    }
  })

  test('a runbook that has taken it and is slow to say so', async () => {
    const all = await scene(credential)
    all.iam.now = NOW - DAY
    await all.giveBack()
    all.iam.now = NOW + 60 * DAY
    const before = all.events().length
    let isRestored = false
    const strike: Strike = async (_, call) => {
      if (call === 'append' && !all.isLive() && !isRestored) {
        isRestored = true
        same(await all.isOffered(), true)
        same((await all.giveBack()).kind, 'restored')
      }
      return 'do'
    }
    expect(await all.revoke({ strike })).toEqual(['revoked'])
    // Nothing is written over: what came of the act stands after the restore, and the restore stays where it was.
    expect(all.events().slice(before)).toEqual(['revoking', 'restoring', 'restored', 'revoked'])
    for (const days of [0, 1, 29]) {
      all.iam.now = NOW + (60 + days) * DAY
      expect([days, await all.revoke(), all.isLive()]).toEqual([days, [], true])
    }
  })
})

describe('a runbook at work on the same credential', () => {
  test.for(CREDENTIALS)('never takes what was given back before its last look: %s', async (credential) => {
    expect.hasAssertions()
    const whole = await scene(credential)
    await whole.giveBack()
    let calls = 0
    whole.iam.now = NOW + 60 * DAY
    await whole.revoke({
      strike: async () => {
        calls += 1
        return 'do'
      },
    })
    for (let at = 1; at <= calls; at += 1) {
      const all = await scene(credential)
      await all.giveBack()
      all.iam.now = NOW + 60 * DAY
      let n = 0
      let isOver = false
      const strike: Strike = async (_, call) => {
        if (/^de(activate|lete)/.test(call)) isOver = true
        // Another runbook takes it, and a person gives it back, while this call is under way.
        if ((n += 1) === at && all.isLive() && !isOver) {
          await all.revoke()
          if (!all.isLive()) same([at, (await all.giveBack()).kind], [at, 'restored'])
        }
        return 'do'
      }
      await all.revoke({ strike })
      if (!all.isLive()) same([at, n], [at, calls])
      else same([at, await all.isOffered()], [at, false])
      all.iam.now += DAY
      if (all.isLive()) same([at, await all.revoke(), all.isLive()], [at, [], true])
    }
  })
})

describe('what is offered', () => {
  const active = key('2025-01-01T00:00:00Z', undefined, { id: KEY })
  const inactive = key('2025-01-01T00:00:00Z', undefined, { id: KEY, inactive: true })

  test.for<[what: string, events: string, present: Credential, isOffered: boolean]>([
    ['revoked, and inactive', 'revoking 1, revoked 1', inactive, true],
    ['revoked, and switched on by hand', 'revoking 1, revoked 1', active, false],
    ['somebody died at it', 'revoking 1', inactive, true],
    ['nothing was done; somebody else switched it off', 'revoking 1, not-revoked 1', inactive, false],
    ['never touched; somebody else switched it off', '', inactive, false],
    ['restored; somebody else switched it off', 'revoked 1, restoring 2, restored 2', inactive, false],
    ['seen live again; somebody else switched it off', 'revoked 1, seen-live-again 2', inactive, false],
    ['a restore that died before its act', 'revoked 1, restoring 2', inactive, true],
    ['a restore that died after its act', 'revoked 1, restoring 2', active, true],
    ['a restore that was refused', 'revoked 1, restoring 2, not-restored 2', inactive, true],
  ])('%s', ([, text, present, isOffered]) => {
    const item = text
      .split(', ')
      .filter((each) => each !== '')
      .map((each) => each.split(' '))
      .reduce((all, [kind, id]) => appended(all, event(kind as 'revoked', id)), blankItem('AIDAANA', KEY))
    expect(isToRestore(item, present)).toBe(isOffered)
  })
})

test('a password that somebody made by hand meanwhile is not replaced', async () => {
  const all = await scene('password')
  const strike: Strike = async (_, call) => {
    if (call === 'createPassword') all.ana.password = { created: NOW, text: 'by hand' }
    return 'do'
  }
  expect(await all.giveBack({ strike })).toEqual({ kind: 'failed', credential: 'password', why: 'EntityAlreadyExists' })
  expect(all.ana.password?.text).toBe('by hand')
  expect(all.events().at(-1)).toBe('not-restored')
})

test('the claim of an act that is still open stays, though its credential was given back', async () => {
  const all = await scene(KEY)
  const { ledger, ana } = all
  const table = ledger.table(async () => 'do')
  ledger.put(appended(ledger.item(ana.id, KEY), event('revoking', 'open', { at: NOW as never })))
  const open = { userId: ana.id, credential: KEY, version: 2, id: 'open' }
  const before = await table.claims()
  await table.claim(before, [...before.taken, open])
  expect((await all.giveBack()).kind).toBe('restored')
  expect(ledger.taken).toEqual([open])
})

async function callsOf(credential: Id): Promise<number> {
  let calls = 0
  const all = await scene(credential)
  await all.giveBack({
    strike: async () => {
      calls += 1
      return 'do'
    },
  })
  return calls
}

/** One call goes wrong; `kill`: the program ends before it. */
function struckAt(struck: number, fate: Fate | 'kill'): Strike {
  let calls = 0
  let isDead = false
  return async () => {
    calls += 1
    if (isDead) throw new Error('dead')
    if (calls !== struck) return 'do'
    isDead = fate === 'die' || fate === 'kill'
    if (fate === 'kill') throw new Error('dead')
    return fate
  }
}

/** Run it again as long as it is offered. */
async function againUntilDone(all: Scene): Promise<void> {
  for (let tries = 0; tries < 3 && (await all.isOffered()); tries += 1) await all.giveBack()
}

function same(actual: unknown, expected: unknown): void {
  expect(actual).toEqual(expected)
}
