import {
  DeleteAlarms$,
  DescribeAlarms$,
  PutMetricAlarm$,
  type DeleteAlarmsInput,
  type DescribeAlarmsInput,
  type PutMetricAlarmInput,
} from '@aws-sdk/client-cloudwatch'
import * as v from 'valibot'
import { AwsError, validationError } from '../world/aws-error.ts'
import { operation } from '../world/operation.ts'
import type { Place } from '../world/world.ts'
import { alarmArn, putAlarm } from './alarms.ts'
import { alarmsOf, type Alarm } from './state.ts'

const HOUR_S = 3_600
const DAY_S = 86_400

const count = v.pipe(v.number(), v.integer(), v.minValue(1))
const topics = v.optional(v.array(v.string()), [])

/** Alarms on what the simulator measures. What is not here is refused, never passed over. */
const Asked = v.strictObject({
  AlarmName: v.pipe(v.string(), v.minLength(1), v.maxLength(255)),
  AlarmDescription: v.optional(v.string()),
  ActionsEnabled: v.optional(v.boolean(), true),
  AlarmActions: topics,
  OKActions: topics,
  InsufficientDataActions: topics,
  Namespace: v.literal('AWS/Lambda'),
  MetricName: v.picklist(['Errors', 'Invocations']),
  Dimensions: v.strictTuple([v.strictObject({ Name: v.literal('FunctionName'), Value: v.string() })]),
  Statistic: v.literal('Sum'),
  Period: v.pipe(count, v.multipleOf(60), v.maxValue(7 * DAY_S)),
  EvaluationPeriods: count,
  DatapointsToAlarm: v.optional(count),
  Threshold: v.number(),
  ComparisonOperator: v.picklist([
    'GreaterThanOrEqualToThreshold',
    'GreaterThanThreshold',
    'LessThanThreshold',
    'LessThanOrEqualToThreshold',
  ]),
  TreatMissingData: v.optional(v.picklist(['breaching', 'notBreaching', 'ignore', 'missing']), 'missing'),
})

export const alarmOperations = [
  operation(
    PutMetricAlarm$,
    [
      'AlarmName',
      'AlarmDescription',
      'ActionsEnabled',
      'AlarmActions',
      'OKActions',
      'InsufficientDataActions',
      'Namespace',
      'MetricName',
      'Dimensions',
      'Statistic',
      'Period',
      'EvaluationPeriods',
      'DatapointsToAlarm',
      'Threshold',
      'ComparisonOperator',
      'TreatMissingData',
    ],
    (input: PutMetricAlarmInput, { place }) => {
      const { AlarmName, MetricName, Dimensions, Period, EvaluationPeriods, ...rest } = asked(input)
      const { DatapointsToAlarm = EvaluationPeriods, ActionsEnabled, AlarmActions, OKActions, InsufficientDataActions } = rest
      checkSight(Period, EvaluationPeriods)
      if (DatapointsToAlarm > EvaluationPeriods) throw validationError('DatapointsToAlarm must not be more than EvaluationPeriods.')
      const actions = { ALARM: AlarmActions, OK: OKActions, INSUFFICIENT_DATA: InsufficientDataActions }
      for (const arn of Object.values(actions).flat()) checkRegion(place, arn)
      putAlarm(place, {
        name: AlarmName,
        description: rest.AlarmDescription,
        functionName: Dimensions[0].Value,
        metric: MetricName,
        periodMs: Period * 1000,
        evaluationPeriods: EvaluationPeriods,
        datapointsToAlarm: DatapointsToAlarm,
        threshold: rest.Threshold,
        comparison: rest.ComparisonOperator,
        missing: rest.TreatMissingData,
        actions: ActionsEnabled ? actions : { ALARM: [], OK: [], INSUFFICIENT_DATA: [] },
      })
    },
  ),
  operation(
    DescribeAlarms$,
    ['AlarmNames', 'AlarmNamePrefix', 'StateValue'],
    ({ AlarmNames, AlarmNamePrefix = '', StateValue }: DescribeAlarmsInput, { place }) => ({
      MetricAlarms: [...alarmsOf(place).values()]
        .filter(({ definition: { name }, state }) => {
          const named = AlarmNames === undefined ? name.startsWith(AlarmNamePrefix) : AlarmNames.includes(name)
          return named && (StateValue === undefined || StateValue === state)
        })
        .map((alarm) => shown(place, alarm)),
      CompositeAlarms: [],
    }),
  ),
  operation(DeleteAlarms$, ['AlarmNames'], ({ AlarmNames = [] }: DeleteAlarmsInput, { place }) => {
    const unknown = AlarmNames.find((name) => !alarmsOf(place).has(name))
    if (unknown !== undefined) throw new AwsError('ResourceNotFound', 404, `Alarm ${unknown} does not exist.`)
    for (const name of AlarmNames) alarmsOf(place).delete(name)
  }),
]

function asked(input: PutMetricAlarmInput): v.InferOutput<typeof Asked> {
  const parsed = v.safeParse(Asked, input)
  if (parsed.success) return parsed.output
  const [issue] = parsed.issues
  throw validationError(`Invalid value at ${v.getDotPath(issue) ?? 'PutMetricAlarm'}: ${issue.message}`)
}

function checkSight(period: number, evaluationPeriods: number): void {
  if (period * evaluationPeriods > (period < HOUR_S ? DAY_S : 7 * DAY_S))
    throw validationError(
      'Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= 86400), or seven where the period is an hour or more.',
    )
}

/** An alarm tells topics of its own Region alone. */
function checkRegion({ region }: Place, arn: string): void {
  const [, , service = '', there = ''] = arn.split(':')
  if (service !== 'sns') throw validationError(`Invalid alarm action: ${arn}. (The simulator knows topics alone.)`)
  if (there !== region) throw validationError(`Invalid region ${there} specified. Only ${region} is supported.`)
}

const shown = ({ region, accountId }: Place, { definition, state, reason, since }: Alarm) => ({
  AlarmName: definition.name,
  AlarmArn: alarmArn(region, accountId, definition.name),
  AlarmDescription: definition.description,
  AlarmActions: [...definition.actions.ALARM],
  OKActions: [...definition.actions.OK],
  InsufficientDataActions: [...definition.actions.INSUFFICIENT_DATA],
  StateValue: state,
  StateReason: reason,
  StateUpdatedTimestamp: since,
  Namespace: 'AWS/Lambda',
  MetricName: definition.metric,
  Statistic: 'Sum' as const,
  Dimensions: [{ Name: 'FunctionName', Value: definition.functionName }],
  Period: definition.periodMs / 1000,
  EvaluationPeriods: definition.evaluationPeriods,
  DatapointsToAlarm: definition.datapointsToAlarm,
  Threshold: definition.threshold,
  ComparisonOperator: definition.comparison,
  TreatMissingData: definition.missing,
})
