import { describe, expect, test } from 'vitest'
import type { Inventory } from '../../src/inventory/inventory.ts'
import { instant, type Instant } from '../../src/judgement/instant.ts'
import type { EventKind } from '../../src/ledger/event.ts'
import { oneTimePassword } from '../../src/revocation/one-time-password.ts'
import { isDone, isTaken, outcomeText, type Outcome } from '../../src/revocation/outcome.ts'
import { restorables, type Outputs } from '../../src/revocation/restorable.ts'
import { key, password } from '../support/credentials.ts'
import { LedgerInMemory } from '../support/ledger-in-memory.ts'
import { event } from '../support/ledger-table.ts'
import { inventoryOf, userOf } from '../support/inventory-of.ts'

const NOW = instant('2026-11-26T12:00:00Z')
const KEY = 'AKIAIOSFODNN7EXAMPLE'

const [ANA, BOB] = [userOf('ana'), userOf('bob')]

const WRITTEN = instant('2026-11-20T00:00:00Z')

type Given = {
  /** Kinds of events, each of an act of its own, written at the same time. */
  readonly ledger?: Readonly<Record<string, readonly EventKind[]>>
  readonly outputs?: Readonly<Record<string, string>>
  readonly present?: Partial<Pick<Inventory, 'passwordOf' | 'accessKeysOf'>>
}

const outputsOf = (byUser: Readonly<Record<string, Readonly<Record<string, string>>>>): Outputs =>
  new Map(
    Object.entries(byUser).map(([userId, taken]) => [
      userId,
      new Map<string, Instant>(Object.entries(taken).map(([credential, at]) => [credential, instant(at)])),
    ]),
  )

const nothing = { passwordOf: async () => undefined, accessKeysOf: async () => [] }

/** `ana password 2026-11-20`: whose, what, and when it was taken. */
async function offered({ ledger = {}, outputs = {}, present = {} }: Given): Promise<string[]> {
  const held = new LedgerInMemory()
  for (const [credential, kinds] of Object.entries(ledger)) {
    const events = kinds.map((kind, n) => event(kind, String(n), { at: WRITTEN }))
    held.put({ kind: 'item', userId: ANA.userId, credential, events })
  }
  const account = { inventory: inventoryOf({ ...nothing, ...present }), table: held.table(async () => 'do'), now: NOW }
  const all = await restorables([ANA, BOB], outputsOf({ [ANA.userId]: outputs }), account)
  return all.map(({ user, item, at }) => `${user.userName} ${item.credential} ${new Date(at).toJSON().slice(0, 10)} ${item.events.length}`)
}

const inactive = { accessKeysOf: async () => [key('2025-01-01T00:00:00Z', undefined, { inactive: true })] }
const active = { accessKeysOf: async () => [key('2025-01-01T00:00:00Z')] }
const there = { passwordOf: async () => password('2025-01-01T00:00:00Z') }

