import type { ResourceStatus, StackStatus } from '@aws-sdk/client-cloudformation'
import type { Aws } from '../aws.ts'
import { AwsError } from '../aws-error.ts'
import { own } from '../own.ts'
import { randomText, randomUuid } from '../random.ts'
import { conditionHolds, references, resolve, type Scope } from './intrinsics.ts'
import type { Naming, Properties, Provisioned, ResourceType } from './resource-type.ts'
import { RESOURCE_TYPES } from './resource-types.ts'
import type { Template } from './template.ts'

type StackEvent = {
  readonly id: string
  readonly at: Date
  readonly logicalId: string
  readonly type: string
  readonly physicalId: string
  readonly status: ResourceStatus
  readonly reason?: string
}

export type StackResource = Provisioned & {
  readonly type: string
  readonly properties: Properties
  readonly updated: Date
  readonly status: ResourceStatus
}

export type Stack = {
  readonly name: string
  readonly id: string
  readonly created: Date
  updated?: Date
  deleted?: Date
  status: StackStatus
  reason?: string
  template: Template
  templateBody: string
  parameters: ReadonlyMap<string, string>
  capabilities: readonly string[]
  resources: Map<string, StackResource>
  readonly events: StackEvent[]
  /** During an update: what others have taken the place of, to be removed at its end. */
  replaced: StackResource[]
  changeSets: Map<string, ChangeSet>
}

export type Plan = {
  readonly template: Template
  readonly templateBody: string
  readonly parameters: ReadonlyMap<string, string>
  readonly capabilities: readonly string[]
}

export type Change = {
  readonly action: 'Add' | 'Modify' | 'Remove'
  readonly logicalId: string
  readonly type: string
  readonly physicalId?: string
  readonly replacement?: 'True' | 'False'
}

export type ChangeSet = {
  readonly name: string
  readonly id: string
  readonly type: 'CREATE' | 'UPDATE'
  readonly plan: Plan
  readonly created: Date
  readonly changes: readonly Change[]
  readonly failure?: string
  executed: boolean
}

const STACK_TYPE = 'AWS::CloudFormation::Stack'

export function newStack(aws: Aws, name: string, status: StackStatus, plan: Plan): Stack {
  const id = `arn:aws:cloudformation:${aws.region}:${aws.accountId}:stack/${name}/${randomUuid(aws.random)}`
  const stack: Stack = {
    name,
    id,
    created: aws.clock.now(),
    status,
    ...plan,
    resources: new Map(),
    events: [],
    replaced: [],
    changeSets: new Map(),
  }
  aws.stacks.set(id, stack)
  return stack
}

/** Make everything that the plan says. What fails is rolled back: nothing stays. */
export async function createStack(aws: Aws, stack: Stack, plan: Plan): Promise<void> {
  Object.assign(stack, plan)
  note(aws, stack, 'CREATE_IN_PROGRESS', 'User Initiated')
  try {
    await provision(aws, stack, plan)
    note(aws, stack, 'CREATE_COMPLETE')
  } catch (error) {
    note(aws, stack, 'ROLLBACK_IN_PROGRESS', messageOf(error))
    await removeAll(aws, stack, [...stack.resources.keys()])
    note(aws, stack, 'ROLLBACK_COMPLETE')
  }
}

/** Bring the stack to the plan, in place where the types allow it. What fails is rolled back to what was before. */
export async function updateStack(aws: Aws, stack: Stack, plan: Plan): Promise<void> {
  const { template, templateBody, parameters, capabilities } = stack
  stack.updated = aws.clock.now()
  note(aws, stack, 'UPDATE_IN_PROGRESS', 'User Initiated')
  try {
    Object.assign(stack, plan)
    await provision(aws, stack, plan)
    await removeUnwanted(aws, stack, plan)
    note(aws, stack, 'UPDATE_COMPLETE')
  } catch (error) {
    note(aws, stack, 'UPDATE_ROLLBACK_IN_PROGRESS', messageOf(error))
    const before = { template, templateBody, parameters, capabilities }
    Object.assign(stack, before)
    await provision(aws, stack, before)
    await removeUnwanted(aws, stack, before)
    note(aws, stack, 'UPDATE_ROLLBACK_COMPLETE')
  }
}

export async function deleteStack(aws: Aws, stack: Stack): Promise<void> {
  note(aws, stack, 'DELETE_IN_PROGRESS', 'User Initiated')
  try {
    await removeAll(aws, stack, [...stack.resources.keys()])
    stack.deleted = aws.clock.now()
    note(aws, stack, 'DELETE_COMPLETE')
  } catch (error) {
    note(aws, stack, 'DELETE_FAILED', messageOf(error))
  }
}

