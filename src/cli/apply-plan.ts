import { readFile } from 'node:fs/promises'
import { iamInventory } from '../aws/iam-inventory.ts'
import { iamRevoker } from '../aws/iam-revoker.ts'
import { groupsNamed } from '../exclusions/list.ts'
import type { Terms } from '../inventory/finding.ts'
import type { Inventory, ListedUser } from '../inventory/inventory.ts'
import { readGroups } from '../inventory/survey.ts'
import { brakeActs } from '../judgement/brake.ts'
import { credentialId, type Credential } from '../judgement/credential.ts'
import { instant, isAhead, type Instant } from '../judgement/instant.ts'
import { judge } from '../judgement/verdict.ts'
import { failOnUnknown, parsePlan, type Plan, type PlanItem } from '../plan/plan.ts'
import { planText } from '../reports/plan-text.ts'
import { readLive } from '../revocation/live-user.ts'
import { isDone, outcomeText, type Revocation } from '../revocation/outcome.ts'
import { revokeUser } from '../revocation/revoke-user.ts'
import { collect } from '../stream/map-concurrently.ts'
import { exclusionsInForce, type Exclusions } from './exclusions-in-force.ts'
import { Refusal, UsageError, type Io } from './io.ts'
import { reached } from './reached.ts'

export type ApplyOptions = {
  readonly file: string
  readonly maxPlanAgeHours: number
  readonly brakePercent: number
  /** Whether to go on without an exclusion list on purpose. */
  readonly withoutExclusions: boolean
  readonly dryRun: boolean
  readonly yes: boolean
}

const HOUR_MS = 3_600_000

/** @throws Refusal for a plan that must not be carried out; Error where AWS refused something or its answer is unknown */
export async function applyPlan(options: ApplyOptions, io: Io): Promise<void> {
  const { file, maxPlanAgeHours, brakePercent, withoutExclusions, dryRun, yes } = options
  const plan = await readPlan(file)
  const { accountId, region, now, sayWrongClock } = await reached(io)
  if (accountId !== plan.accountId)
    throw new UsageError(
      `The plan ${file} is of account ${plan.accountId}, and you are in ${accountId}. Choose the profile of that account.`,
    )
  const exclusions = await exclusionsInForce(plan.exclusionParameter, region, io)
  sayWrongClock()
  refuseOtherTime(plan, file, now, maxPlanAgeHours)
  refuseMassAction(plan, brakePercent)
  refuseWithoutList(plan, exclusions, region, withoutExclusions)
  io.note(planText(plan))
  if (dryRun || plan.revoke.length === 0) return failOnUnknown(plan)
  if (!yes && !(await io.confirm(`Revoke these ${plan.revoke.length} credentials?`))) throw new Refusal('Declined: nothing was changed.')
  const { entries } = exclusions
  const outOfTime = new AbortController().signal
  const results = await carryOut(plan, iamInventory(outOfTime), { entries, limitDays: plan.limitDays, now, outOfTime }, io)
  if (!results.every((each) => isDone(each))) throw new Error('Not everything could be revoked. The lines above say what and why.')
  failOnUnknown(plan)
}

async function readPlan(file: string): Promise<Plan> {
  const json = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new UsageError(`The plan ${file} cannot be read: ${messageOf(cause)}. Make one with "iam-cleanup plan --out ${file}".`, { cause })
  })
  try {
    return parsePlan(json)
  } catch (cause) {
    throw new Refusal(`The plan ${file} cannot be carried out: ${messageOf(cause)}. Make a new one with "iam-cleanup plan".`, { cause })
  }
}

const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause))

