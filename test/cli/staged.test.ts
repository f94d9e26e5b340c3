import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PutParameterCommand } from '@aws-sdk/client-ssm'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Plan } from '../../src/plan/plan.ts'
import { Simulator, type AccountDescription } from '../../src/simulator/index.ts'
import { commandLine } from '../support/command-line.ts'
import { makeTable } from '../support/ledger-table.ts'
import { LIST, System } from '../support/system.ts'

const idle = (days: number) => ({ created: '400d', password: { created: '400d', lastUsed: `${days}d` } })

const users: AccountDescription['users'] = [
  { name: 'ana', id: 'AIDAIOSFODNN7EXAMPLE', path: '/team/', ...idle(120), accessKeys: [{ id: 'AKIAIOSFODNN7EXAMPL1', created: '400d' }] },
  { name: 'bob', path: '/team/', ...idle(300) },
  { name: 'eve', ...idle(200), tags: { Team: 'Blue' }, groups: ['Ops'] },
  { name: 'kept', path: '/team/', ...idle(350) },
  { name: 'boss', ...idle(390), administrator: true },
  { name: 'fine', ...idle(1), groups: ['Ops'] },
]

let folder = ''
let file = ''
let system: System

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'iam-cleanup-test-'))
  file = join(folder, 'plan.json')
  await start(users)
})

