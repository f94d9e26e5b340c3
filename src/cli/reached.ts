import { caller, type Caller } from '../aws/caller.ts'
import { unfitEndpoint } from '../aws/unfit-endpoint.ts'
import { instant, isoTime, type Instant } from '../judgement/instant.ts'
import type { Io } from './io.ts'
import { whereText } from '../reports/where-text.ts'
import { unfit } from './connection.ts'
import { spanText } from '../text/span-text.ts'
import { openSession } from './session.ts'

const MINUTE_MS = 60_000

/** AWS's clocks and ours may differ by so much without a word. */
const UNSAID_MS = 5 * MINUTE_MS

/** AWS's word on who calls, where, and what time it is. */
export type Reached = Caller & {
  /** AWS's time, going on. */
  readonly clock: () => Instant
  /** Say who changes something, and where. */
  readonly sayWho: (what?: string) => void
  /** Say that the clock of this machine is wrong, if it is. */
  readonly sayWrongClock: () => void
}

/** The first thing that a command asks of AWS. @throws UsageError for an endpoint of the environment or of the profile that is none */
export async function reached(io: Io): Promise<Reached> {
  const named = await unfitEndpoint()
  if (named !== undefined) throw unfit(named)
  openSession(io)
  return whoCalls(io)
}

/** The same, with the settings that clients have. */
export async function whoCalls(io: Io): Promise<Reached> {
  io.progress('Asking AWS who you are')
  const here = await caller()
  const off = instant(io.now()) - here.now
  const clock = (): Instant => instant(instant(io.now()) - off)
  return {
    ...here,
    clock,
    sayWho: (what) => io.note(`You are ${here.arn}, in ${whereText(here)}${what === undefined ? '' : `: ${what}`}.`),
    sayWrongClock: () => Math.abs(off) > UNSAID_MS && io.note(wrongClock(off, here.now)),
  }
}

const wrongClock = (off: number, now: Instant): string =>
  `The clock of this machine is ${spanText(Math.abs(off))} ${off > 0 ? 'ahead of' : 'behind'} that of AWS, which says ${isoTime(now)}. AWS's counts.`
