import { setTimeout as sleep } from 'node:timers/promises'

/** In milliseconds; the last one is repeated. */
const WAITS_MS = [250, 500, 1_000, 2_000, 3_000]

/** Lets time pass: that of day, or a simulated one. */
export type Pause = (ms: number) => Promise<void>

/** Look again and again until something is seen, or for so long: undefined then. */
export async function seen<T>(look: () => Promise<T | undefined>, patienceMs: number, pause: Pause = sleep): Promise<T | undefined> {
  let waited = 0
  for (let tries = 0; ; tries += 1) {
    const found = await look()
    if (found !== undefined || waited >= patienceMs) return found
    const wait = WAITS_MS[Math.min(tries, WAITS_MS.length - 1)] ?? 0
    await pause(wait)
    waited += wait
  }
}
