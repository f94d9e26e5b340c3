import type { RemediationConfiguration } from '@aws-sdk/client-config-service'
import { persistently } from '../world/persistent.ts'
import type { Place } from '../world/world.ts'
import { AwsError } from '../world/aws-error.ts'
import { uuidOf } from '../world/random.ts'
import type { Call } from '../world/call.ts'
import { attempt, remediator } from './attempt.ts'
import { invalidParameter, type RemediationExecution, type Rule, configOf } from './state.ts'

/** Between an evaluation and the automatic remediation of its snapshot. AWS publishes no figure; the article says "a few minutes". */
const SNAPSHOT_DELAY_MS = 120_000

/** @throws NoSuchConfigRuleException, InvalidParameterValueException, AccessDeniedException where the caller may not hand over the role */
export async function putRemediation({ place, caller }: Call, configuration: RemediationConfiguration): Promise<void> {
  const rule = configOf(place).rule(configuration.ConfigRuleName ?? '')
  await checkTarget(place, configuration.TargetId ?? '')
  check('MaximumAutomaticAttempts', configuration.MaximumAutomaticAttempts, 25)
  check('RetryAttemptSeconds', configuration.RetryAttemptSeconds, 2_678_000)
  const { ConcurrentExecutionRatePercentage, ErrorPercentage } = configuration.ExecutionControls?.SsmControls ?? {}
  check('ConcurrentExecutionRatePercentage', ConcurrentExecutionRatePercentage, 100)
  check('ErrorPercentage', ErrorPercentage, 100)
  const role = staticValue(configuration, 'AutomationAssumeRole')
  if (configuration.Automatic === true && role === undefined)
    throw invalidParameter('Automatic remediation needs the parameter AutomationAssumeRole with a value.')
  if (role !== undefined) place.passRole(caller, role, 'ssm.amazonaws.com')
  const { ConfigRuleName, TargetType, TargetId, TargetVersion, Parameters, ResourceType, Automatic } = configuration
  const { ExecutionControls, MaximumAutomaticAttempts, RetryAttemptSeconds } = configuration
  const Arn = `arn:aws:config:${place.region}:${place.accountId}:remediation-configuration/${ConfigRuleName}/${uuidOf(configuration.ConfigRuleName ?? '')}`
  const target = { ConfigRuleName, TargetType, TargetId, TargetVersion, Parameters, ResourceType, Automatic }
  rule.remediation = { ...target, ExecutionControls, MaximumAutomaticAttempts, RetryAttemptSeconds, Arn }
  remediate(place, rule)
}

/** The document must be there. */
async function checkTarget(place: Place, name: string): Promise<void> {
  try {
    await persistently(() => place.perform('ssm:DescribeDocument', { Name: name }, remediator(place)))
  } catch (error) {
    if (!(error instanceof AwsError) || error.code.startsWith('Throttling') || error.status >= 500) throw error
    throw invalidParameter(`The target ${name} cannot be used: ${error.message}`)
  }
}

function check(field: string, value: number | undefined, maximum: number): void {
  if (value !== undefined && (value < 1 || value > maximum)) throw invalidParameter(`${field} must be between 1 and ${maximum}.`)
}

/** @throws RemediationInProgressException */
export function deleteRemediation(place: Place, ruleName: string): void {
  const rule = configOf(place).rules.get(ruleName)
  if (rule?.remediation === undefined) throw noRemediation(ruleName)
  if ([...rule.executions.values()].some(({ state }) => state === 'IN_PROGRESS'))
    throw new AwsError('RemediationInProgressException', 400, `Remediation of the rule ${ruleName} is in progress.`)
  delete rule.remediation
}

export const noRemediation = (ruleName: string): AwsError =>
  new AwsError('NoSuchRemediationConfigurationException', 400, `No RemediationConfiguration for the rule ${ruleName} exists.`)

/** Take a snapshot of what is NON_COMPLIANT, and remediate that later on: also what has become compliant meanwhile. */
export function remediate(place: Place, rule: Rule): void {
  if (rule.remediation?.Automatic !== true) return
  const { remediatesAgainAfterSuccess } = place.world.openQuestions
  const snapshot = [...rule.results.values()]
    .filter(({ evaluation }) => evaluation.ComplianceType === 'NON_COMPLIANT')
    .map(({ evaluation }) => evaluation.ComplianceResourceId ?? '')
    .filter((id) => remediatesAgainAfterSuccess || rule.executions.get(id)?.state !== 'SUCCEEDED')
  if (snapshot.length > 0) place.clock.schedule(SNAPSHOT_DELAY_MS, () => startRemediation(place, rule, snapshot))
}

/**
 * Queue resources and work through them, a tenth (or as configured) at a time. Those with an exception, or under way, are passed over.
 * When more of them than ErrorPercentage have failed, the rest is not begun.
 */
export async function startRemediation(place: Place, rule: Rule, resourceIds: readonly string[]): Promise<void> {
  const now = place.clock.now()
  const meant = resourceIds.filter((id) => !isExcepted(rule, id, now) && rule.executions.get(id)?.state !== 'IN_PROGRESS')
  const queue = meant.map((resourceId) => {
    const execution: RemediationExecution = {
      resourceId,
      state: 'QUEUED',
      steps: [],
      invokedAt: now,
      updatedAt: now,
      failures: rule.executions.get(resourceId)?.failures ?? [],
    }
    rule.executions.set(resourceId, execution)
    return execution
  })
  const { ConcurrentExecutionRatePercentage: percent = 10, ErrorPercentage = 50 } = rule.remediation?.ExecutionControls?.SsmControls ?? {}
  const mayFail = place.world.openQuestions.remediationStopsAtErrorPercentage ? (queue.length * ErrorPercentage) / 100 : queue.length
  const lanes = Math.min(queue.length, Math.max(1, Math.floor((queue.length * percent) / 100)))
  let failed = 0
  for (let lane = 0; lane < lanes; lane += 1) await next()

  async function next(): Promise<void> {
    const execution = queue.shift()
    if (execution === undefined) return
    await attempt(place, rule, execution, 1, () => {
      if (execution.state === 'FAILED') failed += 1
      if (failed > mayFail) stop(queue.splice(0), place.clock.now())
      return next()
    })
  }
}

/** The rest of a queue, when too many have failed. */
function stop(executions: readonly RemediationExecution[], now: Date): void {
  for (const execution of executions)
    Object.assign(execution, {
      state: 'FAILED',
      steps: [
        { Name: 'Initialization', State: 'FAILED', ErrorMessage: 'Not started: the error threshold (ErrorPercentage) was exceeded.' },
      ],
      updatedAt: now,
    } satisfies Partial<RemediationExecution>)
}

function isExcepted({ exceptions }: Rule, resourceId: string, now: Date): boolean {
  const exception = exceptions.get(resourceId)
  return exception !== undefined && (exception.expires === undefined || now < exception.expires)
}

const staticValue = ({ Parameters = {} }: RemediationConfiguration, name: string): string | undefined =>
  Parameters[name]?.StaticValue?.Values?.[0]
