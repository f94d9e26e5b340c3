import { AwsError } from '../world/aws-error.ts'
import type { Call } from '../world/call.ts'
import type { Organization } from '../world/organization.ts'

/** The organization, for any of its accounts. @throws AWSOrganizationsNotInUseException */
export function asMember({ place }: Call): Organization {
  const { organization } = place.world
  if (organization === undefined || !organization.members.has(place.accountId))
    throw new AwsError('AWSOrganizationsNotInUseException', 400, 'Your account is not a member of an organization.')
  return organization
}

/** For the management account and delegated administrators. @throws AccessDeniedException for other members */
export function asReader(call: Call): Organization {
  const organization = asMember(call)
  const { accountId } = call.place
  if (accountId !== organization.managementAccountId && !organization.isDelegated(accountId)) throw denied()
  return organization
}

/** For the management account. @throws AccessDeniedException for every other */
export function asManagement(call: Call): Organization {
  const organization = asMember(call)
  if (call.place.accountId !== organization.managementAccountId) throw denied()
  return organization
}

const denied = (): AwsError => new AwsError('AccessDeniedException', 400, "You don't have permissions to access this resource.")
