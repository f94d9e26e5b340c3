import type { ResourceChangeDetail, ResourceTargetDefinition } from '@aws-sdk/client-cloudformation'
import type { Change } from './change.ts'
import { KNOWN_AFTER_APPLY } from './intrinsics.ts'
import { referencesOf } from './references.ts'
import type { Plan, Stack } from './state.ts'

/** Where the reasons of a change are looked for. */
export type Causes = {
  readonly stack: Stack
  readonly plan: Plan
  /** What changes of the resources that come before. */
  readonly modified: ReadonlyMap<string, Change>
}

export type Compared = {
  readonly target: ResourceTargetDefinition
  /** As the templates say it, before and after. */
  readonly expressions: readonly [unknown, unknown]
  /** As it is, and as far as it is known what it will be. */
  readonly values: readonly [unknown, unknown]
}

/**
 * Why a property changes, or may change, as CloudFormation tells it: a parameter has another value (then the property itself is modified
 * dynamically), a resource that it refers to is replaced or changes, or it is modified directly.
 */
export function detailsOf({ stack, plan, modified }: Causes, { target, expressions, values }: Compared): readonly ResourceChangeDetail[] {
  const [before, after] = expressions
  const detail = (ChangeSource: ResourceChangeDetail['ChangeSource'], Evaluation: 'Static' | 'Dynamic', CausingEntity?: string) => ({
    ...(CausingEntity === undefined ? {} : { CausingEntity }),
    ChangeSource,
    Evaluation,
    Target: target,
  })
  const isChanged = !same(...values)
  const parameters: ResourceChangeDetail[] = []
  const resources: ResourceChangeDetail[] = []
  for (const reference of referencesOf(after)) {
    const { kind, name } = reference
    const replacement = modified.get(name)?.replacement
    if (kind === 'ref' && plan.values.has(name) && isChanged && plan.parameters.get(name) !== stack.plan.parameters.get(name))
      parameters.push(detail('ParameterReference', 'Static', name))
    if (kind === 'ref' && replacement !== undefined && replacement !== 'False')
      resources.push(detail('ResourceReference', replacement === 'True' ? 'Static' : 'Dynamic', name))
    if (kind === 'get-att' && replacement !== undefined)
      resources.push(detail('ResourceAttribute', replacement === 'True' ? 'Static' : 'Dynamic', `${name}.${reference.attribute}`))
  }
  const byReference = unique([...parameters, ...resources])
  if (parameters.length > 0) return [...byReference, detail('DirectModification', 'Dynamic')]
  const isDirect = resources.length > 0 ? !same(before, after) : isChanged
  return isDirect ? [...byReference, detail('DirectModification', 'Static')] : byReference
}

/**
 * The same with the values before and after, where they are asked for: what comes out the same does not change, and what is known to change
 * is modified directly, unless the values of parameters have changed.
 */
export function valueDetailsOf(causes: Causes, compared: Compared): readonly ResourceChangeDetail[] {
  const { target, values } = compared
  if (same(...values)) return []
  const [BeforeValue, AfterValue] = values.map((value) => (value === undefined ? undefined : textOf(value)))
  const AttributeChangeType = BeforeValue === undefined ? 'Add' : AfterValue === undefined ? 'Remove' : 'Modify'
  const Path = `/${[target.Attribute, target.Name].filter((step) => step !== undefined).join('/')}`
  const Target: ResourceTargetDefinition = { ...target, Path, BeforeValue, AfterValue, AttributeChangeType }
  const isKnown = AfterValue?.includes(KNOWN_AFTER_APPLY) !== true
  const references = detailsOf(causes, compared).filter(
    ({ ChangeSource, Evaluation, CausingEntity }) =>
      ChangeSource === 'ParameterReference' || (!isKnown && Evaluation === 'Static' && CausingEntity !== undefined),
  )
  const direct = { ChangeSource: 'DirectModification', Evaluation: references.length > 0 ? 'Dynamic' : 'Static', Target } as const
  return [...references.map((detail) => ({ ...detail, Target })), direct]
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

const unique = (details: readonly ResourceChangeDetail[]): readonly ResourceChangeDetail[] =>
  details.filter((detail, index) => details.findIndex((other) => same(other, detail)) === index)

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)
