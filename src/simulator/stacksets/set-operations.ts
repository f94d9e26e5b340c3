import {
  CreateStackSet$,
  DeleteStackSet$,
  DescribeStackSet$,
  ListStackSets$,
  UpdateStackSet$,
  type CreateStackSetInput,
  type DeleteStackSetInput,
  type DescribeStackSetInput,
  type ListStackSetsInput,
  type UpdateStackSetInput,
} from '@aws-sdk/client-cloudformation'
import { AwsError, validationError } from '../world/aws-error.ts'
import { operation } from '../world/operation.ts'
import { randomUuid } from '../world/random.ts'
import { administer, setsSeen, setToOperate } from './access.ts'
import { instancesToUpdate, refuseWhileUnderWay, request } from './order.ts'
import { page } from './paging.ts'
import { checkPreferences, PREFERENCES } from './preferences.ts'
import { autoDeploymentOf, shownSet, summaryOfSet } from './shown.ts'
import { requireSet, stackSetsOf, type StackSet } from './state.ts'
import { accountsOf, checkRegions, checkTargets, TARGETS } from './targets.ts'
import { checkTemplate, settled } from './template-check.ts'

const PARAMETERS = ['Parameters[].ParameterKey', 'Parameters[].ParameterValue'] as const
const SETTINGS = ['AutoDeployment.Enabled', 'AutoDeployment.RetainStacksOnAccountRemoval', 'ManagedExecution'] as const

