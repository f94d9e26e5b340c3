import {
  DescribeStackEvents$,
  DescribeStackResource$,
  DescribeStackResources$,
  DescribeStacks$,
  GetTemplate$,
  GetTemplateSummary$,
  ListStackResources$,
  ListStacks$,
  ValidateTemplate$,
  type DescribeStackEventsInput,
  type DescribeStackResourceInput,
  type DescribeStackResourcesInput,
  type DescribeStacksInput,
  type GetTemplateInput,
  type GetTemplateSummaryInput,
  type ListStackResourcesInput,
  type ListStacksInput,
  type ValidateTemplateInput,
} from '@aws-sdk/client-cloudformation'
import type { Place } from '../world/world.ts'
import { validationError } from '../world/aws-error.ts'
import { operation } from '../world/operation.ts'
import { conditionHolds, resolve, textOf } from './intrinsics.ts'
import { neededCapabilities, requireStack } from './plan.ts'
import { scopeOf } from './scope.ts'
import { stacksOf, type Stack, type StackResource } from './state.ts'
import type { Template } from './template-shape.ts'
import { parseTemplate } from './template.ts'

export const readOperations = [
  operation(DescribeStacks$, ['StackName'], ({ StackName }: DescribeStacksInput, { place }) => {
    const stacks =
      StackName === undefined
        ? [...stacksOf(place).values()].filter(({ status }) => status !== 'DELETE_COMPLETE')
        : [requireStack(place, StackName)]
    return { Stacks: stacks.map((stack) => shownStack(place, stack)) }
  }),
  operation(ListStacks$, ['StackStatusFilter'], ({ StackStatusFilter }: ListStacksInput, { place }) => ({
    StackSummaries: [...stacksOf(place).values()]
      .filter(({ status }) => StackStatusFilter === undefined || StackStatusFilter.includes(status))
      .map(({ name, id, status, created }) => ({ StackName: name, StackId: id, StackStatus: status, CreationTime: created })),
  })),
  operation(DescribeStackEvents$, ['StackName'], ({ StackName }: DescribeStackEventsInput, { place }) => {
    const stack = requireStack(place, StackName)
    const StackEvents = stack.events.toReversed().map(({ id, at, logicalId, type, physicalId, status, reason }) => ({
      StackId: stack.id,
      StackName: stack.name,
      EventId: id,
      Timestamp: at,
      LogicalResourceId: logicalId,
      PhysicalResourceId: physicalId,
      ResourceType: type,
      ResourceStatus: status,
      ResourceStatusReason: reason,
    }))
    return { StackEvents }
  }),
  operation(
    DescribeStackResources$,
    ['StackName', 'PhysicalResourceId', 'LogicalResourceId'],
    ({ StackName, PhysicalResourceId, LogicalResourceId }: DescribeStackResourcesInput, { place }) => {
      const stack =
        StackName === undefined
          ? [...stacksOf(place).values()].find((each) =>
              [...each.resources.values()].some(({ physicalId }) => physicalId === PhysicalResourceId),
            )
          : requireStack(place, StackName)
      if (stack === undefined) throw validationError(`Stack for ${PhysicalResourceId} does not exist`)
      return {
        StackResources: shownResources(stack).filter(
          (resource) => LogicalResourceId === undefined || resource.LogicalResourceId === LogicalResourceId,
        ),
      }
    },
  ),
  operation(
    DescribeStackResource$,
    ['StackName', 'LogicalResourceId'],
    ({ StackName, LogicalResourceId = '' }: DescribeStackResourceInput, { place }) => {
      const stack = requireStack(place, StackName)
      const found = shownResources(stack).find((resource) => resource.LogicalResourceId === LogicalResourceId)
      if (found === undefined) throw validationError(`Resource ${LogicalResourceId} does not exist for stack ${stack.name}`)
      return { StackResourceDetail: { ...found, LastUpdatedTimestamp: found.Timestamp } }
    },
  ),
  operation(ListStackResources$, ['StackName'], ({ StackName }: ListStackResourcesInput, { place }) => ({
    StackResourceSummaries: shownResources(requireStack(place, StackName)).map(({ Timestamp, ...resource }) => ({
      ...resource,
      LastUpdatedTimestamp: Timestamp,
    })),
  })),
  operation(GetTemplate$, ['StackName', 'TemplateStage'], ({ StackName }: GetTemplateInput, { place }) => ({
    TemplateBody: requireStack(place, StackName).templateBody,
    StagesAvailable: ['Original' as const, 'Processed' as const],
  })),
  operation(GetTemplateSummary$, ['TemplateBody', 'StackName'], ({ TemplateBody, StackName }: GetTemplateSummaryInput, { place }) =>
    summary(TemplateBody === undefined ? requireStack(place, StackName).template : parseTemplate(TemplateBody)),
  ),
  operation(ValidateTemplate$, ['TemplateBody'], ({ TemplateBody = '' }: ValidateTemplateInput) => {
    const { ResourceTypes: _, Version: __, ...rest } = summary(parseTemplate(TemplateBody))
    return {
      ...rest,
      Parameters: rest.Parameters.map(({ ParameterKey, DefaultValue, Description, NoEcho }) => ({
        ParameterKey,
        DefaultValue,
        Description,
        NoEcho,
      })),
    }
  }),
]

