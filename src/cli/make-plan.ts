import { describeError } from '../aws/errors.ts'
import { iamInventory } from '../aws/iam-inventory.ts'
import type { Entry } from '../exclusions/entry.ts'
import { describeExclusion } from '../exclusions/exclusion.ts'
import { matches } from '../exclusions/match.ts'
import { DEAD, standingOf } from '../exclusions/standing.ts'
import type { Found } from '../inventory/finding.ts'
import type { ListedUser } from '../inventory/inventory.ts'
import { openSurvey } from '../inventory/survey.ts'
import { credentialId, type Credential } from '../judgement/credential.ts'
import { instant, isoTime, type Instant } from '../judgement/instant.ts'
import { clockStart } from '../judgement/verdict.ts'
import { sealed, failOnUnknown, type Plan, type PlanItem } from '../plan/plan.ts'
import { plain } from '../reports/plain.ts'
import { planText } from '../reports/plan-text.ts'
import { lastWayIn } from '../revocation/last-way-in.ts'
import { readLive } from '../revocation/live-user.ts'
import { collect } from '../stream/map-concurrently.ts'
import { exclusionsInForce } from './exclusions-in-force.ts'
import type { Io } from './io.ts'
import { reached } from './reached.ts'
import { writePlan } from './write-plan.ts'

export type PlanOptions = {
  readonly limitDays: number
  readonly exclusionParameter: string
  readonly out: string | undefined
  /** Look ahead or back; undefined for now. */
  readonly at: Date | undefined
}

type Parts = Pick<Plan, 'revoke' | 'protected' | 'unknown'>

/** @throws Error, after the plan was given, where somebody could not be judged (S4) */
export async function makePlan({ limitDays, exclusionParameter, out, at }: PlanOptions, io: Io): Promise<void> {
  const outOfTime = new AbortController().signal
  const inventory = iamInventory(outOfTime)
  const { accountId, region, now, sayWrongClock } = await reached(io)
  const { entries, list } = await exclusionsInForce(exclusionParameter, region, io)
  sayWrongClock()
  const terms = { entries, limitDays, now: at === undefined ? now : instant(at), outOfTime }
  io.progress('Reading the account')
  const survey = await openSurvey(inventory, terms)
  if (survey.report.kind === 'unavailable')
    io.note(`There is no credential report to go by (${survey.report.why}): every user is read live.`)
  const found = await collect(survey.findings())
  const parts: Parts = { revoke: [], protected: [], unknown: [] }
  let administrators: Promise<ReadonlySet<string>> | undefined
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
    const kept = await keptOf(
      user,
      unused.map(({ credential }) => credentialId(credential)),
    )
    for (const { credential, verdict } of unused) {
      const why = kept.get(credentialId(credential))
      if (why === undefined) parts.revoke.push(item(user, credential, verdict.kind === 'unused' ? verdict.idleDays : 0))
      else parts.protected.push({ userName, credential: credentialId(credential), why: plain(why) })
    }
  }

  /** Only of an administrator anything can be the last way in. Who that is, is read once. */
  async function keptOf(user: ListedUser, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    administrators ??= inventory.administrators(user)
    const shared = { ...inventory, administrators: () => administrators ?? inventory.administrators(user) }
    const isOther = await administrators.then(
      (all) => !all.has(user.userId),
      () => false,
    )
    const live = isOther ? undefined : await readLive(user, inventory)
    if (live === undefined) return new Map()
    const unused = live.credentials.filter((credential) => ids.includes(credentialId(credential)))
    const kept = await lastWayIn(live, unused, survey.listed, shared, terms)
    return new Map([...kept].map(([credential, why]) => [credentialId(credential), why]))
  }
}

function deadAmong(entries: readonly Entry[], found: readonly Found[], now: Instant): Plan['deadExclusions'] {
  const matched = new Set(entries.filter((entry) => found.some(({ subject }) => matches(entry, subject))))
  return entries.flatMap((entry) => {
    const why = DEAD[standingOf(entry, matched, now)]
    return why === '' ? [] : [{ entry: plain(entry.text), why }]
  })
}

const item = ({ userName, userId }: ListedUser, credential: Credential, idleDays: number): PlanItem => ({
  userName,
  userId,
  credential: credentialId(credential),
  clockStart: isoTime(clockStart(credential)),
  idleDays,
})