export const setOperations = [
  operation(
    CreateStackSet$,
    [
      'StackSetName',
      'Description',
      'TemplateBody',
      ...PARAMETERS,
      'Capabilities',
      'PermissionModel',
      ...SETTINGS,
      'CallAs',
      'ClientRequestToken',
    ],
    async (input: CreateStackSetInput, call) => {
      const { StackSetName: name = '', TemplateBody, Parameters = [], Capabilities = [], ClientRequestToken: token } = input
      checkName(name)
      if (input.PermissionModel !== 'SERVICE_MANAGED')
        throw validationError('The simulator knows the PermissionModel SERVICE_MANAGED alone.')
      const { home } = administer(call, input.CallAs)
      const present = stackSetsOf(home).find((each) => each.name === name && each.status === 'ACTIVE')
      if (present !== undefined && (token === undefined || present.token !== token))
        throw new AwsError('NameAlreadyExistsException', 409, `The name ${name} is already in use for a StackSet.`)
      if (present !== undefined) return { StackSetId: present.id }
      if (input.AutoDeployment === undefined) throw validationError('Give AutoDeployment with the PermissionModel SERVICE_MANAGED.')
      if (TemplateBody === undefined) throw validationError('Either Template URL or Template Body must be specified.')
      const parameters = await checkTemplate(home, TemplateBody, Parameters, Capabilities)
      const set: StackSet = {
        name,
        id: `${name}:${randomUuid(home.random)}`,
        token,
        place: home,
        description: input.Description,
        templateBody: TemplateBody,
        parameters,
        capabilities: [...Capabilities],
        autoDeployment: autoDeploymentOf(input.AutoDeployment),
        managedExecution: input.ManagedExecution?.Active === true,
        status: 'ACTIVE',
        instances: new Map(),
        operations: [],
        units: new Map(),
      }
      stackSetsOf(home).push(set)
      return { StackSetId: set.id }
    },
  ),
  operation(
    UpdateStackSet$,
    [
      'StackSetName',
      'Description',
      'TemplateBody',
      'UsePreviousTemplate',
      ...PARAMETERS,
      'Parameters[].UsePreviousValue',
      'Capabilities',
      'PermissionModel=SERVICE_MANAGED',
      ...SETTINGS,
      ...PREFERENCES,
      ...TARGETS,
      'Regions',
      'OperationId',
      'CallAs',
    ],
    async (input: UpdateStackSetInput, call) => {
      const { DeploymentTargets, Regions, Parameters = [], Capabilities = [], AutoDeployment, ManagedExecution } = input
      const { set, organization } = setToOperate(call, input.StackSetName, input.CallAs)
      if (AutoDeployment !== undefined && (DeploymentTargets !== undefined || Regions !== undefined))
        throw validationError("If you specify AutoDeployment, don't specify DeploymentTargets or Regions.")
      if ((DeploymentTargets === undefined) !== (Regions === undefined))
        throw validationError('Give DeploymentTargets and Regions, or neither.')
      if (DeploymentTargets !== undefined) checkTargets(organization, DeploymentTargets, false)
      if (Regions !== undefined) checkRegions(Regions)
      const templateBody = input.UsePreviousTemplate === true ? set.templateBody : input.TemplateBody
      if (templateBody === undefined) throw validationError('Either Template URL or Template Body must be specified.')
      const preferences = checkPreferences(input.OperationPreferences)
      const parameters = await checkTemplate(set.place, templateBody, settled(Parameters, set.parameters), Capabilities)
      const isAgain = set.operations.some(({ id }) => id === input.OperationId)
      if (!isAgain) refuseWhileUnderWay(set, !set.managedExecution || ManagedExecution !== undefined)
      if (!isAgain) {
        Object.assign(set, { templateBody, parameters, capabilities: [...Capabilities] })
        if (input.Description !== undefined) set.description = input.Description
        if (AutoDeployment !== undefined) set.autoDeployment = autoDeploymentOf(AutoDeployment)
        if (ManagedExecution !== undefined) set.managedExecution = ManagedExecution.Active === true
        // All of them, whichever the operation brings up to date; and they stay it where that fails.
        for (const instance of set.instances.values()) if (instance.status === 'CURRENT') instance.status = 'OUTDATED'
      }
      const prepare = () => {
        const all = [...set.instances.values()]
        const accounts = DeploymentTargets && accountsOf(organization, DeploymentTargets).map(({ id }) => id)
        const meant = all.filter(({ accountId, region }) => (accounts?.includes(accountId) ?? true) && (Regions?.includes(region) ?? true))
        return instancesToUpdate(organization, meant)
      }
      return {
        OperationId: request(set, { id: input.OperationId, action: 'UPDATE', preferences, targets: DeploymentTargets ?? {}, prepare }),
      }
    },
  ),
  operation(DescribeStackSet$, ['StackSetName', 'CallAs'], ({ StackSetName, CallAs }: DescribeStackSetInput, call) => ({
    StackSet: shownSet(requireSet(setsSeen(call, CallAs), StackSetName)),
  })),
  operation(ListStackSets$, ['Status', 'MaxResults', 'NextToken', 'CallAs'], (request: ListStackSetsInput, call) =>
    page(
      setsSeen(call, request.CallAs)
        .filter(({ status }) => (request.Status ?? status) === status)
        .map((set) => summaryOfSet(set)),
      request,
    ),
  ),
  operation(DeleteStackSet$, ['StackSetName', 'CallAs'], ({ StackSetName, CallAs }: DeleteStackSetInput, call) => {
    const set = setsSeen(call, CallAs).find(({ name, id, status }) => status === 'ACTIVE' && (name === StackSetName || id === StackSetName))
    if (set === undefined) return {}
    refuseWhileUnderWay(set, true)
    if (set.instances.size > 0) throw new AwsError('StackSetNotEmptyException', 409, 'StackSet is not empty')
    set.status = 'DELETED'
    return {}
  }),
]

const PATTERN = '[a-zA-Z][-a-zA-Z0-9]*'
const LENGTH = 128

/** @throws ValidationError in the words of the API's own check */
function checkName(name: string): void {
  const fault = !new RegExp(`^${PATTERN}$`).test(name)
    ? `Member must satisfy regular expression pattern: ${PATTERN}`
    : name.length > LENGTH
      ? `Member must have length less than or equal to ${LENGTH}`
      : undefined
  if (fault !== undefined)
    throw validationError(`1 validation error detected: Value '${name}' at 'stackSetName' failed to satisfy constraint: ${fault}`)
}
