import type { Parameter } from '@aws-sdk/client-cloudformation'
import { validationError } from '../aws-error.ts'
import type { ParameterDefinition, Template } from './template.ts'

/** The values of a template's parameters: given, kept from before, or the default. @throws ValidationError naming the parameter */
export function parameterValues(
  { Parameters = {} }: Template,
  given: readonly Parameter[],
  before: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const unknown = given.map(({ ParameterKey = '' }) => ParameterKey).filter((key) => !(key in Parameters))
  if (unknown.length > 0) throw validationError(`Parameters: [${unknown.join(', ')}] do not exist in the template`)
  const values = Object.entries(Parameters).map(([name, definition]) => {
    const asked = given.find(({ ParameterKey }) => ParameterKey === name)
    const value = asked?.UsePreviousValue === true ? before.get(name) : (asked?.ParameterValue ?? definition.Default)
    return [name, definition, value === undefined ? undefined : String(value)] as const
  })
  const missing = values.filter(([, , value]) => value === undefined).map(([name]) => name)
  if (missing.length > 0) throw validationError(`Parameters: [${missing.join(', ')}] must have values`)
  for (const [name, definition, value] of values) check(name, definition, value ?? '')
  return new Map(values.map(([name, , value]) => [name, value ?? '']))
}

function check(name: string, definition: ParameterDefinition, value: string): void {
  const { AllowedPattern, AllowedValues, ConstraintDescription, Type, MinValue, MaxValue, MinLength, MaxLength } = definition
  const fail = (text: string): never => {
    throw validationError(
      ConstraintDescription === undefined
        ? `Parameter '${name}' ${text}`
        : `Parameter ${name} failed to satisfy constraint: ${ConstraintDescription}`,
    )
  }
  if (AllowedValues !== undefined && !AllowedValues.map(String).includes(value)) fail(`must be one of AllowedValues`)
  if (AllowedPattern !== undefined && !new RegExp(`^(?:${AllowedPattern})$`).test(value)) fail(`must match pattern ${AllowedPattern}`)
  if (Type === 'Number' && !/^-?\d+(\.\d+)?$/.test(value)) fail('must be a number')
  if (MinValue !== undefined && Number(value) < MinValue) fail(`must be a number not less than ${MinValue}`)
  if (MaxValue !== undefined && Number(value) > MaxValue) fail(`must be a number not greater than ${MaxValue}`)
  if (MinLength !== undefined && value.length < MinLength) fail(`must contain at least ${MinLength} characters`)
  if (MaxLength !== undefined && value.length > MaxLength) fail(`must contain at most ${MaxLength} characters`)
}
