import type { Member, Organization } from '../world/organization.ts'
import type { World } from '../world/world.ts'

/** An account joins; every service hears of it. @throws Error where it is in already, or there is no such organization or unit */
export function joinOrganization(world: World, member: Member): void {
  const organization = organizationIn(world)
  if (organization.members.has(member.id)) throw new Error(`The account ${member.id} is in the organization already.`)
  if (!organization.units.has(member.unitId)) throw new Error(`There is no unit ${member.unitId}.`)
  organization.members.set(member.id, member)
  tell(world, member.id, undefined, member.unitId)
}

/** An account leaves. @throws Error where it is not in, or is the management account */
export function leaveOrganization(world: World, accountId: string): void {
  const organization = organizationIn(world)
  const { unitId } = memberIn(organization, accountId)
  if (accountId === organization.managementAccountId) throw new Error('The management account cannot leave its organization.')
  organization.members.delete(accountId)
  for (const accounts of organization.delegated.values()) accounts.delete(accountId)
  tell(world, accountId, unitId, undefined)
}

/** An account moves to another unit. @throws Error where it is not in, or there is no such unit */
export function moveAccount(world: World, accountId: string, unitId: string): void {
  const organization = organizationIn(world)
  const member = memberIn(organization, accountId)
  if (!organization.units.has(unitId)) throw new Error(`There is no unit ${unitId}.`)
  const before = member.unitId
  member.unitId = unitId
  tell(world, accountId, before, unitId)
}

/** An account is suspended, as one that was closed is. @throws Error where it is not in, or is the management account */
export function suspendAccount(world: World, accountId: string): void {
  const organization = organizationIn(world)
  if (accountId === organization.managementAccountId) throw new Error('The management account cannot be suspended.')
  memberIn(organization, accountId).status = 'SUSPENDED'
}

function organizationIn({ organization }: World): Organization {
  if (organization === undefined) throw new Error('There is no organization: describe one in the account file.')
  return organization
}

function memberIn({ members }: Organization, accountId: string): Member {
  const member = members.get(accountId)
  if (member === undefined) throw new Error(`The account ${accountId} is not in the organization.`)
  return member
}

const tell = (world: World, accountId: string, from: string | undefined, to: string | undefined): void =>
  world.place(accountId).tell({ kind: 'account-moved', accountId, from, to })
