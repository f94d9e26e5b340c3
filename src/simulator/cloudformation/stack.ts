import type { StackStatus } from '@aws-sdk/client-cloudformation'
import type { Place } from '../world/world.ts'
import { randomUuid } from '../world/random.ts'
import type { Author } from './author.ts'
import { cleanUp, removeAll } from './clean-up.ts'
import { provision } from './provision.ts'
import { scopeOf, wantedResources } from './scope.ts'
import { messageOf, note, type Plan, type Stack, stacksOf } from './state.ts'

export function newStack(place: Place, name: string, status: StackStatus, plan: Plan): Stack {
  const id = `arn:aws:cloudformation:${place.region}:${place.accountId}:stack/${name}/${randomUuid(place.random)}`
  const stack: Stack = {
    name,
    id,
    created: place.clock.now(),
    status,
    ...plan,
    resources: new Map(),
    events: [],
    replaced: [],
    changeSets: new Map(),
  }
  stacksOf(place).set(id, stack)
  return stack
}

/** Make everything that the plan says. What fails is rolled back: nothing stays. */
export async function createStack(author: Author, stack: Stack, plan: Plan): Promise<void> {
  const { place } = author
  Object.assign(stack, plan)
  note(place, stack, 'CREATE_IN_PROGRESS', 'User Initiated')
  try {
    await provision(author, stack, plan)
    note(place, stack, 'CREATE_COMPLETE')
  } catch (error) {
    note(place, stack, 'ROLLBACK_IN_PROGRESS', messageOf(error))
    await rollBackCreation(author, stack)
  }
}

async function rollBackCreation(author: Author, stack: Stack): Promise<void> {
  const { place } = author
  try {
    await removeAll(author, stack, true)
    note(place, stack, 'ROLLBACK_COMPLETE')
  } catch (error) {
    note(place, stack, 'ROLLBACK_FAILED', messageOf(error))
  }
}

/** Bring the stack to the plan, in place where the types allow it. What fails is rolled back to what was before. */
export async function updateStack(author: Author, stack: Stack, plan: Plan): Promise<void> {
  const { place } = author
  const { template, templateBody, parameters, capabilities } = stack
  stack.updated = place.clock.now()
  note(place, stack, 'UPDATE_IN_PROGRESS', 'User Initiated')
  try {
    Object.assign(stack, plan)
    await provision(author, stack, plan)
  } catch (error) {
    note(place, stack, 'UPDATE_ROLLBACK_IN_PROGRESS', messageOf(error))
    return rollBack(author, stack, { template, templateBody, parameters, capabilities })
  }
  await cleanUp(author, stack, unwanted(author, stack, plan), 'UPDATE_COMPLETE')
}

async function rollBack(author: Author, stack: Stack, before: Plan): Promise<void> {
  const { place } = author
  Object.assign(stack, before)
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

export async function deleteStack(author: Author, stack: Stack): Promise<void> {
  const { place } = author
  note(place, stack, 'DELETE_IN_PROGRESS', 'User Initiated')
  try {
    await removeAll(author, stack)
    stack.deleted = place.clock.now()
    note(place, stack, 'DELETE_COMPLETE')
  } catch (error) {
    note(place, stack, 'DELETE_FAILED', messageOf(error))
  }
}
