/** Of a short time a quarter is kept for reporting, of a long one no more than this. */
const RESERVE_MS = 60_000

/** A signal that fires while there is still time to report what is known: in good time before the function's own end. */
export function deadline(remainingMs: number): AbortSignal {
  const reserve = Math.min(RESERVE_MS, remainingMs / 4)
  return AbortSignal.timeout(Math.max(0, Math.floor(remainingMs - reserve)))
}
