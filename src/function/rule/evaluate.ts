import { randomUUID } from 'node:crypto'
import type { Evaluation } from '@aws-sdk/client-config-service'
import { openSurvey, type Survey } from '../../inventory/survey.ts'
import type { Found } from '../../inventory/finding.ts'
import { brakeActs } from '../../judgement/brake.ts'
import { isLive } from '../../judgement/credential.ts'
import { isoTime, type Instant } from '../../judgement/instant.ts'
import { newlyLive } from '../../ledger/clock-start.ts'
import type { UserLedger } from '../../ledger/item.ts'
import type { Door } from '../door.ts'
import type { Told } from '../tell.ts'
import { newDigest, type Digest } from './digest.ts'
import { isDue, readEarlier, type Earlier } from '../earlier.ts'
import { nothingToEvaluate, userEvaluation, vanishedEvaluation } from './evaluation.ts'
import { readExclusionLists } from '../exclusion-list.ts'
import type { Invocation } from './invocation.ts'
import { log } from '../log.ts'
import { logExclusions, logReport, logSummary, logUser } from './run-log.ts'
import type { Settings } from '../settings.ts'
import { Tally } from './tally.ts'

type Ledger = ReadonlyMap<string, UserLedger>

/** What a run works with, and fills. */
type Run = {
  readonly invocation: Invocation
  readonly settings: Settings
  readonly tally: Tally
  readonly digest: Digest
  readonly earlier: Promise<Earlier>
  /** Write what was seen live again. */
  readonly note: (found: Found) => Promise<void>
  /** What could not be written. */
  readonly unwritten: string[]
}

/**
 * One run of the rule: whom to leave alone, who there is, what of theirs is unused; then the report to AWS Config, and to people. What earlier runs
 * reported is read meanwhile, and evaluations are sent as they come where the brake cannot act any more.
 * @throws Error where nothing may be evaluated (S8, S9), and, after reporting what is known, where something stayed unknown or untold (S4)
 */
export async function evaluate(invocation: Invocation, settings: Settings, door: Door): Promise<void> {
  const { now, resultToken } = invocation
  const { inventory, config, readParameter, outOfTime, notify, table } = door
  const earlier = readEarlier(settings.ruleName, config, outOfTime)
  try {
    if (settings.weekly && !isDue(await earlier, now))
      return log.info({ message: 'Not due: with Seven_Days the last judgement must be 6.5 days old.', now: isoTime(now) })
    const entries = await readExclusionLists(settings, () => earlier, readParameter)
    const ledger = await table.everything(now)
    const survey = await openSurvey(inventory, { entries, limitDays: settings.limitDays, now, outOfTime, ledger })
    logReport(survey)
    const unwritten: string[] = []
    const run: Run = {
      invocation,
      settings,
      earlier,
      note: async (found) => void unwritten.push(...(await noteLive(found, ledger, now, door))),
      unwritten,
      tally: new Tally(entries),
      digest: newDigest(settings, now, earlier),
    }
    const { tally, digest } = run
    const evaluations = evaluationsOf(survey, run)
    const mayBrake = brakeActs(survey.candidates, survey.users, settings.brakePercent)
    await config.put(resultToken, mayBrake ? await unlessMassAction(evaluations, run) : evaluations)
    const told = await digest.tell(tally, notify)
    await config.put(resultToken, digest.record(told))
    logExclusions(tally, now)
    logSummary(tally, settings, now, told)
    tally.failOnUnknown()
    failOnUnwritten(unwritten)
    failOnUnread(await earlier)
    failOnUntold(told)
  } finally {
    await earlier
  }
}

/**
 * One evaluation a known user, and NOT_APPLICABLE for those an earlier run reported and that are gone (S6). Each user is logged and counted. Those that the
 * digest holds are left out.
 */
async function* evaluationsOf(survey: Survey, { invocation, settings, tally, digest, earlier, note }: Run): AsyncIterable<Evaluation> {
  let last: Evaluation | undefined
  for await (const found of survey.findings()) {
    tally.add(found)
    await note(found)
    logUser(found, settings.limitDays)
    const evaluation = userEvaluation(found, settings.limitDays, invocation)
    if (evaluation === undefined) continue
    if (await digest.add(found)) digest.held.push(evaluation)
    else {
      if (last !== undefined) yield last
      last = evaluation
    }
  }
  if (last !== undefined) {
    if (digest.isWanted && digest.held.length === 0) digest.held.push(last)
    else yield last
  }
  const before = await earlier
  // A user without an id may be any of them.
  const vanished =
    before.kind === 'read' && !tally.isHere('') ? [...before.evaluations.keys()].filter((resourceId) => !tally.isHere(resourceId)) : []
  yield* vanished.map((resourceId) => vanishedEvaluation(resourceId, invocation))
  if (survey.users === 0 && vanished.length === 0) yield nothingToEvaluate(invocation)
}

/**
 * The rule's one write (S1): what the ledger calls revoked and is live was switched on by hand. It counts from now on, written or not. @returns why it could not be written
 */
async function noteLive({ subject, finding }: Found, ledger: Ledger, now: Instant, { table, self }: Door): Promise<readonly string[]> {
  if (!('credentials' in finding)) return []
  const { userId, userName } = subject
  const credentials = finding.credentials.map(({ credential }) => credential).filter((each) => isLive(each))
  const failed: string[] = []
  for (const item of newlyLive(credentials, userId, ledger.get(userId) ?? new Map(), now)) {
    const facts = { idleDays: undefined, limitDays: undefined, by: self, errand: isoTime(now), userName }
    const written = await table.append(item, { id: randomUUID(), kind: 'seen-live-again', at: now, ...facts })
    log.info({ message: 'Seen live again: somebody switched on by hand what was revoked.', userName, credential: item.credential })
    if ('why' in written) failed.push(`${userName} ${item.credential}: ${written.why}`)
  }
  return failed
}

/** Hold everything back until all is known. @throws Error where the brake acts (S9) */
async function unlessMassAction(evaluations: AsyncIterable<Evaluation>, { tally, settings }: Run): Promise<readonly Evaluation[]> {
  const { brakePercent } = settings
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

function failOnUnwritten(unwritten: readonly string[]): void {
  if (unwritten.length > 0)
    throw new Error(
      `Every user was reported, but the ledger could not be told of what was switched on by hand (${unwritten.join('; ')}). Until it is, each run spares it.`,
    )
}

function failOnUntold(told: Told): void {
  if (typeof told !== 'object') return
  throw new Error(
    `Every user was reported, but the topic NotificationTopicArn could not be told (${told.why}). ` +
      `Do its policy and its KMS key admit this function?`,
  )
}
