import { describe, expect, test } from 'vitest'
import { instant } from '../../src/judgement/instant.ts'
import { isOver } from '../../src/ledger/claim.ts'
import { newlyLive, restarted } from '../../src/ledger/clock-start.ts'
import type { EventKind } from '../../src/ledger/event.ts'
import type { LedgerItem, Unreadable, UserLedger } from '../../src/ledger/item.ts'
import { isNewlyLive, isRestorable, openActs, restartOf, standing } from '../../src/ledger/standing.ts'
import { key, password } from '../support/credentials.ts'
import { event } from '../support/ledger-table.ts'

/** `revoking 1, revoked 1`: an event an hour, each with its act. */
const events = (text: string) =>
  text === ''
    ? []
    : text.split(', ').map((each, n) => {
        const [kind, id] = each.split(' ')
        return event(kind as EventKind, id, { at: instant(`2026-11-20T${String(n).padStart(2, '0')}:00:00Z`) })
      })

describe('where a credential stands, and whether it can be restored once it lets nobody in', () => {
  test.for<[what: string, events: string, standing: string, restorable: boolean]>([
    ['nothing was done', '', 'untouched', false],
    ['somebody is at work, or died at it', 'revoking 1', 'revoking', true],
    ['revoked', 'revoking 1, revoked 1', 'revoked', true],
    ['AWS said no; somebody else switched it off', 'revoking 1, not-revoked 1', 'untouched', false],
    ['two at once, one was refused', 'revoking 1, revoking 2, not-revoked 1, revoked 2', 'revoked', true],
    ['two at once, one was refused after the other had done it', 'revoking 1, revoking 2, revoked 2, not-revoked 1', 'revoked', true],
    ['two at once, both refused', 'revoking 1, revoking 2, not-revoked 2, not-revoked 1', 'untouched', false],
    ['a restore was begun, and killed', 'revoking 1, revoked 1, restoring 2', 'restoring', true],
    ['restored; somebody else switched it off', 'revoking 1, revoked 1, restoring 2, restored 2', 'restored', false],
    ['a restore was refused', 'revoking 1, revoked 1, restoring 2, not-restored 2', 'revoked', true],
    [
      'restored by another after a refusal',
      'revoking 1, revoked 1, restoring 2, restoring 3, restored 3, not-restored 2',
      'restored',
      false,
    ],
    ['restored while a revocation was closed', 'revoking 1, restoring 2, revoked 1, restored 2', 'restored', true],
    ['restored while a revocation was open, which may have come after', 'revoking 1, restoring 2, restored 2', 'restored', true],
    ['switched on by hand; somebody else switched it off', 'revoking 1, revoked 1, seen-live-again 2', 'seen-live-again', false],
    ['revoked again', 'revoking 1, revoked 1, restoring 2, restored 2, revoking 3, revoked 3', 'revoked', true],
    ['switched on by hand while a revocation is open', 'revoking 1, revoking 2, revoked 2, seen-live-again 3', 'seen-live-again', false],
    ['restored while another restore is open', 'revoking 1, revoked 1, restoring 2, restoring 3, restored 3', 'restored', false],
    [
      'restored, and refused to be revoked again',
      'revoking 1, revoked 1, restoring 2, restored 2, revoking 3, not-revoked 3',
      'restored',
      false,
    ],
  ])('%s', ([, text, stands, restorable]) => {
    expect(standing(events(text))).toBe(stands)
    expect(isRestorable(events(text))).toBe(restorable)
  })
})

test.for<[restored: string, restorable: boolean]>([
  ['2026-11-20T23:59:59.999Z', true],
  ['2026-11-21T00:00:00Z', false],
])('a revocation that is open since the 20th may have come after a restore of %s: %s', ([restored, restorable]) => {
  const begun = event('revoking', '1', { at: instant('2026-11-20T00:00:00Z') })
  const given = (['restoring', 'restored'] as const).map((kind) => event(kind, '2', { at: instant(restored) }))
  expect(isRestorable([begun, ...given])).toBe(restorable)
})

