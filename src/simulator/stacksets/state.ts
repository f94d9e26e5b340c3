import type {
  Capability,
  DeploymentTargets,
  Parameter,
  StackInstanceDetailedStatus,
  StackInstanceStatus,
  StackSetOperationPreferences,
  StackSetOperationResultStatus,
  StackSetOperationStatus,
} from '@aws-sdk/client-cloudformation'
import { AwsError } from '../world/aws-error.ts'
import { perRegion, type Place } from '../world/world.ts'

/** One stack of a set, in an account and a Region; the stack itself may not be there (yet). */
export type Instance = {
  readonly accountId: string
  readonly region: string
  unitId: string
  stackId: string | undefined
  overrides: readonly Parameter[]
  status: StackInstanceStatus
  detailed: StackInstanceDetailedStatus
  reason: string | undefined
  lastOperationId: string
}

/** What an operation does in one account and Region, and how far it is. */
export type Result = {
  readonly instance: Instance
  status: StackSetOperationResultStatus
  reason: string | undefined
}

export type SetOperation = {
  readonly id: string
  readonly action: 'CREATE' | 'UPDATE' | 'DELETE'
  readonly preferences: StackSetOperationPreferences
  readonly targets: DeploymentTargets
  readonly retainStacks: boolean
  readonly created: Date
  /** Find what is to be done, when its turn has come. */
  readonly prepare: () => readonly Instance[]
  results: readonly Result[]
  status: StackSetOperationStatus
  reason: string | undefined
  ended: Date | undefined
}

export type StackSet = {
  readonly name: string
  readonly id: string
  readonly token: string | undefined
  /** The management account, in the Region of the set. */
  readonly place: Place
  description: string | undefined
  templateBody: string
  parameters: readonly Parameter[]
  capabilities: readonly Capability[]
  autoDeployment: { readonly enabled: boolean; readonly retain: boolean }
  managedExecution: boolean
  status: 'ACTIVE' | 'DELETED'
  /** By account and Region. */
  readonly instances: Map<string, Instance>
  /** Oldest first. */
  readonly operations: SetOperation[]
  /** Units whose accounts get a stack when they join, with the Regions. */
  readonly units: Map<string, Set<string>>
}

/** Every set of a management account in a Region, deleted ones too. */
export const stackSetsOf = perRegion((): StackSet[] => [])

export const keyOf = (accountId: string, region: string): string => `${accountId} ${region}`

const UNDER_WAY: readonly string[] = ['QUEUED', 'RUNNING', 'STOPPING']

export const underWay = ({ operations }: StackSet): readonly SetOperation[] => operations.filter(({ status }) => UNDER_WAY.includes(status))

/** By name, of those that are not deleted; or by id. @throws StackSetNotFoundException */
export function requireSet(sets: readonly StackSet[], nameOrId = ''): StackSet {
  const found = sets.find(({ name, id, status }) => id === nameOrId || (name === nameOrId && status === 'ACTIVE'))
  if (found === undefined) throw new AwsError('StackSetNotFoundException', 404, `StackSet ${nameOrId} not found`)
  return found
}

/** @throws OperationNotFoundException */
export function requireOperation({ operations, name }: StackSet, id = ''): SetOperation {
  const found = operations.find((each) => each.id === id)
  if (found === undefined) throw new AwsError('OperationNotFoundException', 404, `Operation ${id} not found for StackSet ${name}`)
  return found
}

/** @throws StackInstanceNotFoundException */
export function instanceNotFound(set: StackSet, where: string): never {
  throw new AwsError('StackInstanceNotFoundException', 404, `Stack instance not found for StackSet ${set.name}: ${where}`)
}
