import {
  CreateStackInstances$,
  DeleteStackInstances$,
  DescribeStackInstance$,
  ListStackInstances$,
  UpdateStackInstances$,
  type CreateStackInstancesInput,
  type DeleteStackInstancesInput,
  type DescribeStackInstanceInput,
  type ListStackInstancesInput,
  type UpdateStackInstancesInput,
} from '@aws-sdk/client-cloudformation'
import { validationError } from '../world/aws-error.ts'
import { operation } from '../world/operation.ts'
import { setsSeen, setToOperate, type Administered } from './access.ts'
import { instancesToDelete, instancesToMake, instancesToUpdate, request } from './order.ts'
import { page } from './paging.ts'
import { checkPreferences, PREFERENCES } from './preferences.ts'
import { summaryOfInstance } from './shown.ts'
import { instanceNotFound, keyOf, requireSet, type Instance, type StackSet } from './state.ts'
import { accountsOf, checkRegions, checkTargets, TARGETS, unitsMeant } from './targets.ts'
import { checkOverrides, settled } from './template-check.ts'

const COMMON = ['StackSetName', ...TARGETS, 'Regions', ...PREFERENCES, 'OperationId', 'CallAs'] as const
const OVERRIDES = ['ParameterOverrides[].ParameterKey', 'ParameterOverrides[].ParameterValue'] as const

export const instanceOperations = [
  operation(CreateStackInstances$, [...COMMON, ...OVERRIDES], async (input: CreateStackInstancesInput, call) => {
    const { DeploymentTargets: targets = {}, OperationId: id } = input
    const overrides = input.ParameterOverrides && settled(input.ParameterOverrides, [])
    const { set, organization } = setToOperate(call, input.StackSetName, input.CallAs)
    checkTargets(organization, targets, true)
    const regions = checkRegions(input.Regions)
    const preferences = checkPreferences(input.OperationPreferences)
    await checkOverrides(set.place, set.templateBody, overrides ?? [])
    const prepare = () => instancesToMake(set, accountsOf(organization, targets), regions, overrides)
    const OperationId = request(set, { id, action: 'CREATE', preferences, targets, prepare })
    for (const unit of unitsMeant(targets)) set.units.set(unit, new Set([...(set.units.get(unit) ?? []), ...regions]))
    return { OperationId }
  }),
  operation(
    UpdateStackInstances$,
    [...COMMON, ...OVERRIDES, 'ParameterOverrides[].UsePreviousValue'],
    async (input: UpdateStackInstancesInput, call) => {
      const { ParameterOverrides: overrides, OperationId: id } = input
      const administered = setToOperate(call, input.StackSetName, input.CallAs)
      const { set, organization } = administered
      const meant = meantBy(administered, input)
      const preferences = checkPreferences(input.OperationPreferences)
      await checkOverrides(set.place, set.templateBody, overrides ?? [])
      const prepare = () => {
        const instances = instancesToUpdate(organization, meant())
        for (const instance of instances) if (overrides !== undefined) instance.overrides = settled(overrides, instance.overrides)
        return instances
      }
      for (const { overrides: before } of meant()) settled(overrides ?? [], before)
      return { OperationId: request(set, { id, action: 'UPDATE', preferences, targets: input.DeploymentTargets ?? {}, prepare }) }
    },
  ),
  operation(DeleteStackInstances$, [...COMMON, 'RetainStacks'], (input: DeleteStackInstancesInput, call) => {
    const { DeploymentTargets: targets = {}, RetainStacks: retainStacks = false, OperationId: id } = input
    const administered = setToOperate(call, input.StackSetName, input.CallAs)
    const { set, organization } = administered
    const preferences = checkPreferences(input.OperationPreferences)
    const meant = meantBy(administered, input)
    const prepare = () => instancesToDelete(set, organization, meant(), retainStacks)
    const OperationId = request(set, { id, action: 'DELETE', preferences, targets, retainStacks, prepare })
    for (const unit of (targets.Accounts ?? []).length === 0 ? unitsMeant(targets) : []) forgetUnit(set, unit, input.Regions ?? [])
    return { OperationId }
  }),
  operation(
    DescribeStackInstance$,
    ['StackSetName', 'StackInstanceAccount', 'StackInstanceRegion', 'CallAs'],
    ({ StackSetName, StackInstanceAccount = '', StackInstanceRegion = '', CallAs }: DescribeStackInstanceInput, call) => {
      const set = requireSet(setsSeen(call, CallAs), StackSetName)
      const key = keyOf(StackInstanceAccount, StackInstanceRegion)
      const instance = set.instances.get(key) ?? instanceNotFound(set, key)
      return { StackInstance: { ...summaryOfInstance(set, instance), ParameterOverrides: [...instance.overrides] } }
    },
  ),
  operation(
    ListStackInstances$,
    ['StackSetName', 'Filters', 'StackInstanceAccount', 'StackInstanceRegion', 'MaxResults', 'NextToken', 'CallAs'],
    (request: ListStackInstancesInput, call) => {
      const { StackSetName, Filters = [], StackInstanceAccount, StackInstanceRegion, CallAs } = request
      const set = requireSet(setsSeen(call, CallAs), StackSetName)
      const shown = [...set.instances.values()]
        .filter(({ accountId, region }) => (StackInstanceAccount ?? accountId) === accountId && (StackInstanceRegion ?? region) === region)
        .map((instance) => summaryOfInstance(set, instance))
        .filter((instance) => Filters.every((filter) => passes(instance, filter)))
      return page(shown, request)
    },
  ),
]

function passes(
  { StackInstanceStatus, LastOperationId, DriftStatus }: ReturnType<typeof summaryOfInstance>,
  { Name, Values }: NonNullable<ListStackInstancesInput['Filters']>[number],
): boolean {
  switch (Name) {
    case 'DETAILED_STATUS':
      return StackInstanceStatus.DetailedStatus === Values
    case 'LAST_OPERATION_ID':
      return LastOperationId === Values
    case 'DRIFT_STATUS':
      return DriftStatus === Values
    case undefined:
      throw validationError('A filter needs a Name.')
  }
}

/** Instances that are there, when it is asked. @throws ValidationError, StackInstanceNotFoundException where there is none now */
function meantBy(
  { set, organization }: Administered & { readonly set: StackSet },
  { DeploymentTargets = {}, Regions }: Pick<UpdateStackInstancesInput, 'DeploymentTargets' | 'Regions'>,
): () => readonly Instance[] {
  checkTargets(organization, DeploymentTargets, false)
  const regions = checkRegions(Regions)
  const now = (): readonly Instance[] => {
    const accounts = [
      ...accountsOf(organization, DeploymentTargets).map(({ id }) => id),
      ...gone(set, organization, DeploymentTargets.Accounts ?? []),
    ]
    return [...set.instances.values()].filter(({ accountId, region }) => accounts.includes(accountId) && regions.includes(region))
  }
  if (now().length === 0) instanceNotFound(set, `no account of these targets in ${regions.join(', ')}`)
  return now
}

/** Accounts that are named and left the organization, of which the set has an instance still. */
const gone = ({ instances }: StackSet, { members }: Administered['organization'], accounts: readonly string[]): readonly string[] =>
  accounts.filter((id) => !members.has(id) && [...instances.values()].some(({ accountId }) => accountId === id))

function forgetUnit({ units }: StackSet, unit: string, regions: readonly string[]): void {
  const left = [...(units.get(unit) ?? [])].filter((region) => !regions.includes(region))
  if (left.length === 0) units.delete(unit)
  else units.set(unit, new Set(left))
}
