import {
  CloudFormationClient,
  DeleteStackCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  GetTemplateSummaryCommand,
  paginateDescribeStackEvents,
  paginateListStackResources,
} from '@aws-sdk/client-cloudformation'
import type { StackEvent, StackNow } from '../deployment/stack.ts'
import { collect } from '../stream/map-concurrently.ts'
import { clientSettings } from './client-settings.ts'
import { present } from './present.ts'
import type { Session } from './session.ts'
import { wholeList } from './whole-list.ts'

/** CloudFormation has no code of its own for it. */
const isAbsentStack = (error: unknown): boolean =>
  error instanceof Error && error.name === 'ValidationError' && /does not exist/.test(error.message)

/** A stack in this Region. @returns undefined where there is none of that name */
export async function stackNamed(StackName: string, session?: Session): Promise<StackNow | undefined> {
  try {
    const { Stacks } = await client(session).send(new DescribeStacksCommand({ StackName }))
    const { StackStatus, StackStatusReason, Parameters = [], Outputs = [] } = present(present(Stacks, 'Stacks')[0], 'Stacks')
    return {
      name: StackName,
      status: present(StackStatus, 'StackStatus'),
      reason: StackStatusReason,
      parameters: new Map(Parameters.map(({ ParameterKey = '', ParameterValue = '' }) => [ParameterKey, ParameterValue])),
      outputs: new Map(Outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue])),
    }
  } catch (error) {
    if (isAbsentStack(error)) return undefined
    throw error
  }
}

/** The release that a stack's template names in its metadata: the package's version and the sha256 of the function's code. */
export async function releaseOf(StackName: string): Promise<string | undefined> {
  const { Metadata = '{}' } = await client().send(new GetTemplateSummaryCommand({ StackName }))
  const { Release } = Object(JSON.parse(Metadata)) as { readonly Release?: unknown }
  return typeof Release === 'string' ? Release : undefined
}

/** The stack that made something of that physical id. */
export async function stackThatMade(PhysicalResourceId: string): Promise<string | undefined> {
  try {
    const { StackResources } = await client().send(new DescribeStackResourcesCommand({ PhysicalResourceId }))
    return present(StackResources, 'StackResources')[0]?.StackName
  } catch (error) {
    if (isAbsentStack(error)) return undefined
    throw error
  }
}

/** What a stack is made of: physical ids by type. */
export async function resourcesOf(StackName: string): Promise<readonly { readonly type: string; readonly id: string }[]> {
  const pages = paginateListStackResources({ client: client() }, { StackName })
  return (await collect(wholeList(pages, 'StackResourceSummaries'))).map(({ ResourceType = '', PhysicalResourceId = '' }) => ({
    type: ResourceType,
    id: PhysicalResourceId,
  }))
}

/** What has happened to a stack, oldest first. */
export async function eventsOf(StackName: string): Promise<readonly StackEvent[]> {
  const pages = paginateDescribeStackEvents({ client: client() }, { StackName })
  const events = (await collect(wholeList(pages, 'StackEvents'))).map((event) => ({
    id: present(event.EventId, 'EventId'),
    logicalId: event.LogicalResourceId ?? '',
    type: event.ResourceType ?? '',
    status: String(event.ResourceStatus),
    reason: event.ResourceStatusReason ?? '',
  }))
  return events.toReversed()
}

export async function deleteStack(StackName: string): Promise<void> {
  await client().send(new DeleteStackCommand({ StackName }))
}

const client = (session?: Session): CloudFormationClient => new CloudFormationClient(clientSettings(session))
