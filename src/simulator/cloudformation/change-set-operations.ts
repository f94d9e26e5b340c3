import {
  CreateChangeSet$,
  DeleteChangeSet$,
  DescribeChangeSet$,
  ExecuteChangeSet$,
  ListChangeSets$,
  type CreateChangeSetInput,
  type DeleteChangeSetInput,
  type DescribeChangeSetInput,
  type ExecuteChangeSetInput,
  type ListChangeSetsInput,
} from '@aws-sdk/client-cloudformation'
import type { Place } from '../world/world.ts'
import { AwsError, validationError } from '../world/aws-error.ts'
import { operation } from '../world/operation.ts'
import { randomUuid } from '../world/random.ts'
import { changesOf } from './changes.ts'
import { findStack, planOf, requireStack } from './plan.ts'
import { createStack, newStack, updateStack } from './stack.ts'
import { stacksOf, type Change, type ChangeSet, type Stack } from './state.ts'

export const changeSetOperations = [
  operation(
    CreateChangeSet$,
    [
      'StackName',
      'ChangeSetName',
      'ChangeSetType',
      'ClientToken',
      'Description',
      'TemplateBody',
      'TemplateURL',
      'UsePreviousTemplate',
      'Parameters[].ParameterKey',
      'Parameters[].ParameterValue',
      'Parameters[].UsePreviousValue',
      'Capabilities',
      'IncludeNestedStacks=false',
      'ImportExistingResources=false',
    ],
    (input: CreateChangeSetInput, { place, now }) => {
      const { StackName = '', ChangeSetName: name = '', ChangeSetType = 'UPDATE', Description: description } = input
      const present = findStack(place, StackName)
      const type = ChangeSetType === 'CREATE' ? 'CREATE' : 'UPDATE'
      if (type === 'UPDATE' && present === undefined) throw validationError(`Stack [${StackName}] does not exist`)
      if (type === 'CREATE' && present !== undefined && present.status !== 'REVIEW_IN_PROGRESS')
        throw validationError(`Stack [${StackName}] already exists and cannot be created again with the changeSet [${name}].`)
      const plan = planOf(place, input, present)
      const stack = present ?? newStack(place, StackName, 'REVIEW_IN_PROGRESS', plan)
      const changes = changesOf(place, stack, plan)
      const id = `arn:aws:cloudformation:${place.region}:${place.accountId}:changeSet/${name}/${randomUuid(place.random)}`
      const nothing =
        changes.length === 0
          ? { failure: "The submitted information didn't contain changes. Submit different information to create a change set." }
          : {}
      stack.changeSets.set(name, { name, id, description, type, plan, created: now, changes, executed: false, ...nothing })
      return { Id: id, StackId: stack.id }
    },
  ),

  operation(DescribeChangeSet$, ['ChangeSetName', 'StackName'], ({ ChangeSetName, StackName }: DescribeChangeSetInput, { place }) => {
    const { stack, changeSet } = find(place, ChangeSetName, StackName)
    return {
      ...summary(stack, changeSet),
      Parameters: [...changeSet.plan.parameters].map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue })),
      Capabilities: changeSet.plan.capabilities,
      Changes: changeSet.changes.map((change) => shown(change)),
    }
  }),

  operation(
    ExecuteChangeSet$,
    ['ChangeSetName', 'StackName', 'ClientRequestToken', 'DisableRollback=false'],
    async ({ ChangeSetName, StackName }: ExecuteChangeSetInput, { place, caller }) => {
      const { stack, changeSet } = find(place, ChangeSetName, StackName)
      if (changeSet.failure !== undefined || changeSet.executed)
        throw new AwsError('InvalidChangeSetStatus', 400, `ChangeSet [${changeSet.id}] cannot be executed in its current status.`)
      changeSet.executed = true
      stack.changeSets = new Map()
      await (changeSet.type === 'CREATE' ? createStack : updateStack)({ place, caller }, stack, changeSet.plan)
      return {}
    },
  ),

  operation(DeleteChangeSet$, ['ChangeSetName', 'StackName'], ({ ChangeSetName, StackName }: DeleteChangeSetInput, { place }) => {
    const { stack, changeSet } = find(place, ChangeSetName, StackName)
    stack.changeSets.delete(changeSet.name)
    return {}
  }),

  operation(ListChangeSets$, ['StackName'], ({ StackName }: ListChangeSetsInput, { place }) => {
    const stack = requireStack(place, StackName)
    return { Summaries: [...stack.changeSets.values()].map((changeSet) => summary(stack, changeSet)) }
  }),
]

function find(place: Place, nameOrId = '', stackName?: string): { readonly stack: Stack; readonly changeSet: ChangeSet } {
  const stacks = stackName === undefined ? [...stacksOf(place).values()] : [requireStack(place, stackName)]
  for (const stack of stacks) {
    const changeSet = [...stack.changeSets.values()].find(({ name, id }) => name === nameOrId || id === nameOrId)
    if (changeSet !== undefined) return { stack, changeSet }
  }
  throw new AwsError('ChangeSetNotFound', 404, `ChangeSet [${nameOrId}] does not exist`)
}

const summary = ({ name, id }: Stack, changeSet: ChangeSet) => ({
  StackName: name,
  StackId: id,
  ChangeSetName: changeSet.name,
  ChangeSetId: changeSet.id,
  Description: changeSet.description,
  CreationTime: changeSet.created,
  Status: changeSet.failure === undefined ? ('CREATE_COMPLETE' as const) : ('FAILED' as const),
  StatusReason: changeSet.failure,
  ExecutionStatus: changeSet.failure === undefined ? ('AVAILABLE' as const) : ('UNAVAILABLE' as const),
})

const shown = ({ action, logicalId, type, physicalId, replacement }: Change) => ({
  Type: 'Resource' as const,
  ResourceChange: {
    Action: action,
    LogicalResourceId: logicalId,
    ResourceType: type,
    PhysicalResourceId: physicalId,
    Replacement: replacement,
    Scope: [],
    Details: [],
  },
})
