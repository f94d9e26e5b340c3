import type { ConfigEvaluations, EarlierEvaluation } from '../aws/config-evaluations.ts'
import { describeError } from '../aws/errors.ts'
import type { Inventory } from '../inventory/inventory.ts'
import { brakeActs } from '../judgement/brake.ts'
import { readExclusionList } from './exclusion-list.ts'
import type { Found } from './finding.ts'
import type { Invocation } from './invocation.ts'
import { log } from './log.ts'
import { evaluationsOf } from './report.ts'
import { logExclusions, logSummary, logUsers } from './run-log.ts'
import type { Settings } from './settings.ts'
import { survey } from './survey.ts'

/** An error names so many users; the log names every one. */
const NAMED_IN_ERROR = 50

export type Door = { readonly inventory: Inventory; readonly config: ConfigEvaluations; readonly outOfTime: AbortSignal }

/** What AWS Config holds from earlier runs; where that cannot be read there is no clean-up, and the run fails at its end. */
export type Earlier =
  | { readonly kind: 'read'; readonly evaluations: readonly EarlierEvaluation[] }
  | { readonly kind: 'unread'; readonly why: string }

/**
 * One run of the rule: whom to leave alone, who there is, what of theirs is unused; then the report to AWS Config.
 * @throws Error where nothing may be evaluated (S8, S9), and, after reporting what is known, where something stayed unknown (S4)
 */
export async function evaluate(invocation: Invocation, settings: Settings, door: Door): Promise<void> {
  const { limitDays, brakePercent, exclusionParameter } = settings
  const { inventory, config, outOfTime } = door
  const earlier = await readEarlier(invocation, config)
  const entries = await readExclusionList(exclusionParameter, earlier, outOfTime)
  const found = await survey(inventory, { entries, limitDays, now: invocation.now, outOfTime })
  logUsers(found, limitDays)
  logExclusions(found, entries, invocation.now)
  refuseMassAction(found, brakePercent)
  await config.put(invocation.resultToken, evaluationsOf(found, earlier, limitDays, invocation))
  logSummary(found, settings)
  failOnUnknown(found, earlier)
}

async function readEarlier({ ruleName }: Invocation, config: ConfigEvaluations): Promise<Earlier> {
  try {
    return { kind: 'read', evaluations: await config.earlier(ruleName) }
  } catch (error) {
    const why = describeError(error)
    log.warn({ message: 'What this rule reported earlier could not be read: deleted users stay in its results.', why })
    return { kind: 'unread', why }
  }
}

function refuseMassAction(found: readonly Found[], brakePercent: number): void {
  const known = found.filter(({ finding }) => finding.kind !== 'unknown' && finding.kind !== 'gone')
  const nonCompliant = known.filter(({ finding }) => finding.kind === 'non-compliant').length
  if (!brakeActs(nonCompliant, known.length, brakePercent)) return
  throw new Error(
    `Brake: ${nonCompliant} of ${known.length} users would be NON_COMPLIANT, more than ${brakePercent} %. Nothing was evaluated. ` +
      `If that is right, raise the stack parameter BrakePercent.`,
  )
}

function failOnUnknown(found: readonly Found[], earlier: Earlier): void {
  const unknown = found.flatMap(({ subject, finding }) => (finding.kind === 'unknown' ? [`${subject.userName} (${finding.why})`] : []))
  if (unknown.length > 0) {
    const more = unknown.length > NAMED_IN_ERROR ? ` and ${unknown.length - NAMED_IN_ERROR} more, named in the log` : ''
    throw new Error(
      `${unknown.length} of ${found.length} users could not be judged and got no evaluation; the others were reported. ` +
        `Unknown: ${unknown.slice(0, NAMED_IN_ERROR).join(', ')}${more}.`,
    )
  }
  if (earlier.kind === 'unread')
    throw new Error(`Every user was reported, but the results of deleted users could not be cleaned up (${earlier.why}).`)
}
