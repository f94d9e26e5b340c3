import { AwsError } from '../world/aws-error.ts'
import { isShared } from '../world/resource-shares.ts'
import type { Place } from '../world/world.ts'
import { keyOf } from './parameter-name.ts'
import { parametersOf } from './parameter-versions.ts'

/** A parameter by its ARN, whosever. */
const ARN = /^(arn:aws:ssm:([a-z0-9-]+):(\d{12}):parameter(\/[^:]+))(:.+)?$/

/**
 * Where a parameter is that is to be read: here; by its ARN also in another account that shares it with this one, in the same Region.
 * @throws AccessDeniedException for a foreign one that is not shared, is not there, or is not of the advanced tier: nobody is told which
 */
export function homeOfParameter(place: Place, given: string): Place {
  const [, arn = '', region = '', accountId, name = ''] = ARN.exec(given) ?? []
  if (accountId === undefined || accountId === place.accountId) return place
  const owner = place.world.place(accountId, region)
  const latest = parametersOf(owner).get(keyOf(owner, name))?.at(-1)
  if (region !== place.region || latest?.Tier !== 'Advanced' || !isShared(place.world, arn, place.accountId))
    throw new AwsError(
      'AccessDeniedException',
      400,
      `User is not authorized to access the parameter ${arn}: it is not shared with this account.`,
    )
  return owner
}
