import { AwsError, validationError } from '../world/aws-error.ts'
import type { Place } from '../world/world.ts'
import type { Change } from './change.ts'
import { shownParameters } from './shown.ts'
import { requireStack } from './stacks.ts'
import { stacksOf, type ChangeSet, type Stack } from './state.ts'

type Found = { readonly stack: Stack; readonly changeSet: ChangeSet }

/** By its id in any stack, or by its name in one; of several of that name the last. */
export function findChangeSet(place: Place, nameOrId = '', stackName?: string): Found | undefined {
  const stacks = stackName === undefined ? [...stacksOf(place).values()] : [requireStack(place, stackName, '[]')]
  return stacks
    .flatMap((stack) => stack.changeSets.map((changeSet) => ({ stack, changeSet })))
    .findLast(({ changeSet: { name, id } }) => id === nameOrId || (stackName !== undefined && name === nameOrId))
}

/** @throws ValidationError, ChangeSetNotFound */
export function requireChangeSet(place: Place, nameOrId = '', stackName?: string): Found {
  if (stackName === undefined && !nameOrId.startsWith('arn:'))
    throw validationError('StackName must be specified if ChangeSetName is not specified as an ARN.')
  const found = findChangeSet(place, nameOrId, stackName)
  if (found === undefined) throw new AwsError('ChangeSetNotFound', 404, `ChangeSet [${nameOrId}] does not exist`)
  return found
}

export const summary = ({ name, id }: Stack, { description, ...changeSet }: ChangeSet) => ({
  StackName: name,
  StackId: id,
  ChangeSetName: changeSet.name,
  ChangeSetId: changeSet.id,
  CreationTime: changeSet.created,
  Description: description,
  IncludeNestedStacks: changeSet.nested,
  Status: changeSet.failure === undefined ? ('CREATE_COMPLETE' as const) : ('FAILED' as const),
  StatusReason: changeSet.failure,
  ExecutionStatus: changeSet.execution,
})

/** With the properties before and after, where they are asked for. */
export const whole = (stack: Stack, changeSet: ChangeSet, withValues = false) => ({
  ...summary(stack, changeSet),
  ...shownParameters(changeSet.plan),
  ...(changeSet.plan.tags.length === 0 ? {} : { Tags: [...changeSet.plan.tags] }),
  Capabilities: changeSet.plan.capabilities as 'CAPABILITY_IAM'[],
  Changes: changeSet.changes.flatMap((change) => shown(change, withValues)),
  NotificationARNs: [],
  RollbackConfiguration: {},
})

/** Where values are asked for, what may change and does not is left out. */
function shown({ action, logicalId, type, physicalId, replacement, policy, before, after, ...change }: Change, withValues: boolean) {
  const details = withValues ? (change.valueDetails ?? change.details) : change.details
  if (action === 'Modify' && details.length === 0) return []
  const resourceChange = {
    Action: action,
    LogicalResourceId: logicalId,
    ResourceType: type,
    PhysicalResourceId: physicalId,
    PolicyAction: policy,
    Replacement: replacement,
    Scope: [...new Set(details.flatMap(({ Target }) => Target?.Attribute ?? []))],
    Details: [...details],
    ...(withValues ? { BeforeContext: context(before), AfterContext: context(after) } : {}),
  }
  return [{ Type: 'Resource' as const, ResourceChange: resourceChange }]
}

const context = (properties: object | undefined): string | undefined =>
  properties === undefined ? undefined : JSON.stringify({ Properties: properties })
