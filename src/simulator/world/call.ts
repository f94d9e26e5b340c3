import type { Caller } from './caller.ts'
import type { Place } from './world.ts'

/** One call under way: who asks, and the account and Region it is about. */
export type Call = {
  readonly place: Place
  readonly caller: Caller
  readonly now: Date
  readonly requestId: string
}
