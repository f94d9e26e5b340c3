import { randomUUID } from 'node:crypto'
import { describeError } from '../aws/errors.ts'
import { iamInventory } from '../aws/iam-inventory.ts'
import { iamPower } from '../aws/iam-power.ts'
import type { Entry } from '../exclusions/entry.ts'
import { describeExclusion } from '../exclusions/exclusion.ts'
import { matches } from '../exclusions/match.ts'
import { DEAD, standingOf } from '../exclusions/standing.ts'
import type { Found } from '../inventory/finding.ts'
import type { Inventory, ListedUser } from '../inventory/inventory.ts'
import { openSurvey } from '../inventory/survey.ts'
import { credentialId, type Credential } from '../judgement/credential.ts'
import { instant, isoTime, type Instant } from '../judgement/instant.ts'
import { clockStart } from '../judgement/verdict.ts'
import type { Claim } from '../ledger/claim.ts'
import type { LedgerTable } from '../ledger/ledger-table.ts'
import { sealed, failOnUnknown, type Plan, type PlanItem } from '../plan/plan.ts'
import { plain } from '../reports/plain.ts'
import { planText } from '../reports/plan-text.ts'
import type { Account } from '../revocation/account.ts'
import { claimWayIn, type WaysIn } from '../revocation/claim-way-in.ts'
import { rulesOf } from '../revocation/rules.ts'
import { waysInOf } from '../revocation/ways-in.ts'
import { collect } from '../stream/map-concurrently.ts'
import { exclusionsInForce } from './exclusions-in-force.ts'
import type { Io } from './io.ts'
import { ledgerIfThere } from './ledger-access.ts'
import { reached } from './reached.ts'
import { writePlan } from './write-plan.ts'

export type PlanOptions = {
  readonly limitDays: number
  readonly exclusionParameter: string
  readonly out: string | undefined
  readonly ledgerTable: string
  /** Look ahead or back; undefined for now. */
  readonly at: Date | undefined
}

type Parts = Pick<Plan, 'revoke' | 'protected' | 'unknown'>

/** @throws Error, after the plan was given, where somebody could not be judged (S4) */
export async function makePlan({ limitDays, exclusionParameter, out, ledgerTable, at }: PlanOptions, io: Io): Promise<void> {
  const outOfTime = new AbortController().signal
  const inventory = iamInventory(outOfTime)
  const { accountId, region, now, sayWrongClock } = await reached(io)
  const { entries, list } = await exclusionsInForce(exclusionParameter, region, io)
  sayWrongClock()
  const asOf = at === undefined ? now : instant(at)
  const table = await ledgerIfThere(ledgerTable)
  if (table === undefined) io.note(`There is no ledger ${ledgerTable}: what was given back lately is not known here. "apply" needs one.`)
  const ledger = (await table?.everything(asOf)) ?? new Map()
  const terms = { entries, limitDays, now: asOf, outOfTime, ledger }
  io.progress('Reading the account')
  const survey = await openSurvey(inventory, terms)
  if (survey.report.kind === 'unavailable')
    io.note(`There is no credential report to go by (${survey.report.why}): every user is read live.`)
  const found = await collect(survey.findings())
  const parts: Parts = { revoke: [], protected: [], unknown: [] }
  const account = looking(inventory, table, () => rulesOf(entries, inventory, limitDays, asOf), survey.listed, outOfTime)
  for (const each of found) await sortIn(each)
  const plan = sealed({
    version: 1,
    accountId,
    createdAt: isoTime(now),
    asOf: isoTime(terms.now),
    limitDays,
    users: survey.users,
    region,
    exclusionParameter,
    exclusionList: list,
    exclusions: entries.map(({ text }) => plain(text)),
    deadExclusions: deadAmong(entries, found, terms.now),
    ...parts,
  })
  const json = `${JSON.stringify(plan, undefined, 2)}\n`
  if (out === undefined) io.out(json.trimEnd())
  else {
    const isReplaced = await writePlan(out, json)
    io.out(planText(plan))
    io.note(`\nThe plan is in ${out}${isReplaced ? ', in place of an earlier one' : ''}. To carry it out: iam-cleanup apply ${out}`)
  }
  failOnUnknown(plan)

  async function sortIn({ subject: { userName, userId }, finding }: Found): Promise<void> {
    if (finding.kind === 'excluded') parts.protected.push({ userName, why: plain(describeExclusion(finding.exclusion)) })
    if (finding.kind === 'unknown') parts.unknown.push({ userName, why: plain(describeError(finding.cause)) })
    const user = survey.listed.find((each) => each.userId === userId)
    if (finding.kind !== 'non-compliant' || user === undefined) return
    const unused = finding.credentials.filter(({ verdict }) => verdict.kind === 'unused')
    for (const { credential, verdict } of unused) {
      const claim = { userId, credential: credentialId(credential), version: 0, id: randomUUID() }
      const wayIn = await claimWayIn(user, claim, account)
      if (wayIn.kind === 'kept') parts.protected.push({ userName, credential: claim.credential, why: plain(wayIn.why) })
      else parts.revoke.push(item(user, credential, verdict.kind === 'unused' ? verdict.idleDays : 0))
    }
  }
}

function deadAmong(entries: readonly Entry[], found: readonly Found[], now: Instant): Plan['deadExclusions'] {
  const matched = new Set(entries.filter((entry) => found.some(({ subject }) => matches(entry, subject))))
  return entries.flatMap((entry) => {
    const why = DEAD[standingOf(entry, matched, now)]
    return why === '' ? [] : [{ entry: plain(entry.text), why }]
  })
}

/** Whoever is the last administrator is asked as an act would ask, over claims that nobody else sees: a plan takes nothing. */
function looking(
  inventory: Inventory,
  table: LedgerTable | undefined,
  rules: Account['rules'],
  everybody: readonly ListedUser[],
  signal: AbortSignal,
): WaysIn {
  let planned: readonly Claim[] = []
  const claims = async () => {
    const { revision, taken } = (await table?.claims()) ?? { revision: 0, taken: [] }
    return { revision, taken: [...taken, ...planned] }
  }
  const claim = async (_: unknown, taken: readonly Claim[]) => {
    planned = taken
    return { kind: 'written' as const }
  }
  const itemsOf: LedgerTable['itemsOf'] = async (userId, now) => (await table?.itemsOf(userId, now)) ?? new Map()
  return { ...waysInOf({ inventory, table: { itemsOf }, rules }, iamPower(signal), async () => everybody), table: { claims, claim } }
}

const item = ({ userName, userId }: ListedUser, credential: Credential, idleDays: number): PlanItem => ({
  userName,
  userId,
  credential: credentialId(credential),
  clockStart: isoTime(clockStart(credential)),
  idleDays,
})
