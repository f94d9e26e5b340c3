import type { News } from '../world/news.ts'
import type { Organization } from '../world/organization.ts'
import type { Place } from '../world/world.ts'
import { add, instancesToDelete, instancesToMake } from './order.ts'
import { stackSetsOf, type StackSet } from './state.ts'

/** So long after an account has moved its old stack goes, and so long its new one comes: where it moves from one set to another, first the one, then the other. */
const GOES_AFTER_MS = 60_000
const COMES_AFTER_MS = 180_000

/** Automatic deployment: who joins a unit of a set gets a stack, and who leaves loses it. */
export function stackSetsHear({ world }: Place, news: News): void {
  const { organization } = world
  if (news.kind !== 'account-moved' || organization === undefined || news.accountId === organization.managementAccountId) return
  for (const place of world.places.filter(({ accountId }) => accountId === organization.managementAccountId))
    for (const set of stackSetsOf(place)) if (set.status === 'ACTIVE') follow(set, organization, news)
}

function follow(set: StackSet, organization: Organization, { accountId, from, to }: Extract<News, { kind: 'account-moved' }>): void {
  const [before, after] = [regionsOf(set, organization, from), regionsOf(set, organization, to)]
  if (to !== undefined) for (const instance of set.instances.values()) if (instance.accountId === accountId) instance.unitId = to
  if (!set.autoDeployment.enabled) return
  const targets = { Accounts: [accountId], ...(to === undefined ? {} : { OrganizationalUnitIds: [to] }) }
  if (before.length > 0 && after.length === 0)
    set.place.clock.schedule(GOES_AFTER_MS, () => {
      const { retain } = set.autoDeployment
      const instances = [...set.instances.values()].filter((instance) => instance.accountId === accountId)
      add(set, { action: 'DELETE', targets, retainStacks: retain, prepare: () => instancesToDelete(set, organization, instances, retain) })
    })
  if (before.length === 0 && after.length > 0)
    set.place.clock.schedule(COMES_AFTER_MS, () => void add(set, { action: 'CREATE', targets, prepare }))

  /** With the set's own parameters: nobody's overrides are a joiner's. */
  function prepare() {
    const member = organization.members.get(accountId)
    return member === undefined ? [] : instancesToMake(set, [member], regionsOf(set, organization, member.unitId), undefined)
  }
}

/** Where a unit's accounts get a stack of the set by themselves. */
const regionsOf = ({ units }: StackSet, organization: Organization, unitId: string | undefined): readonly string[] =>
  unitId === undefined ? [] : [...new Set(organization.lineOf(unitId).flatMap(({ id }) => [...(units.get(id) ?? [])]))]
