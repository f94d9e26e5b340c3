import type { AlarmStatus, LedgerLine, Part, Remediated, RemediationStatus, StackStatus, Status } from '../deployment/status.ts'
import { isoTime, type Instant } from '../judgement/instant.ts'
import { plain } from '../text/plain.ts'
import { plural } from '../text/plural.ts'
import { runText } from './run-text.ts'
import { textTable } from './table.ts'

/** How a deployment stands, for people. */
export function statusText(status: Status, columns: number): string {
  const { accountId, region, at, stackName, ruleName } = status
  return [
    `Account ${accountId}, Region ${region}, as of ${time(at)}.`,
    section('Stack', status.stack, (stack) =>
      stack === undefined ? `There is no stack ${stackName} in ${region}.` : stackText(stackName, stack),
    ),
    section('Rule', status.rule, (rule) =>
      rule === undefined
        ? `There is no rule ${ruleName} in ${region}.`
        : `${ruleName} is ${rule.state}; invoked ${time(rule.invoked)}${rule.error === undefined ? '' : `; last error ${time(rule.notInvoked)}: ${plain(rule.error)}`}.`,
    ),
    section('Last run', status.lastRun, (run) =>
      run === undefined ? 'None in the log of the last days.' : `${time(run.at)}: ${plain(runText(run))}.`,
    ),
    section('Alarms', status.alarms, (alarms) => alarmsText(alarms, columns)),
    section('Remediation', status.remediation, (remediation) =>
      remediation === undefined ? 'None is configured.' : remediationText(remediation, status, columns),
    ),
    section('Ledger', status.ledger, ({ name, days, lines }) =>
      lines === undefined ? `There is no ledger ${name}.` : ledgerText(name, days, lines, columns),
    ),
    section('Exclusions', status.exclusions, ({ list, shared, dead }) =>
      [
        ...(list === 'missing' ? ['There is no exclusion list.'] : []),
        ...(shared === undefined ? [] : [plain(`The shared exclusion list ${shared} holds besides.`)]),
        ...(dead.length === 0 ? ['None is expired or matches nobody.'] : dead.map(({ what, why }) => plain(`${what}: ${why}`))),
      ].join('\n'),
    ),
    guardsText(status, columns),
  ].join('\n\n')
}

const section = <T>(title: string, part: Part<T>, text: (value: T) => string): string =>
  `${title}\n${part.kind === 'read' ? text(part.value) : `${part.kind === 'refused' ? 'REFUSED' : 'COULD NOT BE READ'}: ${plain(part.why)}`}`

function stackText(name: string, { status, release = 'without a name', shipped, runbook, isAutomatic, limitDays }: StackStatus): string {
  const version = release === shipped ? 'the one of this package' : `this package has ${shipped}; "iam-cleanup deploy" brings it up to date`
  const acts = runbook === 'None' ? 'nothing is revoked' : `${runbook} revokes${isAutomatic ? ' by itself' : ', when somebody starts it'}`
  return `${name}: ${status}. Template ${plain(release)} (${version}).\nLimit ${plural(Number(limitDays), 'day')}; ${acts}.`
}

const alarmsText = (alarms: readonly AlarmStatus[], columns: number): string =>
  alarms.length === 0
    ? 'There are none.'
    : textTable(
        ['Alarm', 'State', 'Since', 'Reason'],
        alarms.map(({ name, state, since, reason }) => [name, state, time(since), reason]),
        columns,
      )

function remediationText(
  { isAutomatic, target, underWay, failed, exceptions }: RemediationStatus,
  { names, ruleName, region }: Status,
  columns: number,
): string {
  const rows = (kind: string, all: readonly Remediated[]): string[][] =>
    all.map(({ userId, why, at }) => [kind, names.get(userId) ?? userId, at === undefined ? '' : time(at), why])
  const all = [...rows('under way', underWay), ...rows('failed', failed), ...rows('exception: left alone', exceptions)]
  return [
    `${isAutomatic ? 'Automatic' : 'By hand'}, by ${target}.`,
    all.length === 0
      ? 'Nothing is under way or failed, and nobody has an exception.'
      : textTable(['What', 'User', 'When', 'Why'], all, columns),
    ...(exceptions.length === 0 ? [] : ['To lift an exception, when its cause is gone:']),
    ...exceptions.map(
      ({ userId }) =>
        `  aws configservice delete-remediation-exceptions --region ${region} --config-rule-name ${ruleName} --resource-keys ResourceType=AWS::IAM::User,ResourceId=${userId}`,
    ),
  ].join('\n')
}

const ledgerText = (name: string, days: number, lines: readonly LedgerLine[], columns: number): string =>
  lines.length === 0
    ? `${name}: nothing in ${plural(days, 'day')}.`
    : textTable(
        ['When', 'User', 'Credential', 'What', 'By'],
        lines.map(({ at, userName, credential, what, by }) => [time(at), userName, credential, what, by]),
        columns,
      )

function guardsText({ stack, guards }: Status, columns: number): string {
  const runbook = stack.kind === 'read' ? (stack.value?.runbook ?? 'None') : undefined
  if (runbook === undefined) return 'What binds\nWhich runbook revokes could not be read, so what binds it is not known.'
  if (runbook === 'None') return 'What binds\nNo runbook revokes. "iam-cleanup apply" is bound by all guards.'
  const head =
    runbook === 'AwsManaged'
      ? 'The AWS-owned runbook is bound by the tag alone. With --runbook Guarded all of it binds.'
      : 'Our runbook is bound by all of it.'
  return `What binds\n${head}\n${textTable(
    ['Guard', runbook, 'apply'],
    guards.map(({ guard, bindsRunbook }) => [guard, bindsRunbook ? 'binds' : 'DOES NOT BIND', 'binds']),
    columns,
  )}`
}

const time = (moment: Instant | undefined): string => (moment === undefined ? 'never' : isoTime(moment).replace(/\.\d+/, ''))
