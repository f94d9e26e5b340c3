import {
  DeleteParameter$,
  DeleteParameters$,
  DescribeParameters$,
  GetParameter$,
  GetParameterHistory$,
  GetParameters$,
  GetParametersByPath$,
  PutParameter$,
  type DeleteParameterRequest,
  type DeleteParametersRequest,
  type DescribeParametersRequest,
  type GetParameterHistoryRequest,
  type GetParameterRequest,
  type GetParametersByPathRequest,
  type GetParametersRequest,
  type ParameterStringFilter,
  type PutParameterRequest,
} from '@aws-sdk/client-ssm'
import type { Place } from '../world/world.ts'
import { AwsError } from '../world/aws-error.ts'
import { callerArn } from '../world/caller.ts'
import type { Call } from '../world/call.ts'
import { operation } from '../world/operation.ts'
import { matchPattern } from '../world/pattern.ts'
import { parametersOf, type ParameterVersion } from './parameter-versions.ts'
import { decrypted } from './secure-string.ts'

const STANDARD_BYTES = 4096
const ADVANCED_BYTES = 8192
const KEPT_VERSIONS = 100

export const parameterOperations = [
  operation(PutParameter$, (request: PutParameterRequest, call) => {
    const { Version, Tier } = putParameter(request, call)
    return { Version, Tier }
  }),

  operation(GetParameter$, ({ Name = '', WithDecryption }: GetParameterRequest, { place }) => ({
    Parameter: shown(decrypted(find(place, Name), WithDecryption), place),
  })),

  operation(GetParameters$, ({ Names = [], WithDecryption }: GetParametersRequest, { place }) => {
    const known = Names.filter((name) => parametersOf(place).has(name))
    return {
      Parameters: known.map((name) => shown(decrypted(find(place, name), WithDecryption), place)),
      InvalidParameters: Names.filter((name) => !known.includes(name)),
    }
  }),

  operation(GetParametersByPath$, ({ Path = '/', Recursive = false, WithDecryption }: GetParametersByPathRequest, { place }) => {
    const prefix = Path.endsWith('/') ? Path : `${Path}/`
    const below = [...parametersOf(place).keys()].filter(
      (name) => name.startsWith(prefix) && (Recursive || !name.slice(prefix.length).includes('/')),
    )
    return { Parameters: below.map((name) => shown(decrypted(find(place, name), WithDecryption), place)) }
  }),

  operation(GetParameterHistory$, ({ Name = '', WithDecryption }: GetParameterHistoryRequest, { place }) => {
    find(place, Name)
    return { Parameters: (parametersOf(place).get(Name) ?? []).map((version) => decrypted(version, WithDecryption)) }
  }),

  operation(DescribeParameters$, ({ ParameterFilters = [] }: DescribeParametersRequest, { place }) => ({
    Parameters: [...parametersOf(place).keys()]
      .filter((name) => ParameterFilters.every((filter) => isNamed(name, filter)))
      .map((name) => {
        const { Value: _, ...rest } = find(place, name)
        return rest
      }),
  })),

  operation(DeleteParameter$, ({ Name = '' }: DeleteParameterRequest, { place }) => {
    find(place, Name)
    parametersOf(place).delete(Name)
    return {}
  }),

  operation(DeleteParameters$, ({ Names = [] }: DeleteParametersRequest, { place }) => {
    const DeletedParameters = Names.filter((name) => parametersOf(place).delete(name))
    return { DeletedParameters, InvalidParameters: Names.filter((name) => !DeletedParameters.includes(name)) }
  }),
]

