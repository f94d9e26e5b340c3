import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import dynalite from 'dynalite'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ledgerTable } from '../../src/aws/ledger-table.ts'
import { blankItem, itemOf, type LedgerItem } from '../../src/ledger/item.ts'
import type { LedgerTable } from '../../src/ledger/ledger-table.ts'
import { Simulator } from '../../src/simulator/index.ts'
import { hasMoto } from '../support/installed.ts'
import { clientOf, event, makeTable, NOW, TABLE } from '../support/ledger-table.ts'
import { motoWith } from '../support/moto.ts'

type Running = { readonly endpoint: string; readonly end: () => PromiseLike<void> }

describe('the ledger in the simulator', () => {
  contract(true, async () => {
    const simulator = await Simulator.start({ at: '2026-11-26T12:00:00Z' })
    return { endpoint: simulator.endpoint, end: () => simulator.stop() }
  })
})

describe('the ledger in dynalite', () => {
  contract(true, async () => {
    const server = dynalite({ createTableMs: 0 })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return {
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      end: async () => void (await new Promise((resolve) => server.close(resolve))),
    }
  })
})

/** Not atomic: its threads look at a condition and write after it, with nothing to keep another from coming in between. */
describe.skipIf(!hasMoto())('the ledger in moto (skipped where it is not installed)', () => {
  contract(false, async () => {
    const moto = await motoWith([])
    return { endpoint: moto.endpoint, end: () => moto[Symbol.asyncDispose]() }
  })
})

