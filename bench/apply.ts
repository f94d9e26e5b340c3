import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { Simulator } from '../src/simulator/index.ts'

const CLI = fileURLToPath(new URL('../../../dist/cli/main.js', import.meta.url))

export type Applied = { readonly seconds: number; readonly calls: number; readonly revoked: number; readonly bareSeconds: number }

/** `iam-cleanup apply` of so many credentials of as many users, each call of AWS delayed; and the program's own start. */
export async function applied(credentials: number, latencyMs: number): Promise<Applied> {
  const directory = await mkdtemp(join(tmpdir(), 'iam-cleanup-bench-'))
  await using simulator = await Simulator.start({
    at: new Date(),
    account: {
      users: Array.from({ length: credentials * 3 }, (_, n) => userOf(n, n % 3 === 0)),
      parameters: { '/iam-unused-user-cleanup/excluded-users': 'break-glass,path:/service/*' },
    },
    logInputs: false,
  })
  const env = {
    PATH: process.env['PATH'] ?? '',
    AWS_ENDPOINT_URL: simulator.endpoint,
    AWS_REGION: simulator.region,
    AWS_ACCESS_KEY_ID: 'bench',
    AWS_SECRET_ACCESS_KEY: 'bench',
  }
  const run = (...argv: readonly string[]) => promisify(execFile)(process.execPath, [CLI, ...argv], { env })
  try {
    const plan = join(directory, 'plan.json')
    await run('ledger', 'create')
    await run('plan', '--max-age', '90', '--out', plan)
    const [bareSeconds] = await timed(() => run('apply', '--help'))
    simulator.order({ operation: '*', kind: 'delay', ms: latencyMs })
    const from = simulator.calls.length
    const [seconds] = await timed(() => run('apply', plan, '--yes'))
    const revoked = simulator.changes.length
    if (revoked !== credentials) throw new Error(`${revoked} of ${credentials} credentials were revoked.`)
    return { seconds, calls: simulator.calls.length - from, revoked, bareSeconds }
  } finally {
    await rm(directory, { recursive: true })
  }
}

async function timed<T>(work: () => Promise<T>): Promise<readonly [seconds: number, result: T]> {
  const began = performance.now()
  const result = await work()
  return [(performance.now() - began) / 1000, result]
}

/** Of the idle, every other one has a password only, the others a key only. */
function userOf(n: number, isIdle: boolean) {
  const user = { name: `user-${String(n).padStart(5, '0')}`, created: '400d' }
  const lastUsed = isIdle ? '200d' : '3d'
  return n % 2 === 0 ? { ...user, password: { created: '400d', lastUsed } } : { ...user, accessKeys: [{ created: '400d', lastUsed }] }
}
