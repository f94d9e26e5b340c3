import type { Capability, GetTemplateSummaryOutput, Parameter } from '@aws-sdk/client-cloudformation'
import { AwsError, validationError } from '../world/aws-error.ts'
import type { Place } from '../world/world.ts'

const BODY_BYTES = 51_200

/** What CloudFormation looks at before a set has a template: that it is one, its parameters have values, which are given back, its capabilities are acknowledged. @throws AwsError */
export async function checkTemplate(
  place: Place,
  templateBody: string,
  parameters: readonly Parameter[],
  capabilities: readonly Capability[],
): Promise<readonly Parameter[]> {
  if (/^"?Transform"?\s*:/m.test(templateBody)) throw validationError('Transform is not supported in SERVICE_MANAGED permission model')
  if (Buffer.byteLength(templateBody) > BODY_BYTES)
    throw validationError(
      `1 validation error detected: Value at 'templateBody' failed to satisfy constraint: Member must have length less than or equal to ${BODY_BYTES}`,
    )
  const summary = await summaryOf(place, templateBody)
  checkKeys(summary, parameters)
  const given = parameters.map(({ ParameterKey }) => ParameterKey)
  const missing = (summary.Parameters ?? []).filter(
    ({ ParameterKey, DefaultValue }) => DefaultValue === undefined && !given.includes(ParameterKey),
  )
  if (missing.length > 0)
    throw validationError(`Parameters: [${missing.map(({ ParameterKey }) => ParameterKey).join(', ')}] must have values`)
  const needed = summary.Capabilities ?? []
  const acknowledged = needed.every(
    (each) => capabilities.includes(each) || (each === 'CAPABILITY_IAM' && capabilities.includes('CAPABILITY_NAMED_IAM')),
  )
  if (!acknowledged) throw new AwsError('InsufficientCapabilitiesException', 400, `Requires capabilities : [${needed.join(', ')}]`)
  return (summary.Parameters ?? []).map(({ ParameterKey, DefaultValue }) => {
    const value = parameters.find((each) => each.ParameterKey === ParameterKey)?.ParameterValue
    return { ParameterKey, ParameterValue: value ?? DefaultValue }
  })
}

/** @throws ValidationError for a key that is none of the template's */
export async function checkOverrides(place: Place, templateBody: string, overrides: readonly Parameter[]): Promise<void> {
  if (overrides.length > 0) checkKeys(await summaryOf(place, templateBody), overrides)
}

function checkKeys({ Parameters = [] }: GetTemplateSummaryOutput, given: readonly Parameter[]): void {
  const known = Parameters.map(({ ParameterKey }) => ParameterKey)
  const unknown = given.map(({ ParameterKey }) => ParameterKey).filter((key) => !known.includes(key))
  if (unknown.length > 0) throw validationError(`Parameters: [${unknown.join(', ')}] do not exist in the template`)
}

const summaryOf = (place: Place, TemplateBody: string): Promise<GetTemplateSummaryOutput> =>
  place.perform(
    'cloudformation:GetTemplateSummary',
    { TemplateBody },
    { kind: 'principal', service: 'stacksets.cloudformation.amazonaws.com' },
  )

/** Values as they are given, or as they were. @throws ValidationError */
export function settled(given: readonly Parameter[], before: readonly Parameter[]): readonly Parameter[] {
  return given.map(({ ParameterKey = '', ParameterValue, UsePreviousValue }) => {
    if (UsePreviousValue !== true) return { ParameterKey, ParameterValue }
    const previous = before.find((each) => each.ParameterKey === ParameterKey)
    if (previous === undefined) throw validationError(`Parameters: [${ParameterKey}] have no previous value`)
    return previous
  })
}
