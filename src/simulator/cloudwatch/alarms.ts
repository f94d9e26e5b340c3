import type { News } from '../world/news.ts'
import { persistently } from '../world/persistent.ts'
import type { Place } from '../world/world.ts'
import { AwsError } from '../world/aws-error.ts'
import { alarmsOf, type Alarm, type AlarmDefinition, type AlarmState } from './state.ts'
import { verdictOn } from './verdict.ts'
import { metricsOf } from './metrics.ts'

const CALLER = { kind: 'principal', service: 'cloudwatch.amazonaws.com' } as const
const SUBJECT_LENGTH = 100

/** Make an alarm, or change it: then it keeps its state until it is looked at again. */
export function putAlarm(place: Place, definition: AlarmDefinition): void {
  const present = alarmsOf(place).get(definition.name)
  const alarm: Alarm = present ?? {
    definition,
    state: 'INSUFFICIENT_DATA',
    reason: 'Unchecked: Initial alarm creation',
    since: place.clock.now(),
    watchedUntil: 0,
    isWatched: false,
  }
  alarm.definition = definition
  alarmsOf(place).set(definition.name, alarm)
  watch(place, alarm)
}

/** What CloudWatch makes of what other services let it hear: when a function has run, the alarms on it have something to look at. */
export function cloudWatchHears(place: Place, news: News): void {
  if (news.kind !== 'function-invoked') return
  const { functionName, began, failure } = news
  metricsOf(place).count(functionName, began, failure !== undefined)
  for (const alarm of alarmsOf(place).values()) if (alarm.definition.functionName === functionName) watch(place, alarm)
}

/**
 * Look at the alarm at the end of each of its periods, for as long as what happened now is within its sight. After that nothing changes
 * until something happens again, so nobody needs to look.
 */
function watch(place: Place, alarm: Alarm): void {
  const { periodMs, evaluationPeriods } = alarm.definition
  alarm.watchedUntil = endOfPeriod(place, periodMs) + evaluationPeriods * periodMs
  if (alarm.isWatched) return
  alarm.isWatched = true
  lookAtTheEnd(place, alarm)
}

function lookAtTheEnd(place: Place, alarm: Alarm): void {
  const end = endOfPeriod(place, alarm.definition.periodMs)
  place.clock.schedule(end - place.clock.now().getTime(), async () => {
    if (alarmsOf(place).get(alarm.definition.name) !== alarm) return
    await look(place, alarm, end)
    if (end < alarm.watchedUntil) lookAtTheEnd(place, alarm)
    else alarm.isWatched = false
  })
}

/** Periods are those of the calendar: hours begin on the hour. */
const endOfPeriod = ({ clock }: Place, periodMs: number): number => (Math.floor(clock.now().getTime() / periodMs) + 1) * periodMs

async function look(place: Place, alarm: Alarm, end: number): Promise<void> {
  const { functionName, metric, periodMs, evaluationPeriods } = alarm.definition
  const points = Array.from({ length: evaluationPeriods }, (_, back) =>
    metricsOf(place).sum(functionName, metric, end - (back + 1) * periodMs, end - back * periodMs),
  )
  const state = verdictOn(alarm.definition, points, alarm.state)
  if (state !== alarm.state) await enter(place, alarm, state, points)
}

async function enter(place: Place, alarm: Alarm, state: AlarmState, points: readonly (number | undefined)[]): Promise<void> {
  const { name, actions } = alarm.definition
  const message = messageOf(place, alarm, state, reasonOf(alarm.definition, points))
  alarm.state = state
  alarm.reason = message.NewStateReason
  alarm.since = place.clock.now()
  const Subject = `${state}: "${name}" in ${place.region}`.slice(0, SUBJECT_LENGTH)
  for (const TopicArn of actions[state]) await publish(place, { TopicArn, Subject, Message: JSON.stringify(message) })
}

/** A topic that refuses does not hold the alarm up; the access log has it. */
async function publish(place: Place, input: object): Promise<void> {
  try {
    await persistently(() => place.perform('sns:Publish', input, CALLER))
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
  }
}

const reasonOf = ({ evaluationPeriods, comparison, threshold }: AlarmDefinition, points: readonly (number | undefined)[]): string =>
  `Of the last ${evaluationPeriods} periods: ${points.map((point) => point ?? 'no data').join(', ')} (newest first; ${comparison} ${threshold}).`

const messageOf = ({ clock, region, accountId }: Place, { definition, state: before }: Alarm, state: AlarmState, reason: string) => ({
  AlarmName: definition.name,
  AlarmDescription: definition.description ?? null,
  AWSAccountId: accountId,
  NewStateValue: state,
  NewStateReason: reason,
  StateChangeTime: clock.now().toISOString().replace('Z', '+0000'),
  Region: region,
  AlarmArn: alarmArn(region, accountId, definition.name),
  OldStateValue: before,
  Trigger: {
    MetricName: definition.metric,
    Namespace: 'AWS/Lambda',
    StatisticType: 'Statistic',
    Statistic: 'SUM',
    Dimensions: [{ name: 'FunctionName', value: definition.functionName }],
    Period: definition.periodMs / 1000,
    EvaluationPeriods: definition.evaluationPeriods,
    ComparisonOperator: definition.comparison,
    Threshold: definition.threshold,
    TreatMissingData: definition.missing,
  },
})

export const alarmArn = (region: string, accountId: string, name: string): string =>
  `arn:aws:cloudwatch:${region}:${accountId}:alarm:${name}`
