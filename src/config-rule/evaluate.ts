import type { Evaluation } from '@aws-sdk/client-config-service'
import type { ConfigEvaluations } from '../aws/config-evaluations.ts'
import type { Notify } from '../aws/notifications.ts'
import type { Inventory } from '../inventory/inventory.ts'
import { openSurvey, type Survey } from '../inventory/survey.ts'
import { brakeActs } from '../judgement/brake.ts'
import { Digest, sendDigest } from './digest.ts'
import { readEarlier, type Earlier } from './earlier.ts'
import { nothingToEvaluate, userEvaluation, vanishedEvaluation } from './evaluation.ts'
import { readExclusionList } from './exclusion-list.ts'
import type { Invocation } from './invocation.ts'
import { logExclusions, logReport, logSummary, logUser } from './run-log.ts'
import type { Settings } from './settings.ts'
import { Tally } from './tally.ts'

export type Door = {
  readonly inventory: Inventory
  readonly config: ConfigEvaluations
  readonly outOfTime: AbortSignal
  readonly notify: Notify
}

/**
 * One run of the rule: whom to leave alone, who there is, what of theirs is unused; then the report to AWS Config. What earlier runs
 * reported is read meanwhile, and evaluations are sent as they come where the brake cannot act any more.
 * @throws Error where nothing may be evaluated (S8, S9), and, after reporting what is known, where something stayed unknown (S4)
 */
export async function evaluate(invocation: Invocation, settings: Settings, { inventory, config, outOfTime, notify }: Door): Promise<void> {
  const earlier = readEarlier(invocation.ruleName, config)
  try {
    const entries = await readExclusionList(settings.exclusionParameter, earlier, outOfTime)
    const survey = await openSurvey(inventory, { entries, limitDays: settings.limitDays, now: invocation.now, outOfTime })
    logReport(survey)
    const tally = new Tally(entries)
    const digest = new Digest(settings, invocation.now)
    const evaluations = evaluationsOf(survey, tally, digest, earlier, settings, invocation)
    const mayBrake = brakeActs(survey.candidates, survey.users, settings.brakePercent)
    await config.put(invocation.resultToken, mayBrake ? await unlessMassAction(evaluations, tally, settings) : evaluations)
    logExclusions(tally, invocation.now)
    logSummary(tally, settings)
    await sendDigest(digest, tally, await earlier, notify)
    tally.failOnUnknown()
    failOnUnread(await earlier)
  } finally {
    await earlier
  }
}

/** One evaluation a known user, and NOT_APPLICABLE for those an earlier run reported and that are gone (S6). Each user is logged and counted. */
async function* evaluationsOf(
  survey: Survey,
  tally: Tally,
  digest: Digest,
  earlier: Promise<Earlier>,
  { limitDays }: Settings,
  invocation: Invocation,
): AsyncIterable<Evaluation> {
  for await (const found of survey.findings()) {
    tally.add(found)
    digest.add(found)
    logUser(found, limitDays)
    const evaluation = userEvaluation(found, limitDays, invocation)
    if (evaluation !== undefined) yield evaluation
  }
  const before = await earlier
  const vanished = before.kind === 'read' ? before.evaluations.filter(({ resourceId }) => !tally.isHere(resourceId)) : []
  yield* vanished.map(({ resourceId }) => vanishedEvaluation(resourceId, invocation))
  if (survey.users === 0 && vanished.length === 0) yield nothingToEvaluate(invocation)
}

/** Hold everything back until all is known. @throws Error where the brake acts (S9) */
async function unlessMassAction(
  evaluations: AsyncIterable<Evaluation>,
  tally: Tally,
  { brakePercent }: Settings,
): Promise<readonly Evaluation[]> {
  const held: Evaluation[] = []
  for await (const evaluation of evaluations) held.push(evaluation)
  const [nonCompliant, known] = [tally.count('non-compliant'), tally.known()]
  if (!brakeActs(nonCompliant, known, brakePercent)) return held
  throw new Error(
    `Brake: ${nonCompliant} of ${known} users would be NON_COMPLIANT, more than ${brakePercent} %. Nothing was evaluated. ` +
      `If that is right, raise the stack parameter BrakePercent.`,
  )
}

function failOnUnread(earlier: Earlier): void {
  if (earlier.kind === 'unread')
    throw new Error(`Every user was reported, but the results of deleted users could not be cleaned up (${earlier.why}).`)
}