/** @throws ParameterAlreadyExists, HierarchyTypeMismatchException, ValidationException, ParameterPatternMismatchException */
function putParameter(
  { Name = '', Value = '', Type, Overwrite = false, Tier, Description, AllowedPattern }: PutParameterRequest,
  { place, now, caller }: Call,
): ParameterVersion {
  const versions = parametersOf(place).get(Name) ?? []
  const latest = versions.at(-1)
  if (latest !== undefined && !Overwrite)
    throw new AwsError(
      'ParameterAlreadyExists',
      400,
      'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
    )
  checkName(Name)
  // Whether one that says nothing stays advanced, AWS's documents do not say: here it is taken for standard, and refused.
  const tier = tierOf(Tier ?? 'Standard', Value)
  if (latest?.Tier === 'Advanced' && tier === 'Standard')
    throw validation(
      "This parameter uses the advanced-parameter tier. You can't downgrade a parameter from the advanced-parameter tier to the standard-parameter tier.",
    )
  checkValue(Value, tier === 'Advanced' ? ADVANCED_BYTES : STANDARD_BYTES)
  checkPattern(AllowedPattern, Value)
  const type = Type ?? latest?.Type
  if (type === undefined) throw validation('A parameter type is required when you create a parameter.')
  if (latest !== undefined && latest.Type !== type)
    throw new AwsError('HierarchyTypeMismatchException', 400, `The parameter type can't be changed from ${latest.Type} to ${type}.`)
  const version = {
    Name,
    Type: type,
    Value,
    Version: (latest?.Version ?? 0) + 1,
    LastModifiedDate: now,
    LastModifiedUser: callerArn(caller),
    Description,
    Tier: tier,
  }
  parametersOf(place).set(Name, [...versions, version].slice(-KEPT_VERSIONS))
  return version
}

/** Intelligent-Tiering takes what the value needs. */
const tierOf = (asked: NonNullable<PutParameterRequest['Tier']>, value: string): ParameterVersion['Tier'] =>
  asked === 'Intelligent-Tiering' ? (Buffer.byteLength(value) > STANDARD_BYTES ? 'Advanced' : 'Standard') : asked

function isNamed(name: string, { Key, Option = 'Equals', Values = [] }: ParameterStringFilter): boolean {
  if (Key !== 'Name' || Option !== 'Equals')
    throw validation(`The simulator filters parameters by Name and Equals alone, not by ${Key} and ${Option}.`)
  return Values.includes(name)
}

function checkPattern(pattern: string | undefined, value: string): void {
  const match = pattern === undefined ? 'matches' : matchPattern(pattern, value)
  if (match === 'no-pattern' || match === 'takes-too-long')
    throw new AwsError('InvalidAllowedPatternException', 400, `The request does not meet the regular expression requirement: ${pattern}`)
  if (match === 'differs')
    throw new AwsError('ParameterPatternMismatchException', 400, `Parameter value, cannot be validated against allowedPattern: ${pattern}`)
}

function checkName(name: string): void {
  if (
    !/^[\w./-]+$/.test(name) ||
    /^\/?(place|ssm)/i.test(name) ||
    (name.includes('/') && !name.startsWith('/')) ||
    name.split('/').length > 16
  )
    throw validation('Parameter name must be a fully qualified name, made of a-zA-Z0-9_.- and /, and must not begin with "aws" or "ssm".')
}

function checkValue(value: string, maximum: number): void {
  if (value.length < 1)
    throw validation(
      "1 validation error detected: Value '' at 'value' failed to satisfy constraint: Member must have length greater than or equal to 1",
    )
  if (Buffer.byteLength(value) > maximum)
    throw validation(
      `Standard tier parameters support a maximum parameter value of ${STANDARD_BYTES} characters. To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier.`,
    )
  if (/\{\{.*\}\}/s.test(value)) throw validation('Parameter value cannot contain {{ }}.')
}

/** `name`, `name:version`, or the same with the whole ARN of this account. */
function find(place: Place, selector: string): ParameterVersion {
  const [name = '', version] = named(place, selector).split(':')
  const versions = parametersOf(place).get(name)
  if (versions === undefined) throw new AwsError('ParameterNotFound', 400, `Parameter ${name} not found.`)
  const found = version === undefined ? versions.at(-1) : versions.find(({ Version }) => Version === Number(version))
  if (found === undefined)
    throw new AwsError('ParameterVersionNotFound', 400, `Systems Manager could not find version ${version} of ${name}.`)
  return found
}

/** An ARN always has the slash that the name may lack. */
function named(place: Place, selector: string): string {
  const own = `arn:aws:ssm:${place.region}:${place.accountId}:parameter`
  if (!selector.startsWith(`${own}/`)) return selector
  const name = selector.slice(own.length)
  return parametersOf(place).has(name.split(':')[0] ?? '') ? name : name.slice(1)
}

const shown = ({ Name, Type, Value, Version, LastModifiedDate }: ParameterVersion, { region, accountId }: Place) => ({
  Name,
  Type,
  Value,
  Version,
  LastModifiedDate,
  ARN: `arn:aws:ssm:${region}:${accountId}:parameter${Name.startsWith('/') ? '' : '/'}${Name}`,
  DataType: 'text',
})

const validation = (message: string): AwsError => new AwsError('ValidationException', 400, message)
