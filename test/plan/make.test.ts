import { describe, expect, test } from 'vitest'
import { parseList } from '../../src/exclusions/list.ts'
import type { Finding, Found } from '../../src/inventory/finding.ts'
import { instant, isoTime, type Instant } from '../../src/judgement/instant.ts'
import { judgeUser } from '../../src/judgement/user-verdict.ts'
import { looking } from '../../src/plan/looking.ts'
import { planOf } from '../../src/plan/make.ts'
import type { Plan } from '../../src/plan/plan.ts'
import { untagged, withTags } from '../../src/scan/narrowed.ts'
import { rulesOf } from '../../src/revocation/rules.ts'
import { AccountInMemory, listed, type Person } from '../support/account-in-memory.ts'
import { key, password } from '../support/credentials.ts'
import { LedgerInMemory } from '../support/ledger-in-memory.ts'
import { event } from '../support/ledger-table.ts'

const NOW = instant('2026-11-26T12:00:00Z')
const LONG_AGO = '2025-10-22T12:00:00Z'

const person = (name: string, rest: Partial<Person> = {}): Person => ({
  id: `AIDA${name.toUpperCase()}`,
  name,
  created: Date.parse(LONG_AGO),
  password: { created: Date.parse(LONG_AGO), text: '' },
  signedIn: undefined,
  keys: [],
  tags: new Map(),
  power: 'none',
  ...rest,
})

const found = (of: Person, finding: Finding): Found => {
  const { userName, userId, arn, path } = listed(of)
  return { subject: { userName, userId, arn, path, groups: new Set(), tags: of.tags }, finding }
}

const UNUSED = judgeUser([password(LONG_AGO)], 30, NOW)

type Given = {
  readonly list?: string
  readonly people: readonly Person[]
  readonly found: readonly Found[]
  readonly ledger?: LedgerInMemory | undefined
  readonly asked?: string[]
  readonly narrowedTo?: readonly string[]
  readonly limit?: number
  readonly alias?: string | undefined
  readonly endpoint?: string
}

async function planned({ list = ',', people, found: all, ledger, asked = [], narrowedTo = [], limit, ...rest }: Given): Promise<Plan> {
  const iam = new AccountInMemory(people, NOW)
  const inventory = iam.inventory(async () => 'do')
  const everybody = people.map((each) => listed(each))
  const rules = () => rulesOf(AccountInMemory.entriesOf(list), inventory, 30, NOW)
  const powerOf = async ({ userId }: { readonly userId: string }, of: string) => {
    asked.push(`${userId} ${of}`)
    return people.find(({ id }) => id === userId)?.power ?? 'none'
  }
  const table = ledger?.table(async () => 'do')
  const parsed = parseList(list)
  let ids = 0
  return planOf(
    {
      accountId: '123456789012',
      limitDays: 30,
      caller: 'arn:aws:iam::123456789012:user/operator\u001b',
      toolVersion: '0.1.0',
      alias: 'acme',
      endpoint: undefined,
      ...rest,
      narrowedTo,
      limit,
      region: 'us-east-1',
      exclusionParameter: '/list',
      exclusionList: 'read',
      now: NOW,
      asOf: instant('2026-12-24T00:00:00Z'),
      entries: parsed.kind === 'list' ? parsed.entries : [],
    },
    {
      found: all,
      listed: everybody,
      subjects: withTags(
        people.map((each) => untagged(listed(each), new Set())),
        all,
      ),
      waysIn: looking({ inventory, table, now: NOW, rules, everybody }, powerOf),
      newId: () => `id-${(ids += 1)}`,
      describe: String,
    },
  )
}

test('whoever looks ahead or back looks with the ledger of now', async () => {
  const ana = person('ana', { power: 'all' })
  const inventory = new AccountInMemory([ana], NOW).inventory(async () => 'do')
  const read: Instant[] = []
  const table = new LedgerInMemory().table(async () => 'do')
  const itemsOf: typeof table.itemsOf = (userId, now) => {
    read.push(now)
    return table.itemsOf(userId, now)
  }
  const rules = () => rulesOf([], inventory, 30, instant('2026-09-01T00:00:00Z'))
  const ways = looking({ inventory, table: { ...table, itemsOf }, now: NOW, rules, everybody: [] }, async () => 'all')
  expect(await ways.waysOf(listed(ana))).toEqual({ live: ['password'], staying: [] })
  expect(read.map((now) => isoTime(now))).toEqual(['2026-11-26T12:00:00.000Z'])
})

