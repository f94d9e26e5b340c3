import { AwsError } from '../world/aws-error.ts'
import type { Place } from '../world/world.ts'

/** A function as requests name it: by its name, its ARN, or the last parts of that; each with a qualifier or without one. */
export type AskedFunction = { readonly FunctionName?: string | undefined; readonly Qualifier?: string | undefined }

const FORM = /^(?:arn:[^:]*:lambda:([^:]*):)?(?:(\d{12}):)?(?:function:)?([\w-]+)(?::([\w$.-]+))?$/

/** @throws ResourceNotFoundException, AccessDeniedException, InvalidParameterValueException */
export function nameOf(
  place: Place,
  { FunctionName = '', Qualifier }: AskedFunction,
): { readonly arn: string; readonly qualifier: string | undefined } {
  const [, region = place.region, accountId = place.accountId, name = FunctionName, derived] = FORM.exec(FunctionName) ?? []
  if (region !== place.region)
    throw new AwsError('ResourceNotFoundException', 404, `Functions from '${region}' are not reachable in this region ('${place.region}')`)
  if (accountId !== place.accountId)
    throw new AwsError(
      'AccessDeniedException',
      403,
      `The function ${FunctionName} is in another account: the simulator invokes none across accounts.`,
    )
  if (derived !== undefined && Qualifier !== undefined && derived !== Qualifier)
    throw new AwsError(
      'InvalidParameterValueException',
      400,
      'The derived qualifier from the function name does not match the specified qualifier.',
    )
  return { arn: `arn:aws:lambda:${region}:${accountId}:function:${name}`, qualifier: derived ?? Qualifier }
}
