import type { DescribeParametersResult } from '@aws-sdk/client-ssm'
import { AwsError } from '../world/aws-error.ts'
import type { Place } from '../world/world.ts'

export const RAM = 'ram.amazonaws.com'

export const DEFAULT_PERMISSION = 'arn:aws:ram::aws:permission/AWSRAMDefaultPermissionSSMParameterReadOnly'

export const invalid = (code: string, message: string): AwsError => new AwsError(code, 400, message)

/** @throws UnknownResourceException for a permission that is none of parameters */
export function checkPermissions(permissionArns: readonly string[]): void {
  const unknown = permissionArns.find((arn) => arn !== DEFAULT_PERMISSION && arn !== `${DEFAULT_PERMISSION}WithHistory`)
  if (unknown !== undefined) throw invalid('UnknownResourceException', `The permission ${unknown} could not be found.`)
}

/** Within an organization that shares, and so without invitations, which are not here. @throws AwsError */
export function checkPrincipals(
  { world: { organization }, accountId }: Place,
  principals: readonly string[],
  allowExternalPrincipals: boolean,
): void {
  const isEnabled = organization?.members.has(accountId) === true && organization.trusted.has(RAM)
  for (const principal of principals) {
    if (
      !/^\d{12}$/.test(principal) &&
      !/^arn:aws:organizations::\d{12}:(organization\/o-[a-z0-9]+|ou\/o-[a-z0-9]+\/ou-[0-9a-z-]+)$/.test(principal)
    )
      throw invalid(
        'InvalidParameterException',
        `The principal ${principal} is not valid: give an account, an organization or an organizational unit.`,
      )
    const isInside =
      organization !== undefined &&
      (organization.members.has(principal) ||
        principal === organization.ownArn ||
        [...organization.units.keys()].some((id) => principal === organization.arn(`ou/${organization.id}/${id}`)))
    if (!isEnabled && principal.startsWith('arn:'))
      throw invalid(
        'InvalidParameterException',
        `Organization ${principal} could not be found. Enable sharing with AWS Organizations first.`,
      )
    if (!isInside && !allowExternalPrincipals)
      throw invalid(
        'OperationNotPermittedException',
        `The principal ${principal} is outside of your organization, and external principals are not allowed.`,
      )
    if (!isInside || !isEnabled)
      throw invalid('InvalidParameterException', `The simulator knows no invitations: ${principal} would have to accept one.`)
  }
}

/** Parameters of the caller's account and Region, of the Advanced tier. @throws AwsError */
export async function checkResources(place: Place, resourceArns: readonly string[]): Promise<void> {
  for (const arn of resourceArns) {
    const [, region, accountId, name] = /^arn:aws:ssm:([a-z0-9-]+):(\d{12}):parameter(\/.+)$/.exec(arn) ?? []
    if (name === undefined) throw invalid('MalformedArnException', `The simulator shares parameters of Systems Manager alone, not ${arn}.`)
    if (accountId !== place.accountId || region !== place.region)
      throw invalid('InvalidParameterException', `The resource ${arn} is not one of account ${place.accountId} in ${place.region}.`)
    const found = (await tierOf(place, name)) ?? (await tierOf(place, name.slice(1)))
    if (found === undefined) throw invalid('UnknownResourceException', `The resource ${arn} could not be found.`)
    if (found !== 'Advanced')
      throw invalid('InvalidParameterException', `Only parameters of the advanced tier can be shared, and ${arn} is none.`)
  }
}

/** A parameter whose name has no slash in front is told by an ARN as if it had one. */
async function tierOf(place: Place, name: string): Promise<string | undefined> {
  const input = { ParameterFilters: [{ Key: 'Name', Option: 'Equals', Values: [name] }] }
  const { Parameters: [found] = [] } = await place.perform<DescribeParametersResult>('ssm:DescribeParameters', input, {
    kind: 'principal',
    service: RAM,
  })
  return found?.Tier
}
