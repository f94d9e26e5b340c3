import {
  DescribeStackEvents$,
  DescribeStackResource$,
  DescribeStackResources$,
  DescribeStacks$,
  ListStackResources$,
  ListStacks$,
  type DescribeStackEventsInput,
  type DescribeStackResourceInput,
  type DescribeStackResourcesInput,
  type DescribeStacksInput,
  type ListStackResourcesInput,
  type ListStacksInput,
} from '@aws-sdk/client-cloudformation'
import { validationError } from '../world/aws-error.ts'
import { operation } from '../world/operation.ts'
import { page } from './paging.ts'
import { listedStack, shownEvents, shownResources, shownStack } from './shown.ts'
import { requireStack } from './stacks.ts'
import { stacksOf } from './state.ts'

/** The latest first, as AWS lists them. */
export const readOperations = [
  operation(DescribeStacks$, ['StackName', 'NextToken'], ({ StackName, NextToken }: DescribeStacksInput, { place }) => {
    const all =
      StackName === undefined
        ? [...stacksOf(place).values()].filter(({ status }) => status !== 'DELETE_COMPLETE').toReversed()
        : [requireStack(place, StackName)]
    const { items, rest } = page(all, { NextToken })
    return { Stacks: items.map((stack) => shownStack(stack)), ...rest }
  }),
  operation(ListStacks$, ['StackStatusFilter', 'NextToken'], ({ StackStatusFilter, NextToken }: ListStacksInput, { place }) => {
    const all = [...stacksOf(place).values()]
      .toReversed()
      .filter(({ status }) => StackStatusFilter === undefined || StackStatusFilter.includes(status))
    const { items, rest } = page(all, { NextToken })
    return { StackSummaries: items.map((stack) => listedStack(stack)), ...rest }
  }),
  operation(DescribeStackEvents$, ['StackName', 'NextToken'], ({ StackName, NextToken }: DescribeStackEventsInput, { place }) => {
    const { items, rest } = page(shownEvents(requireStack(place, StackName, '[]')), { NextToken })
    return { StackEvents: items, ...rest }
  }),
  operation(
    DescribeStackResources$,
    ['StackName', 'PhysicalResourceId', 'LogicalResourceId'],
    ({ StackName, PhysicalResourceId, LogicalResourceId }: DescribeStackResourcesInput, { place }) => {
      const stack =
        StackName === undefined
          ? [...stacksOf(place).values()].find((each) =>
              [...each.resources.values()].some(({ physicalId }) => physicalId === PhysicalResourceId),
            )
          : requireStack(place, StackName)
      if (stack === undefined) throw validationError(`Stack for ${PhysicalResourceId} does not exist`)
      const StackResources = shownResources(stack).filter(
        (resource) => LogicalResourceId === undefined || resource.LogicalResourceId === LogicalResourceId,
      )
      return { StackResources }
    },
  ),
  operation(
    DescribeStackResource$,
    ['StackName', 'LogicalResourceId'],
    ({ StackName = '', LogicalResourceId = '' }: DescribeStackResourceInput, { place }) => {
      const stack = requireStack(place, StackName, "''")
      const found = shownResources(stack).find((resource) => resource.LogicalResourceId === LogicalResourceId)
      if (found === undefined) throw validationError(`Resource ${LogicalResourceId} does not exist for stack ${StackName}`)
      const { Timestamp, ...resource } = found
      const Metadata = JSON.stringify(stack.resources.get(LogicalResourceId)?.metadata ?? {})
      return { StackResourceDetail: { ...resource, LastUpdatedTimestamp: Timestamp, Metadata } }
    },
  ),
  operation(ListStackResources$, ['StackName', 'NextToken'], ({ StackName, NextToken }: ListStackResourcesInput, { place }) => {
    const { items, rest } = page(shownResources(requireStack(place, StackName)), { NextToken })
    const summaries = items.map(({ Timestamp, StackId: _, StackName: __, ...resource }) => ({
      ...resource,
      LastUpdatedTimestamp: Timestamp,
    }))
    return { StackResourceSummaries: summaries, ...rest }
  }),
]
