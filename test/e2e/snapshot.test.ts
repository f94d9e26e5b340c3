import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Findings, UserFinding } from '../../src/findings/findings.ts'
import { instant } from '../../src/judgement/instant.ts'
import { Simulator, type AccountDescription } from '../../src/simulator/index.ts'
import { commandLine } from '../support/command-line.ts'
import { sow } from '../support/ledger-of.ts'
import { event, makeTable, TABLE } from '../support/ledger-table.ts'
import { deployedSystem, LIST, START, System } from '../support/system.ts'

type User = AccountDescription['users'][number]

const ID = 'AIDAIOSFODNN7EXAMPLE'

const hours = (days: number) => fc.integer({ min: 0, max: days * 24 }).map((count) => count)

/** Created so long ago, used so much later, if at all. */
const life = fc.record({ age: hours(100), used: fc.option(hours(100), { nil: undefined }) }).map(({ age, used }) => ({
  created: `${age}h`,
  ...(used === undefined ? {} : { lastUsed: `${Math.min(used, age)}h` }),
}))

const user = fc.record({
  path: fc.constantFrom('/', '/team/', '/team/blue/'),
  password: fc.option(life, { nil: undefined }),
  earlier: fc.boolean(),
  keys: fc.array(fc.record({ life, active: fc.boolean(), restored: fc.option(hours(40), { nil: undefined }) }), { maxLength: 2 }),
  tags: fc.subarray([
    ['Team', 'Blue'],
    ['team-of', 'Ana'],
    ['iam-unused-user-cleanup:excluded', 'until 2026-12-31 asked for'],
  ]),
  tag: fc.constantFrom(undefined, 'until 2026-10-01', 'until next year', 'because', ''),
  groups: fc.subarray(['ops', 'Dev']),
  administrator: fc.constantFrom(false, true, 'partly' as const),
})

const NAMES = ['ana', 'Bob', 'svc-a', 'svc.b', 'eve@example.com', ID]

const entry = fc
  .tuple(
    fc.constantFrom(
      'ANA',
      'nobody',
      'svc*',
      '*a*',
      '?ob',
      'path:/team/*',
      'tag:Team',
      'tag:team-of=Ana',
      'tag:Team=Red',
      'group:OPS',
      'group:empty',
      ID,
      'arn:aws:iam::123456789012:user/team/*',
      'tag:iam-unused-user-cleanup:excluded=until 2026-10-01',
    ),
    fc.constantFrom('', '', ';until=2026-10-01', ';until=2027-01-01;owner=ana;reason=her own'),
  )
  .map((parts) => parts.join(''))

const account = fc.record({ users: fc.array(user, { minLength: 2, maxLength: NAMES.length }), list: fc.array(entry, { maxLength: 5 }) })

type Drawn = typeof account extends fc.Arbitrary<infer T> ? T : never

const keyId = (index: number, place: number): string => `AKIAIOSFODNN7EXAMP${index}${place}`

const described = ({ users, list }: Drawn): AccountDescription => ({
  id: '111122223333',
  users: users.map(({ password, earlier, keys, tags, tag, ...rest }, index): User => ({
    ...rest,
    name: NAMES[index] ?? '',
    // Somebody is called like the id of somebody else.
    id: index === 1 ? ID : `AIDAIOSFODNN7EXAMP${9 - index}X`,
    // By which they are known again.
    created: `${1000 + index}d`,
    ...(password === undefined ? { passwordLastUsed: '33d' } : { password }),
    ...(earlier ? { passwordLastUsed: '900d' } : {}),
    accessKeys: keys.map((key, place) => ({ ...key.life, active: key.active, id: keyId(index, place) })),
    tags: { ...Object.fromEntries(tags), ...(tag === undefined ? {} : { 'iam-unused-user-cleanup:excluded': tag }) },
  })),
  groups: ['empty', 'Ops'],
  parameters: { [LIST]: list.length === 0 ? ',' : { type: 'String', value: list.join(',') } },
})

