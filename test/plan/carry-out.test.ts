import { expect, test } from 'vitest'
import { cameText, carriedOut, meantBy, previewed, type Done, type Meant } from '../../src/plan/carry-out.ts'
import { instant } from '../../src/judgement/instant.ts'
import { sealed, type Plan } from '../../src/plan/plan.ts'
import { collect } from '../../src/stream/map-concurrently.ts'
import { AccountInMemory, listed, type Person } from '../support/account-in-memory.ts'
import type { Strike } from '../support/fate.ts'
import { LedgerInMemory } from '../support/ledger-in-memory.ts'
import { event } from '../support/ledger-table.ts'
import { accountOf } from '../support/program.ts'

const NOW = Date.parse('2026-11-26T12:00:00Z')
const DAY = 86_400_000
const CREATED = NOW - 400 * DAY

const person = (n: number, rest: Partial<Person> = {}): Person => ({
  id: `AIDA${n}`,
  name: `user-${n}`,
  created: CREATED,
  password: { created: CREATED, text: '' },
  signedIn: undefined,
  keys: [{ id: `AKIA${n}`, created: CREATED, lastUsed: undefined, active: true }],
  tags: new Map(),
  power: 'none',
  ...rest,
})

const planned = (n: number, credential = 'password') => ({
  userName: `user-${n}`,
  userId: `AIDA${n}`,
  credential,
  clockStart: '2025-10-22T12:00:00.000Z',
  clockIs: 'creation' as const,
  idleDays: 400,
})

const planOf = (revoke: Plan['revoke']): Plan =>
  sealed({
    toolVersion: '0.1.0',
    caller: 'arn:aws:iam::123456789012:user/operator',
    narrowedTo: [],
    judged: 3,
    left: 0,
    accountId: '123456789012',
    createdAt: '2026-11-26T11:00:00.000Z',
    limitDays: 30,
    users: 3,
    exclusionParameter: '/none',
    exclusions: [],
    asOf: '2026-11-26T11:00:00.000Z',
    region: 'us-east-1',
    exclusionList: 'read',
    deadExclusions: [],
    revoke,
    protected: [],
    unknown: [],
  })

function scene(people: readonly Person[], items: Plan['revoke'], strike?: Strike) {
  const iam = new AccountInMemory(people, NOW)
  const ledger = new LedgerInMemory()
  const account = accountOf(iam, ledger, strike === undefined ? {} : { strike })
  const meant = meantBy(
    planOf(items),
    people.map((each) => listed(each)),
  )
  const lines = async (source: Iterable<Meant> = meant, own = 'AKIAOWN'): Promise<string[]> =>
    (await collect(carriedOut(source, account, own))).flatMap((done: Done) => done.came.map((each) => cameText(each)))
  return { iam, ledger, account, meant, lines }
}

test('only what is planned is taken, in the order of the plan', async () => {
  const people = [person(1), person(2)]
  const { lines } = scene(people, [planned(2, 'AKIA2'), planned(1)])
  expect(await lines()).toEqual(['user-2: AKIA2: revoked', 'user-1: password: revoked'])
  expect(people.map(({ password, keys }) => [password === undefined, keys[0]?.active])).toEqual([
    [true, true],
    [false, false],
  ])
})

test('users side by side, and never more than 25', async () => {
  const people = Array.from({ length: 40 }, (_, n) => person(n))
  const busy = new Set<string>()
  let most = 0
  const { meant, account } = scene(
    people,
    people.map((_, n) => planned(n)),
    async () => {
      await new Promise((resolve) => setImmediate(resolve))
      return 'do'
    },
  )
  const inventory: typeof account.inventory = {
    ...account.inventory,
    tagsOf: async (user) => {
      busy.add(user.userId)
      most = Math.max(most, busy.size)
      return account.inventory.tagsOf(user)
    },
  }
  for await (const { meant: each } of carriedOut(meant, { ...account, inventory }, '')) busy.delete(each.user?.userId ?? '')
  expect(most).toBe(25)
  expect(people.every(({ password }) => password === undefined)).toBe(true)
})

test('the key that signs is spared, and that is said', async () => {
  const people = [person(1)]
  const { lines } = scene(people, [planned(1, 'AKIA1'), planned(1)])
  expect(await lines(undefined, 'AKIA1')).toEqual([
    'user-1: AKIA1: skipped: it is the access key that this command signs with',
    'user-1: password: revoked',
  ])
  expect(people[0]?.keys[0]?.active).toBe(true)
})

