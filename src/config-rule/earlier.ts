import type { ConfigEvaluations, EarlierEvaluation } from '../aws/config-evaluations.ts'
import { describeError } from '../aws/errors.ts'
import { log } from './log.ts'

/** What AWS Config holds from earlier runs; where that cannot be read there is no clean-up, and the run fails at its end. */
export type Earlier =
  | { readonly kind: 'read'; readonly evaluations: readonly EarlierEvaluation[] }
  | { readonly kind: 'unread'; readonly why: string }

/** Never rejects. */
export async function readEarlier(ruleName: string, config: ConfigEvaluations): Promise<Earlier> {
  try {
    return { kind: 'read', evaluations: await config.earlier(ruleName) }
  } catch (error) {
    const why = describeError(error)
    log.warn({ message: 'What this rule reported earlier could not be read.', why })
    return { kind: 'unread', why }
  }
}
