import type { RemediationConfiguration } from '@aws-sdk/client-config-service'
import { AwsError } from '../world/aws-error.ts'
import { callerArn, type Caller } from '../world/caller.ts'
import type { News, StepNews } from '../world/news.ts'
import { persistently } from '../world/persistent.ts'
import type { Place } from '../world/world.ts'
import { configOf, type Automation, type RemediationExecution, type RemediationStep, type Rule } from './state.ts'

const STATUS_LAG_MS = 308
const BETWEEN_ATTEMPTS_MS = 1_000

/** As whom AWS Config starts automations. */
export const remediator = ({ accountId }: Place): Caller => ({
  kind: 'service',
  accountId,
  roleName: 'AWSServiceRoleForConfigRemediation',
  sessionName: 'AwsConfigRemediation',
})

/** Remediate one resource; if that fails, again, as often as the configuration says. `done` follows the last attempt. */
export async function attempt(
  place: Place,
  rule: Rule,
  execution: RemediationExecution,
  number: number,
  done: () => Promise<void>,
): Promise<void> {
  const configuration = rule.remediation
  if (configuration === undefined) return
  execution.invokedAt = place.clock.now()
  const automation = await begin(place, configuration, execution)
  if (automation === undefined) return settle(false)
  automation.onEnd = ({ status, steps }) =>
    place.clock.schedule(STATUS_LAG_MS, () => {
      execution.steps = steps.map((each) => shownStep(each))
      return settle(status === 'Success')
    })

  async function settle(succeeded: boolean): Promise<void> {
    execution.state = succeeded ? 'SUCCEEDED' : 'FAILED'
    execution.updatedAt = place.clock.now()
    const again = !succeeded && mayTryAgain(rule, execution, number, place.clock.now())
    if (!again) return done()
    place.clock.schedule(BETWEEN_ATTEMPTS_MS, () => attempt(place, rule, execution, number + 1, done))
  }
}

/** Undefined where the automation is refused. */
async function begin(
  place: Place,
  { TargetId = '', TargetVersion, Parameters = {} }: RemediationConfiguration,
  execution: RemediationExecution,
): Promise<Automation | undefined> {
  const values = Object.entries(Parameters).map(([name, { StaticValue, ResourceValue }]) => [
    name,
    ResourceValue === undefined ? (StaticValue?.Values ?? []) : [execution.resourceId],
  ])
  const input = { DocumentName: TargetId, DocumentVersion: TargetVersion, Parameters: Object.fromEntries(values) as object }
  try {
    const { AutomationExecutionId } = await persistently(() =>
      place.perform<{ AutomationExecutionId: string }>('ssm:StartAutomationExecution', input, remediator(place)),
    )
    const automation = configOf(place).automations.get(AutomationExecutionId)
    if (automation === undefined) throw new Error(`Nothing was heard of the automation ${AutomationExecutionId}.`)
    execution.state = 'IN_PROGRESS'
    execution.steps = automation.steps.map((each) => shownStep(each))
    return automation
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    execution.steps = [{ Name: 'Initialization', State: 'FAILED', ErrorMessage: error.message }]
    return undefined
  }
}

/** AWS Config follows the automations that it has started. */
export function automationChanged(place: Place, news: Extract<News, { kind: 'automation-changed' }>): void {
  if (news.executedBy !== callerArn(remediator(place))) return
  const { automations } = configOf(place)
  if (news.status === 'InProgress') automations.set(news.executionId, { steps: news.steps, onEnd: () => undefined })
  else {
    automations.get(news.executionId)?.onEnd(news)
    automations.delete(news.executionId)
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

function shownStep({ name, status, started, ended, failure }: StepNews): RemediationStep {
  return {
    Name: name,
    State: STEP_STATES[status],
    ...(started === undefined ? {} : { StartTime: started }),
    ...(ended === undefined ? {} : { StopTime: ended }),
    ...(failure === undefined ? {} : { ErrorMessage: failure }),
  }
}
