/** Of a short time a quarter is kept for reporting, of a long one no more than this. */
const RESERVE_MS = 60_000

/** Systems Manager waits no longer for a function. */
const RUNBOOK_MS = 290_000

/** For how long a function that has so much time left may go on: in good time before its own end, so that what is known is reported. */
export function workingMs(remainingMs: number, isOrder: boolean): number {
  const left = isOrder ? Math.min(remainingMs, RUNBOOK_MS) : remainingMs
  return Math.max(0, Math.floor(left - Math.min(RESERVE_MS, left / 4)))
}
