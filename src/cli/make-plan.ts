import { randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { callerIdentity } from '../aws/account.ts'
import { describeError } from '../aws/errors.ts'
import { iamInventory } from '../aws/iam-inventory.ts'
import { iamPower } from '../aws/iam-power.ts'
import { describeExclusion } from '../exclusions/exclusion.ts'
import type { Found } from '../inventory/finding.ts'
import type { Inventory, ListedUser } from '../inventory/inventory.ts'
import { openSurvey } from '../inventory/survey.ts'
import { credentialId, type Credential } from '../judgement/credential.ts'
import { instant, isoTime } from '../judgement/instant.ts'
import { clockStart } from '../judgement/verdict.ts'
import type { Claim } from '../ledger/claim.ts'
import type { LedgerTable } from '../ledger/ledger-table.ts'
import { sealed, type Plan, type PlanItem } from '../plan/plan.ts'
import { planText } from '../reports/plan-text.ts'
import type { Account } from '../revocation/account.ts'
import { claimWayIn, type WaysIn } from '../revocation/claim-way-in.ts'
import { rulesOf } from '../revocation/rules.ts'
import { waysInOf } from '../revocation/ways-in.ts'
import { collect } from '../stream/map-concurrently.ts'
import { exclusionsInForce } from './exclusions-in-force.ts'
import type { Io } from './io.ts'
import { ledgerIfThere } from './ledger-access.ts'

export type PlanOptions = {
  readonly limitDays: number
  readonly exclusionParameter: string
  readonly out: string | undefined
  readonly ledgerTable: string
  readonly at: Date
}

type Parts = Pick<Plan, 'revoke' | 'protected' | 'unknown'>

export async function makePlan({ limitDays, exclusionParameter, out, at, ledgerTable }: PlanOptions, io: Io): Promise<void> {
  const outOfTime = new AbortController().signal
  const inventory = iamInventory(outOfTime)
  const entries = await exclusionsInForce(exclusionParameter, io)
  const now = instant(at)
  const table = await ledgerIfThere(ledgerTable)
  if (table === undefined) io.note(`There is no ledger ${ledgerTable}: what was given back lately is not known here. "apply" needs one.`)
  const ledger = (await table?.everything(now)) ?? new Map()
  const terms = { entries, limitDays, now, outOfTime, ledger }
  io.progress('Reading the account')
  const survey = await openSurvey(inventory, terms)
  if (survey.report.kind === 'unavailable')
    io.note(`There is no credential report to go by (${survey.report.why}): every user is read live.`)
  const found = await collect(survey.findings())
  const parts: Parts = { revoke: [], protected: [], unknown: [] }
  const account = looking(inventory, table, () => rulesOf(entries, inventory, limitDays, now), survey.listed, outOfTime)
  for (const each of found) await sortIn(each)
  const plan = sealed({
    version: 1,
    accountId: (await callerIdentity()).accountId,
    createdAt: isoTime(terms.now),
    limitDays,
    users: survey.users,
    exclusionParameter,
    exclusions: entries.map(({ text }) => text),
    ...parts,
  })
  const json = `${JSON.stringify(plan, undefined, 2)}\n`
  if (out === undefined) return io.out(json.trimEnd())
  await writeFile(out, json)
  io.out(planText(plan))
  io.note(`\nThe plan is in ${out}. To carry it out: iam-cleanup apply ${out}`)

  async function sortIn({ subject: { userName, userId }, finding }: Found): Promise<void> {
    if (finding.kind === 'excluded') parts.protected.push({ userName, why: describeExclusion(finding.exclusion) })
    if (finding.kind === 'unknown') parts.unknown.push({ userName, why: describeError(finding.cause) })
    const user = survey.listed.find((each) => each.userId === userId)
    if (finding.kind !== 'non-compliant' || user === undefined) return
    const unused = finding.credentials.filter(({ verdict }) => verdict.kind === 'unused')
    for (const { credential, verdict } of unused) {
      const claim = { userId, credential: credentialId(credential), version: 0, id: randomUUID() }
      const wayIn = await claimWayIn(user, claim, account)
      if (wayIn.kind === 'kept') parts.protected.push({ userName, credential: claim.credential, why: wayIn.why })
      else parts.revoke.push(item(user, credential, verdict.kind === 'unused' ? verdict.idleDays : 0))
    }
  }
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