/** What was done to keys, as a ledger has it. */
async function restore(system: System, { users }: Drawn): Promise<void> {
  await makeTable(system.dynamoDb)
  for (const [index, { keys }] of users.entries())
    for (const [place, { restored }] of keys.entries())
      if (restored !== undefined)
        await sow(system, NAMES[index] ?? '', keyId(index, place), [
          event('revoked', 'act-0', { at: instant(Date.parse(START) - 2000 * 3_600_000) }),
          event('restored', 'act-1', { at: instant(Date.parse(START) - restored * 3_600_000) }),
        ])
}

const scanned = async (system: System): Promise<Findings['users']> => {
  const { code, out, notes } = await commandLine(system, ['scan', '--max-age', '30', '--format', 'json'])
  expect([code, notes]).toEqual([0, notes])
  return (JSON.parse(out) as Findings).users
}

async function snapshotOf(system: System, ...argv: readonly string[]): Promise<AccountDescription> {
  const { code, out, notes } = await commandLine(system, ['snapshot', ...argv])
  expect([code, notes]).toEqual([0, ''])
  return JSON.parse(out) as AccountDescription
}

/** What the rule says of each user, in the simulator that a snapshot is played in. */
async function played(file: AccountDescription, look: (system: System) => Promise<Findings['users']>) {
  const parameters: Record<string, string> = Object.keys(file.tables ?? {}).length === 0 ? {} : { LedgerTableName: TABLE }
  await using system = await deployedSystem({ account: file, accountId: file.id ?? '', at: file.at ?? '', parameters })
  const users = await look(system)
  await system.evaluate()
  expect(await system.error()).toBeUndefined()
  const log = await system.log()
  return {
    users,
    rule: new Map(log.flatMap(({ message, userName, verdict }) => (message === 'user' ? [[String(userName), String(verdict)]] : []))),
  }
}

const verdicts = (users: Findings['users']) => new Map(users.map(({ userName, verdict }) => [userName, verdict.kind]))

/** What of a finding names nobody, by when the user was created. */
const nameless = (users: Findings['users']) =>
  new Map(
    users.map(({ created, verdict, credentials }: UserFinding) => [
      created,
      {
        verdict: verdict.kind,
        until: verdict.kind === 'excluded' ? verdict.until : undefined,
        credentials: credentials.map(({ kind, status, created: since, clock, verdict: by, standing }) => ({
          kind,
          status,
          since,
          clock,
          by,
          standing,
        })),
      },
    ]),
  )

/** What must not be found under pseudonyms. No pseudonym is like them. */
const WORDS = [
  '"ana',
  '"Bob',
  '"svc',
  'eve@',
  ID,
  '"Blue',
  '=Ana',
  'asked',
  'because',
  'her own',
  '"ops',
  '"Dev',
  'empty',
  'team/',
  '111122223333',
  'AKIAIOSFODNN7',
  'AIDAIOSFODNN7',
]

test('a snapshot is judged as the account is, credential by credential, and under pseudonyms too', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(account, async (drawn) => {
      await using system = new System(await Simulator.start({ at: START, account: described(drawn) }))
      await restore(system, drawn)
      const real = await scanned(system)
      const copy = await played(await snapshotOf(system), scanned)
      expect(copy.users).toEqual(real)
      expect(copy.rule).toEqual(verdicts(real))
      const hidden = await snapshotOf(system, '--pseudonyms')
      const text = JSON.stringify(hidden)
      for (const word of WORDS) expect(text).not.toContain(word)
      const under = await played(hidden, scanned)
      expect(nameless(under.users)).toEqual(nameless(real))
      expect(under.rule).toEqual(verdicts(under.users))
    }),
    // A smaller account is not worth the minutes that it takes to find one.
    { numRuns: 4, endOnFailure: true },
  )
})
