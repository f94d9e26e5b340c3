import type { Parameter } from '@aws-sdk/client-cloudformation'
import { validationError } from '../world/aws-error.ts'
import { matchPattern } from '../world/pattern.ts'
import type { ParameterDefinition, Template } from './template-shape.ts'

const VALUE_BYTES = 4096

/** The values of a template's parameters: given, kept from before, or the default. @throws ValidationError naming the parameter */
export function parameterValues(
  { Parameters = {} }: Template,
  given: readonly Parameter[],
  before: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const unknown = given.map(({ ParameterKey = '' }) => ParameterKey).filter((key) => !Object.hasOwn(Parameters, key))
  if (unknown.length > 0) throw validationError(`Parameters: [${unknown.join(', ')}] do not exist in the template`)
  const long = given.findIndex(({ ParameterValue = '' }) => Buffer.byteLength(ParameterValue) > VALUE_BYTES)
  if (long !== -1)
    throw validationError(
      `1 validation error detected: Value at 'parameters.${long + 1}.member.parameterValue' failed to satisfy constraint: Member must have length less than or equal to ${VALUE_BYTES}`,
    )
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
  if (AllowedPattern !== undefined) {
    const match = matchPattern(`^(?:${AllowedPattern})$`, value)
    if (match === 'no-pattern') throw validationError(`Template error: the AllowedPattern of parameter ${name} is no regular expression`)
    if (match === 'takes-too-long') throw validationError(`Template error: the AllowedPattern of parameter ${name} takes too long`)
    if (match === 'differs') fail(`must match pattern ${AllowedPattern}`)
  }
  if (Type === 'Number' && !/^-?\d+(\.\d+)?$/.test(value)) fail('must be a number')
  if (MinValue !== undefined && Number(value) < MinValue) fail(`must be a number not less than ${MinValue}`)
  if (MaxValue !== undefined && Number(value) > MaxValue) fail(`must be a number not greater than ${MaxValue}`)
  if (MinLength !== undefined && value.length < MinLength) fail(`must contain at least ${MinLength} characters`)
  if (MaxLength !== undefined && value.length > MaxLength) fail(`must contain at most ${MaxLength} characters`)
}
