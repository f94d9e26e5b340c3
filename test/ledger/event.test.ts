import fc from 'fast-check'
import { anyText } from '../support/any-text.ts'
import { expect, test } from 'vitest'
import { instant } from '../../src/judgement/instant.ts'
import { claimText, isMade, parseClaim } from '../../src/ledger/claim.ts'
import { eventText, parseEvent, type EventKind } from '../../src/ledger/event.ts'
import {
  appended,
  blankItem,
  itemOf,
  parseItem,
  type LedgerItem,
  type StoredItem,
  type Unreadable,
  type UserLedger,
} from '../../src/ledger/item.ts'
import { standing } from '../../src/ledger/standing.ts'
import { event, NOW } from '../support/ledger-table.ts'

const TEXT =
  '{"id":"act-1","kind":"revoked","at":"2026-11-26T11:59:00.000Z","idleDays":48,"limitDays":30,"by":"arn:aws:sts::123456789012:assumed-role/Rule/rule","errand":"execution 8a2c","userName":"ana"}'

test('an event is written like this, and read as it was', () => {
  expect(eventText(event('revoked'))).toBe(TEXT)
  expect(parseEvent(TEXT, NOW)).toEqual(event('revoked'))
  const restored = event('restored', 'act-2', { idleDays: undefined, limitDays: undefined })
  expect(eventText(restored)).not.toContain('idleDays')
  expect(parseEvent(eventText(restored), NOW)).toEqual(restored)
})

