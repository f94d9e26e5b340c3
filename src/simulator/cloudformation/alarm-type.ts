import * as v from 'valibot'
import type { Place } from '../world/world.ts'
import { validationError } from '../world/aws-error.ts'
import { alarmArn, putAlarm } from '../cloudwatch/alarms.ts'
import { alarmsOf } from '../cloudwatch/state.ts'
import { flag, number, read } from './properties.ts'
import type { Properties, Provisioned, ResourceType } from './resource-type.ts'

const HOUR_S = 3_600
const DAY_S = 86_400

const topics = v.optional(v.array(v.string()), [])
const decimal = v.pipe(v.union([v.number(), v.string()]), v.transform(Number), v.finite())

/** Alarms on what the simulator measures. What is not here is refused, never passed over. */
const Alarm = v.strictObject({
  AlarmName: v.optional(v.string()),
  AlarmDescription: v.optional(v.string()),
  ActionsEnabled: v.optional(flag, true),
  AlarmActions: topics,
  OKActions: topics,
  InsufficientDataActions: topics,
  Namespace: v.literal('AWS/Lambda'),
  MetricName: v.picklist(['Errors', 'Invocations']),
  Dimensions: v.strictTuple([v.strictObject({ Name: v.literal('FunctionName'), Value: v.string() })]),
  Statistic: v.literal('Sum'),
  Period: v.pipe(number, v.multipleOf(60), v.minValue(60), v.maxValue(7 * DAY_S)),
  EvaluationPeriods: v.pipe(number, v.minValue(1)),
  DatapointsToAlarm: v.optional(v.pipe(number, v.minValue(1))),
  Threshold: decimal,
  ComparisonOperator: v.picklist([
    'GreaterThanOrEqualToThreshold',
    'GreaterThanThreshold',
    'LessThanThreshold',
    'LessThanOrEqualToThreshold',
  ]),
  TreatMissingData: v.optional(v.picklist(['breaching', 'notBreaching', 'ignore', 'missing']), 'missing'),
})

export const alarm: ResourceType = {
  replacedBy: ['AlarmName'],
  customName: 'AlarmName',
  create: (place, properties, { uniqueName }) => provision(place, properties, uniqueName(255)),
  update: (place, properties, { physicalId }) => provision(place, properties, physicalId),
  remove: (place, { physicalId }) => void alarmsOf(place).delete(physicalId),
}

function provision(place: Place, properties: Properties, defaultName: string): Provisioned {
  const { AlarmName: name = defaultName, ...read_ } = read('AWS::CloudWatch::Alarm', Alarm, properties)
  const { Period, EvaluationPeriods, DatapointsToAlarm = EvaluationPeriods, ActionsEnabled, AlarmActions, OKActions } = read_
  const sight = Period * EvaluationPeriods
  if (sight > (Period < HOUR_S ? DAY_S : 7 * DAY_S))
    throw validationError(
      'Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= 86400), or seven where the period is an hour or more.',
    )
  if (DatapointsToAlarm > EvaluationPeriods) throw validationError('DatapointsToAlarm must not be more than EvaluationPeriods.')
  const actions = { ALARM: AlarmActions, OK: OKActions, INSUFFICIENT_DATA: read_.InsufficientDataActions }
  for (const arn of Object.values(actions).flat()) checkRegion(place, arn)
  const { AlarmDescription, MetricName, Threshold, ComparisonOperator, TreatMissingData } = read_
  putAlarm(place, {
    name,
    description: AlarmDescription,
    functionName: read_.Dimensions[0].Value,
    metric: MetricName,
    periodMs: Period * 1000,
    evaluationPeriods: EvaluationPeriods,
    datapointsToAlarm: DatapointsToAlarm,
    threshold: Threshold,
    comparison: ComparisonOperator,
    missing: TreatMissingData,
    actions: ActionsEnabled ? actions : { ALARM: [], OK: [], INSUFFICIENT_DATA: [] },
  })
  return { physicalId: name, attributes: { Arn: alarmArn(place.region, place.accountId, name) } }
}

/** An alarm tells topics of its own Region alone. */
function checkRegion({ region }: Place, arn: string): void {
  const [, , service = '', there = ''] = arn.split(':')
  if (service !== 'sns') throw validationError(`Invalid alarm action: ${arn}. (The simulator knows topics alone.)`)
  if (there !== region) throw validationError(`Invalid region ${there} specified. Only ${region} is supported.`)
}
