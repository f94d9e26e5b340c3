import type { StackSetOperationPreferences } from '@aws-sdk/client-cloudformation'
import { validationError } from '../world/aws-error.ts'

/** The members of OperationPreferences that are honoured; in one Region at a time, the order of Regions is that of the call. */
export const PREFERENCES = [
  'OperationPreferences.FailureToleranceCount',
  'OperationPreferences.FailureTolerancePercentage',
  'OperationPreferences.MaxConcurrentCount',
  'OperationPreferences.MaxConcurrentPercentage',
  'OperationPreferences.ConcurrencyMode',
  'OperationPreferences.RegionConcurrencyType=SEQUENTIAL',
] as const

/** @throws ValidationError */
export function checkPreferences(preferences: StackSetOperationPreferences = {}): StackSetOperationPreferences {
  const { FailureToleranceCount, FailureTolerancePercentage, MaxConcurrentCount, MaxConcurrentPercentage, ConcurrencyMode } = preferences
  if (FailureToleranceCount !== undefined && FailureTolerancePercentage !== undefined)
    throw validationError('You can specify either FailureToleranceCount or FailureTolerancePercentage, but not both.')
  if (MaxConcurrentCount !== undefined && MaxConcurrentPercentage !== undefined)
    throw validationError('You can specify either MaxConcurrentCount or MaxConcurrentPercentage, but not both.')
  inRange('failureToleranceCount', FailureToleranceCount, 0, Number.MAX_SAFE_INTEGER)
  inRange('failureTolerancePercentage', FailureTolerancePercentage, 0, 100)
  inRange('maxConcurrentCount', MaxConcurrentCount, 1, Number.MAX_SAFE_INTEGER)
  inRange('maxConcurrentPercentage', MaxConcurrentPercentage, 1, 100)
  return { FailureToleranceCount, FailureTolerancePercentage, MaxConcurrentCount, MaxConcurrentPercentage, ConcurrencyMode }
}

function inRange(name: string, value: number | undefined, least: number, most: number): void {
  if (value !== undefined && (value < least || value > most))
    throw validationError(
      `1 validation error detected: Value '${value}' at 'operationPreferences.${name}' failed to satisfy constraint: Member must have value ${value < least ? `greater than or equal to ${least}` : `less than or equal to ${most}`}`,
    )
}

/** So many accounts of a Region may fail. A percentage is rounded down. */
export function toleranceOf(
  { FailureToleranceCount, FailureTolerancePercentage = 0 }: StackSetOperationPreferences,
  accounts: number,
): number {
  return FailureToleranceCount ?? Math.floor((FailureTolerancePercentage * accounts) / 100)
}

/** In so many accounts at a time; with strict tolerance never so many that more could fail than tolerated, and one. */
export function concurrencyOf(preferences: StackSetOperationPreferences, accounts: number, failed: number): number {
  const { MaxConcurrentCount, MaxConcurrentPercentage, ConcurrencyMode = 'STRICT_FAILURE_TOLERANCE' } = preferences
  const most =
    MaxConcurrentCount ?? (MaxConcurrentPercentage === undefined ? 1 : Math.max(1, Math.floor((MaxConcurrentPercentage * accounts) / 100)))
  return ConcurrencyMode === 'SOFT_FAILURE_TOLERANCE' ? most : Math.max(1, Math.min(most, toleranceOf(preferences, accounts) + 1 - failed))
}
