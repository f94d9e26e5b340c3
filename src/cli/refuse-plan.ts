import { readFile } from 'node:fs/promises'
import { brakeActs } from '../judgement/brake.ts'
import { instant, isAhead, isoTime, type Instant } from '../judgement/instant.ts'
import { parsePlan, type Plan } from '../plan/plan.ts'
import { fileFault } from '../text/file-fault.ts'
import { plural } from '../text/plural.ts'
import type { Exclusions } from './exclusions-in-force.ts'
import { Refusal, UsageError } from './io.ts'
import { refuseOrganization } from './refuse-organization.ts'
import { unknownSharedList, type SharedList } from './shared-list.ts'

const HOUR_MS = 3_600_000

const refused = (why: string, cause?: unknown): Refusal => new Refusal(`${why} Nothing was done.`, { cause })

/** @throws UsageError for a file that cannot be read; Refusal for one that is no plan, of another version, or edited */
export async function readPlan(file: string): Promise<Plan> {
  const json = await planText(file)
  refuseOrganization(file, json)
  try {
    return parsePlan(json)
  } catch (cause) {
    throw refused(`The plan ${file} cannot be carried out: ${fileFault(cause)}. ${MAKE_ONE}`, cause)
  }
}

const MAKE_ONE = 'Make one with "iam-cleanup plan --out FILE".'

/** What a file has that is said to be a plan. @throws UsageError where it cannot be read */
export const planText = (file: string): Promise<string> =>
  readFile(file, 'utf8').catch((cause: unknown) => {
    throw new UsageError(`The plan ${file} cannot be read: ${fileFault(cause)}. ${MAKE_ONE}`, { cause })
  })

/** What of a plan is meant. @throws UsageError for a name that the plan does not have */
export function onlyOf({ revoke }: Plan, names: readonly string[] | undefined): Plan['revoke'] {
  if (names === undefined) return revoke
  const isNamed = (name: string, { userName, userId }: Plan['revoke'][number]): boolean =>
    userId === name || userName.toLowerCase() === name.toLowerCase()
  const unknown = names.filter((name) => !revoke.some((item) => isNamed(name, item)))
  if (unknown.length > 0)
    throw new UsageError(`The plan takes nothing of ${unknown.join(', ')} (--only). Nothing was done. The plan itself names whom it is of.`)
  return revoke.filter((item) => names.some((name) => isNamed(name, item)))
}

export function refuseOtherTime({ createdAt, asOf }: Plan, file: string, now: Instant, maxPlanAgeHours: number): void {
  if (asOf !== createdAt)
    throw refused(`The plan ${file} was judged as of ${asOf} with --at: it is for looking only. Make one without --at.`)
  if (isAhead(instant(createdAt), now))
    throw refused(`The plan ${file} is of ${createdAt}, which lies ahead: AWS's clock says ${isoTime(now)}. Make a new one.`)
  const hours = Math.floor((now - instant(createdAt)) / HOUR_MS)
  if (now - instant(createdAt) > maxPlanAgeHours * HOUR_MS)
    throw refused(`The plan ${file} is ${plural(hours, 'hour')} old. Make a new one, or allow it with --max-plan-age.`)
}

/** Whatever a plan is narrowed to, its share is of all users of the account. */
export function refuseMassAction(hit: number, users: number, brakePercent: number): void {
  if (brakeActs(hit, users, brakePercent))
    throw refused(
      `Brake: the plan hits ${hit} of ${plural(users, 'user')}, more than ${brakePercent} %. If that is right, raise --brake-percent.`,
    )
}

/** The list is looked for where the caller is: another Region than the plan's has another list, or none (S8). */
export function refuseWithoutList(plan: Plan, { list }: Exclusions, region: string, isMeant: boolean): void {
  const { exclusionParameter, exclusionList } = plan
  if (exclusionList === 'read' && list === 'missing')
    throw refused(
      `The exclusion list ${exclusionParameter} that the plan was made with in Region ${plan.region} is not in Region ${region} now. Put it back or say --region ${plan.region}, or make a new plan.`,
    )
  if (exclusionList === 'read' && plan.region !== region)
    throw refused(
      `The plan was made with the exclusion list in Region ${plan.region}, and you are in ${region}. Say --region ${plan.region}.`,
    )
  if ((exclusionList === 'missing' || list === 'missing') && !isMeant)
    throw refused(
      `The plan was made without an exclusion list: there was no ${exclusionParameter} in Region ${plan.region}. Make a plan with the list, or say --no-exclusions if nobody is to be excluded.`,
    )
}

/** The shared list that the plan was made with holds whatever is said here; where it was made without, one that is said, or that the rule goes by. @throws Refusal for two that differ, and where none is known */
export function sharedBy({ sharedExclusions }: Plan, list: SharedList): string | undefined {
  if (list.kind === 'unknown' && sharedExclusions === undefined) throw refused(unknownSharedList(list.why))
  const named = list.kind === 'known' ? list.arn : undefined
  if (sharedExclusions !== undefined && named !== undefined && sharedExclusions !== named)
    throw new Refusal(
      `The plan was made with the shared exclusion list ${sharedExclusions}, and ${named} is meant now. Make a new plan. Nothing was done.`,
    )
  return sharedExclusions ?? named
}
