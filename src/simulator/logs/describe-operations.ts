import {
  DescribeLogGroups$,
  DescribeLogStreams$,
  type DescribeLogGroupsRequest,
  type DescribeLogStreamsRequest,
} from '@aws-sdk/client-cloudwatch-logs'
import { operation } from '../world/operation.ts'
import { findGroup, invalid } from './group-operations.ts'
import { page } from './paging.ts'
import { logGroupsOf, type LogStream } from './state.ts'

const PAGE = 50

/** Log groups and their streams, to look around in. */
export const describeOperations = [
  operation(
    DescribeLogGroups$,
    ['logGroupNamePrefix', 'logGroupNamePattern', 'logGroupClass', 'limit', 'nextToken'],
    (request: DescribeLogGroupsRequest, { place }) => {
      const { logGroupNamePrefix, logGroupNamePattern = '', logGroupClass = 'STANDARD' } = request
      if (logGroupNamePrefix !== undefined && logGroupNamePattern !== '')
        throw invalid('LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.')
      const meant = [...logGroupsOf(place).values()]
        .filter(({ logGroupName }) => logGroupName.startsWith(logGroupNamePrefix ?? ''))
        .filter(({ logGroupName }) => logGroupName.toLowerCase().includes(logGroupNamePattern.toLowerCase()))
        .filter(() => logGroupClass === 'STANDARD')
        .toSorted((one, other) => (one.logGroupName < other.logGroupName ? -1 : 1))
      const { items, rest } = page(meant, request, PAGE)
      return {
        logGroups: items.map(({ streams: _, characters: __, ...group }) => ({
          ...group,
          arn: `${group.arn}:*`,
          logGroupArn: group.arn,
          logGroupClass: 'STANDARD' as const,
          metricFilterCount: 0,
          // They are not told where a part of the name is looked for.
          ...(logGroupNamePattern === '' ? { storedBytes: 0, deletionProtectionEnabled: false } : {}),
        })),
        ...rest,
      }
    },
  ),
  operation(
    DescribeLogStreams$,
    ['logGroupName', 'logGroupIdentifier', 'logStreamNamePrefix', 'orderBy', 'descending', 'limit', 'nextToken'],
    (request: DescribeLogStreamsRequest, { place }) => {
      const { logStreamNamePrefix, orderBy = 'LogStreamName', descending = false } = request
      const { arn, streams } = findGroup(place, request)
      if (logStreamNamePrefix !== undefined && orderBy === 'LastEventTime')
        throw invalid('Cannot order by LastEventTime with a logStreamNamePrefix.')
      const named = [...streams].filter(([name]) => name.startsWith(logStreamNamePrefix ?? ''))
      const sorted = named.toSorted(
        orderBy === 'LastEventTime' ? ([, one], [, other]) => lastOf(one) - lastOf(other) : ([one], [other]) => (one < other ? -1 : 1),
      )
      const { items, rest } = page(descending ? sorted.toReversed() : sorted, request, PAGE)
      const logStreams = items.map(([logStreamName, { creationTime, events }]) => ({
        logStreamName,
        creationTime,
        arn: `${arn}:log-stream:${logStreamName}`,
        firstEventTimestamp: events[0]?.timestamp,
        lastEventTimestamp: events.at(-1)?.timestamp,
        lastIngestionTime: events.at(-1)?.ingestionTime,
        storedBytes: 0,
      }))
      return { logStreams, ...rest }
    },
  ),
]

const lastOf = ({ events }: LogStream): number => events.at(-1)?.timestamp ?? 0
