import type { Place } from '../world/world.ts'
import { changesOf, same } from './changes.ts'
import { outputsOf } from './outputs.ts'
import { scopeOf } from './scope.ts'
import type { Plan, Stack } from './state.ts'

/** Whether an update to the plan would leave everything as it is: resources, outputs and tags. */
export const isNothing = (place: Place, stack: Stack, plan: Plan): boolean =>
  changesOf(place, stack, plan).length === 0 && same(plan.tags, stack.plan.tags) && hasSameOutputs(place, stack, plan)

function hasSameOutputs(place: Place, stack: Stack, plan: Plan): boolean {
  try {
    return same(outputsOf(scopeOf(place, stack, plan)), stack.outputs)
  } catch {
    return false
  }
}
