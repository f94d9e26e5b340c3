import { vi } from 'vitest'
import { run } from '../../src/cli/run.ts'
import { recordedIo } from './io.ts'
import type { System } from './system.ts'

/** Whose key it is, and where. */
export type Caller = { readonly accessKeyId?: string; readonly secretAccessKey?: string; readonly region?: string }

/** So that nothing in a table goes on in the next line. */
const WIDE = 400

/** One command line against a simulator; with its clock. */
export async function commandLine({ simulator }: System, argv: readonly string[], answer = false, caller: Caller = {}) {
  const { accessKeyId = 'test', secretAccessKey = 'test', region = 'us-east-1' } = caller
  vi.stubEnv('AWS_ACCESS_KEY_ID', accessKeyId)
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', secretAccessKey)
  try {
    const { io, out, notes, progress } = recordedIo(answer, () => simulator.now())
    const code = await run([...argv, '--region', region, '--endpoint-url', simulator.endpoint], { ...io, columns: WIDE })
    return { code, out: out.join('\n'), notes: notes.join('\n'), progress }
  } finally {
    vi.unstubAllEnvs()
  }
}
