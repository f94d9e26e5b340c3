import { CloudWatchLogsClient, CreateLogGroupCommand, CreateLogStreamCommand, PutLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { beforeEach, expect, test, vi } from 'vitest'
import { runsLogged } from '../../src/aws/rule-log.ts'
import { instant } from '../../src/judgement/instant.ts'
import { Simulator } from '../../src/simulator/index.ts'

beforeEach(() => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test')
  vi.stubEnv('AWS_REGION', 'us-east-1')
})

test('runs, as their lines tell of them: this release, when a run began; an older one, when it ended; one that failed', async () => {
  await using simulator = await Simulator.start({ at: '2026-11-26T12:00:00Z', reuseProcesses: true })
  vi.stubEnv('AWS_ENDPOINT_URL', simulator.endpoint)
  const logs = new CloudWatchLogsClient({})
  const stream = { logGroupName: 'rule', logStreamName: 'one' }
  await logs.send(new CreateLogGroupCommand({ logGroupName: 'rule' }))
  await logs.send(new CreateLogStreamCommand(stream))
  const line = (time: string, message: unknown) => ({
    timestamp: Date.parse(time),
    message: typeof message === 'string' ? message : JSON.stringify({ message }),
  })
  const summary = { message: 'summary', users: 3, compliant: 1, nonCompliant: 1, excluded: 1, unknown: 0 }
  const logEvents = [
    line('2026-11-26T11:00:00Z', { ...summary, release: '0.1.0 abc' }),
    line('2026-11-26T11:10:00Z', 'a line with a "summary" that is no JSON'),
    line('2026-11-26T11:20:00Z', { ...summary, now: '2026-11-26T11:15:00.000Z', release: '0.1.0 abc' }),
    line('2026-11-26T11:30:00Z', { errorType: 'Error', errorMessage: 'no list' }),
    line('2026-11-26T11:40:00Z', { ...summary, now: 'some time' }),
  ]
  await logs.send(new PutLogEventsCommand({ ...stream, logEvents }))
  const counts = { kind: 'ended', users: 3, compliant: 1, nonCompliant: 1, excluded: 1, unknown: 0 }
  const at = (time: string) => instant(`2026-11-26T${time}:00Z`)
  expect(await runsLogged('rule', at('10:00'))).toEqual([
    { ...counts, at: at('11:00'), began: at('11:00'), release: '0.1.0 abc' },
    { ...counts, at: at('11:20'), began: at('11:15'), release: '0.1.0 abc' },
    { kind: 'failed', at: at('11:30'), why: 'no list' },
    { ...counts, at: at('11:40'), began: at('11:40'), release: '' },
  ])
})
