import { alarmsNamed } from '../aws/alarms.ts'
import { runsLogged } from '../aws/rule-log.ts'
import { remediationStatus, ruleStatus } from '../aws/rule-status.ts'
import { releaseOf, resourcesOf, stackNamed } from '../aws/stack.ts'
import { guardsUnder } from '../deployment/guards.ts'
import type { RunSummary } from '../deployment/run.ts'
import type { StackNow } from '../deployment/stack.ts'
import { unreadParts, type AlarmStatus, type LedgerLine, type StackStatus, type Status } from '../deployment/status.ts'
import { deadExclusions } from '../exclusions/dead.ts'
import { plusDays, type Instant } from '../judgement/instant.ts'
import { statusJson } from '../reports/status-json.ts'
import { statusText } from '../reports/status-text.ts'
import type { Io } from './io.ts'
import { ledgerIfThere } from './ledger-access.ts'
import { LIST, RULE } from './names.ts'
import { sharedListIn } from './named-stack.ts'
import { mapPart, partOf } from './part.ts'
import { reached } from './reached.ts'
import { releaseIn, shippedTemplate } from './shipped-template.ts'
import { standingExclusions } from './standing-exclusions.ts'

export type StatusOptions = {
  readonly stackName: string
  /** Undefined for the one that the stack names. */
  readonly parameter: string | undefined
  readonly days: number
  readonly format: 'table' | 'json'
}

/** The rule runs daily at least; with Seven_Days it judges weekly. */
const RUN_DAYS = 8

/** @throws Error, after all was shown, where something could not be read */
export async function showStatus(options: StatusOptions, io: Io): Promise<void> {
  const { accountId, region, now, sayWrongClock } = await reached(io)
  sayWrongClock()
  const { stackName, days } = options
  io.progress('Reading the stack')
  const found = await partOf(() => stackNamed(stackName))
  const stack = found.kind === 'read' ? found.value : undefined
  const list = options.parameter ?? stack?.parameters.get('ExcludedUsersParameterName') ?? LIST
  const shared = stack && sharedListIn(stack)
  const everything = await partOf(() => standingExclusions({ parameter: list, shared, region, now }, io))
  const runbook = stack?.parameters.get('RemediationRunbook') ?? 'None'
  const status: Status = {
    accountId,
    region,
    at: now,
    stackName,
    ruleName: RULE,
    stack: found.kind === 'read' ? await partOf(async () => found.value && stackStatus(found.value)) : found,
    rule: await partOf(() => ruleStatus(RULE)),
    lastRun: found.kind === 'read' ? await partOf(() => lastRun(stack, now)) : found,
    alarms: found.kind === 'read' ? await partOf(() => alarmsOf(stack)) : found,
    remediation: await partOf(() => remediationStatus(RULE)),
    ledger: await partOf(() => ledgerOf(stack?.outputs.get('LedgerTable'), days, now)),
    exclusions: mapPart(everything, (standing) => ({ list: standing.list, shared, dead: deadExclusions(standing) })),
    names: new Map(everything.kind === 'read' ? everything.value.everybody.map(({ userId, userName }) => [userId, userName]) : []),
    guards: guardsUnder(runbook),
  }
  io.out(options.format === 'json' ? statusJson(status) : statusText(status, io.columns))
  const unread = unreadParts(status)
  if (unread.length > 0) throw new Error(`Not everything could be read: ${unread.join(', ')}. What was said of it names the reason.`)
}

const stackStatus = async ({ name, status, parameters }: StackNow): Promise<StackStatus> => ({
  status,
  release: await releaseOf(name),
  shipped: releaseIn(await shippedTemplate()),
  runbook: parameters.get('RemediationRunbook') ?? 'AwsManaged',
  isAutomatic: parameters.get('AutomaticRemediation') !== 'false',
  limitDays: parameters.get('MaxCredentialUsageAge') ?? '',
})

async function lastRun(stack: StackNow | undefined, now: Instant): Promise<RunSummary | undefined> {
  const group = stack?.outputs.get('LogGroupName')
  return group === undefined ? undefined : (await runsLogged(group, plusDays(now, -RUN_DAYS))).at(-1)
}

async function alarmsOf(stack: StackNow | undefined): Promise<readonly AlarmStatus[]> {
  if (stack === undefined) return []
  const resources = await resourcesOf(stack.name)
  return alarmsNamed(resources.filter(({ type }) => type === 'AWS::CloudWatch::Alarm').map(({ id }) => id))
}

async function ledgerOf(ledgerTable: string | undefined, days: number, now: Instant) {
  const { name, table } = await ledgerIfThere({ ledgerTable })
  const since = plusDays(now, -days)
  const items = table && [...(await table.everything(now)).values()].flatMap((ledger) => [...ledger.values()])
  const lines = items?.flatMap((item): readonly LedgerLine[] => {
    if (item.kind === 'unreadable') throw new Error(`The ledger ${name} has an item of ${item.userId} that cannot be read: ${item.why}`)
    const { credential } = item
    return item.events
      .filter(({ at }) => at >= since)
      .map(({ at, userName, kind, by, errand }) => ({ at, userName, credential, what: kind, by, errand }))
  })
  return { name, days, lines: lines?.toSorted((one, other) => one.at - other.at) }
}
