import { AwsError, validationError } from '../world/aws-error.ts'
import type { Author } from './author.ts'
import { typeOf } from './resource-types.ts'
import { messageOf, note, noteResource, type Leftover, type Stack } from './state.ts'

const TRIES = 3
const AGAIN_AFTER_MS = 10_000

/**
 * Remove every resource that is not to be kept: last made, first removed, so that nothing goes before what depends on it. Rejects where one cannot be removed.
 * `undone` says that the stack's creation is rolled back.
 */
export async function removeAll(author: Author, stack: Stack, undone = false): Promise<void> {
  for (const leftover of leftoversOf(stack, [...stack.resources.keys()]))
    try {
      await remove(author, stack, leftover, policyOf(leftover, undone))
    } catch {
      throw validationError(`The following resource(s) failed to delete: [${leftover.logicalId}]. `)
    }
}

/**
 * After an update: remove what the stack no longer has, and what was replaced, and come to its last status. What cannot be removed is
 * given up, and stays in the account outside the stack; or is tried until it works, still as the same author. AWS's documents do not say which.
 */
export async function cleanUp(
  author: Author,
  stack: Stack,
  unwanted: readonly string[],
  last: 'UPDATE_COMPLETE' | 'UPDATE_ROLLBACK_COMPLETE',
): Promise<void> {
  const { place } = author
  const status = `${last}_CLEANUP_IN_PROGRESS` as const
  const undone = last === 'UPDATE_ROLLBACK_COMPLETE'
  const replaced = stack.replaced.toReversed()
  const leftovers = [...leftoversOf(stack, unwanted), ...replaced]
  stack.replaced = []
  note(place, stack, status)
  await goOn()

  async function goOn(): Promise<void> {
    if (stack.status !== status) return
    for (let next = leftovers[0]; next !== undefined; next = leftovers[0]) {
      // In a rollback it is the new ones that others have taken the place of.
      const policy = replaced.includes(next) && !undone ? next.resource.policies.UpdateReplacePolicy : policyOf(next, undone)
      const removed = await tryToRemove(author, stack, next, policy)
      if (!removed && place.world.openQuestions.deletionFailingInCleanUp === 'tried-until-it-works')
        return place.clock.schedule(AGAIN_AFTER_MS, goOn)
      forget(stack, next)
      leftovers.shift()
    }
    note(place, stack, last)
  }
}

type Policy = 'Delete' | 'Retain' | undefined

/** RetainExceptOnCreate keeps everything but what is made by an operation that is rolled back. */
function policyOf({ resource }: Leftover, undone: boolean): Policy {
  const { DeletionPolicy } = resource.policies
  return DeletionPolicy === 'RetainExceptOnCreate' ? (undone ? 'Delete' : 'Retain') : DeletionPolicy
}

async function tryToRemove(author: Author, stack: Stack, leftover: Leftover, policy: Policy): Promise<boolean> {
  for (let tries = 0; tries < TRIES; tries += 1)
    try {
      await remove(author, stack, leftover, policy)
      return true
    } catch (error) {
      if (!(error instanceof AwsError)) throw error
    }
  return false
}

async function remove(author: Author, stack: Stack, leftover: Leftover, policy: Policy): Promise<void> {
  const { place } = author
  const { logicalId, resource } = leftover
  const { type, physicalId } = resource
  if (policy === 'Retain') {
    forget(stack, leftover)
    return noteResource(place, stack, { logicalId, type, status: 'DELETE_SKIPPED', physicalId })
  }
  noteResource(place, stack, { logicalId, type, status: 'DELETE_IN_PROGRESS', physicalId })
  try {
    await typeOf(type).remove(author, resource)
  } catch (error) {
    noteResource(place, stack, { logicalId, type, status: 'DELETE_FAILED', physicalId, reason: messageOf(error) })
    throw error
  }
  forget(stack, leftover)
  noteResource(place, stack, { logicalId, type, status: 'DELETE_COMPLETE', physicalId })
}

/** The stack has it no longer; what has taken its place it keeps. */
function forget({ resources }: Stack, { logicalId, resource }: Leftover): void {
  if (resources.get(logicalId) === resource) resources.delete(logicalId)
}

const leftoversOf = ({ resources }: Stack, logicalIds: readonly string[]): readonly Leftover[] =>
  logicalIds.toReversed().flatMap((logicalId) => {
    const resource = resources.get(logicalId)
    return resource === undefined ? [] : [{ logicalId, resource }]
  })