/** What an update to the plan would do. */
export function changesOf(aws: Aws, stack: Stack, plan: Plan): readonly Change[] {
  const scope = scopeOf(aws, stack, plan)
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

/** @throws ValidationError for a type that the simulator does not know */
export function typeOf(type: string): ResourceType {
  const found = own(RESOURCE_TYPES, type)
  if (found === undefined) throw new AwsError('ValidationError', 400, `Template format error: Unrecognized resource types: [${type}]`)
  return found
}

export function scopeOf({ accountId, region }: Aws, stack: Stack, { template, parameters }: Plan): Scope {
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

async function provision(aws: Aws, stack: Stack, plan: Plan): Promise<void> {
  const scope = scopeOf(aws, stack, plan)
  for (const logicalId of inOrder(plan.template, wantedResources(plan.template, scope))) await provisionOne(aws, stack, scope, logicalId)
}

async function provisionOne(aws: Aws, stack: Stack, scope: Scope, logicalId: string): Promise<void> {
  const { Type, Properties = {} } = scope.template.Resources[logicalId] ?? { Type: '' }
  const type = typeOf(Type)
  const properties = resolve(Properties, scope) as Properties
  const present = stack.resources.get(logicalId)
  if (present !== undefined && same(properties, present.properties)) return
  const change = (status: ResourceStatus, physicalId: string, reason?: string): void =>
    noteResource(aws, stack, { logicalId, type: Type, status, physicalId, ...(reason === undefined ? {} : { reason }) })
  const verb = present === undefined ? 'CREATE' : 'UPDATE'
  change(`${verb}_IN_PROGRESS`, present?.physicalId ?? '')
  try {
    const keep = present !== undefined && !isReplaced(type, present.properties, properties)
    const made = keep ? await type.update(aws, properties, present) : type.create(aws, properties, naming(aws, stack, logicalId))
    stack.resources.set(logicalId, { ...made, type: Type, properties, updated: aws.clock.now(), status: `${verb}_COMPLETE` })
    if (present !== undefined && !keep) stack.replaced.push(present)
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

/** After an update: what the plan no longer has, and what was replaced. */
async function removeUnwanted(aws: Aws, stack: Stack, plan: Plan): Promise<void> {
  const wanted = wantedResources(plan.template, scopeOf(aws, stack, plan))
  await removeAll(
    aws,
    stack,
    [...stack.resources.keys()].filter((id) => !wanted.includes(id)),
  )
  const replaced = stack.replaced.toReversed()
  stack.replaced = []
  for (const resource of replaced) await typeOf(resource.type).remove(aws, resource)
}

/** Last made, first removed: nothing is removed before what depends on it. */
async function removeAll(aws: Aws, stack: Stack, logicalIds: readonly string[]): Promise<void> {
  for (const logicalId of logicalIds.toReversed()) {
    const resource = stack.resources.get(logicalId)
    if (resource === undefined) continue
    const { type, physicalId } = resource
    noteResource(aws, stack, { logicalId, type, status: 'DELETE_IN_PROGRESS', physicalId })
    await typeOf(type).remove(aws, resource)
    stack.resources.delete(logicalId)
    noteResource(aws, stack, { logicalId, type, status: 'DELETE_COMPLETE', physicalId })
  }
}

const isReplaced = ({ replacedBy }: ResourceType, before: Properties, after: Properties): boolean =>
  replacedBy.some((name) => !same(before[name], after[name]))

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

function naming(aws: Aws, { name: stackName }: Stack, logicalId: string): Naming {
  const suffix = randomText(aws.random, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789', 12)
  return { logicalId, stackName, uniqueName: (maximum) => `${`${stackName}-${logicalId}`.slice(0, maximum - suffix.length - 1)}-${suffix}` }
}

function note(aws: Aws, stack: Stack, status: StackStatus, reason?: string): void {
  stack.status = status
  if (reason !== undefined) stack.reason = reason
  noteResource(aws, stack, {
    logicalId: stack.name,
    type: STACK_TYPE,
    physicalId: stack.id,
    status: status as ResourceStatus,
    ...(reason === undefined ? {} : { reason }),
  })
}

function noteResource(aws: Aws, stack: Stack, event: Omit<StackEvent, 'id' | 'at'>): void {
  stack.events.push({ id: randomUuid(aws.random), at: aws.clock.now(), ...event })
}

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
