import type { Aws } from '../front/desk.ts'
import type { Caller } from './caller.ts'

/** One call under way: who asks, and the account it is about. */
export type Call = {
  readonly aws: Aws
  readonly caller: Caller
  readonly now: Date
  readonly requestId: string
}
