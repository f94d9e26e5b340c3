import type { Aws } from '../aws.ts'
import type { Role } from '../iam/state.ts'
import type { LogLine } from './environment.ts'
import type { FunctionConfiguration } from './functions.ts'

export type FunctionLog = { readonly line: (line: LogLine) => void; readonly system: (type: string, metrics?: object) => void }

/** Where a function's output goes: into its log group, if its role may write there. If not, it is lost, as on AWS. */
export function functionLog(
  aws: Aws,
  { name, logGroupName, logFormat }: FunctionConfiguration,
  role: Role,
  requestId: string,
): FunctionLog {
  const day = aws.clock.now().toISOString().slice(0, 10).replaceAll('-', '/')
  const streamName = `${day}/${name}[$LATEST]${requestId.slice(0, 8)}`
  return {
    line: ({ level, message }) => write(logFormat === 'JSON' ? { timestamp: time(), level, requestId, message } : String(message)),
    system: (type, metrics) =>
      write(
        logFormat === 'JSON'
          ? { time: time(), type, record: { requestId, ...(metrics === undefined ? {} : { metrics }) } }
          : `${type} RequestId: ${requestId}`,
      ),
  }

  function write(line: object | string): void {
    const group = aws.logGroups.get(logGroupName)
    const caller = { kind: 'role' as const, role, sessionName: name, origin: requestId, policy: undefined }
    const resource = `arn:aws:logs:${aws.region}:${aws.accountId}:log-group:${logGroupName}:log-stream:${streamName}`
    if (group === undefined) return
    if (!group.streams.has(streamName)) {
      if (!aws.permit(caller, 'logs:CreateLogStream', resource)) return
      group.streams.set(streamName, [])
    }
    if (!aws.permit(caller, 'logs:PutLogEvents', resource)) return
    group.streams
      .get(streamName)
      ?.push({ timestamp: aws.clock.now().getTime(), message: typeof line === 'string' ? line : JSON.stringify(line) })
  }

  function time(): string {
    return aws.clock.now().toISOString()
  }
}
