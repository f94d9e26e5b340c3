import type { Place } from '../world/world.ts'
import type { Change } from './change.ts'
import { detailsOf, valueDetailsOf, type Causes, type Compared } from './change-details.ts'
import { KNOWN_AFTER_APPLY, resolve, type Scope } from './intrinsics.ts'
import type { Properties, ResourceType } from './resource-type.ts'
import { typeOf } from './resource-types.ts'
import { inOrder, scopeWith, wantedResources } from './scope.ts'
import type { Plan, Stack, StackResource } from './state.ts'

/** What an update to the plan would do, in the order of the template. */
export function changesOf(place: Place, stack: Stack, plan: Plan): readonly Change[] {
  const wanted: readonly string[] = wantedResources(
    plan.template,
    scopeWith(place, stack, plan, () => 'to-be-made'),
  )
  const modified = new Map<string, Change>()
  const scope = scopeWith(place, stack, plan, (logicalId) => {
    if (!wanted.includes(logicalId)) return undefined
    return modified.get(logicalId)?.replacement === 'True' ? 'to-be-made' : (stack.resources.get(logicalId) ?? 'to-be-made')
  })
  for (const logicalId of inOrder(plan.template, wanted)) {
    const present = stack.resources.get(logicalId)
    const change = present && modification({ stack, plan, scope, modified }, logicalId, present)
    if (change !== undefined) modified.set(logicalId, change)
  }
  const others = wanted.flatMap((logicalId): readonly Change[] => {
    const change = stack.resources.has(logicalId) ? modified.get(logicalId) : addition(plan, scope, logicalId)
    return change === undefined ? [] : [change]
  })
  return [...others, ...removals(stack, wanted)]
}

const addition = ({ template }: Plan, scope: Scope, logicalId: string): Change => ({
  action: 'Add',
  logicalId,
  type: template.Resources[logicalId]?.Type ?? '',
  after: resolve(template.Resources[logicalId]?.Properties ?? {}, { ...scope, imported: () => KNOWN_AFTER_APPLY }) as Properties,
  details: [],
})

const removals = ({ resources }: Stack, wanted: readonly string[]): readonly Change[] =>
  [...resources]
    .filter(([logicalId]) => !wanted.includes(logicalId))
    .map(([logicalId, { type, physicalId, policies, properties }]) => ({
      action: 'Remove',
      logicalId,
      type,
      physicalId,
      before: properties,
      policy: (policies.DeletionPolicy ?? 'Delete') === 'Delete' ? 'Delete' : 'Retain',
      details: [],
    }))

type Update = { readonly stack: Stack; readonly plan: Plan; readonly scope: Scope; readonly modified: ReadonlyMap<string, Change> }

function modification({ stack, plan, scope, modified }: Update, logicalId: string, present: StackResource): Change | undefined {
  const { Type = '', Properties = {}, Metadata, UpdateReplacePolicy } = plan.template.Resources[logicalId] ?? {}
  const before = stack.plan.template.Resources[logicalId]
  const type = typeOf(Type)
  const properties = resolve(Properties, scope) as Properties
  const causes: Causes = { stack, plan, modified }
  const recreating = [...type.replacedBy, ...(type.replacedAlsoBy?.(properties) ?? [])]
  const names = [...new Set([...Object.keys(present.properties), ...Object.keys(properties)])].toSorted()
  const compared: readonly Compared[] = [
    {
      target: { Attribute: 'Metadata', RequiresRecreation: 'Never' },
      expressions: [before?.Metadata, Metadata],
      values: [present.metadata, resolve(Metadata ?? {}, scope)],
    },
    ...names.map((Name): Compared => ({
      target: { Attribute: 'Properties', Name, RequiresRecreation: recreating.includes(Name) ? 'Always' : 'Never' },
      expressions: [before?.Properties?.[Name], Properties[Name]],
      values: [present.properties[Name], properties[Name]],
    })),
  ]
  const details = compared.flatMap((each) => detailsOf(causes, each))
  if (details.length === 0) return undefined
  const recreated = details.filter(({ Target }) => Target?.RequiresRecreation === 'Always')
  const replacement =
    recreated.length === 0 ? 'False' : recreated.some(({ Evaluation }) => Evaluation === 'Static') ? 'True' : 'Conditional'
  const policy = UpdateReplacePolicy === 'Retain' ? 'ReplaceAndRetain' : 'ReplaceAndDelete'
  return {
    action: 'Modify',
    logicalId,
    type: Type,
    physicalId: present.physicalId,
    before: present.properties,
    after: properties,
    replacement,
    ...(replacement === 'False' ? {} : { policy }),
    details,
    valueDetails: compared.flatMap((each) => valueDetailsOf(causes, each)),
  }
}

export const isReplaced = ({ replacedBy, replacedAlsoBy }: ResourceType, before: Properties, after: Properties): boolean =>
  [...replacedBy, ...(replacedAlsoBy?.(after) ?? [])].some((name) => !same(before[name], after[name]))

export const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)
