import type { ConfigEvaluations, EarlierEvaluation } from '../aws/config-evaluations.ts'
import { describeError } from '../aws/errors.ts'
import type { Instant } from '../judgement/instant.ts'
import { log } from './log.ts'

/** What AWS Config holds from earlier runs; where that cannot be read there is no clean-up, and the run fails at its end. */
export type Earlier =
  | { readonly kind: 'read'; readonly evaluations: ReadonlyMap<string, EarlierEvaluation> }
  | { readonly kind: 'unread'; readonly why: string }

/** Never rejects. */
export async function readEarlier(ruleName: string, config: ConfigEvaluations, signal: AbortSignal): Promise<Earlier> {
  try {
    return { kind: 'read', evaluations: await config.earlier(ruleName, signal) }
  } catch (error) {
    const why = describeError(error)
    log.warn({ message: 'What this rule reported earlier could not be read.', why })
    return { kind: 'unread', why }
  }
}

/** Seven days, less what a daily schedule may shift. */
const WEEK_MS = 6.5 * 86_400_000

/**
 * Whether a weekly rule must judge (S7): the oldest result is of a week ago, so that a day on which it failed for anybody who has a result is made up; or there is none;
 * or some are of this very event, which is then being tried again. What is not known to be recent is judged.
 */
export function isDue(earlier: Earlier, now: Instant): boolean {
  if (earlier.kind === 'unread' || earlier.evaluations.size === 0) return true
  const orderings = [...earlier.evaluations.values()].map(({ ordering = 0 }) => ordering)
  return orderings.includes(now) || orderings.some((ordering) => now - ordering >= WEEK_MS)
}
