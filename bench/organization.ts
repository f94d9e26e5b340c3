import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { parseAccounts, Simulator } from '../src/simulator/index.ts'
import { table, type Row } from './page.ts'

const CLI = fileURLToPath(new URL('../../../dist/cli/main.js', import.meta.url))
const MANAGEMENT = '100000000000'
const USERS = 50
const LATENCY_MS = 30
const CONCURRENCY = 8

/** At its end the program says how much memory it had at most, in kilobytes. */
const TELL_MEMORY = `data:text/javascript,process.on('exit',()=>process.stderr.write('PEAK '+process.resourceUsage().maxRSS))`

/**
 * No program that knows an account through these APIs alone can do with fewer: its role, the exclusion list, the ledger, the list of users, the report (2); and for each unused
 * credential (here a password and a key) the proof that it is still there and unused, and its user's tags.
 */
const BOUND = 6 + (1 + 1) + (2 + 1)

/** `iam-cleanup scan --organization` of 20 and of 100 accounts, each call delayed. */
export async function organizationSection(): Promise<string> {
  const rows: Row[] = []
  for (const accounts of [20, 100]) {
    const { seconds, calls, peakMb } = await scanned(accounts)
    rows.push([
      String(accounts),
      `${seconds.toFixed(1)} s`,
      (accounts / seconds).toFixed(1),
      (calls / accounts).toFixed(1),
      String(BOUND),
      `${((BOUND * accounts * LATENCY_MS) / 1000 / CONCURRENCY).toFixed(1)} s`,
      `${peakMb.toFixed(0)} MB`,
    ])
  }
  return `\`iam-cleanup scan --organization --out FILE\` of accounts of ${USERS} users each, two of them with something unused, ${CONCURRENCY} accounts at a time, each call of AWS delayed by ${LATENCY_MS} ms.

${table(['accounts', 'wall time', 'accounts a second', 'calls an account', 'lower bound', 'bound, one after the other in each account', 'peak memory'], rows)}

The **lower bound** is the role, the exclusion list, the ledger, the list of users and the credential report (2), and for each unused credential the proof (a password 1 call, a key 2) and its user's tags. More than it are the
account's alias, the question by which shared list the rule there goes, the wait for the report, and once AWS Organizations. Memory is the resident set at its highest, Node and the AWS SDK included: five times the accounts hold no five times of it, for findings leave as they come.`
}

async function scanned(accounts: number): Promise<{ readonly seconds: number; readonly calls: number; readonly peakMb: number }> {
  const directory = await mkdtemp(join(tmpdir(), 'iam-cleanup-bench-'))
  await using simulator = await Simulator.start({ at: new Date(), account: parseAccounts(organizationOf(accounts)), logInputs: false })
  const env = {
    PATH: process.env['PATH'] ?? '',
    AWS_ENDPOINT_URL: simulator.endpoint,
    AWS_REGION: simulator.region,
    AWS_ACCESS_KEY_ID: MANAGEMENT,
    AWS_SECRET_ACCESS_KEY: 'bench',
  }
  try {
    simulator.order({ operation: '*', kind: 'delay', ms: LATENCY_MS })
    const argv = [
      '--import',
      TELL_MEMORY,
      CLI,
      'scan',
      '--organization',
      '--exclude-accounts',
      MANAGEMENT,
      '--concurrency',
      String(CONCURRENCY),
    ]
    const began = performance.now()
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [...argv, '--out', join(directory, 'accounts.jsonl')], {
      env,
      maxBuffer: 1e8,
    })
    const seconds = (performance.now() - began) / 1000
    const users = `${(accounts * USERS).toLocaleString('en').replaceAll(',', '')} users: 0 could not be judged, ${accounts * 2} non-compliant`
    if (!stdout.includes(users)) throw new Error(`Not all accounts were read: ${stdout.slice(-400)}`)
    return { seconds, calls: simulator.calls.length, peakMb: Number(/PEAK (\d+)/.exec(stderr)?.[1]) / 1024 }
  } finally {
    await rm(directory, { recursive: true })
  }
}

function organizationOf(accounts: number) {
  const role = {
    name: 'IamCleanupAudit',
    trust: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${MANAGEMENT}:root` }, Action: 'sts:AssumeRole' }],
    },
    policies: {
      Scan: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['iam:*', 'ssm:*', 'dynamodb:*'], Resource: '*' }] },
    },
  }
  const members = Array.from({ length: accounts }, (_, n) => ({
    id: String(200_000_000_000 + n),
    roles: [role],
    users: Array.from({ length: USERS }, (__, user) => userOf(user)),
    parameters: { '/iam-unused-user-cleanup/excluded-users': 'break-glass,path:/service/*' },
  }))
  return { organization: { id: 'o-benchbench1', managementAccount: MANAGEMENT }, accounts: [{ id: MANAGEMENT, users: [] }, ...members] }
}

const userOf = (n: number) => ({
  name: `user-${String(n).padStart(2, '0')}`,
  created: '400d',
  password: { created: '400d', lastUsed: n === 0 ? '200d' : '3d' },
  accessKeys: [{ created: '400d', lastUsed: n === 1 ? '200d' : '2d' }],
})
