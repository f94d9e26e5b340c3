import { PutItemCommand, type AttributeValue } from '@aws-sdk/client-dynamodb'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { ledgerTable } from '../../src/aws/ledger-table.ts'
import { instant } from '../../src/judgement/instant.ts'
import { eventText } from '../../src/ledger/event.ts'
import { blankItem, itemOf } from '../../src/ledger/item.ts'
import type { LedgerTable } from '../../src/ledger/ledger-table.ts'
import { Simulator } from '../../src/simulator/index.ts'
import { clientOf, event, makeTable, NOW, TABLE } from '../support/ledger-table.ts'
import { rewritingProxy, type Rewriting } from '../support/rewriting-proxy.ts'

const UPDATE = 'dynamodb:UpdateItem'

let simulator: Simulator
let users = 0
let user = ''

beforeAll(async () => {
  simulator = await Simulator.start({ at: '2026-11-26T12:00:00Z' })
  await makeTable(clientOf(simulator.endpoint))
})

beforeEach(() => {
  users += 1
  user = `AIDAUSER${users}`
  vi.stubEnv('AWS_MAX_ATTEMPTS', '4')
  vi.stubEnv('AWS_REGION', 'us-east-1')
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test')
})

afterEach(() => {
  simulator.clearFaults()
  vi.unstubAllEnvs()
})

afterAll(() => simulator.stop())

const tableAt = (endpoint = simulator.endpoint): LedgerTable => {
  vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', endpoint)
  return ledgerTable(TABLE, new AbortController().signal)
}

const eventsOf = async (table: LedgerTable) => itemOf(await table.itemsOf(user, NOW), user, 'password').events

describe('an answer that is lost is looked after', () => {
  test.for([['blank', 0] as const, ['written to before', 1] as const])(
    'an event on a credential %s: done once, and known as done',
    async ([, before]) => {
      const table = tableAt()
      let item = blankItem(user, 'password')
      if (before === 1) await table.append(item, event('revoking'))
      item = itemOf(await table.itemsOf(user, NOW), user, 'password')
      simulator.order({ operation: UPDATE, kind: 'lost-answer', times: 1 })
      expect(await table.append(item, event('revoked'))).toEqual({ kind: 'written' })
      expect(await eventsOf(table)).toHaveLength(before + 1)
    },
  )

  test('a claim, and its taking out', async () => {
    const table = tableAt()
    const before = await table.claims()
    const claim = { userId: user, credential: 'password', version: 0, id: `lost-${user}` }
    simulator.order({ operation: UPDATE, kind: 'lost-answer', times: 1 })
    expect(await table.claim(before, [...before.taken, claim])).toEqual({ kind: 'written' })
    const after = await table.claims()
    expect(after.revision).toBe(before.revision + 1)
    simulator.order({ operation: UPDATE, kind: 'lost-answer', times: 1 })
    expect(await table.claim(after, before.taken)).toEqual({ kind: 'written' })
    expect((await table.claims()).taken).toEqual(before.taken)
  })

  test('a count: as the last one for whom there was room', async () => {
    const table = tableAt()
    simulator.order({ operation: UPDATE, kind: 'lost-answer', times: 1 })
    expect(await table.count(`day-${user}`, user, 1)).toEqual({ kind: 'written' })
  })

  test('lost, and every repetition throttled: it was done, and is known as done', async () => {
    vi.stubEnv('AWS_MAX_ATTEMPTS', '2')
    const table = tableAt()
    simulator.order({ operation: UPDATE, kind: 'lost-answer', times: 1 }, { operation: UPDATE, kind: 'throttle', skip: 1, times: 1 })
    expect(await table.append(blankItem(user, 'password'), event('revoking'))).toEqual({ kind: 'written' })
    expect(await eventsOf(table)).toHaveLength(1)
  })

  test('lost, and the look fails too: nobody knows', async () => {
    vi.stubEnv('AWS_MAX_ATTEMPTS', '1')
    const table = tableAt()
    simulator.order({ operation: UPDATE, kind: 'lost-answer', times: 1 }, { operation: 'dynamodb:Query', kind: 'throttle', times: 1 })
    const written = await table.append(blankItem(user, 'password'), event('revoking'))
    expect(written.kind).toBe('unknown')
    expect(await eventsOf(table)).toHaveLength(1)
  })
})

