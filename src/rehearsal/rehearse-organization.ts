import type { Simulator } from '../simulator/index.ts'
import { actsOf, LAST_ACT, type Hands } from './organization-acts.ts'
import {
  ORGANIZATION_REHEARSAL_VERSION,
  type Happening,
  type OrganizationDay,
  type OrganizationRehearsal,
} from './organization-rehearsal.ts'
import { watchOf } from './organization-watch.ts'

const DAY_MS = 86_400_000

export type OrganizationPlan = {
  readonly limitDays: number
  readonly toolVersion: string
  /** More than are needed to play it all. */
  readonly days: number
  readonly hands: Hands
  readonly onProgress: (message: string) => void
}

/**
 * Play a deployment to an organization: a pilot, the others, verdicts, arming unit by unit, an account that joins, one that failed and is mended.
 * @throws Error for an organization without units
 */
export async function rehearseOrganization(simulator: Simulator, plan: OrganizationPlan): Promise<OrganizationRehearsal> {
  const { limitDays, toolVersion, hands, onProgress } = plan
  const { units, members } = hands
  const start = simulator.now()
  const known = new Map(await members())
  const joined: string[] = []
  const { pilot, acts } = actsOf(simulator, await units(), joined, hands)
  const watch = watchOf(simulator)
  const days: OrganizationDay[] = []
  const last = Math.max(LAST_ACT, plan.days)
  for (let day = 0; day <= last; day += 1) {
    onProgress(`Day ${day} of ${last}`)
    await simulator.advance(Math.max(0, start.getTime() + day * DAY_MS - simulator.now().getTime()))
    const happenings: Happening[] = [...(await joiners()), ...(await watch(known))]
    for (const act of acts.get(day) ?? []) happenings.push(await act())
    if (happenings.length > 0) days.push({ day, at: simulator.now().toISOString(), happenings })
  }
  return {
    kind: 'organization rehearsal',
    version: ORGANIZATION_REHEARSAL_VERSION,
    toolVersion,
    start: start.toISOString(),
    limitDays,
    pilot: pilot.name,
    days,
  }

  async function joiners(): Promise<readonly Happening[]> {
    const fresh = [...(await members())].filter(([accountId]) => !known.has(accountId))
    for (const [accountId, name] of fresh) {
      known.set(accountId, name)
      joined.push(accountId)
    }
    return fresh.map(([accountId, name]) => ({ kind: 'joined', accountId, name }))
  }
}
