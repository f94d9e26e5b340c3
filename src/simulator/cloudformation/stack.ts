import type { StackStatus } from '@aws-sdk/client-cloudformation'
import type { Place } from '../world/world.ts'
import { randomUuid } from '../world/random.ts'
import type { Author } from './author.ts'
import { cleanUp, removeAll } from './clean-up.ts'
import { exportsOf, importersOf } from './exports.ts'
import { provision } from './provision.ts'
import { scopeOf, wantedResources } from './scope.ts'
import { markDeleted, messageOf, note, type Plan, type Stack, stacksOf } from './state.ts'

/** What becomes of a stack that cannot be made. */
export type OnFailure = 'ROLLBACK' | 'DO_NOTHING' | 'DELETE'

const NOTHING: Plan = {
  template: { Resources: {} },
  templateBody: '',
  parameters: new Map(),
  values: new Map(),
  capabilities: [],
  tags: [],
}

/** A stack of that name in which there is nothing yet. */
export function newStack(place: Place, name: string, status: StackStatus): Stack {
  const id = `arn:aws:cloudformation:${place.region}:${place.accountId}:stack/${name}/${randomUuid(place.random)}`
  const stack: Stack = {
    name,
    id,
    created: place.clock.now(),
    status,
    reason: undefined,
    plan: NOTHING,
    resources: new Map(),
    outputs: [],
    imports: new Set(),
    isProtected: false,
    rollsBack: true,
    events: [],
    replaced: [],
    changeSets: [],
  }
  stacksOf(place).set(id, stack)
  return stack
}

/** Make everything that the plan says. What fails is rolled back: nothing stays, unless it is asked to. */
export async function createStack(author: Author, stack: Stack, plan: Plan, onFailure: OnFailure = 'ROLLBACK'): Promise<void> {
  const { place } = author
  stack.plan = plan
  note(place, stack, 'CREATE_IN_PROGRESS', 'User Initiated')
  try {
    await provision(author, stack, plan)
    note(place, stack, 'CREATE_COMPLETE')
  } catch (error) {
    const reason = messageOf(error)
    if (onFailure === 'DO_NOTHING') return note(place, stack, 'CREATE_FAILED', reason)
    if (onFailure === 'DELETE') {
      note(place, stack, 'CREATE_FAILED', reason)
      return deleteStack(author, stack)
    }
    note(place, stack, 'ROLLBACK_IN_PROGRESS', byRequest(reason))
    await rollBackCreation(author, stack)
  }
}

/** As AWS ends the reason of a rollback, whatever comes before. */
const byRequest = (reason: string): string => `${reason.endsWith('. ') ? reason : `${reason}. `}Rollback requested by user.`

async function rollBackCreation(author: Author, stack: Stack): Promise<void> {
  const { place } = author
  try {
    await removeAll(author, stack, true)
    stack.deleted = place.clock.now()
    note(place, stack, 'ROLLBACK_COMPLETE')
  } catch (error) {
    note(place, stack, 'ROLLBACK_FAILED', messageOf(error))
  }
}

/** Bring the stack to the plan, in place where the types allow it. What fails is rolled back to what was before. */
export async function updateStack(author: Author, stack: Stack, plan: Plan): Promise<void> {
  const { place } = author
  const before = stack.plan
  stack.updated = place.clock.now()
  note(place, stack, 'UPDATE_IN_PROGRESS', 'User Initiated')
  try {
    stack.plan = plan
    await provision(author, stack, plan)
  } catch (error) {
    note(place, stack, 'UPDATE_ROLLBACK_IN_PROGRESS', messageOf(error))
    return rollBack(author, stack, before)
  }
  await cleanUp(author, stack, unwanted(author, stack, plan), 'UPDATE_COMPLETE')
}

async function rollBack(author: Author, stack: Stack, before: Plan): Promise<void> {
  const { place } = author
  stack.plan = before
  takeBack(stack)
  try {
    await provision(author, stack, before)
  } catch (error) {
    return note(place, stack, 'UPDATE_ROLLBACK_FAILED', messageOf(error))
  }
  await cleanUp(author, stack, unwanted(author, stack, before), 'UPDATE_ROLLBACK_COMPLETE')
}

/** What was replaced takes its place again; what replaced it is to go. */
function takeBack(stack: Stack): void {
  stack.replaced = stack.replaced.flatMap(({ logicalId, resource }) => {
    const made = stack.resources.get(logicalId)
    stack.resources.set(logicalId, resource)
    return made === undefined ? [] : [{ logicalId, resource: made }]
  })
}

function unwanted({ place }: Author, stack: Stack, plan: Plan): readonly string[] {
  const wanted = wantedResources(plan.template, scopeOf(place, stack, plan))
  return [...stack.resources.keys()].filter((logicalId) => !wanted.includes(logicalId))
}

/** Remove a stack and what is in it. While another stack uses one of its exports, it stays as it is. */
export async function deleteStack(author: Author, stack: Stack): Promise<void> {
  const { place } = author
  const { status } = stack
  note(place, stack, 'DELETE_IN_PROGRESS', 'User Initiated')
  const used = exportsOf(place).find(({ name, stack: owner }) => owner === stack && importersOf(place, name).length > 0)
  if (used !== undefined) {
    const [user] = importersOf(place, used.name)
    return note(place, stack, status, `Delete canceled. Cannot delete export ${used.name} as it is in use by ${user?.name}.`)
  }
  try {
    await removeAll(author, stack)
    markDeleted(place, stack)
    note(place, stack, 'DELETE_COMPLETE')
  } catch (error) {
    note(place, stack, 'DELETE_FAILED', messageOf(error))
  }
}