test.for(['tagsOf', 'itemsOf', 'list'])('a user who cannot be read stops nobody else: %s', async (name) => {
  const people = [person(1), person(2), person(3)]
  let calls = 0
  // The first call of that name is of the first user.
  const { lines } = scene(people, [planned(1), planned(2), planned(3)], async (_, call) =>
    call === name && (calls += 1) === 1 ? 'refuse' : 'do',
  )
  expect(await lines()).toEqual([
    expect.stringMatching(/^user-1: password: unknown: nothing was done: Error: /),
    'user-2: password: revoked',
    'user-3: password: revoked',
  ])
  expect(people.map(({ password }) => password === undefined)).toEqual([false, true, true])
})

test('who cannot be read for why something was left alone stops nobody else either', async () => {
  const people = [person(1, { signedIn: NOW - DAY }), person(2)]
  let calls = 0
  // The second time that anybody asks for user-1's tags it is to say why the password was left alone.
  const { account, meant } = scene(people, [planned(1), planned(2)])
  const inventory: typeof account.inventory = {
    ...account.inventory,
    tagsOf: async (user) => {
      if (user.userId === 'AIDA1' && (calls += 1) === 2) throw new Error('throttled')
      return account.inventory.tagsOf(user)
    },
  }
  const done = await collect(carriedOut(meant, { ...account, inventory }, ''))
  expect(done.flatMap(({ came }) => came.map((each) => cameText(each)))).toEqual([
    'user-1: password: unknown: it could not be read: Error: throttled',
    'user-2: password: revoked',
  ])
})

test('the source ends early: whoever was begun is finished, nobody else is begun', async () => {
  const people = Array.from({ length: 40 }, (_, n) => person(n))
  const { meant, account } = scene(
    people,
    people.map((_, n) => planned(n)),
  )
  let isInterrupted = false
  function* until(): Iterable<Meant> {
    for (const each of meant) {
      if (isInterrupted) return
      yield each
    }
  }
  const lines: string[] = []
  for await (const done of carriedOut(until(), account, '')) {
    lines.push(...done.came.map((each) => cameText(each)))
    isInterrupted = true
  }
  expect(lines).toHaveLength(25)
  expect(people.map(({ password }) => password === undefined)).toEqual(Array.from({ length: 40 }, (_, n) => n < 25))
})

test('a group that does not exist: nothing is shown as due, and nothing is done', async () => {
  const people = [person(1), person(2)]
  const { iam, account, meant, lines, ledger } = scene(people, [planned(1), planned(2)])
  iam.list = 'group:Break-Glass'
  await expect(collect(previewed(meant, account, ''))).rejects.toThrow('group:Break-Glass, a group that does not exist')
  expect(await lines()).toEqual([
    expect.stringMatching(/^user-1: password: unknown: nothing was done: Error: .* group:Break-Glass, a group that does not exist/),
    expect.stringMatching(/^user-2: password: unknown: nothing was done: /),
  ])
  expect([people.every(({ password }) => password !== undefined), ledger.items]).toEqual([true, []])
})

test('a group that goes between intent and act: nothing is done, and that is written', async () => {
  const people = [person(1)]
  const { iam, ledger, lines } = scene(people, [planned(1)], async (_, call) => {
    if (call === 'append') iam.groups.clear()
    return 'do'
  })
  iam.list = 'group:Break-Glass'
  iam.groups.set('Break-Glass', new Set())
  expect(await lines()).toEqual([expect.stringMatching(/^user-1: password: unknown: nothing was done: .*a group that does not exist/)])
  expect(people[0]?.password).toBeDefined()
  expect(ledger.item('AIDA1', 'password').events.map(({ kind }) => kind)).toEqual(['revoking', 'not-revoked'])
})

