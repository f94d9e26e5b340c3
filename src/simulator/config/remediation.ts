import type { RemediationConfiguration } from '@aws-sdk/client-config-service'
import type { Place } from '../world/world.ts'
import { AwsError } from '../world/aws-error.ts'
import { startAutomation } from '../ssm/automation.ts'
import type { AutomationExecution, StepExecution } from '../ssm/execution.ts'
import { findDocument } from '../ssm/documents.ts'
import { invalidParameter, type RemediationExecution, type RemediationStep, type Rule, configOf } from './state.ts'

/** Between an evaluation and the automatic remediation of its snapshot. AWS publishes no figure; the article says "a few minutes". */
const SNAPSHOT_DELAY_MS = 120_000
const STATUS_LAG_MS = 308
const BETWEEN_ATTEMPTS_MS = 1_000
const EXECUTED_BY = { roleName: 'AWSServiceRoleForConfigRemediation', sessionName: 'AwsConfigRemediation' }

/** @throws NoSuchConfigRuleException, InvalidParameterValueException */
export function putRemediation(place: Place, configuration: RemediationConfiguration): void {
  const rule = configOf(place).rule(configuration.ConfigRuleName ?? '')
  findDocument(place, configuration.TargetId ?? '')
  check('MaximumAutomaticAttempts', configuration.MaximumAutomaticAttempts, 25)
  check('RetryAttemptSeconds', configuration.RetryAttemptSeconds, 2_678_000)
  const { ConcurrentExecutionRatePercentage, ErrorPercentage } = configuration.ExecutionControls?.SsmControls ?? {}
  check('ConcurrentExecutionRatePercentage', ConcurrentExecutionRatePercentage, 100)
  check('ErrorPercentage', ErrorPercentage, 100)
  if (configuration.Automatic === true && staticValue(configuration, 'AutomationAssumeRole') === undefined)
    throw invalidParameter('Automatic remediation needs the parameter AutomationAssumeRole with a value.')
  rule.remediation = configuration
  remediate(place, rule)
}

function check(field: string, value: number | undefined, maximum: number): void {
  if (value !== undefined && (value < 1 || value > maximum)) throw invalidParameter(`${field} must be between 1 and ${maximum}.`)
}

/** @throws RemediationInProgressException */
export function deleteRemediation(place: Place, ruleName: string): void {
  const rule = configOf(place).rule(ruleName)
  if (rule.remediation === undefined) throw noRemediation(ruleName)
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
export function startRemediation(place: Place, rule: Rule, resourceIds: readonly string[]): void {
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
  for (let lane = 0; lane < lanes; lane += 1) next()

  function next(): void {
    const execution = queue.shift()
    if (execution === undefined) return
    attempt(place, rule, execution, 1, () => {
      if (execution.state === 'FAILED') failed += 1
      if (failed > mayFail) stop(queue.splice(0), place.clock.now())
      next()
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

function attempt(place: Place, rule: Rule, execution: RemediationExecution, number: number, done: () => void): void {
  const configuration = rule.remediation
  if (configuration === undefined) return
  execution.invokedAt = place.clock.now()
  const begun = begin(place, configuration, execution, (automation) => {
    place.clock.schedule(STATUS_LAG_MS, () => {
      execution.steps = automation.steps.map((each) => shownStep(each))
      settle(automation.status === 'Success')
    })
  })
  if (!begun) settle(false)

  function settle(succeeded: boolean): void {
    execution.state = succeeded ? 'SUCCEEDED' : 'FAILED'
    execution.updatedAt = place.clock.now()
    const again = !succeeded && mayTryAgain(rule, execution, number, place.clock.now())
    if (again) place.clock.schedule(BETWEEN_ATTEMPTS_MS, () => attempt(place, rule, execution, number + 1, done))
    else done()
  }
}

function begin(
  place: Place,
  { TargetId = '', TargetVersion, Parameters = {} }: RemediationConfiguration,
  execution: RemediationExecution,
  onEnd: (automation: AutomationExecution) => void,
): boolean {
  const parameters = Object.fromEntries(
    Object.entries(Parameters).map(([name, { StaticValue, ResourceValue }]) => [
      name,
      ResourceValue === undefined ? (StaticValue?.Values ?? []) : [execution.resourceId],
    ]),
  )
  try {
    const executedBy = `arn:aws:sts::${place.accountId}:assumed-role/${EXECUTED_BY.roleName}/${EXECUTED_BY.sessionName}`
    const automation = startAutomation(place, {
      documentName: TargetId,
      documentVersion: TargetVersion,
      parameters,
      executedBy,
      onEnd: () => onEnd(automation),
    })
    execution.state = 'IN_PROGRESS'
    execution.steps = automation.steps.map((each) => shownStep(each))
    return true
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    execution.steps = [{ Name: 'Initialization', State: 'FAILED', ErrorMessage: error.message }]
    return false
  }
}

/**
 * So many failures within the window, and AWS Config puts an exception on the resource. Failures that are slower than the window never
 * trip it; then the next evaluation's snapshot begins anew.
 */
function mayTryAgain(rule: Rule, execution: RemediationExecution, number: number, now: Date): boolean {
  const { MaximumAutomaticAttempts = 5, RetryAttemptSeconds = 60, Automatic } = rule.remediation ?? {}
  execution.failures = [...execution.failures, now].filter((failure) => now.getTime() - failure.getTime() <= RetryAttemptSeconds * 1000)
  if (execution.failures.length >= MaximumAutomaticAttempts) {
    rule.exceptions.set(execution.resourceId, { message: 'Remediation failed the maximum number of automatic attempts.' })
    return false
  }
  return Automatic === true && number < MaximumAutomaticAttempts
}

const STEP_STATES = { Pending: 'PENDING', InProgress: 'IN_PROGRESS', Success: 'SUCCEEDED', Failed: 'FAILED' } as const

function shownStep({ step, status, started, ended, failure }: StepExecution): RemediationStep {
  return {
    Name: step.name,
    State: STEP_STATES[status],
    ...(started === undefined ? {} : { StartTime: started }),
    ...(ended === undefined ? {} : { StopTime: ended }),
    ...(failure === undefined ? {} : { ErrorMessage: failure }),
  }
}

function isExcepted({ exceptions }: Rule, resourceId: string, now: Date): boolean {
  const exception = exceptions.get(resourceId)
  return exception !== undefined && (exception.expires === undefined || now < exception.expires)
}

const staticValue = ({ Parameters = {} }: RemediationConfiguration, name: string): string | undefined =>
  Parameters[name]?.StaticValue?.Values?.[0]
