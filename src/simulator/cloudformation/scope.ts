import { validationError } from '../world/aws-error.ts'
import type { Place } from '../world/world.ts'
import { importedValue } from './exports.ts'
import { conditionHolds, type Scope } from './intrinsics.ts'
import { resourcesIn } from './references.ts'
import type { Plan, Stack } from './state.ts'
import type { Template } from './template-shape.ts'

type Identity = Pick<Stack, 'name' | 'id'>

/** What expressions of a plan refer to while a stack is brought to it: resources are known once they are made. */
export const scopeOf = (place: Place, stack: Stack, plan: Plan): Scope =>
  scopeWith(place, stack, plan, (logicalId) => stack.resources.get(logicalId))

export const scopeWith = (place: Place, { name, id }: Identity, { template, values }: Plan, resource: Scope['resource']): Scope => ({
  template,
  parameters: values,
  pseudo: new Map([
    ['AWS::AccountId', place.accountId],
    ['AWS::Region', place.region],
    ['AWS::Partition', 'aws'],
    ['AWS::URLSuffix', 'amazonaws.com'],
    ['AWS::StackName', name],
    ['AWS::StackId', id],
  ]),
  resource,
  imported: (exportName) => importedValue(place, exportName),
  conditions: new Map(),
})

export function wantedResources({ Resources }: Template, scope: Scope): readonly string[] {
  return Object.entries(Resources)
    .filter(([, { Condition }]) => Condition === undefined || conditionHolds(Condition, scope))
    .map(([logicalId]) => logicalId)
}

/** Resources after those that they refer to or depend on. @throws ValidationError for a circle */
export function inOrder(template: Template, wanted: readonly string[]): readonly string[] {
  const done = new Set<string>()
  const visit = (logicalId: string, path: readonly string[]): void => {
    if (done.has(logicalId)) return
    const start = path.indexOf(logicalId)
    if (start !== -1) throw validationError(`Circular dependency between resources: [${path.slice(start).join(', ')}]`)
    const { Properties = {}, DependsOn = [] } = template.Resources[logicalId] ?? {}
    const needed = [...resourcesIn(Properties, template.Resources), ...[DependsOn].flat()]
    for (const other of needed.filter((id) => wanted.includes(id))) visit(other, [...path, logicalId])
    done.add(logicalId)
  }
  for (const logicalId of wanted) visit(logicalId, [])
  return [...done]
}