describe('what can be given back: the union of the ledger and the outputs of runbooks (S12)', () => {
  test.for<[what: string, given: Given, offered: string[]]>([
    ['nothing was taken', {}, []],
    ['a password, by the ledger', { ledger: { password: ['revoked'] } }, ['ana password 2026-11-20 1']],
    ['a key, by the ledger', { ledger: { [KEY]: ['revoked'] }, present: inactive }, [`ana ${KEY} 2026-11-20 1`]],
    [
      'both',
      { ledger: { password: ['revoked'], [KEY]: ['revoked'] }, present: inactive },
      ['ana password 2026-11-20 1', `ana ${KEY} 2026-11-20 1`],
    ],
    [
      'one of two keys',
      {
        ledger: { [KEY]: ['revoked'] },
        present: {
          accessKeysOf: async () => [
            key('2025-01-01T00:00:00Z', undefined, { id: 'AKIAOTHER' }),
            key('2025-01-01T00:00:00Z', undefined, { inactive: true }),
          ],
        },
      },
      [`ana ${KEY} 2026-11-20 1`],
    ],
    ['a key that was deleted since', { ledger: { [KEY]: ['revoked'] } }, []],
    ['a key that is active again', { ledger: { [KEY]: ['revoked'] }, present: active }, []],
    ['a password that was made anew', { ledger: { password: ['revoked'] }, present: there }, []],
    ['one that was restored, and switched off by hand', { ledger: { [KEY]: ['restored'] }, present: inactive }, []],
    ['a restore that was killed', { ledger: { password: ['restoring'] }, present: there }, ['ana password 2026-11-20 1']],
    ['a password, by a runbook alone', { outputs: { password: '2026-11-10' } }, ['ana password 2026-11-10 0']],
    ['a key, by a runbook alone', { outputs: { [KEY]: '2026-11-10' }, present: inactive }, [`ana ${KEY} 2026-11-10 0`]],
    ['by a runbook, and there again', { outputs: { password: '2026-11-10', [KEY]: '2026-11-10' }, present: { ...there, ...active } }, []],
    ['a key that a runbook names, and that nobody has any more', { outputs: { [KEY]: '2026-11-10' } }, []],
    [
      'restored, and taken by a runbook after that',
      { ledger: { password: ['restored'] }, outputs: { password: '2026-11-21' } },
      ['ana password 2026-11-20 1'],
    ],
    ['taken by a runbook, and restored after that', { ledger: { password: ['restored'] }, outputs: { password: '2026-11-19' } }, []],
    ['in the same instant', { ledger: { password: ['restored'] }, outputs: { password: '2026-11-20' } }, []],
  ])('%s', async ([, given, expected]) => {
    expect(await offered(given)).toEqual(expected)
  })

  test('a user who is gone has no keys', async () => {
    expect(
      await offered({ ledger: { [KEY]: ['revoked'], password: ['revoked'] }, present: { accessKeysOf: async () => undefined } }),
    ).toEqual(['ana password 2026-11-20 1'])
  })

  test('an item that cannot be read ends it: it is never taken for nothing', async () => {
    const held = new LedgerInMemory()
    held.put({ kind: 'item', userId: ANA.userId, credential: 'password', events: [event('revoked')] })
    held.broken.add('password')
    const account = { inventory: inventoryOf(nothing), table: held.table(async () => 'do'), now: NOW }
    await expect(restorables([ANA], new Map(), account)).rejects.toThrow(/^The ledger of AIDAANA password cannot be read: /)
  })
})

test.for([0, 24, 40])('a password of one use, of at least %i characters: of each kind one, and never the same', (minimum) => {
  const all = Array.from({ length: 200 }, () => oneTimePassword(minimum))
  for (const each of all) {
    expect(each).toHaveLength(Math.max(24, minimum))
    expect(each).toMatch(/^[A-Za-z0-9!@#$%^&*()_+\-=]+$/)
    for (const kind of [/[A-Z]/, /[a-z]/, /[0-9]/, /[!@#$%^&*()_+\-=]/]) expect(each).toMatch(kind)
  }
  expect(new Set(all).size).toBe(200)
  // Shuffled: which kind stands first is left to chance.
  for (const kind of [/^[A-Z]/, /^[a-z]/, /^[0-9]/, /^[^A-Za-z0-9]/, /[A-Z]$/, /[a-z]$/, /[0-9]$/, /[^A-Za-z0-9]$/])
    expect(all.some((each) => kind.test(each))).toBe(true)
})

test.for<[Outcome, said: string, done: boolean, taken: boolean]>([
  [{ kind: 'revoked' }, 'revoked', true, true],
  [{ kind: 'already-gone' }, 'already-gone', true, true],
  [{ kind: 'protected', why: 'excluded' }, 'protected: excluded', true, false],
  [{ kind: 'refused', why: 'AccessDenied' }, 'refused: AccessDenied', false, false],
  [{ kind: 'unknown', why: 'throttled' }, 'unknown: throttled', false, false],
])('%# what came of a credential: %j is %s; done %s, taken %s', ([outcome, said, done, taken]) => {
  const revocation = { credential: password('2025-01-01T00:00:00Z'), idleDays: 99, outcome }
  expect([outcomeText(outcome), isDone(revocation), isTaken(revocation)]).toEqual([said, done, taken])
})
