import type { Organization } from './organization.ts'
import { perWorld, type World } from './world.ts'

/** Resources that an account shares, by AWS RAM. */
export type ResourceShare = {
  readonly arn: string
  readonly name: string
  readonly owner: string
  readonly region: string
  readonly created: Date
  readonly token: string | undefined
  readonly allowExternalPrincipals: boolean
  readonly permissionArns: readonly string[]
  resourceArns: readonly string[]
  /** Accounts by id; the organization and units of it by ARN. */
  principals: readonly string[]
  status: 'ACTIVE' | 'DELETED'
}

export const sharesOf = perWorld((): ResourceShare[] => [])

/** Whether a resource of another account is shared with this one; by accounts that are suspended nothing is. */
export function isShared(world: World, resourceArn: string, accountId: string): boolean {
  const { organization } = world
  return sharesOf(world.place()).some(
    (share) =>
      share.status === 'ACTIVE' &&
      organization?.members.get(share.owner)?.status !== 'SUSPENDED' &&
      share.resourceArns.includes(resourceArn) &&
      share.principals.some((principal) => isMeant(organization, share.owner, principal, accountId)),
  )
}

/** Whether a share of an owner with this principal is one with the account. */
export function isMeant(organization: Organization | undefined, owner: string, principal: string, accountId: string): boolean {
  const member = organization?.members.get(accountId)
  if (organization === undefined || member === undefined || !organization.members.has(owner)) return false
  if (principal === accountId || principal === organization.ownArn) return true
  return organization.lineOf(member.unitId).some(({ id }) => principal === organization.arn(`ou/${organization.id}/${id}`))
}
