import { readFile } from 'node:fs/promises'
import { accountId } from '../aws/account.ts'
import { iamInventory } from '../aws/iam-inventory.ts'
import { iamRevoker } from '../aws/iam-revoker.ts'
import { groupsNamed } from '../exclusions/list.ts'
import type { Terms } from '../inventory/finding.ts'
import type { Inventory, ListedUser } from '../inventory/inventory.ts'
import { readGroups } from '../inventory/survey.ts'
import { brakeActs } from '../judgement/brake.ts'
import { credentialId, type Credential } from '../judgement/credential.ts'
import { instant, type Instant } from '../judgement/instant.ts'
import { judge } from '../judgement/verdict.ts'
import { parsePlan, type Plan, type PlanItem } from '../plan/plan.ts'
import { planText } from '../reports/plan-text.ts'
import { readLive } from '../revocation/live-user.ts'
import { isDone, outcomeText, type Revocation } from '../revocation/outcome.ts'
import { revokeUser } from '../revocation/revoke-user.ts'
import { collect } from '../stream/map-concurrently.ts'
import { exclusionsInForce } from './exclusions-in-force.ts'
import { UsageError, type Io } from './io.ts'

export type ApplyOptions = {
  readonly file: string
  readonly maxPlanAgeHours: number
  readonly brakePercent: number
  readonly at: Date
  readonly dryRun: boolean
  readonly yes: boolean
}

const HOUR_MS = 3_600_000

/** @throws UsageError for a plan that must not be carried out; Error where AWS refused something or its answer is unknown */
export async function applyPlan({ file, maxPlanAgeHours, brakePercent, at, dryRun, yes }: ApplyOptions, io: Io): Promise<void> {
  const plan = await readPlan(file)
  const now = instant(at)
  refuseOld(plan, file, now, maxPlanAgeHours)
  refuseMassAction(plan, brakePercent)
  const here = await accountId()
  if (here !== plan.accountId)
    throw new UsageError(`The plan ${file} is of account ${plan.accountId}, and you are in ${here}. Choose the profile of that account.`)
  const entries = await exclusionsInForce(plan.exclusionParameter, io)
  io.note(planText(plan))
  if (dryRun || plan.revoke.length === 0) return
  if (!yes && !(await io.confirm(`Revoke these ${plan.revoke.length} credentials?`))) return
  const outOfTime = new AbortController().signal
  const results = await carryOut(plan, iamInventory(outOfTime), { entries, limitDays: plan.limitDays, now, outOfTime }, io)
  if (!results.every((each) => isDone(each))) throw new Error('Not everything could be revoked. The lines above say what and why.')
}

async function readPlan(file: string): Promise<Plan> {
  try {
    return parsePlan(await readFile(file, 'utf8'))
  } catch (cause) {
    throw new UsageError(
      `The plan ${file} cannot be carried out: ${cause instanceof Error ? cause.message : String(cause)}. Make a new one with "iam-cleanup plan --out ${file}".`,
      { cause },
    )
  }
}

function refuseOld({ createdAt }: Plan, file: string, now: Instant, maxPlanAgeHours: number): void {
  const hours = (now - instant(createdAt)) / HOUR_MS
  if (hours > maxPlanAgeHours)
    throw new UsageError(`The plan ${file} is ${Math.floor(hours)} hours old. Make a new one, or allow it with --max-plan-age.`)
}

function refuseMassAction({ revoke, users }: Plan, brakePercent: number): void {
  const hit = new Set(revoke.map(({ userId }) => userId)).size
  if (brakeActs(hit, users, brakePercent))
    throw new UsageError(
      `Brake: the plan hits ${hit} of ${users} users, more than ${brakePercent} %. If that is right, raise --brake-percent.`,
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
