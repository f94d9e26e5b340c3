import type { RunSummary } from '../deployment/run.ts'

/** What a run came to, in a line. */
export function runText(run: RunSummary): string {
  if (run.kind === 'failed') return `failed: ${run.why}`
  const { users, compliant, nonCompliant, excluded, unknown } = run
  return `${users} ${users === 1 ? 'user' : 'users'}: ${nonCompliant} NON_COMPLIANT, ${compliant} COMPLIANT, ${excluded} excluded, ${unknown} unknown`
}
