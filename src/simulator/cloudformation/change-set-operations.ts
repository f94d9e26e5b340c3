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
import { AwsError, validationError } from '../world/aws-error.ts'
import { operation } from '../world/operation.ts'
import { randomUuid } from '../world/random.ts'
import type { Place } from '../world/world.ts'
import { changesOf } from './changes.ts'
import { findChangeSet, requireChangeSet, summary, whole } from './change-sets.ts'
import { isNothing } from './is-nothing.ts'
import { page } from './paging.ts'
import { PLAN, planOf } from './plan.ts'
import { createStack, newStack, updateStack } from './stack.ts'
import { authorOf } from './stack-role.ts'
import { checkName, findStack, refuseUpdate, requireStack } from './stacks.ts'
import { note, outdate, type ChangeSet, type Stack } from './state.ts'

export const changeSetOperations = [
  operation(
    CreateChangeSet$,
    [
      'StackName',
      'ChangeSetName',
      'ChangeSetType',
      'ClientToken',
      'Description',
      'UsePreviousTemplate',
      'Tags',
      'IncludeNestedStacks',
      'ImportExistingResources=false',
      ...PLAN,
    ],
    async (input: CreateChangeSetInput, { place, caller, now }) => {
      const {
        StackName = '',
        ChangeSetName: name = '',
        ChangeSetType: type = 'UPDATE',
        Description: description,
        IncludeNestedStacks: nested = false,
      } = input
      checkName(StackName)
      if (type === 'IMPORT') throw validationError('The simulator knows no change sets of type IMPORT.')
      const present = stackToChange(place, StackName, name, type)
      const plan = await planOf(await authorOf({ place, caller }, input.RoleARN, present), input, present)
      const stack = present ?? newStack(place, StackName, 'REVIEW_IN_PROGRESS')
      if (present === undefined) note(place, stack, 'REVIEW_IN_PROGRESS', 'User Initiated')
      const id = `arn:aws:cloudformation:${place.region}:${place.accountId}:changeSet/${name}/${randomUuid(place.random)}`
      const changes = changesOf(place, stack, plan)
      const isEmpty = type === 'UPDATE' && isNothing(place, stack, plan)
      const execution = isEmpty ? { execution: 'UNAVAILABLE' as const, failure: NO_CHANGES } : { execution: 'AVAILABLE' as const }
      stack.changeSets.push({ name, id, description, nested, type, plan, roleArn: input.RoleARN, created: now, changes, ...execution })
      return { Id: id, StackId: stack.id }
    },
  ),

  operation(
    DescribeChangeSet$,
    ['ChangeSetName', 'StackName', 'IncludePropertyValues'],
    ({ ChangeSetName, StackName, IncludePropertyValues }: DescribeChangeSetInput, { place }) => {
      const { stack, changeSet } = requireChangeSet(place, ChangeSetName, StackName)
      return whole(stack, changeSet, IncludePropertyValues)
    },
  ),

  operation(
    ExecuteChangeSet$,
    ['ChangeSetName', 'StackName', 'ClientRequestToken', 'DisableRollback'],
    async (input: ExecuteChangeSetInput, { place, caller }) => {
      const { stack, changeSet } = requireChangeSet(place, input.ChangeSetName, input.StackName)
      const status = changeSet.failure === undefined ? changeSet.execution : 'FAILED'
      if (status !== 'AVAILABLE')
        throw new AwsError(
          'InvalidChangeSetStatus',
          400,
          `ChangeSet [${changeSet.id}] cannot be executed in its current status of [${status}]`,
        )
      if (input.DisableRollback === true && changeSet.type === 'UPDATE')
        throw validationError('The simulator knows no DisableRollback of updates.')
      const author = await authorOf({ place, caller }, changeSet.roleArn, stack)
      outdate(stack)
      stack.roleArn = changeSet.roleArn ?? stack.roleArn
      Object.assign(stack, { token: input.ClientRequestToken, updated: place.clock.now(), rollsBack: input.DisableRollback !== true })
      if (changeSet.type === 'CREATE') await createStack(author, stack, changeSet.plan, stack.rollsBack ? 'ROLLBACK' : 'DO_NOTHING')
      else await updateStack(author, stack, changeSet.plan)
      noteExecution(stack, changeSet)
      return {}
    },
  ),

  operation(DeleteChangeSet$, ['ChangeSetName', 'StackName'], ({ ChangeSetName = '', StackName }: DeleteChangeSetInput, { place }) => {
    if (StackName === undefined && !ChangeSetName.startsWith('arn:'))
      throw validationError('StackName must be specified if ChangeSetName is not specified as an ARN.')
    if (StackName !== undefined) requireStack(place, StackName, '[]')
    const { stack, changeSet } = findChangeSet(place, ChangeSetName, StackName) ?? {}
    if (stack !== undefined && changeSet !== undefined) stack.changeSets.splice(stack.changeSets.indexOf(changeSet), 1)
    return {}
  }),

  operation(ListChangeSets$, ['StackName', 'NextToken'], ({ StackName, NextToken }: ListChangeSetsInput, { place }) => {
    const stack = requireStack(place, StackName, '[]')
    const open = stack.changeSets.filter((changeSet) => isOpen(changeSet))
    const { items, rest } = page(open, { NextToken })
    return { Summaries: items.map((changeSet) => summary(stack, changeSet)), ...rest }
  }),
]

const NO_CHANGES = "The submitted information didn't contain changes. Submit different information to create a change set."

/** @throws ValidationError, AlreadyExistsException */
function stackToChange(place: Place, stackName: string, name: string, type: 'CREATE' | 'UPDATE'): Stack | undefined {
  const present = findStack(place, stackName)
  if (type === 'UPDATE') {
    if (present === undefined) throw validationError(`Stack [${stackName}] does not exist`)
    refuseUpdate(present)
  } else if (present !== undefined && present.status !== 'REVIEW_IN_PROGRESS')
    throw validationError(`Stack [${stackName}] already exists and cannot be created again with the changeSet [${name}].`)
  const same = present?.changeSets.find((each) => each.name === name && isOpen(each))
  if (same !== undefined) throw new AwsError('AlreadyExistsException', 400, `ChangeSet ${same.id} already exists`)
  return present
}

/** Whether it can still be carried out, or waits to be deleted. */
const isOpen = ({ execution }: ChangeSet): boolean => execution === 'AVAILABLE' || execution === 'UNAVAILABLE'

function noteExecution(stack: Stack, changeSet: ChangeSet): void {
  const isDone = stack.status === 'CREATE_COMPLETE' || stack.status.startsWith('UPDATE_COMPLETE')
  changeSet.execution = isDone ? 'EXECUTE_COMPLETE' : 'EXECUTE_FAILED'
  if (isDone) stack.changeSetId = changeSet.id
}
