import type { MetricName } from './metrics.ts'
import { perRegion } from '../world/world.ts'

export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA'

export type Comparison = 'GreaterThanOrEqualToThreshold' | 'GreaterThanThreshold' | 'LessThanThreshold' | 'LessThanOrEqualToThreshold'

export type AlarmDefinition = {
  readonly name: string
  readonly description: string | undefined
  readonly functionName: string
  readonly metric: MetricName
  readonly periodMs: number
  readonly evaluationPeriods: number
  readonly datapointsToAlarm: number
  readonly threshold: number
  readonly comparison: Comparison
  readonly missing: 'breaching' | 'notBreaching' | 'ignore' | 'missing'
  /** ARNs of topics to tell, by the state that is entered. */
  readonly actions: Readonly<Record<AlarmState, readonly string[]>>
}

export type Alarm = {
  definition: AlarmDefinition
  state: AlarmState
  reason: string
  since: Date
  /** Until when its state may still change without another invocation. */
  watchedUntil: number
  isWatched: boolean
}

/** By name. */
export const alarmsOf = perRegion(() => new Map<string, Alarm>())