function summary(template: Template) {
  const capabilities = neededCapabilities(template)
  return {
    Description: template.Description,
    Parameters: Object.entries(template.Parameters ?? {}).map(([ParameterKey, definition]) => ({
      ParameterKey,
      DefaultValue: definition.Default === undefined ? undefined : String(definition.Default),
      ParameterType: definition.Type,
      NoEcho: definition.NoEcho ?? false,
      Description: definition.Description,
      ParameterConstraints: { AllowedValues: definition.AllowedValues?.map(String) },
    })),
    Capabilities: capabilities as 'CAPABILITY_IAM'[],
    ...(capabilities.length === 0 ? {} : { CapabilitiesReason: 'The following resource(s) require capabilities: [AWS::IAM::Role]' }),
    ResourceTypes: [...new Set(Object.values(template.Resources).map(({ Type }) => Type))],
    Version: '2010-09-09',
    Metadata: template.Metadata === undefined ? undefined : JSON.stringify(template.Metadata),
  }
}

/** What is under way, or was given up halfway, has not all that outputs refer to. */
const HAS_OUTPUTS = /^(CREATE|UPDATE|UPDATE_ROLLBACK)_COMPLETE/

function shownStack(place: Place, stack: Stack) {
  const scope = scopeOf(place, stack, stack)
  const outputs = HAS_OUTPUTS.test(stack.status) ? Object.entries(stack.template.Outputs ?? {}) : []
  return {
    StackName: stack.name,
    StackId: stack.id,
    Description: stack.template.Description,
    StackStatus: stack.status,
    StackStatusReason: stack.reason,
    CreationTime: stack.created,
    LastUpdatedTime: stack.updated,
    DeletionTime: stack.deleted,
    Parameters: [...stack.parameters].map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue })),
    Capabilities: stack.capabilities as 'CAPABILITY_IAM'[],
    Outputs: outputs
      .filter(([, { Condition }]) => Condition === undefined || conditionHolds(Condition, scope))
      .map(([OutputKey, { Value, Description }]) => ({ OutputKey, OutputValue: textOf(resolve(Value, scope)), Description })),
    Tags: [],
    DisableRollback: false,
    EnableTerminationProtection: false,
  }
}

const shownResources = ({ id, name, resources }: Stack) =>
  [...resources].map(([LogicalResourceId, { physicalId, type, updated, status }]: [string, StackResource]) => ({
    StackId: id,
    StackName: name,
    LogicalResourceId,
    PhysicalResourceId: physicalId,
    ResourceType: type,
    Timestamp: updated,
    ResourceStatus: status,
  }))
