import { AwsError } from '../world/aws-error.ts'
import type { Author } from './author.ts'
import { typeOf } from './resource-types.ts'
import { messageOf, note, noteResource, type Leftover, type Stack } from './state.ts'

const TRIES = 3
const AGAIN_AFTER_MS = 10_000

/** Remove every resource: last made, first removed, so that nothing goes before what depends on it. Rejects where one cannot be removed. */
export async function removeAll(author: Author, stack: Stack): Promise<void> {
  for (const leftover of leftoversOf(stack, [...stack.resources.keys()])) await remove(author, stack, leftover)
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
  const leftovers = [...leftoversOf(stack, unwanted), ...stack.replaced.toReversed()]
  stack.replaced = []
  note(place, stack, status)
  await goOn()

  async function goOn(): Promise<void> {
    if (stack.status !== status) return
    for (let next = leftovers[0]; next !== undefined; next = leftovers[0]) {
      const removed = await tryToRemove(author, stack, next)
      if (!removed && place.world.openQuestions.deletionFailingInCleanUp === 'tried-until-it-works')
        return place.clock.schedule(AGAIN_AFTER_MS, goOn)
      forget(stack, next)
      leftovers.shift()
    }
    note(place, stack, last)
  }
}

async function tryToRemove(author: Author, stack: Stack, leftover: Leftover): Promise<boolean> {
  for (let tries = 0; tries < TRIES; tries += 1)
    try {
      await remove(author, stack, leftover)
      return true
    } catch (error) {
      if (!(error instanceof AwsError)) throw error
    }
  return false
}

async function remove(author: Author, stack: Stack, leftover: Leftover): Promise<void> {
  const { place } = author
  const { logicalId, resource } = leftover
  const { type, physicalId } = resource
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
