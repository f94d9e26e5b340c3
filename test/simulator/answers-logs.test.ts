import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { said } from '../support/said.ts'
import { smallSystem } from '../support/small-stack.ts'
import type { System } from '../support/system.ts'

// Sources: M a test of moto, LS a snapshot that LocalStack recorded on AWS, DOC AWS's user guide (filter pattern syntax) and API reference.

/** Events are to be of the last two weeks. */
const BEGUN = new Date('2026-11-02T08:00:00Z').getTime()

const logGroupName = '/aws/lambda/small'
const MESSAGES = [
  '{"type":"platform.start","record":{"ms":5}}',
  '{"level":"ERROR","message":"no such user","code":404,"tags":["a","b"],"user":null,"last":true}',
  'REPORT Duration: 12 ms',
  'plain ERROR 42',
]

let system: System
beforeAll(async () => {
  system = await smallSystem()
  const { logs } = system
  await logs.send(new CreateLogGroupCommand({ logGroupName: 'other' }))
  await logs.send(new CreateLogGroupCommand({ logGroupName }))
  for (const logStreamName of ['one', 'two']) await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }))
  const put = (logStreamName: string, from: number, messages: readonly string[]) =>
    logs.send(
      new PutLogEventsCommand({
        logGroupName,
        logStreamName,
        logEvents: messages.map((message, n) => ({ timestamp: from + n, message })),
      }),
    )
  await put('one', BEGUN, MESSAGES)
  await put('two', BEGUN + 1000, ['last'])
})
afterAll(() => system.simulator.stop())

const filtered = async (input: object): Promise<(string | undefined)[] | undefined> =>
  (await system.logs.send(new FilterLogEventsCommand({ logGroupName, ...input }))).events?.map(({ message }) => message)

const [START, ERROR_, REPORT, PLAIN] = MESSAGES

test.for<[string, (string | undefined)[]]>([
  // DOC: terms
  ['ERROR', [ERROR_, PLAIN]],
  ['ERROR 42', [PLAIN]],
  ['?REPORT ?platform', [START, REPORT]],
  ['ERROR -plain', [ERROR_]],
  ['"no such user"', [ERROR_]],
  ['-ERROR -REPORT', [START, 'last']],
  ['?REPORT ERROR', [ERROR_, PLAIN]],
  // DOC: regular expressions
  ['%Duration: [0-9]+%', [REPORT]],
  ['{ $.type = %^platform% }', [START]],
  // DOC: JSON
  ['{ $.type = "platform.start" }', [START]],
  ['{ $.level = ERROR && $.code > 399 }', [ERROR_]],
  ['{ $.level = "WARN" || ($.code >= 404 && $.tags[1] = "b") }', [ERROR_]],
  ['{ $.message = "no*user" }', [ERROR_]],
  ['{ $.user IS NULL }', [ERROR_]],
  ['{ $.last IS TRUE }', [ERROR_]],
  ['{ $.code NOT EXISTS }', [START]],
  ['{ $.code != 404 }', []],
  ['{ $.record.ms < 6 }', [START]],
  ['{ $.tags[*] = "b" }', [ERROR_]],
])('FilterLogEvents by %s', async ([filterPattern, expected]) => {
  expect(await filtered({ filterPattern })).toEqual(expected)
})

test.for<[object, string]>([
  [{ filterPattern: '{ $.a = }' }, 'InvalidParameterException: Invalid filter pattern'],
  [{ filterPattern: '[a, b]' }, 'InvalidParameterException: The simulator does not know space-delimited filter patterns: [...]'],
  // LS test_filter_log_events_*
  [{ nextToken: 'bogus' }, 'InvalidParameterException: The specified nextToken is invalid.'],
  [{ limit: 10_001 }, "InvalidParameterException: 1 validation error detected: Value '10001' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 10000"],
  [{ logStreamNames: ['zzz'] }, 'ResourceNotFoundException: The specified log stream does not exist.'],
])('FilterLogEvents with %o is refused', async ([input, expected]) => {
  expect(await said(system.logs.send(new FilterLogEventsCommand({ logGroupName, ...input })))).toBe(expected)
}) // prettier-ignore