afterEach(async () => {
  await system[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

async function start(described: AccountDescription['users'], list = 'kept;until=2027-01-31;owner=ops;reason=break glass'): Promise<void> {
  system = new System(await Simulator.start({ at: '2026-11-02T09:00:00Z', account: { users: described, parameters: { [LIST]: list } } }))
  await makeTable(system.dynamoDb)
}

const cli = (...argv: readonly string[]) => commandLine(system, argv, true)
const planFile = async (): Promise<Plan> => JSON.parse(await readFile(file, 'utf8')) as Plan
const revoked = (): readonly string[] => system.simulator.changes.map(({ userName, action }) => `${userName} ${action}`)

describe('plan', () => {
  test('is a table with who made it, where and with what, and with totals', async () => {
    const { code, out } = await cli('plan')
    expect(code).toBe(0)
    expect(out.split('\n').slice(0, 3)).toEqual([
      `Plan of account 123456789012, Region us-east-1, not AWS but ${system.simulator.endpoint}; limit 90 days, as of 2026-11-02 09:00 UTC.`,
      'Made 2026-11-02 09:00 UTC by arn:aws:sts::123456789012:assumed-role/Operator/simulator with version 0.1.0.',
      '',
    ])
    expect(out.split('\n').at(-1)).toBe('4 credentials of 3 users (of 6); 2 left alone; 0 unknown.')
    expect(out).toMatch(/^ password +bob +300 +2026-01-06 +its last use$/m)
    expect(out).toMatch(/^ AKIAIOSFODNN7EXAMPL1 +ana +400 +2025-09-28 +its creation$/m)
  })

  test('in the file and, where it is wanted, on standard output it is the same document', async () => {
    const { out } = await cli('plan', '--format', 'json', '--out', file)
    expect(`${out}\n`).toBe(await readFile(file, 'utf8'))
    expect((await planFile()).exclusions).toEqual([
      { list: 'local', selector: 'kept', until: '2027-01-31', owner: 'ops', reason: 'break glass' },
    ])
  })

  test.for<[options: string[], revoked: string[], narrowedTo: string[], judged: number]>([
    [['--user', 'BOB'], ['bob'], ['user BOB'], 1],
    [['--user', 'ana', '--user', 'e*'], ['ana', 'ana', 'eve'], ['user ana', 'user e*'], 2],
    [['--path', '/team/*'], ['ana', 'ana', 'bob'], ['path /team/*'], 3],
    [['--tag', 'Team=Blue'], ['eve'], ['tag Team=Blue'], 1],
    [['--group', 'Ops'], ['eve'], ['group Ops'], 2],
  ])('narrowed by %j it is of %j', async ([options, expected, narrowedTo, judged]) => {
    const { code, out } = await cli('plan', '--out', file, ...options)
    const plan = await planFile()
    expect([code, plan.revoke.map(({ userName }) => userName), plan.narrowedTo, plan.judged, plan.users]).toEqual([
      0,
      expected,
      narrowedTo,
      judged,
      6,
    ])
    expect(out).toContain(`Narrowed to ${narrowedTo.join(', ')}: ${judged} of 6 users.`)
  })

  test('narrowed to nobody: that is said, and there is no plan', async () => {
    const { code, out, notes } = await cli('plan', '--group', 'Ops', '--path', '/team/*', '--user', 'ana')
    expect([code, out]).toEqual([2, ''])
    expect(notes).toMatch(/No IAM user fits user ana, path \/team\/\*, group Ops\./)
  })

  test('limited it is of the longest idle, and tells how many are left', async () => {
    const { out } = await cli('plan', '--out', file, '--limit', '2')
    // The administrator has been idle for longest, and is kept.
    expect((await planFile()).revoke.map(({ userName, idleDays }) => `${userName} ${idleDays}`)).toEqual(['ana 120', 'ana 400', 'bob 300'])
    expect(out).toMatch(
      /^3 credentials of 2 users \(of 6\); 2 left alone; 0 unknown\. 1 more user with something unused is left for another plan\.$/m,
    )
  })

  test('narrowed, a group of the exclusion list that does not exist stops it all the same', async () => {
    await system.ssm.send(new PutParameterCommand({ Name: LIST, Value: 'group:Break-Glass', Overwrite: true }))
    const { code, out, notes } = await cli('plan', '--user', 'bob')
    expect([code, out]).toEqual([1, ''])
    expect(notes).toMatch(/The exclusion list has group:Break-Glass, a group that does not exist/)
  })

  test('a group that it is narrowed to and that does not exist is not said to be of the list', async () => {
    const { code, notes } = await cli('plan', '--group', 'Nowhere')
    expect(code).toBe(1)
    expect(notes).toMatch(/There is no IAM group Nowhere: --group Nowhere means nobody\./)
  })

  test('narrowed to the last administrator it takes nothing, and to one of two the other counts, though the plan is not of him', async () => {
    await cli('plan', '--out', file, '--user', 'boss')
    const alone = await planFile()
    expect([alone.revoke, alone.protected]).toEqual([
      [],
      [{ userName: 'boss', credential: 'password', why: 'it is the last way in of the last IAM administrator' }],
    ])
    await system[Symbol.asyncDispose]()
    await start([...users, { name: 'chief', ...idle(2), administrator: true }])
    await cli('plan', '--out', file, '--user', 'boss')
    expect((await planFile()).revoke.map(({ userName }) => userName)).toEqual(['boss'])
  })
})

describe('the share that the brake looks at is of the whole account', () => {
  const many = (stale: number, all: number): AccountDescription['users'] =>
    Array.from({ length: all }, (_, n) => ({ name: `user-${n}`, path: n < stale ? '/old/' : '/', ...idle(n < stale ? 200 : 1) }))

  test.for<[stale: number, all: number, code: number, says: RegExp]>([
    [11, 21, 4, /Brake: the plan hits 11 of 21 users, more than 50 %.* Nothing was done\.$/],
    [11, 22, 0, /^11 revoked\./m],
  ])('%i of a narrowed plan in an account of %i', async ([stale, all, expected, says]) => {
    await system[Symbol.asyncDispose]()
    await start(many(stale, all), ',')
    await cli('plan', '--out', file, '--path', '/old/*')
    const { code, notes } = await cli('apply', file)
    expect([code, revoked().length]).toEqual([expected, expected === 0 ? stale : 0])
    expect(notes).toMatch(says)
  })

  test('and it holds for a day: plans of ten each are not let through one by one', async () => {
    await system[Symbol.asyncDispose]()
    await start(many(21, 22), ',')
    await cli('plan', '--out', file, '--limit', '10')
    expect([(await cli('apply', file)).code, revoked().length]).toEqual([0, 10])
    await cli('plan', '--out', file, '--limit', '10')
    const { code, out } = await cli('apply', file)
    expect([code, revoked().length]).toEqual([1, 11])
    expect(out).toMatch(/refused: brake: 11 users have lost something today, no more may/)
  })
})

describe('apply', () => {
  test('--only takes these users of the plan, by name in any case or by id, and sums up', async () => {
    await cli('plan', '--out', file)
    const { code, out, notes } = await cli('apply', file, '--only', 'BOB', 'AIDAIOSFODNN7EXAMPLE')
    expect(code).toBe(0)
    expect(out.split('\n').toSorted()).toEqual(['ana: AKIAIOSFODNN7EXAMPL1: revoked', 'ana: password: revoked', 'bob: password: revoked'])
    expect(notes).toMatch(
      /Revoke 3 credentials of 2 users in account 123456789012\?\n3 revoked\. To give something back: iam-cleanup restore USER$/,
    )
  })

  test('a name that the plan does not have: nothing is read, asked or done', async () => {
    await cli('plan', '--out', file)
    const before = system.simulator.calls.length
    const { code, notes } = await cli('apply', file, '--only', 'bob', 'bbo', 'fine')
    expect([code, notes]).toEqual([
      2,
      'iam-cleanup: The plan takes nothing of bbo, fine (--only). Nothing was done. The plan itself names whom it is of.',
    ])
    expect(system.simulator.calls.length).toBe(before)
  })

  test('sums up what was revoked, protected, skipped and refused', async () => {
    await cli('plan', '--out', file)
    system.simulator.order({ operation: 'iam:DeleteLoginProfile', kind: 'refuse', where: { UserName: 'bob' } })
    system.simulator.useKey('AKIAIOSFODNN7EXAMPL1')
    const { code, notes } = await cli('apply', file)
    expect(code).toBe(1)
    expect(notes).toMatch(/^2 revoked, 1 skipped, 1 refused\. To give something back/m)
  })
})

describe('the result of an apply', () => {
  const result = async (): Promise<Record<string, unknown>> =>
    JSON.parse(await readFile(join(folder, 'result.json'), 'utf8')) as Record<string, unknown>
  const apply = (...more: readonly string[]) => cli('apply', file, '--yes', '--out', join(folder, 'result.json'), ...more)

  test('has every credential with what came of it and when, the plan, and who did it where', async () => {
    await cli('plan', '--out', file)
    system.simulator.order({ operation: 'iam:DeleteLoginProfile', kind: 'refuse', where: { UserName: 'bob' } })
    system.simulator.useKey('AKIAIOSFODNN7EXAMPL1')
    await system.simulator.advance(60_000)
    expect((await apply()).code).toBe(1)
    const { digest } = await planFile()
    const { written, begun, ...rest } = await result()
    expect([begun, written]).toEqual([expect.stringMatching(/^2026-11-02T09:01:0/), expect.stringMatching(/^2026-11-02T09:01:0/)])
    expect(rest).toEqual({
      format: 'iam-unused-user-cleanup result',
      version: 1,
      toolVersion: '0.1.0',
      caller: 'arn:aws:sts::123456789012:assumed-role/Operator/simulator',
      accountId: '123456789012',
      region: 'us-east-1',
      endpoint: system.simulator.endpoint,
      plan: digest,
      end: 'done',
      totals: { revoked: 2, skipped: 1, refused: 1 },
      credentials: [
        { ...of('ana', 'password', 120), outcome: 'revoked', at: expect.stringMatching(/^2026-11-02T09:01:0/) },
        { ...of('ana', 'AKIAIOSFODNN7EXAMPL1', 400), outcome: 'skipped', reason: 'used 0 hours ago' },
        { ...of('bob', 'password', 300), outcome: 'refused', reason: expect.stringMatching(/^AccessDenied/) },
        { ...of('eve', 'password', 200), outcome: 'revoked', at: expect.stringMatching(/^2026-11-02T09:01:0/) },
      ],
    })
    expect((await stat(join(folder, 'result.json'))).mode & 0o777).toBe(0o600)
  })

  test('is never written over, whatever is there: then nothing is done', async () => {
    await cli('plan', '--out', file)
    await apply('--only', 'bob')
    const first = await readFile(join(folder, 'result.json'), 'utf8')
    const { code, notes } = await apply('--only', 'eve')
    expect([code, revoked()]).toEqual([2, ['bob delete-password']])
    expect(notes).toMatch(
      /No result can be written to \S+result\.json: what is there is kept \(it is evidence of something else\)\. Name another file with --out\./,
    )
    expect(await readFile(join(folder, 'result.json'), 'utf8')).toBe(first)
  })

  test('that cannot be written in the end is told, after everything was', async () => {
    await cli('plan', '--out', file)
    system.simulator.order({ operation: 'iam:DeleteLoginProfile', kind: 'delay', ms: 300 })
    const applying = apply('--only', 'bob')
    while ((await stat(join(folder, 'result.json')).catch(() => undefined)) === undefined) await new Promise((done) => setTimeout(done, 5))
    await writeFile(join(folder, 'result.json'), 'mine')
    const { code, out, notes } = await applying
    expect([code, out, revoked()]).toEqual([1, 'bob: password: revoked', ['bob delete-password']])
    expect(notes).toMatch(/What came of it could not be written .* The lines above have all of it\.$/)
    expect(await readFile(join(folder, 'result.json'), 'utf8')).toBe('mine')
  })

  test('is not there after --dry-run, which takes no --out', async () => {
    await cli('plan', '--out', file)
    const { code, notes } = await apply('--dry-run')
    expect([code, revoked()]).toEqual([2, []])
    expect(notes).toMatch(/'--out <file>' cannot be used with option '--dry-run'/)
  })

  const of = (userName: string, credential: string, idleDays: number) => ({
    userName,
    userId: userName === 'ana' ? 'AIDAIOSFODNN7EXAMPLE' : expect.stringMatching(/^AIDA/),
    credential,
    idleDays,
  })
})