/** What the ledger needs of whoever speaks DynamoDB. */
function contract(isAtomic: boolean, start: () => Promise<Running>): void {
  let running: Running
  let table: LedgerTable
  let users = 0
  let user = ''

  beforeAll(async () => {
    running = await start()
    Object.assign(process.env, {
      AWS_ENDPOINT_URL_DYNAMODB: running.endpoint,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    })
    await makeTable(clientOf(running.endpoint))
    table = ledgerTable(TABLE, new AbortController().signal)
  })

  beforeEach(() => {
    users += 1
    user = `AIDAUSER${users}`
  })

  afterAll(() => running.end())

  const read = async (credential = 'password'): Promise<LedgerItem> => itemOf(await table.itemsOf(user, NOW), user, credential)

  test('of a user whom nothing was done to, nothing', async () => {
    expect(await table.itemsOf(user, NOW)).toEqual(new Map())
  })

  test('events stand there in order, each as it was written, and never another in their place', async () => {
    const [first, second] = [event('revoking'), event('revoked')]
    expect(await table.append(await read(), first)).toEqual({ kind: 'written' })
    expect(await table.append(await read(), second)).toEqual({ kind: 'written' })
    expect(await table.append(await read('AKIAIOSFODNN7EXAMPLE'), event('revoking', 'act-2', { idleDays: undefined }))).toEqual({
      kind: 'written',
    })
    const ledger = await table.itemsOf(user, NOW)
    expect([...ledger.keys()].toSorted()).toEqual(['AKIAIOSFODNN7EXAMPLE', 'password'])
    expect(ledger.get('password')).toEqual({ kind: 'item', userId: user, credential: 'password', events: [first, second] })
    expect((await table.everything(NOW)).get(user)).toEqual(ledger)
  })

  test('a write on a version that is no longer is lost, and changes nothing', async () => {
    const blank = await read()
    await table.append(blank, event('revoking'))
    expect(await table.append(blank, event('revoking', 'act-2'))).toEqual({ kind: 'lost' })
    const once_ = await read()
    await table.append(once_, event('revoked'))
    expect(await table.append(once_, event('not-revoked'))).toEqual({ kind: 'lost' })
    expect((await read()).events).toEqual([event('revoking'), event('revoked')])
  })

  test.runIf(isAtomic)('of many at once one writes, and nobody writes twice', async () => {
    for (const version of [0, 1, 2]) {
      const item = await read()
      const results = await Promise.all(Array.from({ length: 8 }, (_, n) => table.append(item, event('revoking', `act-${version}-${n}`))))
      expect(results.map(({ kind }) => kind).toSorted()).toEqual([...Array.from({ length: 7 }, () => 'lost'), 'written'])
      expect((await read()).events).toHaveLength(version + 1)
    }
  })

  test.runIf(isAtomic)('claims: written on their revision by one of many; the rest is lost', async () => {
    const before = await table.claims()
    const claim = (id: string) => ({ userId: user, credential: 'password', version: 0, id })
    const results = await Promise.all(['a', 'b', 'c', 'd'].map((id) => table.claim(before, [...before.taken, claim(id)])))
    expect(results.map(({ kind }) => kind).toSorted()).toEqual(['lost', 'lost', 'lost', 'written'])
    const after = await table.claims()
    expect(after.revision).toBe(before.revision + 1)
    expect(after.taken).toHaveLength(before.taken.length + 1)
    expect(await table.claim(after, before.taken)).toEqual({ kind: 'written' })
    expect(await table.claims()).toEqual({ revision: before.revision + 2, taken: before.taken })
  })

  test('claims: written on their revision, and on no other', async () => {
    const before = await table.claims()
    const claim = { userId: user, credential: 'password', version: 0, id: `claim-of-${user}` }
    expect(await table.claim(before, [...before.taken, claim])).toEqual({ kind: 'written' })
    expect(await table.claim(before, [{ ...claim, id: 'another' }])).toEqual({ kind: 'lost' })
    expect(await table.claims()).toEqual({ revision: before.revision + 1, taken: [...before.taken, claim] })
  })

  test('the brake counts each user of a day once, and lets nobody in where there is no room', async () => {
    const day = `day-of-${user}`
    expect(await table.count(day, 'AIDAONE', 2)).toEqual({ kind: 'written' })
    expect(await table.count(day, 'AIDATWO', 2)).toEqual({ kind: 'written' })
    expect(await table.count(day, 'AIDAONE', 2)).toEqual({ kind: 'written' })
    expect(await table.count(day, 'AIDATHREE', 2)).toEqual({ kind: 'lost' })
    expect(await table.count(day, 'AIDATHREE', 3)).toEqual({ kind: 'written' })
    expect(await table.count(`${day}-next`, 'AIDAFOUR', 2)).toEqual({ kind: 'written' })
  })

  test.runIf(isAtomic)('of many at once no more are counted than there is room for', async () => {
    const day = `rush-of-${user}`
    const results = await Promise.all(Array.from({ length: 12 }, (_, n) => table.count(day, `AIDA${n}`, 5)))
    expect(results.filter(({ kind }) => kind === 'written')).toHaveLength(5)
    expect(results.filter(({ kind }) => kind === 'lost')).toHaveLength(7)
  })

  test('claims and counts are no users', async () => {
    await table.append(await read(), event('revoking'))
    expect([...(await table.everything(NOW)).keys()].every((id) => id.startsWith('AIDA'))).toBe(true)
  })

  test('more than a page of 1 MB is read to its end', async () => {
    const long = 'x'.repeat(150_000)
    for (let n = 0; n < 9; n += 1) await table.append(blankItem(user, `AKIA${n}`), event('revoking', `act-${n}`, { errand: long }))
    const ids = Array.from({ length: 9 }, (_, n) => `AKIA${n}`)
    expect([...(await table.itemsOf(user, NOW)).keys()].toSorted()).toEqual(ids)
    expect([...((await table.everything(NOW)).get(user)?.keys() ?? [])].toSorted()).toEqual(ids)
  })

  test('without the table nothing is known, and nothing is written', async () => {
    const nowhere = ledgerTable('no-such-table', new AbortController().signal)
    await expect(nowhere.itemsOf(user, NOW)).rejects.toThrow(/ResourceNotFoundException|resource not found/)
    await expect(nowhere.everything(NOW)).rejects.toThrow(/ResourceNotFoundException|resource not found/)
    await expect(nowhere.claims()).rejects.toThrow(/ResourceNotFoundException|resource not found/)
    expect((await nowhere.append(blankItem(user, 'password'), event('revoking'))).kind).toBe('refused')
    expect((await nowhere.count('2026-11-26', user, 10)).kind).toBe('refused')
  })
}
