import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { Simulator } from '../src/simulator/index.ts'
import { constantServer } from './constant-server.ts'

const CALLER = fileURLToPath(new URL('sdk-caller.js', import.meta.url))
const CALLS = 3_000
/** As functions are started. */
const FLAGS = ['--max-semi-space-size=12', '--max-old-space-size=230']

export type SdkCalls = { readonly bareMs: number; readonly simulatedMs: number }

/** What a call of IAM costs a process that makes them by the SDK: against a server that answers the same whatever it is asked, and against the simulator. */
export async function sdkCalls(): Promise<SdkCalls> {
  await using bare = await constantServer()
  await using simulator = await Simulator.start({
    at: '2026-11-25T00:00:00Z',
    account: { users: [{ name: 'user-00000', created: '400d', accessKeys: [{ created: '400d' }] }] },
  })
  return { bareMs: await callsTo(bare.endpoint), simulatedMs: await callsTo(simulator.endpoint) }
}

async function callsTo(endpoint: string): Promise<number> {
  const { stdout } = await promisify(execFile)(process.execPath, [...FLAGS, CALLER, endpoint, String(CALLS)])
  return Number(stdout)
}
