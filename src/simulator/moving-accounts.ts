import { unitByPath } from './organization-description.ts'
import { joinOrganization, leaveOrganization, moveAccount, suspendAccount } from './organizations/changes.ts'
import type { World } from './world/world.ts'

/** What happens to an organization's accounts. A unit is named by the names from the top (`Workloads/Production`) or by its id; left out, it is the root. @throws Error for what cannot be */
export type MovingAccounts = {
  readonly join: (accountId: string, unit?: string, name?: string) => void
  readonly leave: (accountId: string) => void
  readonly move: (accountId: string, unit?: string) => void
  /** As an account is that was closed. */
  readonly suspend: (accountId: string) => void
}

export const movingAccounts = (world: World): MovingAccounts => ({
  join: (id, unit, name = id) => {
    const facts = { email: `account-${id}@example.com`, method: 'INVITED', policies: [], status: 'ACTIVE' } as const
    joinOrganization(world, { id, name, unitId: unitIdOf(world, unit), joined: world.clock.now(), ...facts })
  },
  leave: (accountId) => leaveOrganization(world, accountId),
  move: (accountId, unit) => moveAccount(world, accountId, unitIdOf(world, unit)),
  suspend: (accountId) => suspendAccount(world, accountId),
})

function unitIdOf({ organization }: World, path: string | undefined): string {
  const unit = organization && (path === undefined ? organization.root : unitByPath(organization, path))
  if (unit === undefined) throw new Error(`There is no unit ${path ?? ''} in an organization.`)
  return unit.id
}
