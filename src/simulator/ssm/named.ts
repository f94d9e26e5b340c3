import { AwsError } from '../world/aws-error.ts'
import { isShared } from '../world/resource-shares.ts'
import type { Place } from '../world/world.ts'
import { parametersOf } from './parameter-versions.ts'

/** A parameter that is read: where it is, and by which name, with a version or without. */
export type Named = { readonly place: Place; readonly name: string }

const ARN = /^(arn:aws:ssm:([a-z0-9-]+):(\d{12}):parameter)(\/[^:]+)(:.+)?$/

/**
 * Whose parameter a name means: one's own; by its ARN also another account's that is shared with this one, in the same Region.
 * @throws AccessDeniedException for a foreign one that is not shared, is not there, or is not of the advanced tier: nobody is told which
 */
export function named(place: Place, name: string): Named {
  const [, front = '', region, accountId, path = '', version = ''] = ARN.exec(name) ?? []
  if (accountId === undefined || region === undefined) return { place, name }
  const owner = place.world.place(accountId, region)
  const inside = nameIn(owner, path)
  if (owner === place) return { place, name: `${inside}${version}` }
  const latest = parametersOf(owner).get(inside)?.at(-1)
  if (region !== place.region || latest?.Tier !== 'Advanced' || !isShared(place.world, `${front}${path}`, place.accountId))
    throw new AwsError(
      'AccessDeniedException',
      400,
      `User is not authorized to access the parameter ${front}${path}: it is not shared with this account.`,
    )
  return { place: owner, name: `${inside}${version}` }
}

/** A parameter whose name has no slash in front is told by an ARN as if it had one. */
const nameIn = (owner: Place, path: string): string => (parametersOf(owner).has(path) ? path : path.slice(1))
