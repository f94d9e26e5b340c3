import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { Simulator } from '../src/simulator/index.ts'
import { accountOf, type Composition } from './account.ts'

const CLI = fileURLToPath(new URL('../../../dist/cli/main.js', import.meta.url))

/** Loaded before the program: at its end it tells the most memory that it had, in KiB. */
const TELL_MEMORY = `data:text/javascript,process.on('exit', () => process.stderr.write('maxRSS=' + process.resourceUsage().maxRSS + '\\n'))`

export type Scan = { readonly seconds: number; readonly calls: number; readonly megabytes: number }

/** `iam-cleanup scan --format html` into a file, each call of AWS delayed. */
export async function scanned(composition: Composition, latencyMs: number, out: string): Promise<Scan> {
  const account = { users: accountOf(composition), parameters: { '/iam-unused-user-cleanup/excluded-users': ',' } }
  await using simulator = await Simulator.start({ at: new Date(), account, logInputs: false })
  const env = {
    PATH: process.env['PATH'] ?? '',
    AWS_ENDPOINT_URL: simulator.endpoint,
    AWS_REGION: simulator.region,
    AWS_ACCESS_KEY_ID: 'bench',
    AWS_SECRET_ACCESS_KEY: 'bench',
  }
  const run = (...argv: readonly string[]) => promisify(execFile)(process.execPath, ['--import', TELL_MEMORY, CLI, ...argv], { env })
  await run('ledger', 'create')
  simulator.order({ operation: '*', kind: 'delay', ms: latencyMs })
  const from = simulator.calls.length
  const began = performance.now()
  const { stderr } = await run('scan', '--max-age', '90', '--format', 'html', '--out', out)
  const seconds = (performance.now() - began) / 1000
  const kibibytes = Number(/maxRSS=(\d+)/.exec(stderr)?.[1])
  return { seconds, calls: simulator.calls.length - from, megabytes: Math.round(kibibytes / 1024) }
}
