import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  BatchImportFindingsCommand,
  EnableSecurityHubCommand,
  paginateGetFindings,
  SecurityHubClient,
  type AwsSecurityFinding,
} from '@aws-sdk/client-securityhub'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { BegunLine } from '../../src/organization/line.ts'
import { accountAsff } from '../../src/reports/findings-asff.ts'
import { Simulator } from '../../src/simulator/index.ts'
import { ended } from '../support/built-cli.ts'
import { hasAwsCli, hasJq } from '../support/installed.ts'
import { commandOf } from '../support/organization.ts'

const ACCOUNT = '123456789012'
const DAY_MS = 86_400_000

const password = { created: '400d', lastUsed: '200d' }
const users = [
  {
    name: '=1+1',
    password,
    accessKeys: [
      { created: '300d', lastUsed: '1d' },
      { created: '400d', active: false },
    ],
  },
  { name: 'break-glass', password },
  { name: 'left', password: { created: '400d', lastUsed: '80d' } },
  { name: 'tagged', password, tags: { 'iam-unused-user-cleanup:excluded': 'x'.repeat(250) } },
  ...Array.from({ length: 120 }, (_, index) => ({ name: `${'u'.repeat(60)}-${index}`, password })),
]

let simulator: Simulator
let hub: SecurityHubClient
let folder: string

beforeAll(async () => {
  const parameters = { '/iam-unused-user-cleanup/excluded-users': 'break-glass;owner=security;until=2026-11-10' }
  simulator = await Simulator.start({ at: '2026-11-02T09:00:00Z', account: { users, parameters } })
  const credentials = { accessKeyId: ACCOUNT, secretAccessKey: 'secret' }
  hub = new SecurityHubClient({ endpoint: simulator.endpoint, region: 'us-east-1', credentials })
  await hub.send(new EnableSecurityHubCommand({ EnableDefaultStandards: false }))
  folder = await mkdtemp(join(tmpdir(), 'asff-'))
})

afterAll(async () => {
  await simulator.stop()
  await rm(folder, { recursive: true })
})

const scanned = async () => (await commandOf(simulator, ACCOUNT, ['scan', '--format', 'asff'])).out

const imported = async (): Promise<readonly AwsSecurityFinding[]> => {
  const found: AwsSecurityFinding[] = []
  for await (const { Findings = [] } of paginateGetFindings({ client: hub, pageSize: 100 }, {})) found.push(...Findings)
  return found
}

const standing = async (name: string) => {
  const found = (await imported()).find(({ Resources }) => Resources?.[0]?.Id?.endsWith(`user/${name}`))
  return [found?.Compliance?.Status, found?.Workflow?.Status, found?.RecordState]
}

/** By the SDK, a hundred at a time. */
async function send(): Promise<void> {
  const findings = JSON.parse(await scanned()) as AwsSecurityFinding[]
  for (let at = 0; at < findings.length; at += 100) {
    const Findings = findings.slice(at, at + 100)
    expect(await hub.send(new BatchImportFindingsCommand({ Findings }))).toMatchObject({
      FailedCount: 0,
      SuccessCount: Findings.length,
      FailedFindings: [],
    })
  }
}

test('Security Hub takes all that a scan finds, and as it is', async () => {
  await send()
  expect(await imported()).toEqual(JSON.parse(await scanned()))
  expect((await imported()).length).toBe(124)
  expect(await standing('=1+1')).toEqual(['FAILED', 'NEW', 'ACTIVE'])
})

test('and of an account that could not be read as well', async () => {
  const begun = { caller: `arn:aws:sts::${ACCOUNT}:assumed-role/Scan/me`, terms: { '--region': 'us-east-1' }, toolVersion: '0.1.0' }
  const finding = accountAsff({
    begun: begun as unknown as BegunLine,
    id: ACCOUNT,
    name: 'n'.repeat(60),
    kind: 'failed',
    at: '2026-11-02T09:00:00.000Z',
    says: 'Could not be read. '.repeat(100),
  })
  const Findings = [JSON.parse(JSON.stringify(finding)) as AwsSecurityFinding]
  expect(await hub.send(new BatchImportFindingsCommand({ Findings }))).toMatchObject({ SuccessCount: 1, FailedFindings: [] })
})

test('a later scan updates them: whoever is excluded no more stands there for people to see', async () => {
  expect(await standing('left')).toEqual(['WARNING', 'NEW', 'ACTIVE'])
  await simulator.advance(14 * DAY_MS)
  await send()
  expect(await standing('left')).toEqual(['FAILED', 'NEW', 'ACTIVE'])
  expect(await standing('break-glass')).toEqual(['FAILED', 'NEW', 'ACTIVE'])
})

test.skipIf(!hasAwsCli() || !hasJq())(
  'the commands of docs/scan.md send them (skipped where the AWS CLI or jq is not installed)',
  async () => {
    await simulator.advance(DAY_MS)
    await writeFile(join(folder, 'findings.json'), await scanned())
    const page = await readFile(new URL('../../docs/scan.md', import.meta.url), 'utf8')
    const [, commands = ''] = /\n(jq -c [\s\S]*?)\n```/.exec(page) ?? []
    expect(commands).toContain('batch-import-findings')
    const env = {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      AWS_ENDPOINT_URL: simulator.endpoint,
      AWS_ACCESS_KEY_ID: ACCOUNT,
      AWS_SECRET_ACCESS_KEY: 'secret',
      REGION: 'us-east-1',
      ACCOUNT,
    }
    const { out, notes } = await ended('bash', ['-c', `cd ${folder}\n${commands}`], env)
    expect([out.replaceAll(/\s/g, ''), notes]).toEqual(['[100,[]][24,[]]', ''])
    expect((await imported()).filter(({ UpdatedAt = '' }) => UpdatedAt.startsWith('2026-11-17')).length).toBe(124)
  },
)
