import type { ResourceStatus, StackStatus } from '@aws-sdk/client-cloudformation'
import { perRegion, perWorld, type Place } from '../world/world.ts'
import { randomUuid } from '../world/random.ts'
import type { Properties, Provisioned } from './resource-type.ts'
import type { ResourceDefinition, Template } from './template-shape.ts'

type StackEvent = {
  readonly id: string
  readonly at: Date
  readonly logicalId: string
  readonly type: string
  readonly physicalId: string
  readonly status: ResourceStatus
  readonly reason?: string
}

/** What becomes of a resource that its stack is rid of, or that another one takes the place of. */
type Policies = { readonly [Name in 'DeletionPolicy' | 'UpdateReplacePolicy']: ResourceDefinition[Name] | undefined }

export type StackResource = Provisioned & {
  readonly type: string
  readonly properties: Properties
  readonly updated: Date
  readonly status: ResourceStatus
  policies: Policies
}

/** A resource that a stack is to be rid of. */
export type Leftover = { readonly logicalId: string; readonly resource: StackResource }

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
  replaced: Leftover[]
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
  readonly description: string | undefined
  readonly plan: Plan
  readonly created: Date
  readonly changes: readonly Change[]
  readonly failure?: string
  executed: boolean
}

const STACK_TYPE = 'AWS::CloudFormation::Stack'

/** The stack goes over to a status; its events say so. */
export function note(place: Place, stack: Stack, status: StackStatus, reason?: string): void {
  stack.status = status
  if (reason !== undefined) stack.reason = reason
  noteResource(place, stack, {
    logicalId: stack.name,
    type: STACK_TYPE,
    physicalId: stack.id,
    status: status as ResourceStatus,
    ...(reason === undefined ? {} : { reason }),
  })
}

export function noteResource(place: Place, stack: Stack, event: Omit<StackEvent, 'id' | 'at'>): void {
  stack.events.push({ id: randomUuid(place.random), at: place.clock.now(), ...event })
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** By id. */
export const stacksOf = perRegion(() => new Map<string, Stack>())

/** Templates by their address, as buckets hold them. */
export const uploadsOf = perWorld(() => new Map<string, string>())
