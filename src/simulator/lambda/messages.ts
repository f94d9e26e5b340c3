import * as v from 'valibot'
import { isDeeperThan } from '../world/depth.ts'

const Metrics = v.object({
  durationMs: v.pipe(v.number(), v.minValue(0)),
  maxMemoryUsedMB: v.pipe(v.number(), v.minValue(0)),
})

const Failure = v.object({ errorType: v.string(), errorMessage: v.string(), trace: v.optional(v.array(v.string())) })

const id = v.number()

/** As deep may a line of a log be nested. */
const DEPTH = 1_000

/** What the worker says. It runs other people's code: nothing is taken that is not of this form. */
const FromWorker = v.variant('kind', [
  v.object({
    kind: v.literal('log'),
    level: v.picklist(['DEBUG', 'INFO', 'WARN', 'ERROR', 'TRACE']),
    message: v.pipe(
      v.unknown(),
      v.check((message) => !isDeeperThan(DEPTH, message)),
    ),
  }),
  v.object({ kind: v.literal('begun'), id }),
  v.object({ kind: v.literal('overtime'), id }),
  v.object({ kind: v.literal('result'), id, payload: v.string(), metrics: Metrics }),
  v.object({ kind: v.literal('error'), id, error: Failure, metrics: Metrics, fatal: v.optional(v.boolean(), false) }),
  v.object({ kind: v.literal('pong') }),
  v.object({ kind: v.literal('renewed') }),
])

export type Failure = v.InferOutput<typeof Failure>

/** What a function took: milliseconds, those included that it waited for its timers and nobody had to; and the peak of its process's memory. */
export type Metrics = v.InferOutput<typeof Metrics>

export type FromWorker = v.InferOutput<typeof FromWorker>

export type ToWorker =
  | {
      readonly kind: 'load'
      readonly code: string
      readonly handlerName: string
      readonly sdkFrom: string
      readonly env: Readonly<Record<string, string>>
    }
  | {
      readonly kind: 'invoke'
      readonly id: number
      readonly payload: string
      readonly context: object
      readonly deadlineMs: number
      /** Virtual time at the begin, in milliseconds. */
      readonly now: number
    }
  | { readonly kind: 'ping' }
  /** Forget the function. What has anything left that could still happen ends instead of answering. */
  | { readonly kind: 'renew' }

/** A line of the worker's, or undefined where it is no message. */
export function parseMessage(line: string): FromWorker | undefined {
  try {
    const parsed = v.safeParse(FromWorker, JSON.parse(line))
    return parsed.success ? parsed.output : undefined
  } catch {
    return undefined
  }
}
