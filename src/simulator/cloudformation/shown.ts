import { isLookedUp } from './parameters.ts'
import type { Output, Plan, Stack, StackResource } from './state.ts'

/** Parameters as a description shows them: none where there are none, and no secrets. */
export function shownParameters({ template, parameters, values }: Plan) {
  if (parameters.size === 0) return {}
  return {
    Parameters: [...parameters].map(([ParameterKey, value]) => {
      const { NoEcho = false, Type = '' } = template.Parameters?.[ParameterKey] ?? {}
      return {
        ParameterKey,
        ParameterValue: NoEcho ? '****' : value,
        ...(isLookedUp(Type) ? { ResolvedValue: values.get(ParameterKey) } : {}),
      }
    }),
  }
}

const NOT_CHECKED = 'NOT_CHECKED' as const

/** A stack as DescribeStacks shows it. */
export const shownStack = (stack: Stack) => ({
  ...brief(stack),
  Description: stack.plan.template.Description,
  ...shownParameters(stack.plan),
  ...(stack.plan.capabilities.length === 0 ? {} : { Capabilities: stack.plan.capabilities as 'CAPABILITY_IAM'[] }),
  ...(stack.outputs.length === 0 ? {} : { Outputs: stack.outputs.map((output) => shownOutput(output)) }),
  ...(stack.status === 'DELETE_COMPLETE' ? {} : { EnableTerminationProtection: stack.isProtected, ChangeSetId: stack.changeSetId }),
  DisableRollback: !stack.rollsBack,
  RoleARN: stack.roleArn,
  NotificationARNs: [],
  RollbackConfiguration: {},
  Tags: [...stack.plan.tags],
})

/** As ListStacks shows it. */
export const listedStack = (stack: Stack) => ({ ...brief(stack), TemplateDescription: stack.plan.template.Description })

const brief = ({ name, id, status, reason, created, updated, deleted }: Stack) => ({
  StackName: name,
  StackId: id,
  StackStatus: status,
  StackStatusReason: reason,
  CreationTime: created,
  LastUpdatedTime: updated,
  DeletionTime: deleted,
  DriftInformation: { StackDriftStatus: NOT_CHECKED },
})

const shownOutput = ({ key, value, description, exportName }: Output) => ({
  OutputKey: key,
  OutputValue: value,
  Description: description,
  ExportName: exportName,
})

export const shownResources = ({ id, name, resources }: Stack) =>
  [...resources].map(([LogicalResourceId, { physicalId, type, updated, status }]: [string, StackResource]) => ({
    StackId: id,
    StackName: name,
    LogicalResourceId,
    PhysicalResourceId: physicalId,
    ResourceType: type,
    Timestamp: updated,
    ResourceStatus: status,
    DriftInformation: { StackResourceDriftStatus: NOT_CHECKED },
  }))

export const shownEvents = (stack: Stack) =>
  stack.events.toReversed().map(({ id, at, logicalId, type, physicalId, status, reason, properties, token }) => ({
    StackId: stack.id,
    StackName: stack.name,
    EventId: id,
    Timestamp: at,
    LogicalResourceId: logicalId,
    PhysicalResourceId: physicalId,
    ResourceType: type,
    ResourceStatus: status,
    ResourceStatusReason: reason,
    ResourceProperties: properties === undefined ? undefined : JSON.stringify(properties),
    ClientRequestToken: token,
  }))
