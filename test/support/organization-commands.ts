import { readFile } from 'node:fs/promises'
import { vi } from 'vitest'
import { run } from '../../src/cli/run.ts'
import { parseAccounts, Simulator } from '../../src/simulator/index.ts'
import { recordedIo } from './io.ts'

export const [MANAGEMENT, SECURITY, PRODUCTION, STAGING, PAYMENTS, UNRECORDED, SANDBOX, CLOSED] = [
  '111111111111',
  '222222222222',
  '444444444444',
  '555555555555',
  '777777777777',
  '999999999999',
  '101010101010',
  '131313131313',
]
export const [PILOT, WORKLOADS, SECURITY_UNIT] = ['ou-exam-pilotaccounts', 'ou-exam-workloads', 'ou-exam-security']
export const START = '2026-11-02T09:00:00Z'

/** The organization of examples/organization.json. */
export async function exampleOrganization(): Promise<Simulator> {
  const file = new URL('../../examples/organization.json', import.meta.url)
  const account = parseAccounts(JSON.parse(await readFile(file, 'utf8')))
  return Simulator.start({ at: START, account, reuseProcesses: true })
}

type Terms = {
  readonly accessKeyId?: string
  readonly secretAccessKey?: string
  readonly answer?: boolean
  /** Gets each line of progress, and may press Ctrl+C. */
  readonly heard?: (message: string, interrupt: () => void) => void
}

const MINUTE_MS = 60_000

/** One command line of an account's operator; while it follows an operation of a StackSet, virtual time passes. */
export async function organizationCommand(simulator: Simulator, argv: readonly string[], terms: Terms = {}) {
  const { accessKeyId = MANAGEMENT ?? '', secretAccessKey = 'test', answer = false, heard } = terms
  vi.stubEnv('AWS_ACCESS_KEY_ID', accessKeyId)
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', secretAccessKey)
  let passing = Promise.resolve()
  try {
    const { io, out, notes, interrupt } = recordedIo(answer, () => simulator.now())
    const progress = (message: string): void => {
      heard?.(message, interrupt)
      if (message.endsWith(' under way')) passing = passing.then(() => simulator.advance(MINUTE_MS))
    }
    const code = await run([...argv, '--region', 'us-east-1', '--endpoint-url', simulator.endpoint], { ...io, progress, columns: 200 })
    return { code, out: out.join('\n'), notes: notes.join('\n') }
  } finally {
    await passing
    vi.unstubAllEnvs()
  }
}
