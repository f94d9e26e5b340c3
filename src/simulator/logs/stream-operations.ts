import {
  CreateLogStream$,
  PutLogEvents$,
  type CreateLogStreamRequest,
  type InputLogEvent,
  type PutLogEventsRequest,
} from '@aws-sdk/client-cloudwatch-logs'
import { AwsError } from '../world/aws-error.ts'
import { operation } from '../world/operation.ts'
import { groupNamed, invalid } from './group-operations.ts'
import type { LogEvent, LogGroup } from './state.ts'

const DAY_MS = 86_400_000
const OLDEST_DAYS = 14
const RETAINED_DAYS = 3653
const AHEAD_MS = 7_200_000

/** It is no longer asked for. */
const NEXT = '4'.padEnd(56, '9')

const STREAM_NAME = /^[^:*]{1,512}$/

/** What one call may bring. CloudWatch Logs counts 26 bytes more for each event. */
const BATCH = { events: 10_000, bytes: 1_048_576, overhead: 26 }

/** So many characters of one log group are kept: of more, the oldest streams go, and then the oldest events. */
const GROUP_CHARACTERS = 32_000_000

export const streamOperations = [
  operation(
    CreateLogStream$,
    ['logGroupName', 'logStreamName'],
    ({ logGroupName = '', logStreamName = '' }: CreateLogStreamRequest, { place, now }) => {
      const { streams } = groupNamed(place, logGroupName)
      if (!STREAM_NAME.test(logStreamName)) throw invalid(`The log stream name ${logStreamName} is not valid.`)
      if (streams.has(logStreamName)) throw new AwsError('ResourceAlreadyExistsException', 400, 'The specified log stream already exists')
      streams.set(logStreamName, { creationTime: now.getTime(), events: [] })
    },
  ),
  operation(
    PutLogEvents$,
    ['logGroupName', 'logStreamName', 'logEvents'],
    ({ logGroupName = '', logStreamName = '', logEvents = [] }: PutLogEventsRequest, { place, now }) => {
      const group = groupNamed(place, logGroupName)
      if (!group.streams.has(logStreamName))
        throw new AwsError('ResourceNotFoundException', 400, 'The specified log stream does not exist.')
      const events = logEvents.map((event) => checked(event, now))
      const bytes = events.reduce((sum, { message }) => sum + Buffer.byteLength(message) + BATCH.overhead, 0)
      if (events.length < 1 || events.length > BATCH.events) throw invalid(`A batch has 1 to ${BATCH.events} log events.`)
      if (events.some(({ timestamp }, index) => timestamp < (events[index - 1]?.timestamp ?? 0)))
        throw invalid('Log events in a single PutLogEvents request must be in chronological order.')
      if (bytes > BATCH.bytes) throw invalid(`Upload too large: ${bytes} bytes exceeds limit of ${BATCH.bytes}`)
      const { accepted, rejected } = sorted(events, now, group.retentionInDays ?? RETAINED_DAYS)
      keep(group, logStreamName, accepted)
      return { nextSequenceToken: NEXT, ...(rejected === undefined ? {} : { rejectedLogEventsInfo: rejected }) }
    },
  ),
]

/** What is too old, has expired or is too far ahead is not kept, and the answer says so. */
function sorted(events: readonly LogEvent[], now: Date, retentionInDays: number) {
  const countBefore = (instant: number): number => events.filter(({ timestamp }) => timestamp < instant).length
  const [tooOld, expired] = [countBefore(now.getTime() - OLDEST_DAYS * DAY_MS), countBefore(now.getTime() - retentionInDays * DAY_MS)]
  const ahead = countBefore(now.getTime() + AHEAD_MS + 1)
  const rejected = {
    ...(ahead < events.length ? { tooNewLogEventStartIndex: ahead } : {}),
    ...(tooOld > 0 ? { tooOldLogEventEndIndex: tooOld } : {}),
    ...(expired > 0 ? { expiredLogEventEndIndex: expired } : {}),
  }
  const accepted = events.slice(Math.max(tooOld, expired), ahead)
  return { accepted, rejected: accepted.length === events.length ? undefined : rejected }
}

function checked({ timestamp, message }: InputLogEvent, now: Date): LogEvent {
  if (timestamp === undefined || timestamp < 0 || message === undefined || message === '')
    throw invalid('Each log event has a timestamp and a message.')
  return { timestamp, message, ingestionTime: now.getTime() }
}

function keep(group: LogGroup, streamName: string, events: readonly LogEvent[]): void {
  const own = group.streams.get(streamName)?.events ?? []
  own.push(...events)
  group.characters += lengthOf(events)
  for (const [name, oldest] of group.streams) {
    if (group.characters <= GROUP_CHARACTERS || name === streamName) break
    group.streams.delete(name)
    group.characters -= lengthOf(oldest.events)
  }
  while (group.characters > GROUP_CHARACTERS) group.characters -= lengthOf(own.splice(0, 1))
}

const lengthOf = (events: readonly LogEvent[]): number => events.reduce((sum, { message }) => sum + message.length, 0)
