import { randomUUID } from 'node:crypto'
import { accountAlias } from '../aws/account-alias.ts'
import { parameterReader } from '../aws/exclusion-parameter.ts'
import { iamInventory } from '../aws/iam-inventory.ts'
import { iamPower } from '../aws/iam-power.ts'
import { iamRevoker } from '../aws/iam-revoker.ts'
import type { UnreadUser } from '../inventory/inventory.ts'
import { brakeRoom } from '../judgement/brake-room.ts'
import { isoTime } from '../judgement/instant.ts'
import { cameText, meantBy, previewed, type Came } from '../plan/carry-out.ts'
import type { Standing } from '../plan/left-alone.ts'
import { failOnUnknown, type Plan } from '../plan/plan.ts'
import { planText, takenText } from '../reports/plan-text.ts'
import { accountText } from '../reports/where-text.ts'
import type { Account } from '../revocation/account.ts'
import { rulesOf } from '../revocation/rules.ts'
import { waysInOf } from '../revocation/ways-in.ts'
import { collect } from '../stream/map-concurrently.ts'
import { openResult } from './apply-result.ts'
import { carryPlanOut } from './carry-plan-out.ts'
import { counted } from './counted.ts'
import { exclusionsInForce } from './exclusions-in-force.ts'
import { declined, UsageError, type Io } from './io.ts'
import { openLedger } from './ledger-access.ts'
import type { LedgerChoice } from './ledger-option.ts'
import { reached } from './reached.ts'
import { onlyOf, readPlan, refuseMassAction, refuseOtherTime, refuseWithoutList, sharedBy } from './refuse-plan.ts'
import { sharedListOf, type SharedChoice } from './shared-list.ts'
import { version } from './version.ts'

export type ApplyOptions = {
  readonly file: string
  /** Users of the plan; undefined for all. */
  readonly only: readonly string[] | undefined
  readonly maxPlanAgeHours: number
  readonly brakePercent: number
  /** Whether to go on without an exclusion list on purpose. */
  readonly withoutExclusions: boolean
  readonly shared: SharedChoice
  readonly ledger: LedgerChoice
  /** Where to write what came of it. */
  readonly out: string | undefined
  readonly dryRun: boolean
  readonly yes: boolean
}

/** @throws Refusal for a plan that must not be carried out; Error where AWS refused something or its answer is unknown */
export async function applyPlan(options: ApplyOptions, io: Io): Promise<void> {
  const { file, only, maxPlanAgeHours, brakePercent, withoutExclusions, out, dryRun, yes } = options
  const plan = await readPlan(file)
  const revoke = onlyOf(plan, only)
  const { accountId, arn, accessKeyId, region, endpoint, now, clock, sayWrongClock } = await reached(io)
  if (accountId !== plan.accountId)
    throw new UsageError(
      `The plan ${file} is of account ${plan.accountId}, and you are in ${accountId}. Choose the profile of that account.`,
    )
  const signal = new AbortController().signal
  const readParameter = parameterReader(signal)
  const lists = { parameter: plan.exclusionParameter, shared: sharedBy(plan, await sharedListOf(options.shared)), region }
  refuseWithoutList(plan, await exclusionsInForce(lists, io, readParameter), region, withoutExclusions)
  sayWrongClock()
  refuseOtherTime(plan, file, now, maxPlanAgeHours)
  const inventory = iamInventory(signal)
  const [{ table }, alias] = await Promise.all([openLedger(options.ledger), accountAlias()])
  const rules: Account['rules'] = async () => {
    const exclusions = await exclusionsInForce(lists, { ...io, note: () => undefined }, readParameter)
    refuseWithoutList(plan, exclusions, region, withoutExclusions)
    return rulesOf(exclusions.entries, inventory, plan.limitDays, clock())
  }
  io.progress('Listing the users')
  // A row that makes no sense concerns nobody else.
  const unread: UnreadUser[] = []
  const everybody = await collect(inventory.users((row) => unread.push(row)))
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
  const meant = meantBy({ revoke }, everybody, unread)
  const standings: Standing[] = []
  for await (const standing of previewed(meant, account, accessKeyId)) {
    standings.push(standing)
    counted('Reading what is planned again', new Set(standings.map(({ item }) => item.userId)).size, meant.length, io)
  }
  const due = standings.flatMap((each) => (each.kind === 'due' ? [each.item] : []))
  refuseMassAction(new Set(due.map(({ userId }) => userId)).size, everybody.length, brakePercent)
  const skipped = standings.flatMap((each) => (each.kind === 'due' ? [] : [skippedCame(each)]))
  const by = { toolVersion: version(), caller: arn, accountId, alias, region, endpoint }
  const shown = {
    ...plan,
    ...by,
    sharedExclusions: lists.shared,
    createdAt: isoTime(now),
    asOf: isoTime(now),
    users: everybody.length,
    revoke: due,
    protected: leftAlone(skipped),
    left: 0,
  }
  if (dryRun) io.out(planText(shown, io.columns))
  else if (due.length > 0) io.note(planText(shown, io.columns))
  if (dryRun) {
    if (skipped.some(({ kind }) => kind === 'unknown'))
      throw new Error('Not everything that is planned could be read. What is said above names the reason.')
    return failOnUnknown(plan)
  }
  if (due.length > 0 && !yes && !(await io.confirm(`Revoke ${takenText({ revoke: due })} in ${accountText(by)}?`))) throw declined()
  const result = await openResult({ out, carried: { ...by, digest: plan.digest, begun: clock(), items: revoke }, skipped, clock })
  for (const each of skipped) io.out(cameText(each))
  // What was not shown as due is not taken, whatever has become of it since.
  const isDone = await carryPlanOut(meantBy({ revoke: due }, everybody), { account, own: accessKeyId, skipped, result }, io)
  if (!isDone) throw new Error('Not everything could be revoked. The lines above say what and why.')
  failOnUnknown(plan)
}

const skippedCame = ({ kind, item, why }: Exclude<Standing, { readonly kind: 'due' }>): Came => ({
  item,
  userName: item.userName,
  kind,
  why,
  at: undefined,
})

const leftAlone = (skipped: readonly Came[]): Plan['protected'] =>
  skipped.map(({ kind, item: { userName, credential }, why = '' }) => ({ userName, credential, why: `${kind}: ${why}` }))
