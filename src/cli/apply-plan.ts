import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { callerIdentity } from '../aws/account.ts'
import { iamInventory } from '../aws/iam-inventory.ts'
import { iamPower } from '../aws/iam-power.ts'
import { iamRevoker } from '../aws/iam-revoker.ts'
import { brakeActs } from '../judgement/brake.ts'
import { brakeRoom } from '../judgement/brake-room.ts'
import { instant, isoTime, type Instant } from '../judgement/instant.ts'
import { carriedOut, meantBy, previewed, type Meant, type Standing } from '../plan/carry-out.ts'
import { parsePlan, type Plan } from '../plan/plan.ts'
import { planText } from '../reports/plan-text.ts'
import type { Account } from '../revocation/account.ts'
import { isDone, isTaken, type Revocation } from '../revocation/outcome.ts'
import { rulesOf } from '../revocation/rules.ts'
import { waysInOf } from '../revocation/ways-in.ts'
import { collect } from '../stream/map-concurrently.ts'
import { exclusionsInForce } from './exclusions-in-force.ts'
import { UsageError, type Io } from './io.ts'
import { openLedger } from './ledger-access.ts'

export type ApplyOptions = {
  readonly file: string
  readonly maxPlanAgeHours: number
  readonly brakePercent: number
  readonly ledgerTable: string
  readonly dryRun: boolean
  readonly yes: boolean
}

const HOUR_MS = 3_600_000

/** @throws UsageError for a plan that must not be carried out; Error where AWS refused something or its answer is unknown */
export async function applyPlan({ file, maxPlanAgeHours, brakePercent, ledgerTable, dryRun, yes }: ApplyOptions, io: Io): Promise<void> {
  const plan = await readPlan(file)
  const now = instant(io.now())
  refuseOld(plan, file, now, maxPlanAgeHours)
  const caller = await callerIdentity()
  if (caller.accountId !== plan.accountId)
    throw new UsageError(
      `The plan ${file} is of account ${plan.accountId}, and you are in ${caller.accountId}. Choose the profile of that account.`,
    )
  const inventory = iamInventory(new AbortController().signal)
  const table = await openLedger(ledgerTable)
  const rules: Account['rules'] = async () =>
    rulesOf(await exclusionsInForce(plan.exclusionParameter, io), inventory, plan.limitDays, instant(io.now()))
  const everybody = await collect(inventory.users())
  const account: Account = {
    inventory,
    revoker: iamRevoker(),
    table,
    rules,
    waysIn: { ...waysInOf({ inventory, table, rules }, iamPower(new AbortController().signal), async () => everybody), table },
    errand: { by: caller.arn, errand: plan.digest },
    brakeRoom: brakeRoom(everybody.length, brakePercent),
    newId: randomUUID,
  }
  const meant = meantBy(plan, everybody)
  const standings = await collect(previewed(meant, account, caller.accessKeyId))
  const due = standings.flatMap((each) => (each.kind === 'due' ? [each.item] : []))
  refuseMassAction(new Set(due.map(({ userId }) => userId)).size, everybody.length, brakePercent)
  const shown = planText({ ...plan, createdAt: isoTime(now), users: everybody.length, revoke: due, protected: skippedOf(standings) })
  if (dryRun) return io.out(shown)
  io.note(shown)
  if (due.length === 0) return standings.forEach((each) => io.out(lineOf(each)))
  if (!yes && !(await io.confirm(`Revoke these ${due.length} credentials?`))) return
  const done = await carryOut(meant, account, caller.accessKeyId, io)
  if (!done.every((each) => isDone(each))) throw new Error('Not everything could be revoked. The lines above say what and why.')
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
  if (begun < all.length) throw new Error(`Interrupted after ${begun} of ${all.length} users. Run the same command again to go on.`)
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

function refuseMassAction(hit: number, users: number, brakePercent: number): void {
  if (brakeActs(hit, users, brakePercent))
    throw new UsageError(
      `Brake: the plan hits ${hit} of ${users} users, more than ${brakePercent} %. If that is right, raise --brake-percent.`,
    )
}
