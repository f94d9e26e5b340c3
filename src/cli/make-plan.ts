import { randomUUID } from 'node:crypto'
import { describeError } from '../aws/errors.ts'
import { iamPower } from '../aws/iam-power.ts'
import type { Found } from '../inventory/finding.ts'
import { looking } from '../plan/looking.ts'
import { planOf } from '../plan/make.ts'
import { checkPlan, failOnUnknown, type Plan } from '../plan/plan.ts'
import { planText } from '../reports/plan-text.ts'
import { rulesOf } from '../revocation/rules.ts'
import { withTags } from '../scan/narrowed.ts'
import { openNarrowed, type NarrowedSurvey } from '../scan/narrowed-survey.ts'
import { afterPlan } from './after-plan.ts'
import { counted } from './counted.ts'
import type { Io } from './io.ts'
import type { Judging } from './judging.ts'
import { lookAround, type LookedAround } from './look-around.ts'
import { narrowOf, narrowText, refuseNobody, type Narrowing } from './narrow.ts'
import { writeOwn } from './write-own.ts'

export type PlanOptions = Judging & {
  readonly narrowing: Narrowing
  /** So many users at most; undefined for all. */
  readonly limit: number | undefined
  readonly format: 'table' | 'json'
  readonly out: string | undefined
}

/** @throws UsageError where it is narrowed to nobody; Error, after the plan was given, where somebody could not be judged (S4) */
export async function makePlan({ narrowing, limit, format, out, ...judging }: PlanOptions, io: Io): Promise<void> {
  const narrow = narrowOf(narrowing)
  const around = await lookAround(judging, io)
  const { inventory, table, made } = around
  const { entries, limitDays, asOf, now } = made
  const ledger = (await table?.everything(now)) ?? new Map()
  io.progress('Listing the users')
  const terms = { entries, limitDays, now: asOf, outOfTime: new AbortController().signal, ledger }
  const narrowed = await openNarrowed(inventory, terms, { narrow, live: false })
  const { survey } = narrowed
  if (narrow.length > 0 && survey.users === 0) refuseNobody(narrowing)
  if (survey.report.kind === 'unavailable')
    io.note(`There is no credential report to go by (${survey.report.why}): every user is read live.`)
  const found: Found[] = []
  for await (const each of survey.findings()) counted('Reading the account', found.push(each), survey.users, io)
  const plan = await planFrom(found, narrowed, around, { narrowing, limit })
  const json = JSON.stringify(plan, undefined, 2)
  const isReplaced = out !== undefined && (await writeOwn(out, `${json}\n`, { what: 'plan', check: checkPlan }))
  io.out(format === 'json' ? json : planText(plan, io.columns))
  const next = afterPlan(plan, out, { hasLedger: table !== undefined, isSharedListKnown: around.sharedUnknown === undefined })
  const written = out === undefined ? [] : [`The plan is in ${out}${isReplaced ? ', in place of an earlier one' : ''}.`]
  const says = [...written, ...(next === undefined ? [] : [next])]
  if (says.length > 0) io.note(`\n${says.join(' ')}`)
  failOnUnknown(plan)
}

/** What protects is asked of the whole account, whomever the plan is narrowed to. */
async function planFrom(
  found: readonly Found[],
  { everybody, subjects }: NarrowedSurvey,
  { inventory, table, made }: LookedAround,
  { narrowing, limit }: Pick<PlanOptions, 'narrowing' | 'limit'>,
): Promise<Plan> {
  const { limitDays, asOf, entries } = made
  const rules = () => rulesOf(entries, inventory, limitDays, asOf)
  const { dueWithinDays: _, ledgerTable: __, ...of } = made
  return planOf(
    { ...of, narrowedTo: narrowText(narrowing), limit },
    {
      found,
      listed: everybody,
      subjects: withTags(subjects, found),
      waysIn: looking({ inventory, table, now: made.now, rules, everybody }, iamPower(new AbortController().signal)),
      newId: randomUUID,
      describe: describeError,
    },
  )
}
