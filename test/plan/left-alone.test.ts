import { expect, test } from 'vitest'
import { cameText, carriedOut, previewed, type Meant } from '../../src/plan/carry-out.ts'
import { collect } from '../../src/stream/map-concurrently.ts'
import { AccountInMemory, listed, type Person } from '../support/account-in-memory.ts'
import type { Strike } from '../support/fate.ts'
import { LedgerInMemory } from '../support/ledger-in-memory.ts'
import { accountOf } from '../support/program.ts'

const NOW = Date.parse('2026-11-26T12:00:00Z')
const HOUR = 3_600_000
const CREATED = NOW - 400 * 24 * HOUR

const ana = (rest: Partial<Person> = {}): Person => ({
  id: 'AIDAANA',
  name: 'ana',
  created: CREATED,
  password: { created: CREATED, text: '' },
  signedIn: undefined,
  keys: [{ id: 'AKIAANA', created: CREATED, lastUsed: undefined, active: true }],
  tags: new Map(),
  power: 'none',
  ...rest,
})

const item = (credential: string) => ({
  userName: 'ana',
  userId: 'AIDAANA',
  credential,
  clockStart: '',
  clockIs: 'creation' as const,
  idleDays: 400,
})

const meantOf = (person: Person, ...credentials: readonly string[]): Meant => ({
  user: listed(person),
  items: credentials.map((each) => item(each)),
})

const account = (person: Person, strike?: Strike) =>
  accountOf(new AccountInMemory([person], NOW), new LedgerInMemory(), strike === undefined ? {} : { strike })

const linesOf = async (person: Person, meant: Meant, strike?: Strike): Promise<string[]> =>
  (await collect(carriedOut([meant], account(person, strike), ''))).flatMap(({ came }) => came.map((each) => cameText(each)))

test.for<[used: number, said: string]>([
  [-1, 'used 0 hours ago'],
  [0, 'used 0 hours ago'],
  [1.9, 'used 1 hour ago'],
  [47.9, 'used 47 hours ago'],
  [48, 'used 2 days ago'],
  [71.9, 'used 2 days ago'],
  [29 * 24, 'used 29 days ago'],
])('of what was used %d hours ago: %s', async ([used, said]) => {
  const person = ana({ signedIn: NOW - used * HOUR })
  const [standing] = await collect(previewed([meantOf(person, 'password')], account(person), ''))
  expect(standing).toEqual({ kind: 'skipped', item: item('password'), why: said })
})

test('a user who cannot be read: each planned credential is told, and what it is', async () => {
  const person = ana()
  const [done] = await collect(
    carriedOut(
      [meantOf(person, 'password', 'AKIAANA')],
      account(person, async (_, call) => (call === 'tagsOf' ? 'refuse' : 'do')),
      '',
    ),
  )
  const life = { created: CREATED, lastUse: { kind: 'never' } }
  const outcome = { kind: 'unknown', why: 'nothing was done: Error: tagsOf failed' }
  expect(done?.revocations).toEqual([
    { credential: { kind: 'password', ...life }, idleDays: 400, outcome },
    { credential: { kind: 'access-key', id: 'AKIAANA', status: 'active', ...life }, idleDays: 400, outcome },
  ])
  expect(done?.came.map((each) => cameText(each))).toEqual([
    'ana: password: unknown: nothing was done: Error: tagsOf failed',
    'ana: AKIAANA: unknown: nothing was done: Error: tagsOf failed',
  ])
})

test('of what was left alone each is told its own reason, and what was taken is not looked at again', async () => {
  const person = ana({
    signedIn: NOW - HOUR,
    keys: [
      { id: 'AKIAANA', created: CREATED, lastUsed: undefined, active: true },
      { id: 'AKIAOLD', created: CREATED, lastUsed: undefined, active: false },
    ],
  })
  expect(await linesOf(person, meantOf(person, 'password', 'AKIAANA', 'AKIAOLD'))).toEqual([
    'ana: password: skipped: used 1 hour ago',
    'ana: AKIAANA: revoked',
    'ana: AKIAOLD: skipped: it is inactive already',
  ])
})

test('where all was taken nothing is read again', async () => {
  const person = ana()
  const calls: string[] = []
  await linesOf(person, meantOf(person, 'password', 'AKIAANA'), async (_, call) => {
    calls.push(call)
    return 'do'
  })
  expect(calls.at(-1)).toBe('append')
})

test('one that has become unused between the two looks is told as such', async () => {
  // A day passes while the first look is taken; at the second the password is unused.
  const person = ana({ signedIn: NOW - 29.5 * 24 * HOUR, keys: [] })
  const iam = new AccountInMemory([person], NOW)
  let lists = 0
  const slow = accountOf(iam, new LedgerInMemory(), {
    strike: async (_, call) => {
      if (call === 'list' && (lists += 1) === 2) iam.now = NOW + 24 * HOUR
      return 'do'
    },
  })
  const done = await collect(carriedOut([meantOf(person, 'password')], slow, ''))
  expect(done.flatMap(({ came }) => came.map((each) => cameText(each)))).toEqual(['ana: password: skipped: it is not unused any more'])
})

test('who is deleted before the preview no longer exists', async () => {
  const person = ana()
  const meant = meantOf(ana({ name: 'gone' }), 'password')
  expect(await collect(previewed([meant], account(person), ''))).toEqual([
    { kind: 'skipped', item: item('password'), why: 'the user no longer exists' },
  ])
})
