import type { ParameterChange } from '../deployment/change.ts'
import { ARMING, type StackSetNow } from '../deployment/stack-set.ts'
import { PARAMETERS } from '../stack/parameters.ts'
import { namedParameters, type Chosen, type ParameterOptions } from './deployment-parameters.ts'
import { UsageError } from './io.ts'

/** The parameters of a StackSet, which never revokes by itself: accounts are armed. @throws UsageError for a parameter that the template does not have, is given twice, or arms */
export function organizationParameters(options: ParameterOptions, set: StackSetNow | undefined): Chosen {
  const given = namedParameters(options)
  if (given.has(ARMING)) throw new UsageError(`${ARMING} is not given to all: arm accounts with --arm, unit by unit.`)
  const before = set?.parameters ?? new Map<string, string>()
  given.set(ARMING, 'false')
  if (set === undefined && !given.has('RemediationRunbook')) given.set('RemediationRunbook', 'Guarded')
  const all = Object.entries(PARAMETERS).map(([name, { default: unnamed }]): ParameterChange => ({
    name,
    was: before.get(name),
    is: given.get(name) ?? before.get(name) ?? String(unnamed),
  }))
  return { given, kept: all.flatMap(({ name, was }) => (was === undefined || given.has(name) ? [] : [name])), all }
}
