import type { Simulator } from '../simulator/index.ts'
import { actsOf, LAST_ACT, type Hands, type Unit } from './organization-acts.ts'
import { operatorOf, type TemplateBodies } from './organization-operator.ts'
import {
  ORGANIZATION_REHEARSAL_VERSION,
  type Happening,
  type OrganizationDay,
  type OrganizationRehearsal,
  type Seats,
} from './organization-rehearsal.ts'
import { watchOf } from './organization-watch.ts'

const DAY_MS = 86_400_000

export type OrganizationPlan = {
  readonly limitDays: number
  readonly toolVersion: string
  /** More than are needed to play it all. */
  readonly days: number
  readonly hands: Hands
  readonly seats: Seats
  readonly templates: TemplateBodies
  readonly onProgress: (message: string) => void
}

/**
 * Play a deployment to an organization: a pilot, the others, verdicts, a look at all accounts, arming unit by unit, what a policy refuses, the common list changed and lost, an
 * account that joins, one that failed and is mended.
 * @throws Error for an organization without units
 */
export async function rehearseOrganization(simulator: Simulator, plan: OrganizationPlan): Promise<OrganizationRehearsal> {
  const { limitDays, toolVersion, hands, seats, templates, onProgress } = plan
  const { units, members } = hands
  const start = simulator.now()
  const known = new Map(await members())
  const joined: string[] = []
  const { pilot, others } = partsOf(await units())
  const { look, unprotected } = watchOf(simulator)
  const operator = operatorOf(simulator, seats, templates)
  const acts = actsOf({ hands, operator, limitDays, pilot, others, joined, unprotected })
  const days: OrganizationDay[] = []
  const last = Math.max(LAST_ACT, plan.days)
  for (let day = 0; day <= last; day += 1) {
    onProgress(`Day ${day} of ${last}`)
    await simulator.advance(Math.max(0, start.getTime() + day * DAY_MS - simulator.now().getTime()))
    const happenings: Happening[] = [...(await joiners()), ...(await look(known))]
    const chapter = acts.get(day)
    for (const act of chapter?.acts ?? []) happenings.push(...[await act()].flat())
    if (happenings.length > 0) days.push({ day, at: simulator.now().toISOString(), title: chapter?.title ?? '', happenings })
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

/** @throws Error where there are no units */
function partsOf(units: readonly Unit[]): { readonly pilot: Unit; readonly others: readonly string[] } {
  const pilot = units.find(({ name }) => /pilot/i.test(name)) ?? units.at(-1)
  if (pilot === undefined) throw new Error('The organization has no units: a deployment begins with one, and goes on unit by unit.')
  return { pilot, others: units.filter(({ depth, id }) => depth === 1 && id !== pilot.id).map(({ id }) => id) }
}
