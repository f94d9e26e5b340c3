import type { Place } from '../world/world.ts'
import { resolve, type Scope } from './intrinsics.ts'
import type { Properties, ResourceType } from './resource-type.ts'
import { typeOf } from './resource-types.ts'
import { scopeOf, wantedResources } from './scope.ts'
import type { Change, Plan, Stack } from './state.ts'

/** What an update to the plan would do. */
export function changesOf(place: Place, stack: Stack, plan: Plan): readonly Change[] {
  const scope = scopeOf(place, stack, plan)
  const wanted = wantedResources(plan.template, scope)
  const removed: Change[] = [...stack.resources]
    .filter(([id]) => !wanted.includes(id))
    .map(([logicalId, { type, physicalId }]) => ({ action: 'Remove', logicalId, type, physicalId }))
  const others = wanted.flatMap((logicalId): readonly Change[] => {
    const type = plan.template.Resources[logicalId]?.Type ?? ''
    const present = stack.resources.get(logicalId)
    if (present === undefined) return [{ action: 'Add', logicalId, type }]
    const properties = tentative(plan.template.Resources[logicalId]?.Properties ?? {}, scope)
    if (properties !== undefined && same(properties, present.properties)) return []
    return [
      {
        action: 'Modify',
        logicalId,
        type,
        physicalId: present.physicalId,
        replacement: properties !== undefined && isReplaced(typeOf(type), present.properties, properties) ? 'True' : 'False',
      },
    ]
  })
  return [...others, ...removed]
}

/** Properties as far as they can be known before the resources that they refer to exist. */
function tentative(properties: Properties, scope: Scope): Properties | undefined {
  try {
    return resolve(properties, scope) as Properties
  } catch {
    return undefined
  }
}

export const isReplaced = ({ replacedBy, replacedAlsoBy }: ResourceType, before: Properties, after: Properties): boolean =>
  [...replacedBy, ...(replacedAlsoBy?.(after) ?? [])].some((name) => !same(before[name], after[name]))

export const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)
