import { inspect } from 'node:util'
import type { Place } from '../world/world.ts'
import type { Role } from '../iam/state.ts'
import { sessionOf } from '../sts/session.ts'
import type { LogLine } from './environment.ts'
import { logGroupsOf, type LogEvent, type LogGroup } from '../logs/service.ts'
import type { FunctionConfiguration } from './configuration.ts'

/** So many lines of one invocation are kept. */
const LINES = 10_000

/** So many characters of one log group are kept: of more, the oldest streams go. */
const GROUP_CHARACTERS = 32_000_000

export type FunctionLog = { readonly line: (line: LogLine) => void; readonly system: (type: string, metrics?: object) => void }

/** Where a function's output goes: into its log group, if its role may write there. If not, it is lost, as on AWS. */
export function functionLog(
  place: Place,
  { name, logGroupName, logFormat }: FunctionConfiguration,
  role: Role,
  requestId: string,
): FunctionLog {
  const day = place.clock.now().toISOString().slice(0, 10).replaceAll('-', '/')
  const streamName = `${day}/${name}[$LATEST]${requestId.slice(0, 8)}`
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
  }

  function line(level: string, message: unknown): void {
    write(logFormat === 'JSON' ? { timestamp: time(), level, requestId, message } : textOf(message))
  }

  function write(line: object | string): void {
    const group = logGroupsOf(place).get(logGroupName)
    const caller = { kind: 'role' as const, ...sessionOf(place.accountId, role, name, { origin: requestId, policy: undefined }) }
    const resource = `arn:aws:logs:${place.region}:${place.accountId}:log-group:${logGroupName}:log-stream:${streamName}`
    if (group === undefined) return
    if (!group.streams.has(streamName)) {
      if (!place.permit(caller, 'logs:CreateLogStream', resource)) return
      group.streams.set(streamName, [])
    }
    if (!place.permit(caller, 'logs:PutLogEvents', resource)) return
    keep(group, streamName, { timestamp: place.clock.now().getTime(), message: typeof line === 'string' ? line : JSON.stringify(line) })
  }

  function time(): string {
    return place.clock.now().toISOString()
  }
}

function keep(group: LogGroup, streamName: string, event: LogEvent): void {
  group.streams.get(streamName)?.push(event)
  group.characters += event.message.length
  for (const [name, events] of group.streams) {
    if (group.characters <= GROUP_CHARACTERS || name === streamName) break
    group.streams.delete(name)
    group.characters -= events.reduce((sum, { message }) => sum + message.length, 0)
  }
}

const textOf = (message: unknown): string => (typeof message === 'string' ? message : inspect(message))
