import type { ResourceStatus, StackStatus } from '@aws-sdk/client-cloudformation'
import type { Place } from '../world/world.ts'
import { AwsError, validationError } from '../world/aws-error.ts'
import { randomText, randomUuid } from '../world/random.ts'
import { cleanUp, removeAll } from './clean-up.ts'
import { conditionHolds, references, resolve, type Scope } from './intrinsics.ts'
import type { Naming, Properties, ResourceType } from './resource-type.ts'
import { typeOf } from './resource-types.ts'
import { messageOf, note, noteResource, type Change, type Plan, type Stack, stacksOf } from './state.ts'
import type { Template } from './template.ts'

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
export async function createStack(place: Place, stack: Stack, plan: Plan): Promise<void> {
  Object.assign(stack, plan)
  note(place, stack, 'CREATE_IN_PROGRESS', 'User Initiated')
  try {
    await provision(place, stack, plan)
    note(place, stack, 'CREATE_COMPLETE')
  } catch (error) {
    note(place, stack, 'ROLLBACK_IN_PROGRESS', messageOf(error))
    await rollBackCreation(place, stack)
  }
}

async function rollBackCreation(place: Place, stack: Stack): Promise<void> {
  try {
    await removeAll(place, stack)
    note(place, stack, 'ROLLBACK_COMPLETE')
  } catch (error) {
    note(place, stack, 'ROLLBACK_FAILED', messageOf(error))
  }
}

/** Bring the stack to the plan, in place where the types allow it. What fails is rolled back to what was before. */
export async function updateStack(place: Place, stack: Stack, plan: Plan): Promise<void> {
  const { template, templateBody, parameters, capabilities } = stack
  stack.updated = place.clock.now()
  note(place, stack, 'UPDATE_IN_PROGRESS', 'User Initiated')
  try {
    Object.assign(stack, plan)
    await provision(place, stack, plan)
  } catch (error) {
    note(place, stack, 'UPDATE_ROLLBACK_IN_PROGRESS', messageOf(error))
    return rollBack(place, stack, { template, templateBody, parameters, capabilities })
  }
  await cleanUp(place, stack, unwanted(place, stack, plan), 'UPDATE_COMPLETE')
}

async function rollBack(place: Place, stack: Stack, before: Plan): Promise<void> {
  Object.assign(stack, before)
  takeBack(stack)
  try {
    await provision(place, stack, before)
  } catch (error) {
    return note(place, stack, 'UPDATE_ROLLBACK_FAILED', messageOf(error))
  }
  await cleanUp(place, stack, unwanted(place, stack, before), 'UPDATE_ROLLBACK_COMPLETE')
}

/** What was replaced takes its place again; what replaced it is to go. */
function takeBack(stack: Stack): void {
  stack.replaced = stack.replaced.flatMap(({ logicalId, resource }) => {
    const made = stack.resources.get(logicalId)
    stack.resources.set(logicalId, resource)
    return made === undefined ? [] : [{ logicalId, resource: made }]
  })
}

function unwanted(place: Place, stack: Stack, plan: Plan): readonly string[] {
  const wanted = wantedResources(plan.template, scopeOf(place, stack, plan))
  return [...stack.resources.keys()].filter((logicalId) => !wanted.includes(logicalId))
}

export async function deleteStack(place: Place, stack: Stack): Promise<void> {
  note(place, stack, 'DELETE_IN_PROGRESS', 'User Initiated')
  try {
    await removeAll(place, stack)
    stack.deleted = place.clock.now()
    note(place, stack, 'DELETE_COMPLETE')
  } catch (error) {
    note(place, stack, 'DELETE_FAILED', messageOf(error))
  }
}

/** What an update to the plan would do. */
export function changesOf(place: Place, stack: Stack, plan: Plan): readonly Change[] {
  const scope = scopeOf(place, stack, plan)
  const wanted = wantedResources(plan.template, scope)
  const removed: Change[] = [...stack.resources]
    .filter(([id]) => !wanted.includes(id))
    .map(([logicalId, { type, physicalId }]) => ({ action: 'Remove', logicalId, type, physicalId }))
  const others = wanted.flatMap((logicalId): readonly Change[] => {
    const type = plan.template.Resources[logicalId]?.Type ?? ''
    const present = stack.resources.get(logicalId)
    if (present === undefined) return [{ action: 'Add', logicalId, type }]
    const properties = tentative(plan.template.Resources[logicalId]?.Properties ?? {}, scope)
    if (properties !== undefined && same(properties, present.properties)) return []
    return [
      {
        action: 'Modify',
        logicalId,
        type,
        physicalId: present.physicalId,
        replacement: properties !== undefined && isReplaced(typeOf(type), present.properties, properties) ? 'True' : 'False',
      },
    ]
  })
  return [...others, ...removed]
}

