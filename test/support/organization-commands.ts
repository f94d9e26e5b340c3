import { vi } from 'vitest'
import { run } from '../../src/cli/run.ts'
import { parseAccounts, Simulator } from '../../src/simulator/index.ts'
import { recordedIo } from './io.ts'

export const MANAGEMENT = '111111111111'
export const SECURITY = '222222222222'
/** In the pilot unit. */
export const STAGING = '333333333333'
export const PRODUCTION = '444444444444'
/** Without a recorder of AWS Config. */
export const UNRECORDED = '555555555555'
const SUSPENDED = '666666666666'
export const PILOT = 'ou-exam-pilotaccounts'
export const WORKLOADS = 'ou-exam-workloads'

const users = [{ name: 'ana', password: { created: '400d' } }]

/** An organization of few accounts: everything takes its time in each. */
export const SMALL = {
  organization: {
    id: 'o-exampleorg1',
    managementAccount: MANAGEMENT,
    units: [{ id: WORKLOADS, name: 'Workloads', units: [{ id: PILOT, name: 'Pilot' }] }],
  },
  accounts: [
    { id: MANAGEMENT, name: 'management', users: [] },
    { id: SECURITY, name: 'security', users: [] },
    { id: STAGING, name: 'staging', unit: 'Workloads/Pilot', users },
    { id: PRODUCTION, name: 'production', unit: 'Workloads', users },
    { id: UNRECORDED, name: 'unrecorded', unit: 'Workloads', recorder: false, users },
    { id: SUSPENDED, name: 'suspended', unit: 'Workloads', status: 'SUSPENDED', users: [] },
  ],
}

export const smallOrganization = (): Promise<Simulator> => Simulator.start({ at: '2026-11-02T09:00:00Z', account: parseAccounts(SMALL) })

type Terms = {
  readonly accessKeyId?: string
  readonly secretAccessKey?: string
  readonly answer?: boolean
  /** Gets each line of progress, and may press Ctrl+C. */
  readonly heard?: (message: string, interrupt: () => void) => 'time stands still' | undefined
}

const MINUTE_MS = 60_000

/** One command line of an account's operator; while it follows an operation of a StackSet, virtual time passes. */
export async function organizationCommand(simulator: Simulator, argv: readonly string[], terms: Terms = {}) {
  const { accessKeyId = MANAGEMENT, secretAccessKey = 'test', answer = false, heard } = terms
  vi.stubEnv('AWS_ACCESS_KEY_ID', accessKeyId)
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', secretAccessKey)
  let passing = Promise.resolve()
  try {
    const { io, out, notes, interrupt } = recordedIo(answer, () => simulator.now())
    const progress = (message: string): void => {
      if (heard?.(message, interrupt) === undefined && message.endsWith(' under way'))
        passing = passing.then(() => simulator.advance(MINUTE_MS))
    }
    const code = await run([...argv, '--region', 'us-east-1', '--endpoint-url', simulator.endpoint], { ...io, progress, columns: 200 })
    return { code, out: out.join('\n'), notes: notes.join('\n') }
  } finally {
    await passing
    vi.unstubAllEnvs()
  }
}
