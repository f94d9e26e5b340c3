import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { parameterReader } from '../aws/exclusion-parameter.ts'
import { iamInventory } from '../aws/iam-inventory.ts'
import { iamPower } from '../aws/iam-power.ts'
import { iamRevoker } from '../aws/iam-revoker.ts'
import { brakeActs } from '../judgement/brake.ts'
import { brakeRoom } from '../judgement/brake-room.ts'
import { instant, isAhead, isoTime, type Instant } from '../judgement/instant.ts'
import { carriedOut, meantBy, previewed, type Meant, type Standing } from '../plan/carry-out.ts'
import { failOnUnknown, parsePlan, type Plan } from '../plan/plan.ts'
import { planText } from '../reports/plan-text.ts'
import type { Account } from '../revocation/account.ts'
import { isDone, isTaken, type Revocation } from '../revocation/outcome.ts'
import { rulesOf } from '../revocation/rules.ts'
import { waysInOf } from '../revocation/ways-in.ts'
import { messageOf } from '../text/message-of.ts'
import { collect } from '../stream/map-concurrently.ts'
import { exclusionsInForce, type Exclusions } from './exclusions-in-force.ts'
import { Interrupted, Refusal, UsageError, type Io } from './io.ts'
import { openLedger } from './ledger-access.ts'
import type { LedgerChoice } from './ledger-option.ts'
import { reached } from './reached.ts'
import { refuseOrganization } from './refuse-organization.ts'

export type ApplyOptions = {
  readonly file: string
  readonly maxPlanAgeHours: number
  readonly brakePercent: number
  /** Whether to go on without an exclusion list on purpose. */
  readonly withoutExclusions: boolean
  readonly ledger: LedgerChoice
  readonly dryRun: boolean
  readonly yes: boolean
}

const HOUR_MS = 3_600_000

/** @throws Refusal for a plan that must not be carried out; Error where AWS refused something or its answer is unknown */
export async function applyPlan(options: ApplyOptions, io: Io): Promise<void> {
  const { file, maxPlanAgeHours, brakePercent, withoutExclusions, dryRun, yes } = options
  const plan = await readPlan(file)
  const { accountId, arn, accessKeyId, region, now, clock, sayWrongClock } = await reached(io)
  if (accountId !== plan.accountId)
    throw new UsageError(
      `The plan ${file} is of account ${plan.accountId}, and you are in ${accountId}. Choose the profile of that account.`,
    )
  const signal = new AbortController().signal
  const readParameter = parameterReader(signal)
  refuseWithoutList(plan, await exclusionsInForce(plan.exclusionParameter, region, io, readParameter), region, withoutExclusions)
  sayWrongClock()
  refuseOtherTime(plan, file, now, maxPlanAgeHours)
  const inventory = iamInventory(signal)
  const { table } = await openLedger(options.ledger)
  const rules: Account['rules'] = async () => {
    const exclusions = await exclusionsInForce(plan.exclusionParameter, region, { ...io, note: () => undefined }, readParameter)
    refuseWithoutList(plan, exclusions, region, withoutExclusions)
    return rulesOf(exclusions.entries, inventory, plan.limitDays, clock())
  }
  // A row that makes no sense concerns nobody else.
  const everybody = await collect(inventory.users(() => undefined))
  const room = brakeRoom(everybody.length, brakePercent)
  const account: Account = {
    inventory,
    revoker: iamRevoker(),
    table,
    rules,
    waysIn: { ...waysInOf({ inventory, table, rules }, iamPower(signal), async () => everybody), table },
    errand: { by: arn, errand: plan.digest },
    now: clock,
    brakeRoom: { atLeast: room, here: async () => room },
    areTaggedDenied: false,
    newId: randomUUID,
  }
  const meant = meantBy(plan, everybody)
  const standings = await collect(previewed(meant, account, accessKeyId))
  const due = standings.flatMap((each) => (each.kind === 'due' ? [each.item] : []))
  refuseMassAction(new Set(due.map(({ userId }) => userId)).size, everybody.length, brakePercent)
  const shown = planText({ ...plan, createdAt: isoTime(now), users: everybody.length, revoke: due, protected: skippedOf(standings) })
  if (dryRun) io.out(shown)
  else if (due.length === 0) for (const each of standings) io.out(lineOf(each))
  if (dryRun || due.length === 0) return failOnUnknown(plan)
  io.note(shown)
  if (!yes && !(await io.confirm(`Revoke these ${due.length} credentials?`))) throw new Refusal('Declined: nothing was changed.')
  for (const each of standings) if (each.kind === 'skipped') io.out(lineOf(each))
  // What was not shown as due is not taken, whatever has become of it since.
  const done = await carryOut(meantBy({ ...plan, revoke: due }, everybody), account, accessKeyId, io)
  if (!done.every((each) => isDone(each))) throw new Error('Not everything could be revoked. The lines above say what and why.')
  failOnUnknown(plan)
}

const lineOf = ({ item, ...standing }: Standing): string =>
  `${item.userName}: ${item.credential}: ${'why' in standing ? `skipped: ${standing.why}` : 'unused'}`

const skippedOf = (standings: readonly Standing[]): Plan['protected'] =>
  standings.flatMap((each) =>
    each.kind === 'skipped' ? [{ userName: each.item.userName, credential: each.item.credential, why: `skipped: ${each.why}` }] : [],
  )

/** Users side by side; on an interruption those that were begun are finished. */
async function carryOut(all: readonly Meant[], account: Account, own: string, io: Io): Promise<readonly Revocation[]> {
  const results: Revocation[] = []
  let begun = 0
  let isInterrupted = false
  void io.interrupted().then(() => {
    isInterrupted = true
    io.note('Interrupted: those that were begun are finished first.')
  })
  for await (const { revocations, lines } of carriedOut(untilInterrupted(), account, own)) {
    results.push(...revocations)
    for (const line of lines) io.out(line)
    io.progress(`${begun} of ${all.length} users`)
  }
  const taken = results.filter((each) => isTaken(each)).length
  io.note(`${taken} credentials revoked, of ${begun} of ${all.length} users. To give something back: iam-cleanup restore USER`)
  if (begun < all.length) throw new Interrupted(`Interrupted after ${begun} of ${all.length} users. Run the same command again to go on.`)
  return results

  function* untilInterrupted(): Iterable<Meant> {
    for (const each of all) {
      if (isInterrupted) return
      begun += 1
      yield each
    }
  }
}

async function readPlan(file: string): Promise<Plan> {
  const json = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new UsageError(`The plan ${file} cannot be read: ${messageOf(cause)}. Make one with "iam-cleanup plan --out ${file}".`, { cause })
  })
  refuseOrganization(file, json)
  try {
    return parsePlan(json)
  } catch (cause) {
    throw new Refusal(`The plan ${file} cannot be carried out: ${messageOf(cause)}. Make a new one with "iam-cleanup plan".`, { cause })
  }
}

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

function refuseMassAction(hit: number, users: number, brakePercent: number): void {
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
