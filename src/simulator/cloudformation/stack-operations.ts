import {
  CreateStack$,
  DeleteStack$,
  UpdateStack$,
  type CreateStackInput,
  type DeleteStackInput,
  type UpdateStackInput,
} from '@aws-sdk/client-cloudformation'
import { AwsError, validationError } from '../world/aws-error.ts'
import { operation } from '../world/operation.ts'
import { changesOf } from './changes.ts'
import { findStack, planOf, requireStack } from './plan.ts'
import { createStack, deleteStack, newStack, updateStack } from './stack.ts'

/** Stacks are made while the call waits: here everything is at hand, and no time passes. All is done as whoever makes the call. */
export const stackOperations = [
  operation(
    CreateStack$,
    [
      'StackName',
      'ClientRequestToken',
      'DisableRollback=false',
      'EnableTerminationProtection=false',
      'TemplateBody',
      'TemplateURL',
      'Parameters[].ParameterKey',
      'Parameters[].ParameterValue',
      'Parameters[].UsePreviousValue',
      'Capabilities',
    ],
    async (input: CreateStackInput, { place, caller }) => {
      const { StackName = '' } = input
      if (!/^[a-zA-Z][-a-zA-Z0-9]{0,127}$/.test(StackName)) throw validationError(`The stack name ${StackName} is not valid.`)
      if (findStack(place, StackName) !== undefined)
        throw new AwsError('AlreadyExistsException', 400, `Stack [${StackName}] already exists`)
      const plan = planOf(place, input, undefined)
      const stack = newStack(place, StackName, 'CREATE_IN_PROGRESS', plan)
      await createStack({ place, caller }, stack, plan)
      return { StackId: stack.id }
    },
  ),
  operation(
    UpdateStack$,
    [
      'StackName',
      'ClientRequestToken',
      'DisableRollback=false',
      'TemplateBody',
      'TemplateURL',
      'UsePreviousTemplate',
      'Parameters[].ParameterKey',
      'Parameters[].ParameterValue',
      'Parameters[].UsePreviousValue',
      'Capabilities',
    ],
    async (input: UpdateStackInput, { place, caller }) => {
      const stack = requireStack(place, input.StackName)
      if (!stack.status.endsWith('_COMPLETE') || stack.status === 'ROLLBACK_COMPLETE' || stack.status === 'DELETE_COMPLETE')
        throw validationError(`Stack:${stack.id} is in ${stack.status} state and can not be updated.`)
      const plan = planOf(place, input, stack)
      if (changesOf(place, stack, plan).length === 0) throw validationError('No updates are to be performed.')
      await updateStack({ place, caller }, stack, plan)
      return { StackId: stack.id }
    },
  ),
  operation(DeleteStack$, ['StackName', 'ClientRequestToken'], async ({ StackName }: DeleteStackInput, { place, caller }) => {
    const stack = findStack(place, StackName)
    if (stack !== undefined && stack.status !== 'DELETE_COMPLETE') await deleteStack({ place, caller }, stack)
  }),
]