test('a plan: what would be revoked, whom exclusions protect, who could not be judged, and entries that protect nobody', async () => {
  const [ana, bob, eve, fay, gus] = ['ana', 'bob', 'eve', 'fay', 'gus'].map((name) => person(name))
  if (ana === undefined || bob === undefined || eve === undefined || fay === undefined || gus === undefined) throw new Error('unreachable')
  const two = judgeUser(
    [password(LONG_AGO), key('2026-11-20T12:00:00Z'), key(LONG_AGO, undefined, { id: 'AKIAIOSFODNN7QWE7Q4F' })],
    30,
    NOW,
  )
  const plan = await planned({
    list: 'bob;owner=ops;reason=break glass,old;until=2026-12-23,typo',
    people: [ana, bob, eve, fay, gus],
    found: [
      found(ana, two),
      found(bob, { kind: 'excluded', exclusion: { kind: 'tag', reason: 'a\u001bb' } }),
      found(eve, { kind: 'unknown', cause: new Error('throttled\u001b') }),
      found(fay, judgeUser([password('2026-11-20T12:00:00Z')], 30, NOW)),
      found(gus, { kind: 'gone' }),
      found(person('late'), UNUSED),
    ],
  })
  const { digest, ...parts } = plan
  expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/)
  expect(parts).toEqual({
    format: 'iam-unused-user-cleanup plan',
    version: 2,
    toolVersion: '0.1.0',
    caller: 'arn:aws:iam::123456789012:user/operator\uFFFD',
    accountId: '123456789012',
    alias: 'acme',
    limitDays: 30,
    users: 5,
    narrowedTo: [],
    judged: 6,
    left: 0,
    region: 'us-east-1',
    exclusionParameter: '/list',
    exclusionList: 'read',
    createdAt: '2026-11-26T12:00:00.000Z',
    asOf: '2026-12-24T00:00:00.000Z',
    exclusions: [
      { list: 'local', selector: 'bob', owner: 'ops', reason: 'break glass' },
      { list: 'local', selector: 'old', until: '2026-12-23' },
      { list: 'local', selector: 'typo' },
    ],
    deadExclusions: [
      { list: 'local', entry: 'old', why: 'This exclusion has expired and protects nobody.' },
      { list: 'local', entry: 'typo', why: 'This exclusion matches nobody. Is it misspelt?' },
    ],
    revoke: [
      {
        userName: 'ana',
        userId: 'AIDAANA',
        credential: 'password',
        clockStart: '2025-10-22T12:00:00.000Z',
        clockIs: 'creation',
        idleDays: 400,
      },
      {
        userName: 'ana',
        userId: 'AIDAANA',
        credential: 'AKIAIOSFODNN7QWE7Q4F',
        clockStart: '2025-10-22T12:00:00.000Z',
        clockIs: 'creation',
        idleDays: 400,
      },
    ],
    protected: [{ userName: 'bob', why: 'Excluded by tag iam-unused-user-cleanup:excluded: a\uFFFDb.' }],
    unknown: [{ userName: 'eve', why: 'Error: throttled\uFFFD' }],
  })
})

test('where AWS was, where that is not AWS; an account without an alias; an entry whose tags nobody carries', async () => {
  const ana = person('ana')
  const plan = await planned({
    list: 'tag:Keep',
    people: [ana],
    found: [found(ana, { kind: 'gone' })],
    alias: undefined,
    endpoint: 'http://127.0.0.1:4566\u001b',
  })
  expect(plan.endpoint).toBe('http://127.0.0.1:4566\uFFFD')
  expect(plan).not.toHaveProperty('alias')
  const why = 'This exclusion protects nobody at present: no user with unused credentials carries the tag.'
  expect(plan.deadExclusions).toEqual([{ list: 'local', entry: 'tag:Keep', why }])
  expect(await planned({ people: [ana], found: [] })).not.toHaveProperty('endpoint')
})

describe('the last administrator', () => {
  const boss = person('boss', { power: 'all' })
  const chief = person('chief', { power: 'all' })

  test('stays: of two who are idle one is planned, and what is planned counts as gone', async () => {
    const plan = await planned({ people: [boss, chief], found: [found(boss, UNUSED), found(chief, UNUSED)] })
    expect(plan.revoke.map(({ userName }) => userName)).toEqual(['chief'])
    expect(plan.protected).toEqual([
      { userName: 'boss', credential: 'password', why: 'it is the last way in of the last IAM administrator' },
    ])
  })

  test('a plan takes nothing, and asks once what somebody may do', async () => {
    const asked: string[] = []
    const ledger = new LedgerInMemory()
    const keyed = person('chief', {
      power: 'all',
      keys: [{ id: 'AKIACHIEF', created: Date.parse(LONG_AGO), lastUsed: undefined, active: true }],
    })
    const both = judgeUser([password(LONG_AGO), key(LONG_AGO, undefined, { id: 'AKIACHIEF' })], 30, NOW)
    const plan = await planned({ people: [boss, keyed], found: [found(keyed, both), found(boss, UNUSED)], ledger, asked })
    expect(plan.revoke.map(({ userName, credential }) => `${userName} ${credential}`)).toEqual(['chief password', 'chief AKIACHIEF'])
    expect(ledger.taken).toEqual([])
    expect(ledger.items).toEqual([])
    expect(asked.toSorted()).toEqual(['AIDABOSS other', 'AIDABOSS subject', 'AIDACHIEF other', 'AIDACHIEF subject'])
  })

  test('what others have claimed counts as gone', async () => {
    const ledger = new LedgerInMemory()
    const table = ledger.table(async () => 'do')
    await table.claim(await table.claims(), [{ userId: 'AIDABOSS', credential: 'password', version: 0, id: 'other' }])
    const plan = await planned({ people: [boss, chief], found: [found(chief, UNUSED)], ledger })
    expect(plan.revoke).toEqual([])
    expect(plan.protected.map(({ userName }) => userName)).toEqual(['chief'])
    expect(ledger.taken.map(({ id }) => id)).toEqual(['other'])
  })

  test('one whose credential was restored is a way in that stays', async () => {
    const ledger = new LedgerInMemory()
    const restored = (['restoring', 'restored'] as const).map((kind) => event(kind, '1'))
    ledger.put({ kind: 'item', userId: 'AIDACHIEF', credential: 'password', events: restored })
    const people = [boss, chief]
    expect((await planned({ people, found: [found(boss, UNUSED)], ledger })).revoke.map(({ userName }) => userName)).toEqual(['boss'])
    expect((await planned({ people, found: [found(boss, UNUSED)] })).revoke).toEqual([])
  })
})