test.for<[what: string, text: unknown]>([
  ['nothing', undefined],
  ['no JSON', 'revoked 2026-11-26'],
  ['JSON of something else', 'null'],
  ['another kind', TEXT.replace('revoked', 'gone')],
  ['a day that does not exist', TEXT.replace('2026-11-26', '2026-02-30')],
  ['an instant without its zone', TEXT.replace('000Z', '000')],
  ['no instant', TEXT.replace('"at":"2026-11-26T11:59:00.000Z",', '')],
  ['idle days as text', TEXT.replace('48', '"48"')],
  ['no caller', TEXT.replace(/"by":"[^"]*",/, '')],
  ['a member that nobody knows', TEXT.replace('{', '{"more":1,')],
  ['a name of another type', TEXT.replace('"ana"', '["ana"]')],
  ['half of it', TEXT.slice(0, 60)],
])('%s cannot be read', ([, text]) => {
  expect(() => parseEvent(text, NOW)).toThrow(/this is no event|JSON|Not a date/)
})

test.for(['2026-11-26T12:00:00.000Z', '2026-11-26T12:05:00.000Z'])('at noon, an event of %s is read: clocks differ', (at) => {
  expect(parseEvent(eventText(event('restored', 'act-1', { at: instant(at) })), NOW).at).toBe(Date.parse(at))
})

test.for(['2026-11-26T12:05:00.001Z', '9999-12-31T23:59:59.000Z'])('at noon, an event of %s is not', (at) => {
  expect(() => parseEvent(eventText(event('restored', 'act-1', { at: instant(at) })), NOW)).toThrow(`${at} lies ahead`)
})

test('whatever is written of a credential is read as it was', () => {
  const kinds: EventKind[] = ['revoking', 'revoked', 'not-revoked', 'restoring', 'restored', 'not-restored', 'seen-live-again']
  const anyEvent = fc.record({
    id: fc.uuid(),
    kind: fc.constantFrom(...kinds),
    at: fc.date({ min: new Date('2020-01-01'), max: new Date('2026-11-26T12:00:00Z'), noInvalidDate: true }).map((date) => instant(date)),
    idleDays: fc.option(fc.nat(), { nil: undefined }),
    limitDays: fc.option(fc.nat(), { nil: undefined }),
    by: fc.string(),
    errand: anyText(20),
    userName: fc.string(),
  })
  fc.assert(
    fc.property(fc.array(anyEvent, { minLength: 1, maxLength: 8 }), (all) => {
      const item = all.reduce((so_far, each) => appended(so_far, each), blankItem('AIDA', 'password'))
      const stored = {
        userId: 'AIDA',
        credential: 'password',
        version: String(all.length),
        standing: standing(item.events),
        events: all.map((each) => eventText(each)),
      }
      expect(parseItem(stored, NOW)).toEqual(item)
    }),
  )
})

test.for(['', 'AIDA/password/3', 'AIDA/password/x/id', 'AIDA/password/3/', 'AIDA/pass word/3/id', ' AIDA/password/3/id'])(
  'the claim "%s" cannot be read',
  (text) => {
    expect(() => parseClaim(text)).toThrow(`The ledger's claim "${text}" cannot be read.`)
  },
)

test('a change of claims has been made where what it adds is there and what it takes out is not, whatever else was written since', () => {
  const [a, b, c] = ['a', 'b', 'c'].map((id) => ({ userId: 'AIDA', credential: 'password', version: 0, id }))
  if (a === undefined || b === undefined || c === undefined) throw new Error('unreachable')
  expect(isMade([a], [a, b], [a, b])).toBe(true)
  expect(isMade([a], [a, b], [b, c])).toBe(true)
  expect(isMade([a], [a, b], [a])).toBe(false)
  expect(isMade([a, b], [a], [a, c])).toBe(true)
  expect(isMade([a, b], [a], [a, b])).toBe(false)
  expect(isMade([a], [b], [a, b])).toBe(false)
})

test('a claim is written like this, and read as it was', () => {
  const claim = { userId: 'AIDAIOSFODNN7EXAMPLE', credential: 'AKIAIOSFODNN7EXAMPLE', version: 12, id: '7dcc2d5b-7a5c' }
  expect(claimText(claim)).toBe('AIDAIOSFODNN7EXAMPLE/AKIAIOSFODNN7EXAMPLE/12/7dcc2d5b-7a5c')
  expect(parseClaim('AIDAIOSFODNN7EXAMPLE/AKIAIOSFODNN7EXAMPLE/12/7dcc2d5b-7a5c')).toEqual(claim)
  expect(() => parseClaim('AIDA/password/3/id/more')).toThrow('The ledger\'s claim "AIDA/password/3/id/more" cannot be read.')
  expect(() => parseClaim()).toThrow('The ledger\'s claim "" cannot be read.')
})

const stored = { userId: 'AIDA', credential: 'password', version: '1', standing: 'revoked', events: [TEXT] }

test('an item that says what its events say is read', () => {
  expect(parseItem(stored, NOW)).toEqual({ kind: 'item', userId: 'AIDA', credential: 'password', events: [event('revoked')] })
})

test.for<[what: string, item: Partial<StoredItem>, why: string]>([
  ['another version', { version: '2' }, 'Error: version and standing are not those of its events'],
  ['a version of another type', { version: 1 }, 'Error: version and standing are not those of its events'],
  ['another standing', { standing: 'restored' }, 'Error: version and standing are not those of its events'],
  ['no events', { version: '0', standing: 'untouched', events: [] }, 'Error: version and standing are not those of its events'],
  ['none at all', { version: '0', standing: 'untouched', events: undefined }, 'Error: version and standing are not those of its events'],
  ['an event that is none', { events: [TEXT.replace('revoked', 'gone')] }, `Error: this is no event: ${TEXT.replace('revoked', 'gone')}`],
])('an item of %s cannot be read, which is not nothing', ([, odd, why]) => {
  expect(parseItem({ ...stored, ...odd }, NOW)).toEqual({ kind: 'unreadable', userId: 'AIDA', credential: 'password', why })
})

test('the item of a credential: as it is, blank where nothing was done, and none where it cannot be read', () => {
  const item = { kind: 'item' as const, userId: 'AIDA', credential: 'password', events: [event('revoked')] }
  const ledger: UserLedger = new Map<string, LedgerItem | Unreadable>([
    ['password', item],
    ['AKIAODD', { kind: 'unreadable', userId: 'AIDA', credential: 'AKIAODD', why: 'odd' }],
  ])
  expect(itemOf(ledger, 'AIDA', 'password')).toBe(item)
  expect(itemOf(ledger, 'AIDA', 'AKIA')).toEqual({ kind: 'item', userId: 'AIDA', credential: 'AKIA', events: [] })
  expect(() => itemOf(ledger, 'AIDA', 'AKIAODD')).toThrow('The ledger of AIDA AKIAODD cannot be read: odd')
})
