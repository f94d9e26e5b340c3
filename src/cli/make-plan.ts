import { randomUUID } from 'node:crypto'
import { describeError } from '../aws/errors.ts'
import { iamInventory } from '../aws/iam-inventory.ts'
import { iamPower } from '../aws/iam-power.ts'
import { openSurvey } from '../inventory/survey.ts'
import { instant } from '../judgement/instant.ts'
import { looking } from '../plan/looking.ts'
import { planOf } from '../plan/make.ts'
import { failOnUnknown, parsePlan } from '../plan/plan.ts'
import { planText } from '../reports/plan-text.ts'
import { rulesOf } from '../revocation/rules.ts'
import { collect } from '../stream/map-concurrently.ts'
import { exclusionsInForce } from './exclusions-in-force.ts'
import type { Io } from './io.ts'
import { ledgerIfThere } from './ledger-access.ts'
import type { LedgerChoice } from './ledger-option.ts'
import { sharedListOf } from './named-stack.ts'
import { reached } from './reached.ts'
import type { SharedChoice } from './shared-list.ts'
import { writeOwn } from './write-own.ts'

export type PlanOptions = {
  readonly limitDays: number
  readonly exclusionParameter: string
  readonly shared: SharedChoice
  readonly out: string | undefined
  readonly ledger: LedgerChoice
  /** Look ahead or back; undefined for now. */
  readonly at: Date | undefined
}

/** @throws Error, after the plan was given, where somebody could not be judged (S4) */
export async function makePlan({ limitDays, exclusionParameter, shared, out, ledger: choice, at }: PlanOptions, io: Io): Promise<void> {
  const outOfTime = new AbortController().signal
  const inventory = iamInventory(outOfTime)
  const { accountId, region, now, sayWrongClock } = await reached(io)
  const sharedExclusions = await sharedListOf(shared)
  const { entries, list } = await exclusionsInForce({ parameter: exclusionParameter, shared: sharedExclusions, region }, io)
  sayWrongClock()
  const asOf = at === undefined ? now : instant(at)
  const { name, table } = await ledgerIfThere(choice)
  if (table === undefined) io.note(`There is no ledger ${name}: what was given back lately is not known here. "apply" needs one.`)
  const ledger = (await table?.everything(asOf)) ?? new Map()
  io.progress('Reading the account')
  const survey = await openSurvey(inventory, { entries, limitDays, now: asOf, outOfTime, ledger })
  if (survey.report.kind === 'unavailable')
    io.note(`There is no credential report to go by (${survey.report.why}): every user is read live.`)
  const rules = () => rulesOf(entries, inventory, limitDays, asOf)
  const plan = await planOf(
    { accountId, now, asOf, limitDays, users: survey.users, region, exclusionParameter, exclusionList: list, sharedExclusions, entries },
    {
      found: await collect(survey.findings()),
      listed: survey.listed,
      waysIn: looking({ inventory, table, rules, everybody: survey.listed }, iamPower(outOfTime)),
      newId: randomUUID,
      describe: describeError,
    },
  )
  const json = `${JSON.stringify(plan, undefined, 2)}\n`
  if (out === undefined) io.out(json.trimEnd())
  else {
    const isReplaced = await writeOwn(out, json, { what: 'plan', check: parsePlan })
    io.out(planText(plan))
    io.note(`\nThe plan is in ${out}${isReplaced ? ', in place of an earlier one' : ''}. To carry it out: iam-cleanup apply ${out}`)
  }
  failOnUnknown(plan)
}
