import {
  CloudFormationClient,
  CreateStackInstancesCommand,
  CreateStackSetCommand,
  DescribeOrganizationsAccessCommand,
  DescribeStackInstanceCommand,
  DescribeStackSetCommand,
  DescribeStackSetOperationCommand,
  ListStackSetAutoDeploymentTargetsCommand,
  paginateListStackInstances,
  paginateListStackSetOperationResults,
  paginateListStackSetOperations,
  UpdateStackInstancesCommand,
  UpdateStackSetCommand,
  type StackInstanceSummary,
} from '@aws-sdk/client-cloudformation'
import type { Footing } from '../deployment/organization-missing.ts'
import type { AccountResult, CalledAs, SetOperation, StackInstance, StackSetNow } from '../deployment/stack-set.ts'
import { collect, mapConcurrently } from '../stream/map-concurrently.ts'
import { clientSettings } from './client-settings.ts'
import { hasName } from './errors.ts'
import { present } from './present.ts'
import {
  deploymentTargets,
  parametersOf,
  setOperation,
  SETTINGS,
  stackInstance,
  stackSetNow,
  valuesOf,
  type Given,
  type Work,
} from './stack-set-shapes.ts'
import { wholeList } from './whole-list.ts'

/** Instances are described at the same time; the list does not tell their overrides. */
const AT_A_TIME = 4

/** A service-managed StackSet in this Region, and its stacks in the same one. */
export function stackSetNamed(StackSetName: string, CallAs: CalledAs, region: string) {
  const client = new CloudFormationClient(clientSettings())
  const named = { StackSetName, CallAs }
  return { access, now, instances, unitsOfJoiners, underWay, make, update, makeStacks, override, operation, results }

  /** Whether StackSets have trusted access, as far as the caller is told. */
  async function access(): Promise<Footing['access']> {
    try {
      return present((await client.send(new DescribeOrganizationsAccessCommand({ CallAs }))).Status, 'Status')
    } catch (error) {
      if (hasName(error, ['InvalidOperationException', 'ValidationError'])) return 'NOT_FOR_CALLER'
      throw error
    }
  }

  /** @returns undefined where there is none of that name */
  async function now(): Promise<StackSetNow | undefined> {
    try {
      return stackSetNow(present((await client.send(new DescribeStackSetCommand(named))).StackSet, 'StackSet'))
    } catch (error) {
      if (hasName(error, ['StackSetNotFoundException'])) return undefined
      throw error
    }
  }

  /** Every stack of the set, with what each overrides. `progress` is told how many were read. */
  async function instances(progress: (done: number, of: number) => void): Promise<readonly StackInstance[]> {
    const summaries = await collect(wholeList(paginateListStackInstances({ client }, named), 'Summaries'))
    let done = 0
    return collect(
      mapConcurrently(summaries, AT_A_TIME, async (summary) => {
        const overrides = await overridesOf(summary)
        progress((done += 1), summaries.length)
        return stackInstance(summary, overrides)
      }),
    )
  }

  async function overridesOf({ Account, Region }: StackInstanceSummary): Promise<ReadonlyMap<string, string>> {
    const where = { StackInstanceAccount: Account, StackInstanceRegion: Region }
    const { StackInstance: instance } = await client.send(new DescribeStackInstanceCommand({ ...named, ...where }))
    return valuesOf(instance?.ParameterOverrides)
  }

  /** Units whose joiners get a stack by themselves. */
  async function unitsOfJoiners(): Promise<readonly string[]> {
    return (await collect(wholeList(oneByOne(), 'Summaries'))).flatMap(({ OrganizationalUnitId, Regions = [] }) =>
      OrganizationalUnitId !== undefined && Regions.includes(region) ? [OrganizationalUnitId] : [],
    )

    /** The SDK has no paginator for it. */
    async function* oneByOne() {
      let NextToken: string | undefined
      do {
        const page = await client.send(new ListStackSetAutoDeploymentTargetsCommand({ ...named, NextToken }))
        yield page
        NextToken = page.NextToken
      } while (NextToken !== undefined)
    }
  }

  /** The operation that the set is being worked on by; undefined where none is. */
  async function underWay(): Promise<SetOperation | undefined> {
    const operations = await collect(wholeList(paginateListStackSetOperations({ client }, named), 'Summaries'))
    return operations.map((each) => setOperation(each)).findLast(({ status }) => ['RUNNING', 'QUEUED', 'STOPPING'].includes(status))
  }

  /** Make the set; no stack is made by that. */
  async function make(TemplateBody: string, parameters: ReadonlyMap<string, string>): Promise<void> {
    await client.send(
      new CreateStackSetCommand({
        ...named,
        TemplateBody,
        Parameters: parametersOf({ given: parameters, kept: [] }),
        Capabilities: ['CAPABILITY_IAM'],
        PermissionModel: 'SERVICE_MANAGED',
        ...SETTINGS,
      }),
    )
  }

  /** @returns the id of the operation that brings stacks up to date: of these accounts, or all; a set's settings can be given with all alone */
  async function update(TemplateBody: string, parameters: Given, { targets, preferences }: Work): Promise<string> {
    const where = targets.accounts === undefined ? SETTINGS : { DeploymentTargets: deploymentTargets(targets), Regions: [region] }
    const { OperationId } = await client.send(
      new UpdateStackSetCommand({
        ...named,
        TemplateBody,
        Parameters: parametersOf(parameters),
        Capabilities: ['CAPABILITY_IAM'],
        OperationPreferences: preferences,
        ...where,
      }),
    )
    return present(OperationId, 'OperationId')
  }

  /** Make stacks where there are none, and bring those up to date that are not, with these overrides where there are any. @returns the id of the operation */
  async function makeStacks({ targets, preferences }: Work, overrides: ReadonlyMap<string, string>): Promise<string> {
    const { OperationId } = await client.send(
      new CreateStackInstancesCommand({
        ...named,
        DeploymentTargets: deploymentTargets(targets),
        Regions: [region],
        OperationPreferences: preferences,
        ...(overrides.size === 0 ? {} : { ParameterOverrides: parametersOf({ given: overrides, kept: [] }) }),
      }),
    )
    return present(OperationId, 'OperationId')
  }

  /** Override parameters in accounts; what they override besides goes back unless it is `kept`. @returns the id of the operation */
  async function override(parameters: Given, { targets, preferences }: Work): Promise<string> {
    const { OperationId } = await client.send(
      new UpdateStackInstancesCommand({
        ...named,
        DeploymentTargets: deploymentTargets(targets),
        Regions: [region],
        ParameterOverrides: parametersOf(parameters),
        OperationPreferences: preferences,
      }),
    )
    return present(OperationId, 'OperationId')
  }

  async function operation(OperationId: string): Promise<SetOperation> {
    const { StackSetOperation: found } = await client.send(new DescribeStackSetOperationCommand({ ...named, OperationId }))
    return setOperation(present(found, 'StackSetOperation'))
  }

  async function results(OperationId: string): Promise<readonly AccountResult[]> {
    const pages = paginateListStackSetOperationResults({ client }, { ...named, OperationId })
    return (await collect(wholeList(pages, 'Summaries'))).map(({ Account, Status, StatusReason }) => ({
      accountId: present(Account, 'Account'),
      status: present(Status, 'Status'),
      reason: StatusReason,
    }))
  }
}