test('what is planned is judged anew, and what is left alone is told why', async () => {
  const people = [
    person(1, { signedIn: NOW - 3 * 3_600_000 }),
    person(2, { tags: new Map([['iam-unused-user-cleanup:excluded', 'yes']]) }),
    person(3, { keys: [{ id: 'AKIA3', created: CREATED, lastUsed: undefined, active: false }] }),
    person(4, { password: undefined }),
    person(5),
  ]
  const items = [planned(1), planned(2), planned(3, 'AKIA3'), planned(4), planned(5), planned(6)]
  const { lines, ledger, account, meant } = scene(people, items)
  ledger.put({ kind: 'item', userId: 'AIDA5', credential: 'password', events: [event('restoring', '1'), event('restored', '1')] })
  const told = [
    'user-1: password: skipped: used 3 hours ago',
    'user-2: password: protected: Excluded by tag iam-unused-user-cleanup:excluded: yes.',
    'user-3: AKIA3: skipped: it is inactive already',
    'user-4: password: skipped: it no longer exists',
    'user-5: password: skipped: idle 0 of 30 days, given back or switched on by hand 2026-11-26T11:59:00.000Z',
    'user-6: password: skipped: the user no longer exists',
  ]
  const standings = await collect(previewed(meant, account, ''))
  expect(standings.map((each) => (each.kind === 'skipped' ? each.why : 'due'))).toEqual([
    'used 3 hours ago',
    'Excluded by tag iam-unused-user-cleanup:excluded: yes.',
    'it is inactive already',
    'it no longer exists',
    'idle 0 of 30 days, given back or switched on by hand 2026-11-26T11:59:00.000Z',
    'the user no longer exists',
  ])
  expect(await lines()).toEqual(told)
})

test('a preview tells the days and the name of now, not those of the file; who cannot be read, or whose ledger cannot, is told and stops nobody', async () => {
  const people = [person(1, { name: 'renamed' }), person(2), person(3)]
  const { account, meant, ledger } = scene(people, [{ ...planned(1), idleDays: 9_999 }, planned(2), planned(3), planned(3, 'AKIA3')])
  ledger.put({ kind: 'item', userId: 'AIDA3', credential: 'AKIA3', events: [event('revoked')] })
  ledger.broken.add('AKIA3')
  const inventory: typeof account.inventory = {
    ...account.inventory,
    tagsOf: async (user) => {
      if (user.userId === 'AIDA2') throw new Error('throttled')
      return account.inventory.tagsOf(user)
    },
  }
  const [first, second, third, fourth] = await collect(previewed(meant, { ...account, inventory }, ''))
  expect(first).toMatchObject({ kind: 'due', item: { userName: 'renamed', idleDays: 400, clockStart: '2025-10-22T12:00:00.000Z' } })
  expect(second).toMatchObject({ kind: 'unknown', why: 'it could not be read: Error: throttled' })
  expect(third).toMatchObject({ kind: 'due' })
  expect(fourth).toMatchObject({
    kind: 'unknown',
    why: expect.stringMatching(/^it could not be read: Error: The ledger of AIDA3 AKIA3/) as string,
  })
})

test('a user whose row in the list of users cannot be read, or may be one that cannot, is unknown, and not gone', async () => {
  const people = [person(1)]
  const { account } = scene(people, [])
  const cause = new Error('AWS answered without User.CreateDate.')
  const row = { userName: '', arn: '', path: '', cause }
  const of = (userId: string) =>
    meantBy(
      { revoke: [planned(1), planned(2)] },
      people.map((each) => listed(each)),
      [{ ...row, userId }],
    )
  const told = async (userId: string) =>
    (await collect(previewed(of(userId), account, ''))).map((each) => (each.kind === 'due' ? 'due' : `${each.kind}: ${each.why}`))
  const unknown = 'unknown: it could not be read: Error: AWS answered without User.CreateDate.'
  expect(await told('AIDA2')).toEqual(['due', unknown])
  expect(await told('')).toEqual(['due', unknown])
  expect(await told('AIDA3')).toEqual(['due', 'skipped: the user no longer exists'])
  expect((await collect(carriedOut(of('AIDA2'), account, ''))).flatMap(({ came }) => came.map((each) => each.kind))).toEqual([
    'revoked',
    'unknown',
  ])
})

