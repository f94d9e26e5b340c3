import {
  DeleteRemediationConfiguration$,
  DeleteRemediationExceptions$,
  DescribeRemediationConfigurations$,
  DescribeRemediationExceptions$,
  DescribeRemediationExecutionStatus$,
  PutRemediationConfigurations$,
  PutRemediationExceptions$,
  StartRemediationExecution$,
  type DeleteRemediationConfigurationRequest,
  type DeleteRemediationExceptionsRequest,
  type DescribeRemediationConfigurationsRequest,
  type DescribeRemediationExceptionsRequest,
  type DescribeRemediationExecutionStatusRequest,
  type PutRemediationConfigurationsRequest,
  type PutRemediationExceptionsRequest,
  type StartRemediationExecutionRequest,
} from '@aws-sdk/client-config-service'
import type { Aws } from '../front/desk.ts'
import { operation } from '../world/operation.ts'
import { page } from './paging.ts'
import { deleteRemediation, noRemediation, putRemediation, startRemediation } from './remediation.ts'
import type { Rule } from './state.ts'

const USER = 'AWS::IAM::User'

export const remediationOperations = [
  operation(PutRemediationConfigurations$, ({ RemediationConfigurations = [] }: PutRemediationConfigurationsRequest, { aws }) => {
    for (const configuration of RemediationConfigurations) putRemediation(aws, configuration)
    return { FailedBatches: [] }
  }),
  operation(DeleteRemediationConfiguration$, ({ ConfigRuleName = '' }: DeleteRemediationConfigurationRequest, { aws }) => {
    deleteRemediation(aws, ConfigRuleName)
    return {}
  }),
  operation(DescribeRemediationConfigurations$, ({ ConfigRuleNames = [] }: DescribeRemediationConfigurationsRequest, { aws }) => ({
    RemediationConfigurations: ConfigRuleNames.flatMap((name) => aws.config.rules.get(name)?.remediation ?? []),
  })),
  operation(
    DescribeRemediationExecutionStatus$,
    ({ ConfigRuleName = '', ResourceKeys, ...paging }: DescribeRemediationExecutionStatusRequest, { aws }) => {
      const ids = ResourceKeys?.map(({ resourceId }) => resourceId)
      const executions = [...remediated(aws, ConfigRuleName).executions.values()].filter(
        ({ resourceId }) => ids === undefined || ids.includes(resourceId),
      )
      const { items, ...rest } = page(executions, paging, { initial: 100, maximum: 100 })
      const RemediationExecutionStatuses = items.map(({ resourceId, state, steps, invokedAt, updatedAt }) => ({
        ResourceKey: { resourceType: USER as 'AWS::IAM::User', resourceId },
        State: state,
        StepDetails: [...steps],
        InvocationTime: invokedAt,
        LastUpdatedTime: updatedAt,
      }))
      return { RemediationExecutionStatuses, ...rest }
    },
  ),
  operation(StartRemediationExecution$, ({ ConfigRuleName = '', ResourceKeys = [] }: StartRemediationExecutionRequest, { aws }) => {
    const rule = remediated(aws, ConfigRuleName)
    const [bad, fine] = [
      ResourceKeys.filter(({ resourceId }) => !isNonCompliant(rule, resourceId)),
      ResourceKeys.filter(({ resourceId }) => isNonCompliant(rule, resourceId)),
    ]
    aws.clock.schedule(0, () =>
      startRemediation(
        aws,
        rule,
        fine.map(({ resourceId = '' }) => resourceId),
      ),
    )
    return bad.length === 0 ? {} : { FailureMessage: 'The resources are compliant or unknown.', FailedItems: bad }
  }),
  operation(
    PutRemediationExceptions$,
    ({ ConfigRuleName = '', ResourceKeys = [], Message = '', ExpirationTime }: PutRemediationExceptionsRequest, { aws }) => {
      const rule = aws.config.rule(ConfigRuleName)
      for (const { ResourceId = '' } of ResourceKeys)
        if (isNonCompliant(rule, ResourceId)) rule.exceptions.set(ResourceId, { message: Message, expires: ExpirationTime })
      return { FailedBatches: [] }
    },
  ),
  operation(
    DescribeRemediationExceptions$,
    ({ ConfigRuleName = '', ResourceKeys, ...paging }: DescribeRemediationExceptionsRequest, { aws }) => {
      const ids = ResourceKeys?.map(({ ResourceId }) => ResourceId)
      const exceptions = [...aws.config.rule(ConfigRuleName).exceptions].filter(([id]) => ids === undefined || ids.includes(id))
      const { items, ...rest } = page(exceptions, paging, { initial: 25, maximum: 100 })
      return {
        RemediationExceptions: items.map(([ResourceId, { message, expires }]) => ({
          ConfigRuleName,
          ResourceType: USER,
          ResourceId,
          Message: message,
          ExpirationTime: expires,
        })),
        ...rest,
      }
    },
  ),
  operation(DeleteRemediationExceptions$, ({ ConfigRuleName = '', ResourceKeys = [] }: DeleteRemediationExceptionsRequest, { aws }) => {
    for (const { ResourceId = '' } of ResourceKeys) aws.config.rule(ConfigRuleName).exceptions.delete(ResourceId)
    return { FailedBatches: [] }
  }),
]

function remediated({ config }: Aws, ruleName: string): Rule {
  const rule = config.rule(ruleName)
  if (rule.remediation === undefined) throw noRemediation(ruleName)
  return rule
}

const isNonCompliant = ({ results }: Rule, resourceId = ''): boolean =>
  results.get(`${USER} ${resourceId}`)?.evaluation.ComplianceType === 'NON_COMPLIANT'