describe('what was not done', () => {
  test('refused at once: refused, and nothing is written', async () => {
    const table = tableAt()
    simulator.order({ operation: UPDATE, kind: 'refuse', times: 1 })
    const written = await table.append(blankItem(user, 'password'), event('revoking'))
    expect(written).toEqual({ kind: 'refused', why: expect.stringContaining('is not authorized to perform: dynamodb:UpdateItem') })
    expect(await eventsOf(table)).toHaveLength(0)
  })

  test('500 each time, and it is not there: unknown, for one of them may come late', async () => {
    vi.stubEnv('AWS_MAX_ATTEMPTS', '2')
    const table = tableAt()
    simulator.order({ operation: UPDATE, kind: 'server-error' })
    expect((await table.append(blankItem(user, 'password'), event('revoking'))).kind).toBe('unknown')
    expect((await table.count(`day-${user}`, user, 10)).kind).toBe('unknown')
    expect((await table.claim(await table.claims(), [{ userId: user, credential: 'password', version: 0, id: 'x' }])).kind).toBe('unknown')
  })

  test('throttled a while: tried again, and done', async () => {
    const table = tableAt()
    simulator.order({ operation: 'dynamodb:*', kind: 'throttle', times: 2 })
    expect(await table.append(blankItem(user, 'password'), event('revoking'))).toEqual({ kind: 'written' })
  })
})

describe('an answer that lacks something is unknown, never "none"', () => {
  test.for<[what: string, answer: NonNullable<Rewriting['answer']>, why: RegExp]>([
    ['no Items', (_, { Items: _items, ...rest }) => rest, /without Items/],
    ['no Count', (_, { Count: _count, ...rest }) => rest, /cut short/],
    ['fewer Items than Count', (_, body) => ({ ...body, Items: [] }), /cut short/],
    ['an item without its user', (_, body) => ({ ...body, Count: 1, Items: [{ credential: { S: 'password' } }] }), /without userId/],
    ['an item without its credential', (_, body) => ({ ...body, Count: 1, Items: [{ userId: { S: 'AIDA' } }] }), /without credential/],
    [
      'the same LastEvaluatedKey again and again',
      (_, body) => ({ ...body, LastEvaluatedKey: { userId: { S: user }, credential: { S: 'password' } } }),
      /cut short/,
    ],
  ])('%s', async ([, answer, why]) => {
    await tableAt().append(blankItem(user, 'password'), event('revoking'))
    await using proxy = await rewritingProxy(simulator.endpoint, {
      answer: (operation, body) => (operation === 'Query' ? answer(operation, body) : body),
    })
    await expect(tableAt(proxy.endpoint).itemsOf(user, NOW)).rejects.toThrow(why)
    await using scanned = await rewritingProxy(simulator.endpoint, { answer })
    await expect(tableAt(scanned.endpoint).everything(NOW)).rejects.toThrow(why)
  })

  test.for<[what: string, item: Record<string, AttributeValue>]>([
    ['no revision', { taken: { L: [] } }],
    ['no taken', { revision: { N: '3' } }],
    ['a claim that cannot be read', { revision: { N: '3' }, taken: { L: [{ S: 'AIDA/password' }] } }],
    ['a claim of another type', { revision: { N: '3' }, taken: { L: [{ N: '1' }] } }],
  ])('claims: %s', async ([, item]) => {
    await using other = await Simulator.start({ at: '2026-11-26T12:00:00Z' })
    const client = clientOf(other.endpoint)
    await makeTable(client)
    await client.send(
      new PutItemCommand({ TableName: TABLE, Item: { userId: { S: 'administrators' }, credential: { S: 'taken' }, ...item } }),
    )
    await expect(tableAt(other.endpoint).claims()).rejects.toThrow(/without revision|without taken|cannot be read/)
  })

  test.for<[what: string, item: Record<string, AttributeValue>, why: string]>([
    ['no events', { version: { N: '1' }, standing: { S: 'revoked' } }, 'Error: version and standing are not those of its events'],
    [
      'no version',
      { standing: { S: 'revoking' }, events: { L: [{ S: eventText(event('revoking')) }] } },
      'Error: version and standing are not those of its events',
    ],
    [
      'no state',
      { version: { N: '1' }, events: { L: [{ S: eventText(event('revoking')) }] } },
      'Error: version and standing are not those of its events',
    ],
    [
      'nothing happened',
      { version: { N: '0' }, standing: { S: 'untouched' }, events: { L: [] } },
      'Error: version and standing are not those of its events',
    ],
    [
      'an event too few',
      { version: { N: '2' }, standing: { S: 'revoking' }, events: { L: [{ S: eventText(event('revoking')) }] } },
      'Error: version and standing are not those of its events',
    ],
    [
      'an event of another type',
      { version: { N: '1' }, standing: { S: 'revoking' }, events: { L: [{ N: '1' }] } },
      'SyntaxError: "undefined" is not valid JSON',
    ],
  ])('an item: %s, and another user is read all the same', async ([, item, why]) => {
    const table = tableAt()
    await clientOf(simulator.endpoint).send(
      new PutItemCommand({ TableName: TABLE, Item: { userId: { S: user }, credential: { S: 'password' }, ...item } }),
    )
    const unreadable = { kind: 'unreadable', userId: user, credential: 'password', why }
    expect((await table.itemsOf(user, NOW)).get('password')).toEqual(unreadable)
    const everything = await table.everything(NOW)
    expect(everything.get(user)?.get('password')).toEqual(unreadable)
    expect([...everything.keys()].length).toBeGreaterThan(1)
    expect(() => itemOf(new Map([['password', unreadable as never]]), user, 'password')).toThrow(
      `The ledger of ${user} password cannot be read: ${why}`,
    )
  })
})

