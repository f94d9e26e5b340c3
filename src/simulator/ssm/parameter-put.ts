import type { PutParameterRequest } from '@aws-sdk/client-ssm'
import { AwsError } from '../world/aws-error.ts'
import type { Call } from '../world/call.ts'
import { callerArn } from '../world/caller.ts'
import { matchPattern } from '../world/pattern.ts'
import type { Place } from '../world/world.ts'
import { labelsOf } from './parameter-labels.ts'
import { checkNewName, keyOf, validation } from './parameter-name.ts'
import { parametersOf, parameterTagsOf, type ParameterVersion } from './parameter-versions.ts'

const STANDARD_BYTES = 4096
const ADVANCED_BYTES = 8192
const KEPT_VERSIONS = 100
const DATA_TYPES = ['text', 'aws:ec2:image', 'aws:ssm:integration']

/** Make a parameter, or a version of one. @throws ParameterAlreadyExists, HierarchyTypeMismatchException, ValidationException, ParameterPatternMismatchException */
export function putParameter(request: PutParameterRequest, { place, now, caller }: Call): ParameterVersion {
  const { Name: given = '', Value = '', Type, Tier, Description, AllowedPattern, DataType, KeyId, Tags = [] } = request
  const Name = keyOf(place, given)
  const versions = parametersOf(place).get(Name) ?? []
  const latest = versions.at(-1)
  checkRequest(request, latest)
  // Whether one that says nothing stays advanced, AWS's documents do not say: here it is taken for standard, and refused.
  const tier = tierOf(Tier ?? 'Standard', Value)
  if (latest?.Tier === 'Advanced' && tier === 'Standard')
    throw validation(
      "This parameter uses the advanced-parameter tier. You can't downgrade a parameter from the advanced-parameter tier to the standard-parameter tier.",
    )
  checkValue(Value, tier === 'Advanced' ? ADVANCED_BYTES : STANDARD_BYTES)
  checkPattern(AllowedPattern ?? latest?.AllowedPattern, Value)
  const type = Type ?? latest?.Type
  if (type === undefined) throw validation('A parameter type is required when you create a parameter.')
  if (latest !== undefined && latest.Type !== type)
    throw new AwsError('HierarchyTypeMismatchException', 400, `The parameter type can't be changed from ${latest.Type} to ${type}.`)
  if (KeyId !== undefined && type !== 'SecureString') throw validation('KeyId is required for SecureString type parameter only.')
  checkOldest(place, versions)
  const version = {
    Name,
    Type: type,
    Value,
    Version: (latest?.Version ?? 0) + 1,
    LastModifiedDate: now,
    LastModifiedUser: callerArn(caller),
    Description: Description ?? latest?.Description,
    AllowedPattern: AllowedPattern ?? latest?.AllowedPattern,
    KeyId: type === 'SecureString' ? (KeyId ?? latest?.KeyId ?? 'alias/aws/ssm') : undefined,
    Tier: tier,
    DataType: DataType ?? latest?.DataType ?? 'text',
  }
  parametersOf(place).set(Name, [...versions, version].slice(-KEPT_VERSIONS))
  if (latest === undefined) parameterTagsOf(place).set(Name, new Map(Tags.map(({ Key = '', Value: value = '' }) => [Key, value])))
  return version
}

/** The oldest makes room for a new one, unless it is called something. @throws ParameterMaxVersionLimitExceeded */
function checkOldest(place: Place, versions: readonly ParameterVersion[]): void {
  const [oldest] = versions
  if (oldest !== undefined && versions.length >= KEPT_VERSIONS && (labelsOf(place).get(oldest) ?? []).length > 0)
    throw new AwsError(
      'ParameterMaxVersionLimitExceeded',
      400,
      `You attempted to create a new version of ${oldest.Name} by calling the PutParameter API with the overwrite flag. Version ${oldest.Version}, the oldest version, can't be deleted because it has a label associated with it. Move the label to another version of the parameter, and try again.`,
    )
}

function checkRequest(
  { Name = '', Overwrite = false, Tags = [], DataType }: PutParameterRequest,
  latest: ParameterVersion | undefined,
): void {
  if (Overwrite && Tags.length > 0)
    throw validation(
      "Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please remove overwrite flag. To update tags for an existing parameter, please use AddTagsToResource or RemoveTagsFromResource.",
    )
  if (latest !== undefined && !Overwrite)
    throw new AwsError(
      'ParameterAlreadyExists',
      400,
      'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
    )
  checkNewName(Name)
  if (DataType !== undefined && !DATA_TYPES.includes(DataType))
    throw validation(`The following data type is not supported: ${DataType} (Data type names are all lowercase.)`)
}

/** Intelligent-Tiering takes what the value needs. */
const tierOf = (asked: NonNullable<PutParameterRequest['Tier']>, value: string): ParameterVersion['Tier'] =>
  asked === 'Intelligent-Tiering' ? (Buffer.byteLength(value) > STANDARD_BYTES ? 'Advanced' : 'Standard') : asked

function checkPattern(pattern: string | undefined, value: string): void {
  const match = pattern === undefined ? 'matches' : matchPattern(pattern, value)
  if (match === 'no-pattern' || match === 'takes-too-long')
    throw new AwsError('InvalidAllowedPatternException', 400, `The request does not meet the regular expression requirement: ${pattern}`)
  if (match === 'differs')
    throw new AwsError('ParameterPatternMismatchException', 400, `Parameter value, cannot be validated against allowedPattern: ${pattern}`)
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
