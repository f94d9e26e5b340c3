import {
  DescribeLogGroups$,
  DescribeLogStreams$,
  FilterLogEvents$,
  GetLogEvents$,
  type DescribeLogGroupsRequest,
  type DescribeLogStreamsRequest,
  type FilterLogEventsRequest,
  type GetLogEventsRequest,
} from '@aws-sdk/client-cloudwatch-logs'
import type { Place } from '../world/world.ts'
import { AwsError } from '../world/aws-error.ts'
import { operation } from '../world/operation.ts'
import { logGroupsOf, type LogGroup } from './state.ts'

/** CloudWatch Logs: log groups, and their events to be read (`aws logs tail`, `filter-log-events`, `get-log-events`). */
export const readOperations = [
  operation(DescribeLogGroups$, ['logGroupNamePrefix'], ({ logGroupNamePrefix = '' }: DescribeLogGroupsRequest, { place }) => ({
    logGroups: [...logGroupsOf(place).values()]
      .filter(({ logGroupName }) => logGroupName.startsWith(logGroupNamePrefix))
      .map(({ streams: _, characters: __, ...group }) => ({
        ...group,
        arn: `${group.arn}:*`,
        logGroupArn: group.arn,
        metricFilterCount: 0,
        storedBytes: 0,
      })),
  })),
  operation(
    DescribeLogStreams$,
    ['logGroupName', 'logGroupIdentifier'],
    ({ logGroupName, logGroupIdentifier }: DescribeLogStreamsRequest, { place }) => {
      const { arn, streams } = findGroup(place, logGroupName ?? logGroupIdentifier)
      return {
        logStreams: [...streams].map(([logStreamName, events]) => ({
          logStreamName,
          arn: `${arn}:log-stream:${logStreamName}`,
          firstEventTimestamp: events[0]?.timestamp,
          lastEventTimestamp: events.at(-1)?.timestamp,
        })),
      }
    },
  ),
  operation(
    GetLogEvents$,
    ['logGroupName', 'logGroupIdentifier', 'logStreamName'],
    ({ logGroupName, logGroupIdentifier, logStreamName = '' }: GetLogEventsRequest, { place }) => {
      const events = findGroup(place, logGroupName ?? logGroupIdentifier).streams.get(logStreamName)
      if (events === undefined) throw notFound('The specified log stream does not exist.')
      return {
        events: events.map((event) => ({ ...event, ingestionTime: event.timestamp })),
        nextForwardToken: 'f/end',
        nextBackwardToken: 'b/end',
      }
    },
  ),
  operation(
    FilterLogEvents$,
    ['logGroupName', 'logGroupIdentifier', 'startTime', 'endTime', 'filterPattern'],
    ({ logGroupName, logGroupIdentifier, filterPattern = '', startTime = 0, endTime }: FilterLogEventsRequest, { place }) => {
      const { streams } = findGroup(place, logGroupName ?? logGroupIdentifier)
      const terms = filterPattern.split(/\s+/).map((term) => term.replaceAll('"', ''))
      const events = [...streams].flatMap(([logStreamName, all]) =>
        all.map((event, index) => ({ ...event, logStreamName, ingestionTime: event.timestamp, eventId: `${logStreamName}:${index}` })),
      )
      const meant = events.filter(
        ({ timestamp, message }) =>
          timestamp >= startTime && (endTime === undefined || timestamp <= endTime) && terms.every((term) => message.includes(term)),
      )
      return { events: meant.toSorted((one, other) => one.timestamp - other.timestamp), searchedLogStreams: [] }
    },
  ),
]

/** By name or by ARN. */
function findGroup(place: Place, nameOrArn = ''): LogGroup {
  const group = [...logGroupsOf(place).values()].find(({ logGroupName, arn }) => logGroupName === nameOrArn || arn === nameOrArn)
  if (group === undefined) throw notFound('The specified log group does not exist.')
  return group
}

const notFound = (message: string): AwsError => new AwsError('ResourceNotFoundException', 400, message)
