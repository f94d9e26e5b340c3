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
import type { Place } from '../world/world.ts'
import { operation } from '../world/operation.ts'
import { page } from './paging.ts'
import { deleteRemediation, noRemediation, putRemediation, startRemediation } from './remediation.ts'
import { configOf, type Rule } from './state.ts'

const USER = 'AWS::IAM::User'

export const remediationOperations = [
  operation(
    PutRemediationConfigurations$,
    [
      'RemediationConfigurations[].ConfigRuleName',
      'RemediationConfigurations[].TargetType',
      'RemediationConfigurations[].TargetId',
      'RemediationConfigurations[].TargetVersion',
      'RemediationConfigurations[].Parameters',
      'RemediationConfigurations[].ResourceType',
      'RemediationConfigurations[].Automatic',
      'RemediationConfigurations[].ExecutionControls',
      'RemediationConfigurations[].MaximumAutomaticAttempts',
      'RemediationConfigurations[].RetryAttemptSeconds',
      'RemediationConfigurations[].Arn',
    ],
    async ({ RemediationConfigurations = [] }: PutRemediationConfigurationsRequest, call) => {
      for (const configuration of RemediationConfigurations) await putRemediation(call, configuration)
      return { FailedBatches: [] }
    },
  ),
  operation(
    DeleteRemediationConfiguration$,
    ['ConfigRuleName'],
    ({ ConfigRuleName = '' }: DeleteRemediationConfigurationRequest, { place }) => {
      deleteRemediation(place, ConfigRuleName)
      return {}
    },
  ),
  operation(
    DescribeRemediationConfigurations$,
    ['ConfigRuleNames'],
    ({ ConfigRuleNames = [] }: DescribeRemediationConfigurationsRequest, { place }) => ({
      RemediationConfigurations: ConfigRuleNames.flatMap((name) => configOf(place).rules.get(name)?.remediation ?? []),
    }),
  ),
  operation(
    DescribeRemediationExecutionStatus$,
    ['ConfigRuleName', 'ResourceKeys', 'Limit', 'NextToken'],
    (request: DescribeRemediationExecutionStatusRequest, { place }) => {
      const { ConfigRuleName = '', ResourceKeys } = request
      const ids =
        ResourceKeys && new Set(ResourceKeys.flatMap(({ resourceType, resourceId }) => (resourceType === USER ? [resourceId] : [])))
      const executions = [...remediated(place, ConfigRuleName).executions.values()].filter(
        ({ resourceId }) => ids === undefined || ids.has(resourceId),
      )
      const { items, ...rest } = page(executions, request, { initial: 100, maximum: 100 })
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
  operation(
    StartRemediationExecution$,
    ['ConfigRuleName', 'ResourceKeys'],
    ({ ConfigRuleName = '', ResourceKeys = [] }: StartRemediationExecutionRequest, { place }) => {
      const rule = remediated(place, ConfigRuleName)
      const [bad, fine] = [
        ResourceKeys.filter(({ resourceType, resourceId }) => resourceType !== USER || !isNonCompliant(rule, resourceId)),
        ResourceKeys.filter(({ resourceType, resourceId }) => resourceType === USER && isNonCompliant(rule, resourceId)),
      ]
      place.clock.schedule(0, () =>
        startRemediation(
          place,
          rule,
          fine.map(({ resourceId = '' }) => resourceId),
        ),
      )
      return bad.length === 0 ? {} : { FailureMessage: 'The resources are compliant or unknown.', FailedItems: bad }
    },
  ),
  operation(
    PutRemediationExceptions$,
    ['ConfigRuleName', 'ResourceKeys', 'Message', 'ExpirationTime'],
    ({ ConfigRuleName = '', ResourceKeys = [], Message = '', ExpirationTime }: PutRemediationExceptionsRequest, { place }) => {
      const rule = configOf(place).rule(ConfigRuleName)
      for (const { ResourceType, ResourceId = '' } of ResourceKeys)
        if (ResourceType === USER && isNonCompliant(rule, ResourceId))
          rule.exceptions.set(ResourceId, { message: Message, expires: ExpirationTime })
      return { FailedBatches: [] }
    },
  ),
  operation(
    DescribeRemediationExceptions$,
    ['ConfigRuleName', 'ResourceKeys', 'Limit', 'NextToken'],
    (request: DescribeRemediationExceptionsRequest, { place }) => {
      const { ConfigRuleName = '', ResourceKeys } = request
      const ids = ResourceKeys?.flatMap(({ ResourceType, ResourceId }) => (ResourceType === USER ? [ResourceId] : []))
      const exceptions = [...configOf(place).rule(ConfigRuleName).exceptions].filter(([id]) => ids === undefined || ids.includes(id))
      const { items, ...rest } = page(exceptions, request, { initial: 25, maximum: 100 })
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
  operation(
    DeleteRemediationExceptions$,
    ['ConfigRuleName', 'ResourceKeys'],
    ({ ConfigRuleName = '', ResourceKeys = [] }: DeleteRemediationExceptionsRequest, { place }) => {
      for (const { ResourceType, ResourceId = '' } of ResourceKeys)
        if (ResourceType === USER) configOf(place).rule(ConfigRuleName).exceptions.delete(ResourceId)
      return { FailedBatches: [] }
    },
  ),
]

function remediated(place: Place, ruleName: string): Rule {
  const rule = configOf(place).rule(ruleName)
  if (rule.remediation === undefined) throw noRemediation(ruleName)
  return rule
}

const isNonCompliant = ({ results }: Rule, resourceId = ''): boolean =>
  results.get(`${USER} ${resourceId}`)?.evaluation.ComplianceType === 'NON_COMPLIANT'