test('of what was taken before it is told when and by whom, and of what is not idle long enough how idle it is', async () => {
  const people = [
    person(1, { password: undefined, keys: [{ id: 'AKIA1', created: CREATED, lastUsed: undefined, active: false }] }),
    person(2, { password: { created: NOW - 12 * DAY, text: '' } }),
  ]
  const { account, meant, ledger } = scene(people, [planned(1), planned(1, 'AKIA1'), planned(2)])
  const taken = [event('revoking', '1'), event('revoked', '1')]
  ledger.put({ kind: 'item', userId: 'AIDA1', credential: 'password', events: taken })
  ledger.put({ kind: 'item', userId: 'AIDA1', credential: 'AKIA1', events: [...taken, event('restoring', '2'), event('restored', '2')] })
  expect((await collect(previewed(meant, account, ''))).map((each) => (each.kind === 'skipped' ? each.why : 'due'))).toEqual([
    `it was revoked already, on 2026-11-26T11:59:00.000Z, by ${event('revoked').by}`,
    'it is inactive already',
    'idle 12 of 30 days, created 2026-11-14T12:00:00.000Z',
  ])
})

test('when something was taken is told by the ledger, and of nothing else', async () => {
  const people = [person(1), person(2, { signedIn: NOW - DAY })]
  const { account, meant, iam } = scene(people, [planned(1), planned(1, 'AKIA1'), planned(2)], async (_, call) => {
    if (call === 'append') iam.now += 1_000
    return 'do'
  })
  const came = (await collect(carriedOut(meant, account, ''))).flatMap((done) => done.came)
  const times = new Map(came.map(({ item, at }) => [`${item.userId} ${item.credential}`, at]))
  expect(times.get('AIDA1 password')).toBe(NOW)
  expect(times.get('AIDA1 AKIA1')).toBeGreaterThan(NOW)
  expect(times.get('AIDA2 password')).toBeUndefined()
})

test('what an earlier run took and did not write is told as of then; what somebody else took meanwhile, and what was switched off by hand, without a time', async () => {
  const off = { id: 'AKIA1', created: CREATED, lastUsed: undefined, active: false }
  const people = [person(1, { keys: [off] }), person(2), person(3, { password: undefined })]
  const { ledger, account, meant } = scene(people, [planned(1, 'AKIA1'), planned(2), planned(3)], async (_, call) => {
    // It goes between the look and the act.
    const [, second] = people
    if (call === 'deletePassword' && second !== undefined) second.password = undefined
    return 'do'
  })
  for (const [userId, credential] of [
    ['AIDA1', 'AKIA1'],
    ['AIDA3', 'password'],
  ] as const)
    ledger.put({ kind: 'item', userId, credential, events: [event('revoking', credential)] })
  // Somebody else closes the one of user 3 at the same moment.
  const append: typeof account.table.append = (item, ended) => {
    if (item.userId === 'AIDA3') ledger.put({ ...item, events: [...item.events, event('revoked', item.credential)] })
    return account.table.append(item, ended)
  }
  const came = (await collect(carriedOut(meant, { ...account, table: { ...account.table, append } }, ''))).flatMap((done) => done.came)
  expect(came.map(({ userName, kind, at }) => [userName, kind, at === undefined ? undefined : new Date(at).toISOString()])).toEqual([
    ['user-1', 'already-gone', '2026-11-26T11:59:00.000Z'],
    ['user-2', 'already-gone', undefined],
    ['user-3', 'already-gone', undefined],
  ])
})

test('of a user who is gone nothing is asked', async () => {
  const calls: string[] = []
  const { lines } = scene([], [planned(6)], async (_, call) => {
    calls.push(call)
    return 'do'
  })
  expect(await lines()).toEqual(['user-6: password: skipped: the user no longer exists'])
  expect(calls).toEqual([])
})

test('who took it is told of the taking, not of a restore that came to nothing', async () => {
  const { account, meant, ledger } = scene([person(1, { password: undefined })], [planned(1)])
  const at = instant('2026-11-26T11:59:30Z')
  const after = { at, by: 'arn:aws:iam::123456789012:user/other' }
  const events = [event('revoking', '1'), event('revoked', '1'), event('restoring', '2', after), event('not-restored', '2', after)]
  ledger.put({ kind: 'item', userId: 'AIDA1', credential: 'password', events })
  expect((await collect(previewed(meant, account, ''))).map((each) => (each.kind === 'skipped' ? each.why : 'due'))).toEqual([
    'it was revoked already, on 2026-11-26T11:59:00.000Z, by arn:aws:sts::123456789012:assumed-role/Rule/rule',
  ])
})