test('FilterLogEvents: of named streams, and page by page', async () => {
  // LS test_filter_log_events_*; DOC
  expect(await filtered({ logStreamNames: ['two'] })).toEqual(['last'])
  expect(await filtered({ logStreamNamePrefix: 'tw' })).toEqual(['last'])
  expect(await filtered({ startTime: BEGUN + 3, endTime: BEGUN + 1000 })).toEqual([PLAIN, 'last'])
  const first = await system.logs.send(new FilterLogEventsCommand({ logGroupName, limit: 4 }))
  const rest = await system.logs.send(new FilterLogEventsCommand({ logGroupName, limit: 4, nextToken: first.nextToken }))
  expect([first.events?.length, rest.events?.length, rest.nextToken]).toEqual([4, 1, undefined])
})

test('GetLogEvents is read forwards to its end, where the token stays the same and no events come', async () => {
  // LS test_get_log_events_invalid_token; DOC
  const read = (input: object) => system.logs.send(new GetLogEventsCommand({ logGroupName, logStreamName: 'one', ...input }))
  const texts: (string | undefined)[] = []
  let token: string | undefined
  for (let pages = 0; pages < 10; pages += 1) {
    const { events = [], nextForwardToken } = await read({ startFromHead: true, limit: 3, nextToken: token })
    texts.push(...events.map(({ message }) => message))
    if (nextForwardToken === token) break
    token = nextForwardToken
  }
  expect(texts).toEqual(MESSAGES)
  const latest = await read({ limit: 1 })
  expect(latest.events?.map(({ message }) => message)).toEqual([PLAIN])
  expect((await read({ limit: 1, nextToken: latest.nextBackwardToken })).events?.map(({ message }) => message)).toEqual([REPORT])
  expect((await read({ startTime: BEGUN + 1, endTime: BEGUN + 3 })).events?.length).toBe(2)
  expect(await said(read({ nextToken: 'bogus' }))).toBe('InvalidParameterException: The specified nextToken is invalid.')
})

test('DescribeLogStreams: prefix, order, limit; and what AWS always tells of one', async () => {
  // LS test_describe_log_streams_with_prefix; M; CC
  const streams = async (input: object) =>
    (await system.logs.send(new DescribeLogStreamsCommand({ logGroupName, ...input }))).logStreams?.map((each) => each.logStreamName)
  expect(await streams({ logStreamNamePrefix: 'zzz' })).toEqual([])
  expect(await streams({ orderBy: 'LastEventTime', descending: true, limit: 1 })).toEqual(['two'])
  const { logStreams } = await system.logs.send(new DescribeLogStreamsCommand({ logGroupName, limit: 1 }))
  expect(logStreams).toMatchObject([
    { creationTime: 1793610000000, storedBytes: 0, lastIngestionTime: 1793610000000, firstEventTimestamp: 1793606400000 },
  ])
  expect(await said(system.logs.send(new DescribeLogStreamsCommand({ logGroupName, limit: 51 })))).toBe(
    "InvalidParameterException: 1 validation error detected: Value '51' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 50",
  )
  expect(await said(system.logs.send(new DescribeLogStreamsCommand({ logGroupName, logGroupIdentifier: logGroupName })))).toBe(
    'ValidationException: LogGroup name and LogGroup ARN are mutually exclusive parameters.',
  )
})

test('DescribeLogGroups: pattern, pages, class', async () => {
  // LS test_describe_log_groups_with_pattern, test_describe_log_groups_prefix_and_pattern_error; M test_describe_too_many_log_groups
  const groups = async (input: object) =>
    (await system.logs.send(new DescribeLogGroupsCommand(input))).logGroups?.map((each) => each.logGroupName)
  expect(await groups({ logGroupNamePattern: 'zzz' })).toEqual([])
  expect(await groups({ logGroupNamePattern: 'LAMBDA' })).toEqual([logGroupName])
  const first = await system.logs.send(new DescribeLogGroupsCommand({ limit: 1 }))
  expect(first.logGroups).toMatchObject([{ logGroupName, logGroupClass: 'STANDARD' }])
  expect(await groups({ limit: 1, nextToken: first.nextToken })).toEqual(['other'])
  expect(await said(system.logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: 'a', logGroupNamePattern: 'b' })))).toBe(
    'InvalidParameterException: LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.',
  )
})

test('PutLogEvents out of order is refused', async () => {
  // LS test_put_log_events_wrong_order
  const logEvents = [BEGUN + 2, BEGUN + 1].map((timestamp) => ({ timestamp, message: 'a' }))
  expect(await said(system.logs.send(new PutLogEventsCommand({ logGroupName, logStreamName: 'two', logEvents })))).toBe(
    'InvalidParameterException: Log events in a single PutLogEvents request must be in chronological order.',
  )
})
