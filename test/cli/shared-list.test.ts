import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DeleteParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Findings } from '../../src/findings/findings.ts'
import type { Plan } from '../../src/plan/plan.ts'
import { run } from '../../src/cli/run.ts'
import type { AccountDescription } from '../../src/simulator/index.ts'
import { commandLine } from '../support/command-line.ts'
import { recordedIo } from '../support/io.ts'
import { deployedSystem, LIST, type System } from '../support/system.ts'

const NAME = '/iam-unused-user-cleanup/organization'
const ARN = `arn:aws:ssm:us-east-1:123456789012:parameter${NAME}`
const STACK = 'IamUnusedUserCleanup'

let system: System
let folder = ''
let file = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'iam-cleanup-test-'))
  file = join(folder, 'plan.json')
  const users = ['ana', 'break-glass-1', 'kept'].map((name) => ({ name, password: { created: '400d', lastUsed: '200d' } }))
  system = await deployedSystem({
    users,
    account: { users, parameters: { [LIST]: 'kept', [NAME]: ',' } },
    parameters: { RemediationRunbook: 'None', SharedExclusionsArn: ARN },
  })
})

afterAll(async () => {
  await system[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

const put = (Value: string) => system.ssm.send(new PutParameterCommand({ Name: NAME, Type: 'StringList', Value, Overwrite: true }))

beforeEach(() => put('break-glass-*;owner=security,elsewhere,old;until=2026-10-31'))

const cli = (...argv: readonly string[]) => commandLine(system, argv)

const shared = (...argv: readonly string[]) => cli(...argv, '--shared-exclusions', ARN)

describe('with --shared-exclusions', () => {
  test('scan: the document names the list and what it excludes', async () => {
    const { exclusions, users } = JSON.parse((await shared('scan', '--format', 'json')).out) as Findings
    expect(exclusions).toMatchObject({ list: 'read', shared: ARN })
    expect(exclusions.entries.map(({ list, selector, standing }) => `${list} ${selector} ${standing}`)).toEqual([
      'local kept matched',
      'shared break-glass-* matched',
      'shared elsewhere elsewhere',
      'shared old expired',
    ])
    expect(users.map(({ userName, verdict }) => `${userName} ${verdict.kind}${'by' in verdict ? ` ${verdict.by}` : ''}`)).toEqual([
      'ana non-compliant',
      'break-glass-1 excluded shared-entry',
      'kept excluded entry',
    ])
  })

  test('explain names it', async () => {
    const { out } = await shared('explain', 'break-glass-1')
    expect(out).toMatch(/Excluded by shared entry "break-glass-\*", owner security\.\n +It has no end\.\n +The shared list is arn:aws:ssm:/)
  })

  test('exclude list and check: an entry that meets nobody here is not dead', async () => {
    const list = JSON.parse((await shared('exclude', 'list', '--format', 'json')).out) as { shared: string; entries: object[] }
    expect([list.shared, list.entries]).toMatchObject([
      ARN,
      [
        { list: 'local', selector: 'kept', standing: 'protects' },
        { list: 'shared', selector: 'break-glass-*', standing: 'protects' },
        { list: 'shared', selector: 'elsewhere', standing: 'protects nobody here' },
        { list: 'shared', selector: 'old', standing: 'expired' },
      ],
    ])
    expect((await shared('exclude', 'list')).out).toMatch(/elsewhere \(shared list\) +nobody here/)
    expect(await shared('exclude', 'check')).toMatchObject({ code: 3, out: '"old" (shared list): it has expired and protects nobody.' })
    await put('break-glass-*,elsewhere')
    expect(await shared('exclude', 'check')).toMatchObject({
      code: 0,
      out: 'Each of 2 exclusions protects somebody; 1 more of the shared list protect nobody here, and may in other accounts.',
    })
  })

  test('snapshot takes along what means somebody here: rehearsed, the same people are left alone', async () => {
    const account = join(folder, 'account.json')
    const { code, notes } = await shared('snapshot', '--out', account)
    expect([code, notes.split('\n')[0]]).toEqual([
      0,
      `Of the shared exclusion list ${ARN} the file has what means somebody here, as if the account's own list said it: 1 of 3 exclusions.`,
    ])
    const { parameters } = JSON.parse(await readFile(account, 'utf8')) as AccountDescription
    expect(parameters).toEqual({ [LIST]: 'kept,break-glass-*;owner=security' })
    const { out } = await shared('snapshot', '--pseudonyms')
    expect((JSON.parse(out) as AccountDescription).parameters?.[LIST]).toMatch(/^user-\w{6},\*\.p0\.\*;owner=words-\w{6}$/)
    expect(out).not.toContain('organization')
    const { io, out: told } = recordedIo()
    await run(['rehearse', '--account', account, '--days', '1', '--max-age', '90', '--format', 'csv'], io)
    const events = told
      .join('\n')
      .split('\n')
      .slice(1)
      .map((line) => line.split(',').slice(4, 6).join(' '))
    expect(events.filter((event) => !event.startsWith('protected'))).toEqual(['unused ana', 'revoked ana'])
  })

  test('what is no ARN is wrong usage', async () => {
    expect(await cli('scan', '--shared-exclusions', NAME)).toMatchObject({
      code: 2,
      notes: expect.stringContaining('the whole ARN of an SSM parameter'),
    })
  })

  test.for<[what: string, change: () => Promise<unknown>, why: RegExp]>([
    [
      'absent',
      () => system.ssm.send(new DeleteParameterCommand({ Name: NAME })),
      /The shared exclusion list arn:\S+ is not there, or not shared with this account any more\. Nothing was done\./,
    ],
    ['malformed', () => put('b<d'), /The shared exclusion list arn:\S+ is malformed: "b<d"/],
    [
      'a SecureString',
      async () => {
        await system.ssm.send(new DeleteParameterCommand({ Name: NAME }))
        return system.ssm.send(new PutParameterCommand({ Name: NAME, Type: 'SecureString', Value: 'ana' }))
      },
      /The shared exclusion list arn:\S+ could not be read \(Error: its type is SecureString/,
    ],
  ])('one that is %s: no command does anything', async ([, change, why]) => {
    await shared('plan', '--out', file)
    await change()
    for (const argv of [
      ['scan'],
      ['explain', 'ana'],
      ['plan'],
      ['exclude', 'list'],
      ['exclude', 'check'],
      ['apply', file, '--yes', '--no-exclusions'],
    ])
      expect([argv[0], await shared(...argv)]).toMatchObject([argv[0], { code: 1, out: '', notes: expect.stringMatching(why) }])
    expect(system.simulator.changes).toEqual([])
    await system.ssm.send(new DeleteParameterCommand({ Name: NAME })).catch(() => undefined)
  })
})

describe('with --stack-name the stack says which list it is', () => {
  test('plan', async () => {
    const { out } = await cli('plan', '--stack-name', STACK, '--format', 'json')
    const plan = JSON.parse(out) as Plan
    expect(plan).toMatchObject({
      sharedExclusions: ARN,
      exclusions: [
        { list: 'local', selector: 'kept' },
        { list: 'shared', selector: 'break-glass-*' },
        { list: 'shared', selector: 'elsewhere' },
        { list: 'shared', selector: 'old' },
      ],
      deadExclusions: [{ list: 'shared', entry: 'old', why: 'This exclusion has expired and protects nobody.' }],
    })
    expect(plan.protected).toContainEqual({ userName: 'break-glass-1', why: 'Excluded by shared entry "break-glass-*", owner security.' })
    expect((await cli('scan', '--stack-name', STACK)).out).toContain(`the shared exclusion list ${ARN} holds`)
    expect((await cli('scan', '--shared-exclusions', 'none')).out).not.toContain(ARN)
  })

  test('status reads it, and says so; a stack that is not there is wrong usage', async () => {
    expect((await cli('status')).out).toContain(
      `The shared exclusion list ${ARN} holds besides.\n"old" (shared list): it has expired and protects nobody.`,
    )
    expect(await cli('scan', '--stack-name', 'Other')).toMatchObject({ code: 2, notes: expect.stringContaining('There is no stack Other') })
  })

  test('deploy looks at it before anything is changed', async () => {
    await system.ssm.send(new DeleteParameterCommand({ Name: NAME }))
    const deployed = await cli('deploy', '--yes', '--regions', 'us-east-1', '--max-age', '31')
    expect(deployed).toMatchObject({ code: 1, notes: expect.stringContaining(`The shared exclusion list ${ARN} is not there`) })
  })
})

describe('with no word of it, commands go by what the rule goes by', () => {
  const unknown =
    'Whether a shared exclusion list holds here is unknown: the function custom-unused-iam-user-credentials-check-function, which names it, could not be read (AccessDeniedException: '

  afterEach(() => system.simulator.clearFaults())

  test('scan, explain and plan name the list', async () => {
    expect((await cli('scan')).out).toContain(`the shared exclusion list ${ARN} holds`)
    expect((await cli('explain', 'break-glass-1')).out).toContain('Excluded by shared entry "break-glass-*"')
    expect(JSON.parse((await cli('plan', '--format', 'json')).out)).toMatchObject({ sharedExclusions: ARN })
  })

  test('apply spares whom that list alone excludes', async () => {
    await cli('plan', '--out', file, '--shared-exclusions', 'none')
    expect(await readFile(file, 'utf8')).toContain('"userName": "break-glass-1"')
    expect((await cli('apply', file, '--dry-run')).out).toMatch(
      /break-glass-1 +password +skipped: Excluded by shared entry "break-glass-\*", owner security\./,
    )
  })

  test('where that cannot be read: whoever looks is told that it is unknown; apply does nothing until it is said', async () => {
    await cli('plan', '--out', file, '--shared-exclusions', 'none')
    system.simulator.order({ operation: 'lambda:GetFunctionConfiguration', kind: 'refuse' })
    for (const argv of [['scan'], ['explain', 'ana'], ['plan']])
      expect([argv[0], await cli(...argv)]).toMatchObject([argv[0], { code: 0, notes: expect.stringContaining(unknown) }])
    expect(await cli('apply', file, '--yes')).toMatchObject({ code: 4, out: '', notes: expect.stringContaining(unknown) })
    expect(system.simulator.changes).toEqual([])
    expect(await cli('apply', file, '--dry-run', '--shared-exclusions', 'none')).toMatchObject({ code: 0 })
    await shared('plan', '--out', file)
    expect(await cli('apply', file, '--dry-run')).toMatchObject({ code: 0 })
  })
})

describe('apply', () => {
  test('reads the list that the plan was made with, whatever is said; and one that is said where the plan has none', async () => {
    await put(',')
    await shared('plan', '--out', file)
    expect(await readFile(file, 'utf8')).toContain('"userName": "break-glass-1"')
    await put('break-glass-*')
    expect((await cli('apply', file, '--dry-run')).out).toMatch(
      /break-glass-1 +password +skipped: Excluded by shared entry "break-glass-\*"/,
    )
    await cli('plan', '--out', file, '--shared-exclusions', 'none')
    expect((await shared('apply', file, '--dry-run')).out).toMatch(/break-glass-1 +password +skipped: Excluded by shared entry/)
    expect((await cli('apply', file, '--dry-run', '--stack-name', STACK)).out).toMatch(
      /break-glass-1 +password +skipped: Excluded by shared entry/,
    )
  })

  test('refuses another list than the plan was made with', async () => {
    await shared('plan', '--out', file)
    expect(await cli('apply', file, '--yes', '--shared-exclusions', ARN.replace('organization', 'other'))).toMatchObject({
      code: 4,
      notes: expect.stringContaining('Make a new plan.'),
    })
    expect(system.simulator.changes).toEqual([])
  })

  test('takes what no list protects', async () => {
    await shared('plan', '--out', file)
    expect((await cli('apply', file, '--yes')).out).toContain('ana: password: revoked')
    expect(system.simulator.changes.map(({ userName }) => userName)).toEqual(['ana'])
  })
})
