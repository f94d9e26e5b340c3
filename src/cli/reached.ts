import { caller, type Caller } from '../aws/caller.ts'
import { instant, isoTime, type Instant } from '../judgement/instant.ts'
import type { Io } from './io.ts'

const MINUTE_MS = 60_000

/** AWS's clocks and ours may differ by so much without a word. */
const UNSAID_MS = 5 * MINUTE_MS

/** AWS's word on who calls, where, and what time it is; and a way to say that the clock of this machine is wrong. */
export async function reached(io: Io): Promise<Caller & { readonly sayWrongClock: () => void }> {
  const here = await caller()
  const off = instant(io.now()) - here.now
  return { ...here, sayWrongClock: () => Math.abs(off) > UNSAID_MS && io.note(wrongClock(off, here.now)) }
}

const wrongClock = (off: number, now: Instant): string =>
  `The clock of this machine is ${Math.round(Math.abs(off) / MINUTE_MS)} minutes ${off > 0 ? 'ahead of' : 'behind'} that of AWS, which says ${isoTime(now)}. AWS's counts.`
