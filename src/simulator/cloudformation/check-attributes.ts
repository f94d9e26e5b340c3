import { validationError } from '../world/aws-error.ts'
import { functionIn } from './function-names.ts'
import { resolve, type Scope } from './intrinsics.ts'
import { attributeOf } from './references.ts'
import { typeOf } from './resource-types.ts'

/**
 * What CloudFormation finds out when it begins with a stack, before the first of its resources: exports that are not there, attributes that
 * a type has not. @throws ValidationError
 */
export function checkAttributes(scope: Scope, wanted: readonly string[]): void {
  const early: Scope = { ...scope, resource: (logicalId) => (wanted.includes(logicalId) ? 'to-be-made' : undefined) }
  const { Resources, Outputs = {} } = scope.template
  for (const logicalId of wanted) {
    const { Properties = {} } = Resources[logicalId] ?? {}
    checkIn(scope, Properties, `/Resources/${logicalId}/Properties`)
    resolve(Properties, early)
  }
  for (const [name, { Value }] of Object.entries(Outputs)) checkIn(scope, Value, `/Outputs/${name}/Value`)
}

function checkIn(scope: Scope, expression: unknown, place: string): void {
  if (typeof expression !== 'object' || expression === null) return
  const call = functionIn(expression)
  if (call?.name === 'Fn::GetAtt') {
    const { name, attribute } = attributeOf(call.argument)
    const Type = scope.template.Resources[name]?.Type ?? ''
    if (typeof attribute === 'string' && !typeOf(Type).attributes.includes(attribute))
      throw validationError(`[Error] ${place}/Fn::GetAtt: Resource type ${Type} does not support attribute {${attribute}}`)
    return
  }
  for (const [key, each] of Object.entries(expression)) checkIn(scope, each, `${place}/${key}`)
}
