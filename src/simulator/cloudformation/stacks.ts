import { validationError } from '../world/aws-error.ts'
import type { Place } from '../world/world.ts'
import { stacksOf, type Stack } from './state.ts'

/** The stack of that name that is not deleted, or by id any. */
export function findStack(place: Place, nameOrId = ''): Stack | undefined {
  const stacks = stacksOf(place)
  return stacks.get(nameOrId) ?? [...stacks.values()].find(({ name, status }) => name === nameOrId && status !== 'DELETE_COMPLETE')
}

/** How operations say that there is no such stack: each in its own words. */
const ABSENT = {
  'with id': (name: string) => `Stack with id ${name} does not exist`,
  '[]': (name: string) => `Stack [${name}] does not exist`,
  "''": (name: string) => `Stack '${name}' does not exist`,
}

/** @throws ValidationError */
export function requireStack(place: Place, nameOrId = '', words: keyof typeof ABSENT = 'with id'): Stack {
  const stack = findStack(place, nameOrId)
  if (stack === undefined) throw validationError(ABSENT[words](nameOrId))
  return stack
}

/** @throws ValidationError for a stack that is not at rest, or can only be deleted */
export function refuseUpdate({ id, status }: Stack): void {
  if (!status.endsWith('_COMPLETE') || status === 'ROLLBACK_COMPLETE' || status === 'DELETE_COMPLETE')
    throw validationError(`Stack:${id} is in ${status} state and can not be updated.`)
}

const PATTERN = '[a-zA-Z][-a-zA-Z0-9]*|arn:[-a-zA-Z0-9:/._+]*'
const LENGTH = 128

/** @throws ValidationError in the words of the API's own check */
export function checkName(stackName: string): void {
  const fault = !new RegExp(`^(${PATTERN})$`).test(stackName)
    ? `Member must satisfy regular expression pattern: ${PATTERN}`
    : stackName.length > LENGTH && !stackName.startsWith('arn:')
      ? `Member must have length less than or equal to ${LENGTH}`
      : undefined
  if (fault !== undefined)
    throw validationError(`1 validation error detected: Value '${stackName}' at 'stackName' failed to satisfy constraint: ${fault}`)
}
