import { standingTotals, type AccountStanding } from '../deployment/organization-standing.ts'
import type { OrganizationStatus, StackSetStatus } from '../deployment/organization-status.ts'
import type { Part } from '../deployment/status.ts'
import { isoTime } from '../judgement/instant.ts'
import { plain } from '../text/plain.ts'
import { textTable } from './table.ts'

/** How a deployment stands in an organization, as a text. */
export function organizationStatusText(status: OrganizationStatus, columns: number): string {
  const { organizationId, region, at, setName, set, accounts, aggregator } = status
  return [
    `Organization ${organizationId}, Region ${region}, as of ${isoTime(at).replace('.000Z', 'Z')}.`,
    `StackSet\n${part(set, (value) => (value === undefined ? `There is no StackSet ${setName} in ${region}.` : setText(setName, value)))}`,
    `Accounts\n${part(accounts, (standings) => accountsText(standings, columns))}`,
    `Evaluations\n${part(aggregator, (name) => (name === undefined ? 'Unknown: no aggregator was named. --aggregator NAME tells which accounts have fresh results, and a recorder.' : `By the aggregator ${plain(name)}.`))}`,
    ...(accounts.kind === 'read' ? adviceOn(accounts.value) : []),
  ].join('\n\n')
}

const part = <T>(of: Part<T>, text: (value: T) => string): string =>
  of.kind === 'read' ? text(of.value) : `${of.kind === 'refused' ? 'REFUSED' : 'COULD NOT BE READ'}: ${plain(of.why)}`

const JOINERS = {
  deployed: 'Accounts that join get a stack by themselves, unarmed.',
  'deployed-and-retained': 'Accounts that join get a stack by themselves, unarmed, and those that leave keep theirs.',
  'not-deployed': 'ACCOUNTS THAT JOIN GET NO STACK: auto-deployment is off. "iam-cleanup deploy --organization" turns it on.',
} as const

function setText(name: string, { release, shipped, runbook, limitDays, joiners, underWay }: StackSetStatus): string {
  const template =
    release === undefined
      ? 'a template without a release'
      : `template ${release}${release === shipped ? ' (the one of this package)' : `, not the one of this package, ${shipped}`}`
  return [
    `${name}: ${template}. Limit ${limitDays} days; ${runbook === 'None' ? 'nothing revokes' : `${runbook} revokes where accounts are armed`}.`,
    JOINERS[joiners],
    ...(underWay === undefined ? [] : [`Under way: ${underWay.action} ${underWay.id} (${underWay.status}).`]),
  ].join('\n')
}

const STACKS = {
  current: 'current',
  outdated: 'OUTDATED',
  failed: 'FAILED',
  skipped: 'skipped: suspended',
  none: 'NONE',
  own: 'no StackSet reaches it',
} as const
const ARMING = { armed: 'armed', unarmed: 'not armed', 'joined-unarmed': 'NOT ARMED: came later', nothing: '' } as const
const THERE = { there: 'there', missing: 'MISSING', unknown: 'unknown' } as const
const EVALUATIONS = { fresh: 'fresh', stale: 'STALE', none: 'NONE', unknown: 'unknown' } as const

function accountsText(standings: readonly AccountStanding[], columns: number): string {
  if (standings.length === 0) return 'None.'
  const totals = standingTotals(standings)
  return [
    `${totals.accounts}: ${totals.current} current, ${totals.outdated} outdated, ${totals.failed} failed, ${totals.skippedSuspended} skipped as suspended, ${totals.withoutStack} without a stack.`,
    `${totals.armed} armed, ${totals.unarmed} not armed, of which ${totals.joinedUnarmed} came later, where others are armed.`,
    `${totals.withoutRule} without the rule, ${totals.withoutRecorder} without a recorder, ${totals.withoutFreshEvaluation} without a fresh evaluation, as far as that is known.`,
    '',
    standingsTable(standings, columns),
    ...standings.flatMap(({ accountId, stack, reason }) =>
      stack === 'failed' && reason !== undefined ? [`${accountId} FAILED: ${plain(reason)}`] : [],
    ),
  ].join('\n')
}

/** Narrower than that, units have no column, and of the last three what is missing is told. */
const NARROW = 100

function standingsTable(standings: readonly AccountStanding[], columns: number): string {
  if (columns >= NARROW)
    return textTable(
      ['Account', 'Name', 'Unit', 'Stack', 'Armed', 'Rule', 'Recorder', 'Evaluation'],
      standings.map(({ accountId, name, unitId, stack, arming, rule, recorder, evaluation }) => [
        accountId,
        name,
        unitId,
        STACKS[stack],
        ARMING[arming],
        THERE[rule],
        THERE[recorder],
        EVALUATIONS[evaluation],
      ]),
      columns,
    )
  return textTable(
    ['Account', 'Name', 'Stack', 'Armed', 'Missing'],
    standings.map((each) => [each.accountId, each.name, STACKS[each.stack], ARMING[each.arming], missingIn(each)]),
    columns,
  )
}

const missingIn = ({ rule, recorder, evaluation }: AccountStanding): string =>
  [
    ...(rule === 'missing' ? ['rule'] : []),
    ...(recorder === 'missing' ? ['recorder'] : []),
    ...(evaluation === 'none' || evaluation === 'stale' ? ['evaluation'] : []),
  ].join(', ')

function adviceOn(standings: readonly AccountStanding[]): readonly string[] {
  const idsOf = (fits: (standing: AccountStanding) => boolean): string =>
    standings.flatMap((each) => (fits(each) ? [each.accountId] : [])).join(' ')
  const advice = [
    ['To arm those that came later', '--arm --accounts', idsOf(({ arming }) => arming === 'joined-unarmed')],
    ['To repeat where it failed, once the cause is mended', '--accounts', idsOf(({ stack }) => stack === 'failed')],
    ['To deploy where there is none', '--accounts', idsOf(({ stack }) => stack === 'none')],
  ] as const
  const lines = advice.flatMap(([what, option, ids]) => (ids === '' ? [] : [`${what}: iam-cleanup deploy --organization ${option} ${ids}`]))
  return lines.length === 0 ? [] : [lines.join('\n')]
}