test('reads ask for consistency: a table that lags is read as it is', async () => {
  const table = tableAt()
  simulator.order({ operation: UPDATE, kind: 'lag', times: 1, reads: 9 })
  await table.append(blankItem(user, 'password'), event('revoking'))
  expect(await eventsOf(table)).toHaveLength(1)
  expect((await table.everything(NOW)).get(user)?.size).toBe(1)
})

test('an event that lies ahead of now is unreadable, and readable once its time has come', async () => {
  const table = tableAt()
  await table.append(blankItem(user, 'password'), event('restored', 'act-1', { at: instant('2999-01-01T00:00:00Z') }))
  expect((await table.itemsOf(user, NOW)).get('password')).toMatchObject({
    kind: 'unreadable',
    why: 'Error: 2999-01-01T00:00:00.000Z lies ahead',
  })
  expect((await table.itemsOf(user, instant('2999-01-01T00:00:00Z'))).get('password')?.kind).toBe('item')
})

describe('each condition is needed: taken away, a race is lost that is won with it', () => {
  /** What is broken after two wrote at once what each had read before; empty for nothing. */
  const RACES: readonly (readonly [string, (table: LedgerTable) => Promise<string>])[] = [
    [
      'two first events',
      async (table) => {
        const blank = blankItem(user, 'password')
        return twice('intended', (n) => table.append(blank, event('revoking', `act-${n}`)))
      },
    ],
    [
      'two events on one version',
      async (table) => {
        await table.append(blankItem(user, 'password'), event('revoking'))
        const item = itemOf(await table.itemsOf(user, NOW), user, 'password')
        return twice('closed', (n) => table.append(item, event(n === 0 ? 'revoked' : 'not-revoked')))
      },
    ],
    [
      'two claims on one revision',
      async (table) => {
        const before = await table.claims()
        return twice('claimed', (n) =>
          table.claim(before, [...before.taken, { userId: user, credential: 'password', version: 0, id: `${user}-${n}` }]),
        )
      },
    ],
    ['two counts where there is room for one', (table) => twice('counted', (n) => table.count(`day-${user}`, `AIDA${n}`, 1))],
  ]

  async function twice(what: string, write: (n: number) => Promise<{ readonly kind: string }>): Promise<string> {
    const kinds = (await Promise.all([write(0), write(1)])).map(({ kind }) => kind)
    return kinds.every((kind) => kind === 'written') ? `both have ${what}` : ''
  }

  const unconditional: Rewriting = {
    request: (operation, { ConditionExpression: _condition, ...body }) => {
      if (operation !== 'UpdateItem') return undefined
      const values = Object.entries(Object(body['ExpressionAttributeValues']) as object)
      const used = values.filter(([name]) =>
        String(body['UpdateExpression'])
          .split(/[^:\w]/)
          .includes(name),
      )
      return { ...body, ExpressionAttributeValues: Object.fromEntries(used) }
    },
  }

  test.for(RACES)('%s', async ([, race]) => {
    expect(await race(tableAt())).toBe('')
    user = `${user}UNCONDITIONAL`
    await using proxy = await rewritingProxy(simulator.endpoint, unconditional)
    expect(await race(tableAt(proxy.endpoint))).toMatch(/^both have/)
  })
})
