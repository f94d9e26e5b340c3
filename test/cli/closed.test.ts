import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DeleteParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { run } from '../../src/cli/run.ts'
import { instant } from '../../src/judgement/instant.ts'
import { sealed, type Plan } from '../../src/plan/plan.ts'
import { Simulator } from '../../src/simulator/index.ts'
import { recordedIo } from '../support/io.ts'
import { sow } from '../support/ledger-of.ts'
import { event, makeTable } from '../support/ledger-table.ts'
import { LIST, System } from '../support/system.ts'

const AT = '2026-11-02T09:00:00Z'
const stale = { created: '400d', password: { created: '400d', lastUsed: '200d' } }

let folder = ''
let file = ''
let system: System

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'iam-cleanup-test-'))
  file = join(folder, 'plan.json')
  const users = [
    { name: 'ana', ...stale },
    { name: 'bob', ...stale },
    { name: 'fine', created: '400d', password: { created: '400d', lastUsed: '2d' } },
  ]
  system = new System(await Simulator.start({ at: AT, account: { users, parameters: { [LIST]: 'ana' } } }))
  await makeTable(system.dynamoDb)
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test')
})

afterEach(async () => {
  vi.unstubAllEnvs()
  await system[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

async function cli(argv: readonly string[], { region = 'us-east-1', clock = AT } = {}) {
  const { io, out, notes } = recordedIo()
  const endpoint = ['--endpoint-url', system.simulator.endpoint]
  const code = await run([...argv, '--region', region, ...endpoint], { ...io, now: () => new Date(clock) })
  return { code, out: out.join('\n'), notes }
}

const revoked = (): readonly string[] => system.simulator.changes.map(({ userName, action }) => `${userName} ${action}`)

const planFile = async (): Promise<Plan> => JSON.parse(await readFile(file, 'utf8')) as Plan

async function changePlan(change: Partial<Plan>): Promise<void> {
  const { digest: _, ...plan } = await planFile()
  await writeFile(file, JSON.stringify(sealed({ ...plan, ...change })))
}

describe('a missing exclusion list', () => {
  const MISSING = `There is no exclusion list ${LIST} in Region eu-west-1: nobody is excluded by it. If it is elsewhere, say --region.`

  test('is the first thing that plan says, and marks the file and the table', async () => {
    const { code, out, notes } = await cli(['plan', '--out', file], { region: 'eu-west-1', clock: '2026-12-24T00:00:00Z' })
    expect([code, notes[0]]).toEqual([0, MISSING])
    expect(notes.at(-1)).toMatch(/then: iam-cleanup apply \S+plan\.json --no-exclusions$/)
    expect(out.split('\n')[0]).toBe(`WITHOUT AN EXCLUSION LIST: there is no ${LIST} in Region eu-west-1.`)
    expect(await planFile()).toMatchObject({ exclusionList: 'missing', region: 'eu-west-1' })
  })

  test('a plan that was made so is refused, wherever the list is by now, and taken with --no-exclusions', async () => {
    await cli(['plan', '--out', file], { region: 'eu-west-1' })
    for (const region of ['eu-west-1', 'us-east-1']) {
      const { code, notes } = await cli(['apply', file, '--yes'], { region })
      expect([code, revoked()]).toEqual([4, []])
      expect(notes.at(-1)).toMatch(/made without an exclusion list: there was no \S+ in Region eu-west-1\. .* --no-exclusions/)
    }
    const abroad = new System(system.simulator, 'test', 'eu-west-1')
    await makeTable(abroad.dynamoDb)
    const { code } = await cli(['apply', file, '--yes', '--no-exclusions'], { region: 'eu-west-1' })
    expect([code, revoked()]).toEqual([0, ['ana delete-password', 'bob delete-password']])
  })

  test('with --no-exclusions a list that is there all the same protects', async () => {
    await cli(['plan', '--out', file], { region: 'eu-west-1' })
    const { code } = await cli(['apply', file, '--yes', '--no-exclusions'])
    expect([code, revoked()]).toEqual([0, ['bob delete-password']])
  })

  test.for([[[]], [['--no-exclusions']]])('the list of the plan is gone: refused, also with %j', async ([more = []]) => {
    await cli(['plan', '--out', file])
    await system.ssm.send(new DeleteParameterCommand({ Name: LIST }))
    const { code, notes } = await cli(['apply', file, '--yes', ...more])
    expect([code, revoked()]).toEqual([4, []])
    expect(notes.at(-1)).toMatch(/that the plan was made with in Region us-east-1 is not in Region us-east-1 now\. Put it back/)
  })

  test('a list of another Region is another list: refused', async () => {
    await cli(['plan', '--out', file])
    const abroad = new System(system.simulator, 'test', 'eu-west-1')
    await abroad.ssm.send(new PutParameterCommand({ Name: LIST, Value: ',', Type: 'StringList' }))
    const { code, notes } = await cli(['apply', file, '--yes'], { region: 'eu-west-1' })
    expect([code, revoked()]).toEqual([4, []])
    expect(notes.at(-1)).toMatch(/list in Region us-east-1, and you are in eu-west-1\. Say --region us-east-1\./)
  })
})

test('a group that does not exist: no plan', async () => {
  await system.ssm.send(new PutParameterCommand({ Name: LIST, Value: 'group:Break-Glass', Overwrite: true }))
  const { code, out, notes } = await cli(['plan', '--out', file])
  expect([code, out]).toEqual([1, ''])
  expect(notes.at(-1)).toMatch(/has group:Break-Glass, a group that does not exist\. Correct the entry, or make the group\./)
  await expect(readFile(file)).rejects.toThrow('ENOENT')
})

test('a group that does not exist any more: no apply', async () => {
  await cli(['plan', '--out', file])
  expect((await planFile()).revoke.length).toBeGreaterThan(0)
  await system.ssm.send(new PutParameterCommand({ Name: LIST, Value: 'group:Break-Glass', Overwrite: true }))
  const { code, out, notes } = await cli(['apply', file, '--yes'])
  expect([code, out, revoked()]).toEqual([1, '', []])
  expect(notes.at(-1)).toMatch(/has group:Break-Glass, a group that does not exist\. Correct the entry, or make the group\./)
})

test('entries that protect nobody are told by the plan', async () => {
  await system.ssm.send(new PutParameterCommand({ Name: LIST, Value: 'ana,mispelt,bob;until=2026-11-01,tag:Keep', Overwrite: true }))
  const { out } = await cli(['plan', '--out', file])
  expect((await planFile()).deadExclusions).toEqual([
    { list: 'local', entry: 'mispelt', why: 'This exclusion matches nobody. Is it misspelt?' },
    { list: 'local', entry: 'bob', why: 'This exclusion has expired and protects nobody.' },
    {
      list: 'local',
      entry: 'tag:Keep',
      why: 'This exclusion protects nobody at present: no user with unused credentials carries the tag.',
    },
  ])
  expect(out).toMatch(/mispelt +This exclusion matches nobody/)
})

describe('a user who cannot be judged', () => {
  beforeEach(() => system.simulator.order({ operation: 'iam:GetLoginProfile', kind: 'refuse', where: { UserName: 'bob' } }))

  test('is named, the plan is given all the same, and the exit code is 1', async () => {
    const { code, notes } = await cli(['plan', '--out', file])
    expect(code).toBe(1)
    expect(notes.at(-1)).toMatch(/1 of 3 users could not be judged: bob \(AccessDenied: .*The plan is of the others\./)
    expect(await planFile()).toMatchObject({ unknown: [{ userName: 'bob' }] })
  })

  test('and on standard output, too', async () => {
    const { code, out } = await cli(['plan', '--format', 'json'])
    expect([code, JSON.parse(out)]).toMatchObject([1, { unknown: [{ userName: 'bob' }] }])
  })

  test.for([[['--yes']], [['--dry-run']]])('applied with %j, its plan ends with 1 as well', async ([how = []]) => {
    await system.ssm.send(new PutParameterCommand({ Name: LIST, Value: ',', Overwrite: true }))
    await cli(['plan', '--out', file])
    system.simulator.clearFaults()
    const { code, notes } = await cli(['apply', file, ...how])
    expect([code, revoked()]).toEqual([1, how.includes('--yes') ? ['ana delete-password'] : []])
    expect(notes.at(-1)).toMatch(/1 of 3 users could not be judged: bob/)
  })
})

describe("the time is AWS's", () => {
  test.for([
    ['100 days ahead', '2027-02-10T09:00:00Z', 'The clock of this machine is 100 days ahead of that of AWS'],
    ['100 days behind', '2026-07-25T09:00:00Z', 'The clock of this machine is 100 days behind that of AWS'],
  ] as const)('a machine whose clock is %s judges rightly, and says so once', async ([, clock, says]) => {
    const { notes } = await cli(['plan', '--out', file, '--max-age', '90'], { clock })
    expect((await planFile()).revoke.map(({ userName, idleDays }) => [userName, idleDays])).toEqual([['bob', 200]])
    expect((await planFile()).createdAt).toBe('2026-11-02T09:00:00.000Z')
    expect(notes.filter((note) => note.startsWith('The clock'))).toEqual([`${says}, which says 2026-11-02T09:00:00.000Z. AWS's counts.`])
    expect((await cli(['apply', file, '--yes'], { clock })).code).toBe(0)
    expect(revoked()).toEqual(['bob delete-password'])
  })

  test('five minutes are not worth a word', async () => {
    const { notes } = await cli(['plan', '--out', file], { clock: '2026-11-02T09:05:00Z' })
    expect(notes.filter((note) => note.startsWith('The clock'))).toEqual([])
  })

  test('apply takes no other', async () => {
    await cli(['plan', '--out', file])
    const { code, notes } = await cli(['apply', file, '--yes', '--at', AT])
    expect([code, revoked()]).toEqual([2, []])
    expect(notes.join()).toMatch(/unknown option '--at'/)
  })

  test('a plan that looked ahead is for looking only', async () => {
    const made = await cli(['plan', '--out', file, '--at', '2027-02-10'])
    expect(await planFile()).toMatchObject({ createdAt: '2026-11-02T09:00:00.000Z', asOf: '2027-02-10T00:00:00.000Z' })
    expect(made.notes.at(-1)).toMatch(
      /^\nThe plan is in \S+plan\.json\. It was judged as of 2027-02-10 00:00 UTC \(--at\), so it is for looking only/,
    )
    const { code, notes } = await cli(['apply', file, '--yes'])
    expect([code, revoked()]).toEqual([4, []])
    expect(notes.at(-1)).toMatch(/judged as of 2027-02-10T00:00:00\.000Z with --at/)
  })

  test('who looks back knows what the ledger says now, in plan as in scan', async () => {
    const at = instant('2026-10-01T09:00:00Z')
    await sow(system, 'bob', 'password', [event('restoring', 'act-1', { at }), event('restored', 'act-1', { at })])
    const back = ['--at', '2026-09-01', '--max-age', '90', '--format', 'json']
    const plan = await cli(['plan', ...back])
    expect([plan.code, JSON.parse(plan.out)]).toMatchObject([0, { revoke: [], unknown: [] }])
    const scan = await cli(['scan', ...back])
    expect([scan.code, JSON.parse(scan.out)]).toMatchObject([0, { totals: { users: { nonCompliant: 0, unknown: 0 } } }])
  })

  test.for(['2026-11-02T09:05:01.000Z', '9999-12-31T23:59:59.000Z'])('a plan of %s lies ahead, and is refused', async (time) => {
    await cli(['plan', '--out', file])
    await changePlan({ createdAt: time, asOf: time })
    const { code, notes } = await cli(['apply', file, '--yes'])
    expect([code, revoked()]).toEqual([4, []])
    expect(notes.at(-1)).toMatch(/which lies ahead/)
  })

  test.for(['2026-02-30', '2026-02-30T00:00:00Z', '2026-13-01', '2025-02-29T12:00:00+09:00'])(
    '--at %s: there is no such day',
    async (at) => {
      const { code, notes } = await cli(['plan', '--at', at])
      expect(code).toBe(2)
      expect(notes.join()).toMatch(/It must be an instant/)
    },
  )

  test('a plan of a day that does not exist is refused', async () => {
    await cli(['plan', '--out', file])
    const { createdAt: _, ...plan } = await planFile()
    await writeFile(file, JSON.stringify({ ...plan, createdAt: '2026-02-30T00:00:00.000Z' }))
    const { code, notes } = await cli(['apply', file, '--yes'])
    expect([code, revoked()]).toEqual([4, []])
    expect(notes.at(-1)).toMatch(/createdAt: It is no instant/)
  })
})
