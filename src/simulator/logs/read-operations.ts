import { FilterLogEvents$, GetLogEvents$, type FilterLogEventsRequest, type GetLogEventsRequest } from '@aws-sdk/client-cloudwatch-logs'
import { operation } from '../world/operation.ts'
import { filterPattern } from './filter-pattern.ts'
import { findGroup, invalid, notFound } from './group-operations.ts'
import { page, window } from './paging.ts'
import type { LogEvent } from './state.ts'

const EVENTS = 10_000

/** The events of log groups, to be read (`aws logs tail`, `filter-log-events`, `get-log-events`). */
export const readOperations = [
  operation(
    GetLogEvents$,
    ['logGroupName', 'logGroupIdentifier', 'logStreamName', 'startTime', 'endTime', 'limit', 'nextToken', 'startFromHead'],
    (request: GetLogEventsRequest, { place }) => {
      const { logStreamName = '', startTime = 0, endTime = Number.POSITIVE_INFINITY } = request
      const stream = findGroup(place, request).streams.get(logStreamName)
      if (stream === undefined) throw notFound('The specified log stream does not exist.')
      const meant = inOrder(stream.events).filter(({ timestamp }) => timestamp >= startTime && timestamp < endTime)
      const { items, ...tokens } = window(meant, request)
      return { events: items.map((event) => ({ ...event })), ...tokens }
    },
  ),
  operation(
    FilterLogEvents$,
    [
      'logGroupName',
      'logGroupIdentifier',
      'logStreamNames',
      'logStreamNamePrefix',
      'startTime',
      'endTime',
      'filterPattern',
      'limit',
      'nextToken',
      'interleaved',
    ],
    (request: FilterLogEventsRequest, { place }) => {
      const { logStreamNames, logStreamNamePrefix, startTime = 0, endTime = Number.POSITIVE_INFINITY } = request
      const { streams } = findGroup(place, request)
      if (logStreamNames !== undefined && logStreamNamePrefix !== undefined)
        throw invalid('logStreamNamePrefix and logStreamNames are mutually exclusive parameters.')
      if (logStreamNames?.some((name) => !streams.has(name)) === true) throw notFound('The specified log stream does not exist.')
      const matches = filterPattern(request.filterPattern ?? '')
      const events = [...streams].flatMap(([logStreamName, stream]) =>
        logStreamNames?.includes(logStreamName) === false || !logStreamName.startsWith(logStreamNamePrefix ?? '')
          ? []
          : stream.events.map((event, index) => ({ ...event, logStreamName, eventId: `${logStreamName}:${index}` })),
      )
      const meant = events.filter(({ timestamp, message }) => timestamp >= startTime && timestamp <= endTime && matches(message))
      const { items, rest } = page(inOrder(meant), request, EVENTS)
      return { events: items, searchedLogStreams: [], ...rest }
    },
  ),
]

const inOrder = <Event extends LogEvent>(events: readonly Event[]): Event[] =>
  events.toSorted((one, other) => one.timestamp - other.timestamp)