describe('narrowed', () => {
  const boss = person('boss', { power: 'all' })
  const chief = person('chief', { power: 'all', signedIn: Date.parse('2026-11-25T12:00:00Z') })

  test('who is the last administrator is asked of the whole account, and what came of exclusions is told of it', async () => {
    const plan = await planned({
      list: 'chief,typo,tag:Keep',
      people: [boss, chief],
      found: [found(boss, UNUSED)],
      narrowedTo: ['user boss'],
    })
    expect(plan.revoke.map(({ userName }) => userName)).toEqual(['boss'])
    // Nothing can be said of tags that were not read.
    expect(plan.deadExclusions).toEqual([{ list: 'local', entry: 'typo', why: 'This exclusion matches nobody. Is it misspelt?' }])
    expect([plan.users, plan.judged, plan.narrowedTo]).toEqual([2, 1, ['user boss']])
    const alone = await planned({ people: [boss, { ...chief, power: 'none' }], found: [found(boss, UNUSED)], narrowedTo: ['user boss'] })
    expect([alone.revoke, alone.protected.map(({ userName }) => userName)]).toEqual([[], ['boss']])
  })
})

describe('limited to so many users', () => {
  const idle = (name: string, ...days: readonly number[]): Found => {
    const since = (n: number) => new Date(NOW - n * 86_400_000).toISOString()
    const [first = 0, ...others] = days
    const keys = others.map((each, n) => key(since(each), undefined, { id: `AKIA${name}${n}` }))
    return found(person(name), judgeUser([password(since(first)), ...keys], 30, NOW))
  }
  const people = ['fresh', 'short', 'long', 'mixed', 'boss'].map((name) => person(name, { power: name === 'boss' ? 'all' : 'none' }))
  const all = [idle('fresh', 1), idle('short', 40), idle('long', 300), idle('mixed', 35, 200), idle('boss', 400)]

  test('the longest idle come first, each with all that is unused of them, and how many are left is told', async () => {
    const plan = await planned({ people, found: all, limit: 2 })
    expect(plan.revoke.map(({ userName, idleDays }) => [userName, idleDays])).toEqual([
      ['long', 300],
      ['mixed', 35],
      ['mixed', 200],
    ])
    expect(plan.left).toBe(1)
  })

  test('who is kept does not count', async () => {
    const plan = await planned({ people, found: all, limit: 1 })
    expect(plan.protected.map(({ userName }) => userName)).toEqual(['boss'])
    expect([plan.revoke.map(({ userName }) => userName), plan.left]).toEqual([['long'], 2])
  })

  test('without a limit they stand in the order of the list', async () => {
    const plan = await planned({ people, found: all })
    expect(plan.revoke.map(({ userName }) => userName)).toEqual(['short', 'long', 'mixed', 'mixed'])
  })

  test('inactive keys, and who is excluded, unknown or gone, come after', async () => {
    const since = new Date(NOW - 40 * 86_400_000).toISOString()
    const keyed = judgeUser([password(since), key(LONG_AGO, undefined, { inactive: true })], 30, NOW)
    const [fresh, short, mixed] = ['fresh', 'short', 'mixed'].map((name) => person(name))
    if (fresh === undefined || short === undefined || mixed === undefined) throw new Error('unreachable')
    const plan = await planned({
      people,
      found: [
        found(fresh, { kind: 'excluded', exclusion: { kind: 'tag', reason: '' } }),
        found(mixed, { kind: 'unknown', cause: new Error('throttled') }),
        idle('long', 35),
        found(short, keyed),
      ],
      limit: 1,
    })
    expect([plan.revoke.map(({ userName }) => userName), plan.left]).toEqual([['short'], 1])
    expect([plan.protected.length, plan.unknown.length]).toEqual([1, 1])
  })

  test('as many as there are: nobody is left', async () => {
    expect((await planned({ people, found: all, limit: 3 })).left).toBe(0)
  })
})
