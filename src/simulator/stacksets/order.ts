import type { DeploymentTargets, Parameter, StackSetOperationPreferences } from '@aws-sdk/client-cloudformation'
import { AwsError } from '../world/aws-error.ts'
import type { Member, Organization } from '../world/organization.ts'
import { randomUuid } from '../world/random.ts'
import { enqueue } from './run.ts'
import { keyOf, underWay, type Instance, type SetOperation, type StackSet } from './state.ts'

type Order = Pick<SetOperation, 'action' | 'prepare'> & {
  readonly id?: string | undefined
  readonly preferences?: StackSetOperationPreferences
  readonly targets?: DeploymentTargets
  readonly retainStacks?: boolean
}

/**
 * What a person asks for: it waits for what is under way where the set has ManagedExecution, and is refused otherwise. An id that is known already is the same
 * operation. @throws OperationInProgressException, OperationIdAlreadyExistsException
 */
export function request(set: StackSet, order: Order): string {
  const present = set.operations.find(({ id }) => id === order.id)
  if (present !== undefined && present.action !== order.action)
    throw new AwsError('OperationIdAlreadyExistsException', 409, `The operation ID ${present.id} already exists.`)
  if (present !== undefined) return present.id
  refuseWhileUnderWay(set, !set.managedExecution)
  return add(set, order)
}

/** @throws OperationInProgressException */
export function refuseWhileUnderWay(set: StackSet, matters: boolean): void {
  const [other] = underWay(set)
  if (other !== undefined && matters)
    throw new AwsError('OperationInProgressException', 409, `Another Operation on StackSet ${set.id} is in progress: ${other.id}`)
}

/** What happens by itself waits in any case. */
export function add(set: StackSet, { id, action, prepare, preferences = {}, targets = {}, retainStacks = false }: Order): string {
  const operation: SetOperation = {
    id: id ?? randomUuid(set.place.random),
    action,
    prepare,
    preferences,
    targets,
    retainStacks,
    created: set.place.clock.now(),
    results: [],
    status: 'QUEUED',
    reason: undefined,
    ended: undefined,
  }
  enqueue(set, operation)
  return operation.id
}

/** Instances in these accounts and Regions that are not there or not up to date; suspended accounts are passed over. */
export function instancesToMake(
  set: StackSet,
  members: readonly Member[],
  regions: readonly string[],
  overrides: readonly Parameter[] | undefined,
): readonly Instance[] {
  return regions.flatMap((region) =>
    members.flatMap((member) => {
      const key = keyOf(member.id, region)
      const instance = set.instances.get(key) ?? newInstance(member, region)
      set.instances.set(key, instance)
      if (instance.status === 'CURRENT') return []
      instance.unitId = member.unitId
      instance.overrides = overrides ?? instance.overrides
      return isSkipped(instance, member) ? [] : [instance]
    }),
  )
}

const newInstance = ({ id, unitId }: Member, region: string): Instance => ({
  accountId: id,
  region,
  unitId,
  stackId: undefined,
  overrides: [],
  status: 'OUTDATED',
  detailed: 'PENDING',
  reason: undefined,
  lastOperationId: '',
})

function isSkipped(instance: Instance, member: Member | undefined): boolean {
  if (member?.status !== 'SUSPENDED') return false
  Object.assign(instance, { detailed: 'SKIPPED_SUSPENDED_ACCOUNT', reason: 'The account is suspended.' })
  return true
}

/** Those of these instances that an update reaches: not what a failed deletion left, nor suspended accounts. */
export const instancesToUpdate = ({ members }: Organization, instances: readonly Instance[]): readonly Instance[] =>
  instances.filter((instance) => instance.status !== 'INOPERABLE' && !isSkipped(instance, members.get(instance.accountId)))

/** Those that a deletion reaches. What has no stack is forgotten at once. */
export function instancesToDelete(
  set: StackSet,
  { members }: Organization,
  instances: readonly Instance[],
  retain: boolean,
): readonly Instance[] {
  return instances.filter((instance) => {
    const { accountId, region, stackId } = instance
    if (stackId === undefined) set.instances.delete(keyOf(accountId, region))
    return stackId !== undefined && (retain || !isSkipped(instance, members.get(accountId)))
  })
}
