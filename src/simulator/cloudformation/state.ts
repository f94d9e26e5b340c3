import type { ResourceStatus, StackStatus, Tag } from '@aws-sdk/client-cloudformation'
import { perRegion, perWorld, type Place } from '../world/world.ts'
import { randomUuid } from '../world/random.ts'
import type { Change } from './change.ts'
import type { Properties, Provisioned } from './resource-type.ts'
import type { ResourceDefinition, Template } from './template-shape.ts'

type StackEvent = {
  readonly id: string
  readonly at: Date
  readonly logicalId: string
  readonly type: string
  readonly physicalId: string
  readonly status: ResourceStatus
  readonly reason?: string | undefined
  readonly properties?: Properties | undefined
  readonly token?: string | undefined
}

/** What becomes of a resource that its stack is rid of, or that another one takes the place of. */
type Policies = { readonly [Name in 'DeletionPolicy' | 'UpdateReplacePolicy']: ResourceDefinition[Name] | undefined }

export type StackResource = Provisioned & {
  readonly type: string
  readonly properties: Properties
  readonly metadata: unknown
  readonly updated: Date
  readonly status: ResourceStatus
  policies: Policies
}

/** A resource that a stack is to be rid of. */
export type Leftover = { readonly logicalId: string; readonly resource: StackResource }

export type Output = {
  readonly key: string
  readonly value: string
  readonly description?: string | undefined
  readonly exportName?: string | undefined
}

export type Stack = {
  readonly name: string
  readonly id: string
  readonly created: Date
  updated?: Date
  deleted?: Date
  status: StackStatus
  /** Why it has the status that it has. */
  reason: string | undefined
  plan: Plan
  resources: Map<string, StackResource>
  outputs: readonly Output[]
  /** The exports of other stacks that it uses. */
  imports: ReadonlySet<string>
  isProtected: boolean
  /** As whom it is made and changed, where not as its callers. */
  roleArn?: string | undefined
  /** Whether what cannot be made is taken back. */
  rollsBack: boolean
  /** What the caller of the last operation calls it; its events tell. */
  token?: string | undefined
  /** The change set that made it what it is. */
  changeSetId?: string | undefined
  readonly events: StackEvent[]
  /** During an update: what others have taken the place of, to be removed at its end. */
  replaced: Leftover[]
  /** In the order of their making, also what was carried out. */
  readonly changeSets: ChangeSet[]
}

/** What a stack is to be. */
export type Plan = {
  readonly template: Template
  readonly templateBody: string
  /** Its parameters as they were given, or by default. */
  readonly parameters: ReadonlyMap<string, string>
  /** The same, with what was looked up where a parameter names one of SSM. */
  readonly values: ReadonlyMap<string, string>
  readonly capabilities: readonly string[]
  readonly tags: readonly Tag[]
}

export type ChangeSet = {
  readonly name: string
  readonly id: string
  readonly description: string | undefined
  /** Whether stacks within the stack were asked for; there is no resource type that makes one. */
  readonly nested: boolean
  readonly type: 'CREATE' | 'UPDATE'
  readonly plan: Plan
  readonly roleArn: string | undefined
  readonly created: Date
  readonly changes: readonly Change[]
  readonly failure?: string
  execution: 'AVAILABLE' | 'UNAVAILABLE' | 'EXECUTE_COMPLETE' | 'EXECUTE_FAILED' | 'OBSOLETE'
}

const STACK_TYPE = 'AWS::CloudFormation::Stack'

/** The stack goes over to a status; its events say so. */
export function note(place: Place, stack: Stack, status: StackStatus, reason?: string): void {
  Object.assign(stack, { status, reason })
  const id = randomUuid(place.random)
  stack.events.push({
    id,
    at: nextInstant(place, stack),
    logicalId: stack.name,
    type: STACK_TYPE,
    physicalId: stack.id,
    status: status as ResourceStatus,
    reason,
    token: stack.token,
  })
}

export function noteResource(place: Place, stack: Stack, event: Omit<StackEvent, 'id' | 'at' | 'token'>): void {
  const at = nextInstant(place, stack)
  stack.events.push({ id: `${event.logicalId}-${event.status}-${at.toISOString()}`, at, token: stack.token, ...event })
}

/** No time passes while a stack is made. Yet its events come one after the other: whoever sorts them by their times has them in order. */
function nextInstant({ clock }: Place, { events }: Stack): Date {
  const last = events.at(-1)?.at.getTime() ?? Number.NEGATIVE_INFINITY
  return new Date(Math.max(clock.now().getTime(), last + 1))
}

/** What was to become of the stack by its change sets is of yesterday. */
export function outdate({ changeSets }: Stack): void {
  for (const changeSet of changeSets) if (changeSet.execution === 'AVAILABLE') changeSet.execution = 'OBSOLETE'
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** By id. */
export const stacksOf = perRegion(() => new Map<string, Stack>())

const KEPT_MS = 90 * 86_400_000

/** A deleted stack is shown for 90 days yet: https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListStacks.html */
export function markDeleted(place: Place, stack: Stack): void {
  stack.deleted = place.clock.now()
  place.clock.schedule(KEPT_MS, () => {
    stacksOf(place).delete(stack.id)
  })
}

/** Templates by their address, as buckets hold them. */
export const uploadsOf = perWorld(() => new Map<string, string>())

/** Put a template where a bucket would hold it, and give its address. */
export function upload(place: Place, template: string): string {
  const url = `https://templates.s3.${place.region}.amazonaws.com/${uploadsOf(place).size}.yaml`
  uploadsOf(place).set(url, template)
  return url
}
