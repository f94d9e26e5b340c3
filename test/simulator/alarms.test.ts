import { InvokeCommand } from '@aws-sdk/client-lambda'
import { describe, expect, test } from 'vitest'
import type { AlarmDefinition } from '../../src/simulator/cloudwatch/state.ts'
import { verdictOn } from '../../src/simulator/cloudwatch/verdict.ts'
import { create, functionOf, smallSystem, update, type Resources } from '../support/small-stack.ts'
import type { System } from '../support/system.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const TOPIC = 'arn:aws:sns:us-east-1:123456789012:people'

const alarmOf = (properties: object): Resources => ({
  Alarm: {
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      AlarmName: 'watch',
      Namespace: 'AWS/Lambda',
      Dimensions: [{ Name: 'FunctionName', Value: { Ref: 'Function' } }],
      Statistic: 'Sum',
      AlarmActions: [TOPIC],
      ...properties,
    },
  },
})

const ERRORS = {
  MetricName: 'Errors',
  Period: 300,
  EvaluationPeriods: 1,
  Threshold: 1,
  ComparisonOperator: 'GreaterThanOrEqualToThreshold',
  TreatMissingData: 'notBreaching',
}

const NO_RUN = {
  MetricName: 'Invocations',
  Period: 3600,
  EvaluationPeriods: 25,
  Threshold: 1,
  ComparisonOperator: 'LessThanThreshold',
  TreatMissingData: 'breaching',
}

const handler = `async (event) => { if (event.fails) throw new Error('No.') }`

async function watched(properties: object): Promise<System> {
  const system = await smallSystem()
  system.simulator.createTopic('people')
  expect(await create(system, { ...functionOf(handler), ...alarmOf(properties) })).toBe('CREATE_COMPLETE')
  return system
}

const invoke = ({ lambda }: System, event: object) =>
  lambda.send(new InvokeCommand({ FunctionName: 'small', Payload: Buffer.from(JSON.stringify(event)) }))

const state = ({ simulator }: System) => simulator.alarms.get('watch')?.state

const told = ({ simulator }: System) => simulator.messages(TOPIC).map(({ at, subject }) => `${at.toISOString()} ${subject}`)

describe('an alarm on errors', () => {
  test('goes off at the end of the period in which a run fails, tells the topic once, and is well again in the next', async () => {
    await using system = await watched(ERRORS)
    await invoke(system, {})
    await system.simulator.advance(6 * MINUTE_MS)
    expect([state(system), told(system)]).toEqual(['OK', []])
    await invoke(system, { fails: true })
    await invoke(system, {})
    await system.simulator.advance(3 * MINUTE_MS)
    expect(state(system)).toBe('OK')
    await system.simulator.advance(1 * MINUTE_MS)
    expect(state(system)).toBe('ALARM')
    await system.simulator.advance(24 * HOUR_MS)
    expect(state(system)).toBe('OK')
    expect(system.simulator.alarms.get('watch')?.since).toEqual(new Date('2026-11-02T09:15:00Z'))
    expect(told(system)).toEqual(['2026-11-02T09:10:00.000Z ALARM: "watch" in us-east-1'])
    expect(JSON.parse(system.simulator.messages(TOPIC)[0]?.text ?? '')).toMatchObject({
      AlarmName: 'watch',
      OldStateValue: 'OK',
      NewStateValue: 'ALARM',
      NewStateReason: 'Of the last 1 periods: 1 (newest first; GreaterThanOrEqualToThreshold 1).',
    })
    expect(system.simulator.calls.filter(({ operation }) => operation === 'sns:Publish')).toMatchObject([
      { caller: 'cloudwatch.amazonaws.com', resource: TOPIC, outcome: 'ok' },
    ])
  })

  test('a topic that is not there does not hold it up', async () => {
    await using system = await watched({ ...ERRORS, AlarmActions: [`${TOPIC}-gone`] })
    await invoke(system, { fails: true })
    await system.simulator.advance(5 * MINUTE_MS)
    expect(state(system)).toBe('ALARM')
    expect(system.simulator.calls.filter(({ operation }) => operation === 'sns:Publish').map(({ outcome }) => outcome)).toEqual([
      'NotFound',
    ])
  })

  test('tells nobody where its actions are off, and is gone with its resource', async () => {
    await using system = await watched({ ...ERRORS, ActionsEnabled: false })
    await invoke(system, { fails: true })
    await system.simulator.advance(5 * MINUTE_MS)
    expect([state(system), told(system)]).toEqual(['ALARM', []])
    expect(await update(system, functionOf(handler))).toBe('UPDATE_COMPLETE')
    await system.simulator.advance(5 * MINUTE_MS)
    expect(state(system)).toBeUndefined()
  })
})

