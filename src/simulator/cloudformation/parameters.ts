import type { Parameter } from '@aws-sdk/client-cloudformation'
import type { GetParametersResult } from '@aws-sdk/client-ssm'
import { validationError } from '../world/aws-error.ts'
import { matchPattern } from '../world/pattern.ts'
import { call, type Author } from './author.ts'
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
  const twice = given.find(({ ParameterKey }, index) => given.findIndex((each) => each.ParameterKey === ParameterKey) !== index)
  if (twice !== undefined) throw validationError(`Duplicate input parameter key found: ${twice.ParameterKey}`)
  const both = given.find(({ UsePreviousValue, ParameterValue }) => UsePreviousValue === true && ParameterValue !== undefined)
  if (both !== undefined)
    throw validationError(
      `Invalid input for parameter key ${both.ParameterKey}. Cannot specify usePreviousValue as true and non empty value for a parameter`,
    )
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
  if (Type === 'Number' && !isNumber(value)) fail('must be a number.')
  if (Type === 'List<Number>' && !value.split(',').every((each) => isNumber(each.trim()))) fail('must be a list of numbers.')
  if (MinValue !== undefined && Number(value) < MinValue) fail(`must be a number not less than ${MinValue}`)
  if (MaxValue !== undefined && Number(value) > MaxValue) fail(`must be a number not greater than ${MaxValue}`)
  if (MinLength !== undefined && value.length < MinLength) fail(`must contain at least ${MinLength} characters`)
  if (MaxLength !== undefined && value.length > MaxLength) fail(`must contain at most ${MaxLength} characters`)
}

const isNumber = (text: string): boolean => /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text)

/** The same with what SSM holds, where a parameter's value is the name of one there. Asked for as the stack's author. @throws ValidationError */
export async function lookedUp(
  author: Author,
  { Parameters = {} }: Template,
  parameters: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, string>> {
  const values = new Map(parameters)
  for (const [name, { Type }] of Object.entries(Parameters)) {
    if (!isLookedUp(Type)) continue
    const { Parameters: [found] = [] } = await call<GetParametersResult>(author, 'ssm:GetParameters', { Names: [parameters.get(name)] })
    if (found?.Value === undefined) throw validationError(`Parameter ${name} should either have input value or default value`)
    values.set(name, found.Value)
  }
  return values
}

export const isLookedUp = (type: string): boolean => type.startsWith('AWS::SSM::Parameter::Value<')
