import { conditionHolds, resolve, type Scope } from './intrinsics.ts'
import { textOf } from './functions.ts'
import type { Output } from './state.ts'
import { formatError } from './template-error.ts'
import { validationError } from '../world/aws-error.ts'
import { resourcesIn } from './references.ts'

/** The outputs of a stack whose resources are there. @throws ValidationError */
export function outputsOf(scope: Scope): readonly Output[] {
  return Object.entries(scope.template.Outputs ?? {})
    .filter(([, { Condition }]) => Condition === undefined || conditionHolds(Condition, scope))
    .map(([key, { Value, Description, Export }]) => ({
      key,
      value: textOf(resolve(Value, scope)),
      description: Description,
      exportName: Export === undefined ? undefined : nameOf(key, resolve(Export.Name, scope)),
    }))
}

function nameOf(key: string, name: unknown): string {
  if (typeof name === 'string' && /^[a-zA-Z0-9:-]{1,255}$/.test(name)) return name
  throw formatError(
    `Output ${key} is malformed. The Name field of every Export member must be specified and consist only of alphanumeric characters, colons, or hyphens.`,
  )
}

/** Whether outputs refer to nothing that a condition leaves out. @throws ValidationError */
export function checkOutputs(scope: Scope, wanted: readonly string[]): void {
  for (const { Value, Condition } of Object.values(scope.template.Outputs ?? {})) {
    if (Condition !== undefined && !conditionHolds(Condition, scope)) continue
    try {
      resolve(Value, scope)
    } catch (error) {
      const missing = resourcesIn(Value, scope.template.Resources).filter((logicalId) => !wanted.includes(logicalId))
      if (missing.length === 0) throw error
      throw validationError(`Unresolved resource dependencies [${[...new Set(missing)].join(', ')}] in the Outputs block of the template`)
    }
  }
}
