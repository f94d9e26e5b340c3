import {
  ConfigServiceClient,
  DescribeConfigRuleEvaluationStatusCommand,
  DescribeConfigRulesCommand,
  DescribeRemediationConfigurationsCommand,
  paginateDescribeRemediationExceptions,
  paginateDescribeRemediationExecutionStatus,
  type RemediationExecutionStatus,
} from '@aws-sdk/client-config-service'
import type { Remediated, RemediationStatus, RuleStatus } from '../deployment/status.ts'
import { instant, type Instant } from '../judgement/instant.ts'
import { collect } from '../stream/map-concurrently.ts'
import { clientSettings } from './client-settings.ts'
import { hasName } from './errors.ts'
import { present } from './present.ts'
import { wholeList } from './whole-list.ts'

/** How a rule stands. @returns undefined where there is none of that name */
export async function ruleStatus(name: string): Promise<RuleStatus | undefined> {
  const client = new ConfigServiceClient(clientSettings())
  try {
    const { ConfigRules } = await client.send(new DescribeConfigRulesCommand({ ConfigRuleNames: [name] }))
    const { ConfigRulesEvaluationStatus } = await client.send(new DescribeConfigRuleEvaluationStatusCommand({ ConfigRuleNames: [name] }))
    const status = present(ConfigRulesEvaluationStatus, 'ConfigRulesEvaluationStatus')[0]
    return {
      state: present(ConfigRules, 'ConfigRules')[0]?.ConfigRuleState ?? 'unknown',
      invoked: moment(status?.LastSuccessfulInvocationTime),
      notInvoked: moment(status?.LastFailedInvocationTime),
      error: status?.LastErrorMessage,
    }
  } catch (error) {
    if (hasName(error, ['NoSuchConfigRuleException'])) return undefined
    throw error
  }
}

/** What is done about what a rule finds. @returns undefined where it has no remediation */
export async function remediationStatus(ConfigRuleName: string): Promise<RemediationStatus | undefined> {
  const client = new ConfigServiceClient(clientSettings())
  const { RemediationConfigurations } = await client.send(
    new DescribeRemediationConfigurationsCommand({ ConfigRuleNames: [ConfigRuleName] }),
  )
  const configuration = present(RemediationConfigurations, 'RemediationConfigurations')[0]
  if (configuration === undefined) return undefined
  const pages = paginateDescribeRemediationExecutionStatus({ client }, { ConfigRuleName })
  const executions = await collect(
    wholeList<'RemediationExecutionStatuses', RemediationExecutionStatus>(pages, 'RemediationExecutionStatuses'),
  )
  const exceptions = await collect(
    wholeList(paginateDescribeRemediationExceptions({ client }, { ConfigRuleName }), 'RemediationExceptions'),
  )
  const inState = (...states: readonly string[]) =>
    executions.filter(({ State = '' }) => states.includes(State)).map((execution) => remediated(execution))
  return {
    isAutomatic: configuration.Automatic === true,
    target: configuration.TargetId ?? '',
    underWay: inState('QUEUED', 'IN_PROGRESS'),
    failed: inState('FAILED'),
    exceptions: exceptions.map(({ ResourceId = '', Message = '', ExpirationTime }) => ({
      userId: ResourceId,
      why: Message,
      at: undefined,
      expires: moment(ExpirationTime),
    })),
  }
}

const remediated = ({ ResourceKey, StepDetails = [], LastUpdatedTime }: RemediationExecutionStatus): Remediated => ({
  userId: ResourceKey?.resourceId ?? '',
  why: StepDetails.flatMap(({ ErrorMessage }) => ErrorMessage ?? [])[0] ?? '',
  at: moment(LastUpdatedTime),
})

const moment = (date: Date | undefined): Instant | undefined => (date === undefined ? undefined : instant(date))
