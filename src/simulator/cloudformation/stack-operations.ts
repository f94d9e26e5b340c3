import {
  CreateStack$,
  DeleteStack$,
  UpdateStack$,
  UpdateTerminationProtection$,
  type CreateStackInput,
  type DeleteStackInput,
  type UpdateStackInput,
  type UpdateTerminationProtectionInput,
} from '@aws-sdk/client-cloudformation'
import { AwsError, validationError } from '../world/aws-error.ts'
import { operation } from '../world/operation.ts'
import { isNothing } from './is-nothing.ts'
import { PLAN, planOf } from './plan.ts'
import { createStack, deleteStack, newStack, updateStack, type OnFailure } from './stack.ts'
import { authorOf } from './stack-role.ts'
import { checkName, findStack, refuseUpdate, requireStack } from './stacks.ts'
import { outdate } from './state.ts'

/** Stacks are made while the call waits: here everything is at hand, and no time passes. All is done as whoever makes the call. */
export const stackOperations = [
  operation(
    CreateStack$,
    ['StackName', 'ClientRequestToken', 'DisableRollback', 'OnFailure', 'EnableTerminationProtection', 'Tags', ...PLAN],
    async (input: CreateStackInput, { place, caller }) => {
      const { StackName = '', EnableTerminationProtection = false, ClientRequestToken } = input
      checkName(StackName)
      const present = findStack(place, StackName)
      if (present !== undefined && present.status !== 'REVIEW_IN_PROGRESS')
        throw new AwsError('AlreadyExistsException', 400, `Stack [${StackName}] already exists`)
      const onFailure = onFailureOf(input)
      const author = await authorOf({ place, caller }, input.RoleARN, undefined)
      const plan = await planOf(author, input, undefined)
      const stack = present ?? newStack(place, StackName, 'CREATE_IN_PROGRESS')
      outdate(stack)
      Object.assign(stack, {
        isProtected: EnableTerminationProtection,
        token: ClientRequestToken,
        rollsBack: onFailure !== 'DO_NOTHING',
        roleArn: input.RoleARN,
      })
      await createStack(author, stack, plan, onFailure)
      return { StackId: stack.id }
    },
  ),
  operation(
    UpdateStack$,
    ['StackName', 'ClientRequestToken', 'DisableRollback=false', 'UsePreviousTemplate', 'Tags', ...PLAN],
    async (input: UpdateStackInput, { place, caller }) => {
      const stack = requireStack(place, input.StackName, '[]')
      refuseUpdate(stack)
      const author = await authorOf({ place, caller }, input.RoleARN, stack)
      const plan = await planOf(author, input, stack)
      if (isNothing(place, stack, plan)) throw validationError('No updates are to be performed.')
      outdate(stack)
      stack.token = input.ClientRequestToken
      stack.changeSetId = undefined
      stack.roleArn = input.RoleARN ?? stack.roleArn
      await updateStack(author, stack, plan)
      return { StackId: stack.id }
    },
  ),
  operation(
    DeleteStack$,
    ['StackName', 'ClientRequestToken', 'RoleARN', 'DeploymentConfig.Mode=STANDARD'],
    async ({ StackName, ClientRequestToken, RoleARN }: DeleteStackInput, { place, caller }) => {
      const stack = findStack(place, StackName)
      if (stack === undefined || stack.status === 'DELETE_COMPLETE') return
      if (stack.isProtected) throw validationError(`Stack [${stack.name}] cannot be deleted while TerminationProtection is enabled`)
      stack.token = ClientRequestToken
      await deleteStack(await authorOf({ place, caller }, RoleARN, stack), stack)
    },
  ),
  operation(
    UpdateTerminationProtection$,
    ['StackName', 'EnableTerminationProtection'],
    ({ StackName, EnableTerminationProtection = false }: UpdateTerminationProtectionInput, { place }) => {
      const stack = requireStack(place, StackName, '[]')
      stack.isProtected = EnableTerminationProtection
      return { StackId: stack.id }
    },
  ),
]

function onFailureOf({ OnFailure, DisableRollback }: CreateStackInput): OnFailure {
  if (OnFailure !== undefined && DisableRollback !== undefined)
    throw validationError('You can specify either DisableRollback or OnFailure, but not both.')
  return OnFailure ?? (DisableRollback === true ? 'DO_NOTHING' : 'ROLLBACK')
}