describe('from when a live credential counts (S1)', () => {
  const NOW = instant('2026-11-26T12:00:00Z')

  test.for<[what: string, events: string, restart: number | undefined]>([
    ['nothing was done', '', undefined],
    ['an intent restarts nothing', 'revoking 1', undefined],
    ['nor does a refusal', 'revoking 1, not-revoked 1', undefined],
    ['restored', 'revoking 1, revoked 1, restoring 2, restored 2', instant('2026-11-20T03:00:00Z')],
    ['a restore that was killed after the act', 'revoking 1, revoked 1, restoring 2', instant('2026-11-20T02:00:00Z')],
    [
      'a restore that was refused does not count',
      'revoking 1, revoked 1, restoring 2, not-restored 2, seen-live-again 3',
      instant('2026-11-20T04:00:00Z'),
    ],
    ['switched on by hand, and written', 'revoking 1, revoked 1, seen-live-again 2', instant('2026-11-20T02:00:00Z')],
    ['switched on by hand, and not written yet: now, and to be written', 'revoking 1, revoked 1', NOW],
    ['restored, then an intent', 'revoking 1, revoked 1, restoring 2, restored 2, revoking 3', instant('2026-11-20T03:00:00Z')],
  ])('%s', ([, text, restart]) => {
    expect(restartOf(events(text), NOW)).toBe(restart)
  })

  test.for<[now: string, write: boolean]>([
    ['2026-11-20T01:00:01Z', false],
    ['2026-11-20T19:00:00Z', false],
    ['2026-11-20T19:00:01Z', true],
  ])('revoked at 01:00 and live at %s: IAM may be late, and clocks differ, for 18 hours; to be written: %s', ([now, write]) => {
    expect(restartOf(events('revoking 1, revoked 1'), instant(now))).toBe(instant(now))
    expect(isNewlyLive(events('revoking 1, revoked 1'), instant(now))).toBe(write)
  })

  test.for(['', 'revoking 1', 'revoking 1, revoked 1, restoring 2, restored 2', 'revoking 1, revoked 1, seen-live-again 2'])(
    'of "%s", days ago, nothing is to be written',
    (text) => {
      expect(isNewlyLive(events(text), NOW)).toBe(false)
    },
  )

  const ledger: UserLedger = new Map<string, LedgerItem | Unreadable>([
    ['password', { kind: 'item', userId: 'AIDA', credential: 'password', events: events('revoking 1, revoked 1') }],
    ['AKIA1', { kind: 'item', userId: 'AIDA', credential: 'AKIA1', events: events('restoring 1, restored 1') }],
    ['AKIA2', { kind: 'unreadable', userId: 'AIDA', credential: 'AKIA2', why: 'odd' }],
  ])
  const [one, two, three] = ['AKIA1', 'AKIA2', 'AKIA3'].map((id) => key('2026-01-01T00:00:00Z', undefined, { id }))
  if (one === undefined || two === undefined || three === undefined) throw new Error('unreachable')

  test('a credential as the ledger lets it count', () => {
    expect(restarted(one, 'AIDA', ledger, NOW)).toEqual({ ...one, restored: instant('2026-11-20T01:00:00Z') })
    expect(restarted(three, 'AIDA', ledger, NOW)).toEqual({ ...three, restored: undefined })
    expect(() => restarted(two, 'AIDA', ledger, NOW)).toThrow('The ledger of AIDA AKIA2 cannot be read: odd')
  })

  test('what was switched on by hand is to be written, and nothing else', () => {
    const live = [password('2026-01-01T00:00:00Z'), one, two, three]
    expect(newlyLive(live, 'AIDA', ledger, NOW).map(({ credential }) => credential)).toEqual(['password'])
  })

  test('events of clocks that differ: the latest counts, not the last', () => {
    const [first, second] = [instant('2026-11-20T05:00:00Z'), instant('2026-11-20T04:59:00Z')]
    expect(restartOf([event('restoring', '1', { at: first }), event('restored', '1', { at: second })], NOW)).toBe(first)
  })
})

test.for<[events: string, open: string[]]>([
  ['', []],
  ['revoking 1', ['revoking 1']],
  ['revoking 1, revoked 1', []],
  ['revoking 1, not-revoked 1', []],
  ['revoking 1, revoking 2, revoked 2', ['revoking 1']],
  ['revoking 1, revoked 1, restoring 2', ['restoring 2']],
  ['revoking 1, revoked 1, restoring 2, restored 2, seen-live-again 3', []],
])('acts that nobody has closed, of "%s": %j', ([text, open]) => {
  expect(openActs(events(text)).map(({ kind, id }) => `${kind} ${id}`)).toEqual(open)
})

test.for<[what: string, events: string, version: number, id: string, now: string, over: boolean]>([
  ['its intent may still be written', 'revoking 1, revoked 1', 2, '2', '2026-11-26T12:00:00Z', false],
  ['another event stands in its place', 'revoking 1, revoked 1', 1, '2', '2026-11-26T12:00:00Z', true],
  ['it was done', 'revoking 1, revoked 1', 0, '1', '2026-11-20T01:00:00Z', true],
  ['it was refused', 'revoking 1, not-revoked 1', 0, '1', '2026-11-20T01:00:00Z', true],
  [
    'it is open, whatever others did since',
    'revoking 1, revoking 2, revoked 2, restoring 3, restored 3',
    0,
    '1',
    '2026-11-20T05:00:00Z',
    false,
  ],
  ['it was done, and another one is open', 'revoking 1, revoking 2, revoked 2', 1, '2', '2026-11-20T03:00:00Z', true],
  ['it has been open for a day', 'revoking 1', 0, '1', '2026-11-21T00:00:00Z', false],
  ['it has been open for more than a day', 'revoking 1', 0, '1', '2026-11-21T00:00:01Z', true],
])('a claim, %s', ([, text, version, id, now, over]) => {
  expect(isOver({ userId: 'AIDA', credential: 'password', version, id }, events(text), instant(now))).toBe(over)
})