test('an alarm on no run in 25 hours goes off after 25 whole hours without one, and tells it when it is well again', async () => {
  await using system = await watched({ ...NO_RUN, OKActions: [TOPIC] })
  await invoke(system, {})
  await system.simulator.advance(HOUR_MS)
  expect(state(system)).toBe('OK')
  await system.simulator.advance(24 * HOUR_MS)
  await invoke(system, {})
  await system.simulator.advance(25 * HOUR_MS)
  expect(state(system)).toBe('OK')
  await system.simulator.advance(72 * HOUR_MS)
  expect(state(system)).toBe('ALARM')
  await invoke(system, {})
  await system.simulator.advance(HOUR_MS)
  expect(told(system)).toEqual([
    '2026-11-02T10:00:00.000Z OK: "watch" in us-east-1',
    '2026-11-04T12:00:00.000Z ALARM: "watch" in us-east-1',
    '2026-11-07T12:00:00.000Z OK: "watch" in us-east-1',
  ])
})

describe('what AWS or the simulator does not take', () => {
  test.for([
    [
      'a topic of another Region',
      { ...ERRORS, AlarmActions: ['arn:aws:sns:eu-west-1:123456789012:people'] },
      /Invalid region eu-west-1 specified\. Only us-east-1/,
    ],
    ['minutes over more than a day', { ...ERRORS, EvaluationPeriods: 289 }, /EvaluationPeriods \* Period must be <= 86400/],
    ['hours over more than seven days', { ...NO_RUN, EvaluationPeriods: 169 }, /seven where the period is an hour/],
    ['a period that is no number of minutes', { ...ERRORS, Period: 90 }, /#\/Period/],
    ['more points than periods', { ...ERRORS, DatapointsToAlarm: 2 }, /DatapointsToAlarm/],
    ['another metric', { ...ERRORS, MetricName: 'Duration' }, /#\/MetricName/],
    ['a percentile', { ...ERRORS, Statistic: 'Average' }, /#\/Statistic/],
  ] as const)('%s', async ([, properties, message]) => {
    await using system = await smallSystem()
    expect(await create(system, { ...functionOf(handler), ...alarmOf(properties) })).toMatch(message)
  })
})

describe('the verdict on points', () => {
  const of = (missing: AlarmDefinition['missing'], datapointsToAlarm = 1): AlarmDefinition => ({
    name: 'a',
    description: undefined,
    functionName: 'f',
    metric: 'Errors',
    periodMs: MINUTE_MS,
    evaluationPeriods: 3,
    datapointsToAlarm,
    threshold: 2,
    comparison: 'GreaterThanThreshold',
    missing,
    actions: { ALARM: [], OK: [], INSUFFICIENT_DATA: [] },
  })

  test.for([
    ['one of three breaches', of('missing'), [3, 0, 0], 'ALARM'],
    ['none does: the threshold itself is fine', of('missing'), [2, 2, 2], 'OK'],
    ['one of the two that must', of('missing', 2), [3, undefined, 0], 'OK'],
    ['no data, missing', of('missing'), [undefined, undefined, undefined], 'INSUFFICIENT_DATA'],
    ['no data, ignored: it stays what it was', of('ignore'), [undefined, undefined, undefined], 'ALARM'],
    ['no data, not breaching', of('notBreaching'), [undefined, undefined, undefined], 'OK'],
    ['no data, breaching', of('breaching', 3), [undefined, undefined, undefined], 'ALARM'],
    ['one point among missing ones that breach', of('breaching', 3), [undefined, 0, undefined], 'OK'],
  ] as const)('%s', ([, definition, points, expected]) => {
    expect(verdictOn(definition, points, 'ALARM')).toBe(expected)
  })
})
