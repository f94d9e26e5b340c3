import * as v from 'valibot'
import { call, remove, type Author } from './author.ts'
import { flag, number, read } from './properties.ts'
import type { Properties, Provisioned, ResourceType } from './resource-type.ts'

const MAXIMUM_PERIOD_S = 604_800

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
  Period: v.pipe(number, v.multipleOf(60), v.minValue(60), v.maxValue(MAXIMUM_PERIOD_S)),
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

const alarm: ResourceType = {
  attributes: ['Arn'],
  identifiers: ['AlarmName'],
  replacedBy: ['AlarmName'],
  customName: 'AlarmName',
  create: (author, properties, { uniqueName }) => provision(author, properties, uniqueName(255)),
  update: (author, properties, { physicalId }) => provision(author, properties, physicalId),
  remove: (author, { physicalId }) => remove(author, 'cloudwatch:DeleteAlarms', { AlarmNames: [physicalId] }, ['ResourceNotFound']),
}

async function provision(author: Author, properties: Properties, defaultName: string): Promise<Provisioned> {
  const { AlarmName = defaultName, ...wanted } = read('AWS::CloudWatch::Alarm', Alarm, properties)
  await call(author, 'cloudwatch:PutMetricAlarm', { AlarmName, ...wanted })
  const { region, accountId } = author.place
  return { physicalId: AlarmName, attributes: { Arn: `arn:aws:cloudwatch:${region}:${accountId}:alarm:${AlarmName}` } }
}

export const cloudWatchTypes = { 'AWS::CloudWatch::Alarm': alarm }
