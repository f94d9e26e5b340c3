import { perRegion } from '../world/world.ts'
const MINUTE_MS = 60_000
/** No alarm looks back further. */
const KEPT_MS = 8 * 86_400_000

export type MetricName = 'Errors' | 'Invocations'

type Minute = { readonly at: number } & Record<MetricName, number>

/** What Lambda tells of functions, in points of one minute. A minute without invocations has none. */
class LambdaMetrics {
  readonly #minutes = new Map<string, Minute[]>()

  count(functionName: string, now: Date, failed: boolean): void {
    const at = Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS
    const kept = (this.#minutes.get(functionName) ?? []).filter((minute) => minute.at >= at - KEPT_MS)
    const last = kept.at(-1)
    const minute = last?.at === at ? last : { at, Errors: 0, Invocations: 0 }
    if (minute !== last) kept.push(minute)
    minute.Invocations += 1
    minute.Errors += failed ? 1 : 0
    this.#minutes.set(functionName, kept)
  }

  /** The sum from (and with) one instant to another, or undefined where there is no point between them. */
  sum(functionName: string, metric: MetricName, from: number, to: number): number | undefined {
    const within = (this.#minutes.get(functionName) ?? []).filter(({ at }) => from <= at && at < to)
    return within.length === 0 ? undefined : within.reduce((total, minute) => total + minute[metric], 0)
  }
}

export const metricsOf = perRegion(() => new LambdaMetrics())
