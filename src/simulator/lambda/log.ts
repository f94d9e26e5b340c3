import { inspect } from 'node:util'
import { AwsError } from '../world/aws-error.ts'
import type { Caller } from '../world/caller.ts'
import { persistently } from '../world/persistent.ts'
import type { Place } from '../world/world.ts'
import type { FunctionConfiguration } from './configuration.ts'
import type { LogLine } from './environment.ts'

/** So many lines of one invocation are kept. */
const LINES = 10_000

/** What one call brings: CloudWatch Logs takes 10,000 events of 1,048,576 bytes, and counts 26 more for each. */
const BATCH = { events: 10_000, bytes: 1_048_576, overhead: 26 }

const TAIL_BYTES = 4096

type LogEvent = { readonly timestamp: number; readonly message: string }

export type FunctionLog = {
  readonly line: (line: LogLine) => void
  readonly system: (type: string, metrics?: object) => void
  /** Send what was written so far. What CloudWatch Logs does not take is lost, as on AWS. */
  readonly flush: () => Promise<void>
  /** The last 4 KB of what was written. */
  readonly tail: () => string
}

/** Where a function's output goes: into its log group, as its role. */
export function functionLog(
  place: Place,
  { name, logGroupName, logFormat }: FunctionConfiguration,
  role: Caller,
  requestId: string,
): FunctionLog {
  const day = place.clock.now().toISOString().slice(0, 10).replaceAll('-', '/')
  const stream = { logGroupName, logStreamName: `${day}/${name}[$LATEST]${requestId.slice(0, 8)}` }
  const events: LogEvent[] = []
  let lines = 0
  return {
    line: ({ level, message }) => {
      lines += 1
      if (lines < LINES) line(level, message)
      else if (lines === LINES) line('WARN', `The simulator keeps ${LINES} lines of an invocation; the rest is dropped.`)
    },
    system: (type, metrics) =>
      write(
        logFormat === 'JSON'
          ? { time: time(), type, record: { requestId, ...(metrics === undefined ? {} : { metrics }) } }
          : `${type} RequestId: ${requestId}`,
      ),
    tail: () =>
      Buffer.from(events.map(({ message }) => `${message.replace(/\n$/, '')}\n`).join(''))
        .subarray(-TAIL_BYTES)
        .toString(),
    flush: async () => {
      if (!(await sent(place, 'logs:CreateLogStream', stream, role))) return
      for (const logEvents of batches(events)) await sent(place, 'logs:PutLogEvents', { ...stream, logEvents }, role)
    },
  }

  function line(level: string, message: unknown): void {
    write(logFormat === 'JSON' ? { timestamp: time(), level, requestId, message } : textOf(message))
  }

  function write(entry: object | string): void {
    const text = typeof entry === 'string' ? entry : JSON.stringify(entry)
    events.push({ timestamp: place.clock.now().getTime(), message: text === '' ? '\n' : text })
  }

  function time(): string {
    return place.clock.now().toISOString()
  }
}

async function sent(place: Place, operation: string, input: object, role: Caller): Promise<boolean> {
  try {
    await persistently(() => place.perform(operation, input, role))
    return true
  } catch (error) {
    if (error instanceof AwsError) return false
    throw error
  }
}

function batches(events: readonly LogEvent[]): readonly (readonly LogEvent[])[] {
  const all: LogEvent[][] = []
  let bytes = 0
  for (const event of events) {
    const last = all.at(-1)
    const size = Buffer.byteLength(event.message) + BATCH.overhead
    bytes += size
    if (last !== undefined && last.length < BATCH.events && bytes <= BATCH.bytes) last.push(event)
    else {
      all.push([event])
      bytes = size
    }
  }
  return all
}

const textOf = (message: unknown): string => (typeof message === 'string' ? message : inspect(message))
