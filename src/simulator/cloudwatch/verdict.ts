import type { AlarmDefinition, AlarmState, Comparison } from './state.ts'

const COMPARED: Readonly<Record<Comparison, (value: number, threshold: number) => boolean>> = {
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  GreaterThanThreshold: (value, threshold) => value > threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
}

/** What an alarm makes of the points of its latest periods (undefined: there is none), and of what it was. */
export function verdictOn(
  { comparison, threshold, datapointsToAlarm, missing }: AlarmDefinition,
  points: readonly (number | undefined)[],
  present: AlarmState,
): AlarmState {
  const known = points.filter((point) => point !== undefined)
  if (known.length === 0 && missing === 'missing') return 'INSUFFICIENT_DATA'
  if (known.length === 0 && missing === 'ignore') return present
  const breaching = known.filter((point) => COMPARED[comparison](point, threshold)).length
  const missed = missing === 'breaching' ? points.length - known.length : 0
  return breaching + missed >= datapointsToAlarm ? 'ALARM' : 'OK'
}
