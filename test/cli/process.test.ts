import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Simulator } from '../../src/simulator/index.ts'
import { builtCli, ended } from '../support/built-cli.ts'
import { DENIED, exampleOrganization, listings, MANAGEMENT } from '../support/organization.ts'
import { LIST, System } from '../support/system.ts'

const MFA = 'arn:aws:iam::123456789012:mfa/me'

let folder = ''
let built: Awaited<ReturnType<typeof builtCli>>
let system: System
let env: NodeJS.ProcessEnv = {}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'iam-cleanup-test-'))
  const account = { users: [{ name: 'ana', password: { created: '400d' } }], parameters: { [LIST]: ',' } }
  system = new System(await Simulator.start({ at: '2026-11-02T09:00:00Z', account }))
  built = await builtCli()
  const trust = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: '123456789012' } }] }
  await system.iam.send(new CreateRoleCommand({ RoleName: 'Auditor', AssumeRolePolicyDocument: JSON.stringify(trust) }))
  const all = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }
  await system.iam.send(new PutRolePolicyCommand({ RoleName: 'Auditor', PolicyName: 'all', PolicyDocument: JSON.stringify(all) }))
  const key = JSON.stringify({ Version: 1, AccessKeyId: 'me', SecretAccessKey: 'me' })
  const config = [
    '[profile tool]',
    `credential_process = echo '${key}'`,
    'region = eu-west-1',
    `endpoint_url = ${system.simulator.endpoint}`,
    '[profile auditor]',
    'role_arn = arn:aws:iam::123456789012:role/Auditor',
    'role_session_name = audit',
    'source_profile = tool',
    'region = us-east-1',
    `endpoint_url = ${system.simulator.endpoint}`,
    `[profile guarded]`,
    'role_arn = arn:aws:iam::123456789012:role/Auditor',
    'role_session_name = with-code',
    'source_profile = tool',
    `mfa_serial = ${MFA}`,
    'region = us-east-1',
    `endpoint_url = ${system.simulator.endpoint}`,
  ]
  await writeFile(join(folder, 'config'), `${config.join('\n')}\n`)
  env = {
    PATH: process.env['PATH'],
    HOME: folder,
    AWS_CONFIG_FILE: join(folder, 'config'),
    AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
    AWS_EC2_METADATA_DISABLED: 'true',
  }
})

afterAll(async () => {
  await system[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
  await rm(built.folder, { recursive: true })
})

const cli = (argv: readonly string[], input = '') => ended(process.execPath, [built.program, ...argv], env, input)
const shell = (line: string) => ended('sh', ['-c', line.replace('iam-cleanup', `"${process.execPath}" "${built.program}"`)], env)

describe("AWS's configuration", () => {
  test('a profile: its endpoint, its Region, and its credential_process', async () => {
    const { code, out } = await cli(['plan', '--profile', 'tool', '--format', 'json'])
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({
      caller: 'arn:aws:sts::123456789012:assumed-role/Operator/simulator',
      region: 'eu-west-1',
      endpoint: system.simulator.endpoint,
    })
  })

  test('a profile of a role, on credentials of another', async () => {
    const { code, out, notes } = await cli(['plan', '--profile', 'auditor', '--format', 'json'])
    expect([code, notes]).toEqual([0, expect.not.stringMatching(/MFA/)])
    expect(JSON.parse(out)).toMatchObject({ caller: 'arn:aws:sts::123456789012:assumed-role/Auditor/audit', region: 'us-east-1' })
  })

  test('a role that wants MFA: the code is asked for, once, and taken from standard input', async () => {
    const from = system.simulator.calls.length
    const { code, out, notes } = await cli(['plan', '--profile', 'guarded', '--format', 'json'], '123456\n')
    expect([code, notes]).toEqual([0, expect.stringMatching(/^MFA code for/)])
    expect(JSON.parse(out)).toMatchObject({ caller: 'arn:aws:sts::123456789012:assumed-role/Auditor/with-code' })
    expect(notes.match(/MFA code for \S+/g)).toEqual([`MFA code for ${MFA}:`])
    const assumed = system.simulator.calls.slice(from).filter(({ operation }) => operation === 'sts:AssumeRole')
    expect(assumed.map(({ input }) => input)).toEqual([expect.objectContaining({ SerialNumber: MFA, TokenCode: '123456' })])
  })

  test('and where nobody answers, that is said', async () => {
    const { code, notes } = await cli(['plan', '--profile', 'guarded'])
    expect(code).toBe(2)
    expect(notes).toMatch(/MFA code for \S+: nothing was answered, at the terminal or on standard input\.$/m)
  })

  test('a profile that there is not', async () => {
    expect(await cli(['plan', '--profile', 'nowhere'])).toEqual({
      code: 1,
      out: '',
      notes: expect.stringMatching(/^iam-cleanup: There is no profile nowhere in your AWS configuration\. .*\n$/),
    })
  })
})

describe('standard output', () => {
  test('that nobody reads any more: a quiet end', async () => {
    expect(await shell('iam-cleanup template --readable | true')).toEqual({ code: 0, out: '', notes: '' })
  })

  test.runIf(existsSync('/dev/full'))('on a full disk: one sentence, and no success', async () => {
    expect(await shell('iam-cleanup --help > /dev/full')).toEqual({
      code: 1,
      out: '',
      notes: 'iam-cleanup: Standard output could not be written: ENOSPC: no space left on device, write.\n',
    })
  })
})

test('a scan of an organization that is killed goes on by --resume: what was finished is not read again, and the sums are those of one go', async () => {
  await using simulator = await exampleOrganization()
  const file = join(folder, 'killed.jsonl')
  const to = {
    ...env,
    AWS_ACCESS_KEY_ID: MANAGEMENT,
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: 'us-east-1',
    AWS_ENDPOINT_URL: simulator.endpoint,
  }
  const argv = [built.program, 'scan', '--organization', '--exclude-accounts', DENIED, '--concurrency', '2']
  // So slow that it is in the middle of something whenever it is killed.
  simulator.order({ operation: '*', kind: 'delay', ms: 40 })
  const child = spawn(process.execPath, [...argv, '--out', file], { env: to })
  const exit = once(child, 'exit')
  let notes = ''
  child.stderr.on('data', (said: Buffer) => {
    notes += said.toString()
    if (notes.includes('[4/')) child.kill('SIGKILL')
  })
  expect(await exit).toEqual([null, 'SIGKILL'])
  simulator.clearFaults()
  const finished = (await readFile(file, 'utf8')).split('\n').flatMap((line) => /^\{"kind":"done".*?"id":"(\d{12})"/.exec(line)?.[1] ?? [])
  expect(finished.length).toBeGreaterThanOrEqual(4)
  expect(finished.length).toBeLessThan(9)
  const from = simulator.calls.length

  const resumed = await ended(process.execPath, [...argv, '--resume', file], to)

  expect([resumed.code, resumed.notes]).toEqual([
    0,
    expect.stringContaining(`${finished.length} accounts of ${file} need not be read again.`),
  ])
  const read = Object.keys(listings(simulator, from))
  expect(read).toHaveLength(9 - finished.length)
  expect(read.filter((id) => finished.includes(id))).toEqual([])
  const atOnce = await ended(process.execPath, argv, to)
  expect(resumed.out.split('\n').slice(-3)).toEqual(atOnce.out.split('\n').slice(-3))
})