function refuseOtherTime({ createdAt, asOf }: Plan, file: string, now: Instant, maxPlanAgeHours: number): void {
  if (asOf !== createdAt)
    throw new Refusal(`The plan ${file} was judged as of ${asOf} with --at: it is for looking only. Make one without --at.`)
  if (isAhead(instant(createdAt), now))
    throw new Refusal(
      `The plan ${file} is of ${createdAt}, which lies ahead: AWS's clock says ${new Date(now).toISOString()}. Make a new one.`,
    )
  const hours = (now - instant(createdAt)) / HOUR_MS
  if (hours > maxPlanAgeHours)
    throw new Refusal(`The plan ${file} is ${Math.floor(hours)} hours old. Make a new one, or allow it with --max-plan-age.`)
}

function refuseMassAction({ revoke, users }: Plan, brakePercent: number): void {
  const hit = new Set(revoke.map(({ userId }) => userId)).size
  if (brakeActs(hit, users, brakePercent))
    throw new Refusal(
      `Brake: the plan hits ${hit} of ${users} users, more than ${brakePercent} %. If that is right, raise --brake-percent.`,
    )
}

/** The list is looked for where the caller is: another Region than the plan's has another list, or none (S8). */
function refuseWithoutList(plan: Plan, { list }: Exclusions, region: string, isMeant: boolean): void {
  const { exclusionParameter, exclusionList } = plan
  if (exclusionList === 'read' && list === 'missing')
    throw new Refusal(
      `The exclusion list ${exclusionParameter} that the plan was made with in Region ${plan.region} is not in Region ${region} now. Put it back or say --region ${plan.region}, or make a new plan.`,
    )
  if (exclusionList === 'read' && plan.region !== region)
    throw new Refusal(
      `The plan was made with the exclusion list in Region ${plan.region}, and you are in ${region}. Say --region ${plan.region}.`,
    )
  if ((exclusionList === 'missing' || list === 'missing') && !isMeant)
    throw new Refusal(
      `The plan was made without an exclusion list: there was no ${exclusionParameter} in Region ${plan.region}. Make a plan with the list, or say --no-exclusions if nobody is to be excluded.`,
    )
}

async function carryOut({ revoke }: Plan, inventory: Inventory, terms: Terms, io: Io): Promise<readonly Revocation[]> {
  const everybody = await collect(inventory.users())
  const groupsOf = await readGroups(inventory, groupsNamed(terms.entries))
  const account = { inventory, revoker: iamRevoker(), everybody }
  const results: Revocation[] = []
  for (const userId of new Set(revoke.map((item) => item.userId))) {
    const items = revoke.filter((item) => item.userId === userId)
    const user = everybody.find((each) => each.userId === userId)
    const meant = (credential: Credential): boolean => items.some((item) => item.credential === credentialId(credential))
    const done = user === undefined ? [] : await revokeUser(user, groupsOf(user), account, terms, meant)
    results.push(...done)
    for (const item of items) io.out(await lineOf(item, user, done, inventory, terms))
  }
  return results
}

/** One line a credential: what came of it, or why it was skipped. */
async function lineOf(
  item: PlanItem,
  user: ListedUser | undefined,
  done: readonly Revocation[],
  inventory: Inventory,
  terms: Terms,
): Promise<string> {
  const result = done.find(({ credential }) => credentialId(credential) === item.credential)
  const name = `${user?.userName ?? item.userName}: ${item.credential}`
  if (result !== undefined) return `${name}: ${outcomeText(result.outcome)}`
  const live = user && (await readLive(user, inventory))
  if (live === undefined) return `${name}: skipped: the user no longer exists`
  const credential = live.credentials.find((each) => credentialId(each) === item.credential)
  if (credential === undefined) return `${name}: skipped: it no longer exists`
  const verdict = judge(credential, terms.limitDays, terms.now)
  if (verdict.kind === 'inactive') return `${name}: skipped: it is inactive already`
  const { lastUse } = credential
  return `${name}: skipped: ${lastUse.kind === 'at' ? `used ${ago(lastUse.instant, terms.now)} ago` : 'made anew or restored since'}`
}

function ago(then: Instant, now: Instant): string {
  const hours = Math.max(0, Math.floor((now - then) / HOUR_MS))
  return hours < 48 ? `${hours} hours` : `${Math.floor(hours / 24)} days`
}
