import type { AutoDeployment } from '@aws-sdk/client-cloudformation'
import type { Instance, SetOperation, StackSet } from './state.ts'

export const autoDeploymentOf = ({
  Enabled = false,
  RetainStacksOnAccountRemoval = false,
}: AutoDeployment): StackSet['autoDeployment'] => ({
  enabled: Enabled,
  retain: RetainStacksOnAccountRemoval,
})

export const summaryOfSet = ({ name, id, description, status, autoDeployment, managedExecution }: StackSet) => ({
  StackSetName: name,
  StackSetId: id,
  Description: description,
  Status: status,
  PermissionModel: 'SERVICE_MANAGED' as const,
  AutoDeployment: {
    Enabled: autoDeployment.enabled,
    ...(autoDeployment.enabled ? { RetainStacksOnAccountRemoval: autoDeployment.retain } : {}),
  },
  ManagedExecution: { Active: managedExecution },
  DriftStatus: 'NOT_CHECKED' as const,
})

export function shownSet(set: StackSet) {
  const { DriftStatus, ...summary } = summaryOfSet(set)
  const { place, id, templateBody, parameters, capabilities, units, instances } = set
  return {
    ...summary,
    StackSetARN: `arn:aws:cloudformation:${place.region}:${place.accountId}:stackset/${id}`,
    TemplateBody: templateBody,
    Parameters: [...parameters],
    Capabilities: [...capabilities],
    OrganizationalUnitIds: [...new Set([...units.keys(), ...[...instances.values()].map(({ unitId }) => unitId)])],
    Regions: [...new Set([...instances.values()].map(({ region }) => region))],
    StackSetDriftDetectionDetails: { DriftStatus, TotalStackInstancesCount: instances.size },
  }
}

export const summaryOfInstance = (set: StackSet, instance: Instance) => ({
  StackSetId: set.id,
  Region: instance.region,
  Account: instance.accountId,
  StackId: instance.stackId,
  Status: instance.status,
  StatusReason: instance.reason,
  StackInstanceStatus: { DetailedStatus: instance.detailed },
  OrganizationalUnitId: instance.unitId,
  DriftStatus: 'NOT_CHECKED' as const,
  LastOperationId: instance.lastOperationId,
})

export const summaryOfOperation = ({ id, action, status, reason, preferences, results, created, ended }: SetOperation) => ({
  OperationId: id,
  Action: action,
  Status: status,
  StatusReason: reason,
  StatusDetails: { FailedStackInstancesCount: results.filter((each) => each.status === 'FAILED').length },
  OperationPreferences: preferences,
  CreationTimestamp: created,
  EndTimestamp: ended,
})