/** Properties as far as they can be known before the resources that they refer to exist. */
function tentative(properties: Properties, scope: Scope): Properties | undefined {
  try {
    return resolve(properties, scope) as Properties
  } catch {
    return undefined
  }
}

export function scopeOf({ accountId, region }: Place, stack: Stack, { template, parameters }: Plan): Scope {
  const pseudo = new Map([
    ['AWS::AccountId', accountId],
    ['AWS::Region', region],
    ['AWS::Partition', 'aws'],
    ['AWS::URLSuffix', 'amazonaws.com'],
    ['AWS::StackName', stack.name],
    ['AWS::StackId', stack.id],
  ])
  return { template, parameters, pseudo, resources: stack.resources, conditions: new Map() }
}

async function provision(place: Place, stack: Stack, plan: Plan): Promise<void> {
  const scope = scopeOf(place, stack, plan)
  for (const logicalId of inOrder(plan.template, wantedResources(plan.template, scope))) await provisionOne(place, stack, scope, logicalId)
}

async function provisionOne(place: Place, stack: Stack, scope: Scope, logicalId: string): Promise<void> {
  const { Type, Properties = {} } = scope.template.Resources[logicalId] ?? { Type: '' }
  const type = typeOf(Type)
  const properties = resolve(Properties, scope) as Properties
  const present = stack.resources.get(logicalId)
  if (present !== undefined && same(properties, present.properties)) return
  const change = (status: ResourceStatus, physicalId: string, reason?: string): void =>
    noteResource(place, stack, { logicalId, type: Type, status, physicalId, ...(reason === undefined ? {} : { reason }) })
  const verb = present === undefined ? 'CREATE' : 'UPDATE'
  change(`${verb}_IN_PROGRESS`, present?.physicalId ?? '')
  try {
    const keep = present !== undefined && !isReplaced(type, present.properties, properties)
    if (present !== undefined && !keep) checkName(type, present.properties, properties)
    const made = keep ? await type.update(place, properties, present) : type.create(place, properties, naming(place, stack, logicalId))
    stack.resources.set(logicalId, { ...made, type: Type, properties, updated: place.clock.now(), status: `${verb}_COMPLETE` })
    if (present !== undefined && !keep) stack.replaced.push({ logicalId, resource: present })
    change(`${verb}_COMPLETE`, made.physicalId)
  } catch (error) {
    change(`${verb}_FAILED`, present?.physicalId ?? '', messageOf(error))
    throw new AwsError(
      'ValidationError',
      400,
      `The following resource(s) failed to ${verb.toLowerCase()}: [${logicalId}]. ${messageOf(error)}`,
    )
  }
}

const isReplaced = ({ replacedBy, replacedAlsoBy }: ResourceType, before: Properties, after: Properties): boolean =>
  [...replacedBy, ...(replacedAlsoBy?.(after) ?? [])].some((name) => !same(before[name], after[name]))

/** Two cannot bear the same name, and the new one is made before the old one goes. */
function checkName({ customName = '' }: ResourceType, before: Properties, after: Properties): void {
  const name = after[customName]
  if (typeof name === 'string' && name === before[customName])
    throw validationError(
      `CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename ${name} and update the stack again.`,
    )
}

function wantedResources({ Resources }: Template, scope: Scope): readonly string[] {
  return Object.entries(Resources)
    .filter(([, { Condition }]) => Condition === undefined || conditionHolds(Condition, scope))
    .map(([logicalId]) => logicalId)
}

/** Resources after those that they refer to or depend on. @throws ValidationError for a circle */
export function inOrder(template: Template, wanted: readonly string[]): readonly string[] {
  const done: string[] = []
  const visit = (logicalId: string, path: readonly string[]): void => {
    if (done.includes(logicalId)) return
    if (path.includes(logicalId)) throw new AwsError('ValidationError', 400, `Circular dependency between resources: [${path.join(', ')}]`)
    const { Properties = {}, DependsOn = [] } = template.Resources[logicalId] ?? {}
    const needed = [...references(Properties, template), ...(typeof DependsOn === 'string' ? [DependsOn] : DependsOn)]
    for (const other of needed.filter((id) => wanted.includes(id))) visit(other, [...path, logicalId])
    done.push(logicalId)
  }
  for (const logicalId of wanted) visit(logicalId, [])
  return done
}

function naming(place: Place, { name: stackName }: Stack, logicalId: string): Naming {
  const suffix = randomText(place.random, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789', 12)
  return { logicalId, stackName, uniqueName: (maximum) => `${`${stackName}-${logicalId}`.slice(0, maximum - suffix.length - 1)}-${suffix}` }
}

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)
