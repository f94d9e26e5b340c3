import { GetLogEventsCommand, paginateDescribeLogStreams } from '@aws-sdk/client-cloudwatch-logs'
import type { Hit } from './brake.ts'
import type { Clients } from './clients.ts'
import type { Deployed } from './deploy.ts'

/** A line that the function has logged; its members are whatever it says. */
export type Line = Readonly<Record<string, unknown>>

type Logged = { readonly clients: Pick<Clients, 'logs'>; readonly deployed: Pick<Deployed, 'logGroupName'> }

/** The function's own lines since then, oldest first. Each invocation has a stream of its own, so only those that are new are read. */
export async function logLines({ clients: { logs }, deployed: { logGroupName } }: Logged, since: Date): Promise<readonly Line[]> {
  const lines: { readonly timestamp: number; readonly line: Line }[] = []
  for await (const { logStreams = [] } of paginateDescribeLogStreams({ client: logs }, { logGroupName }))
    for (const { logStreamName, lastEventTimestamp = 0 } of logStreams) {
      if (lastEventTimestamp < since.getTime()) continue
      const { events = [] } = await logs.send(new GetLogEventsCommand({ logGroupName, logStreamName, startFromHead: true }))
      for (const { timestamp = 0, message = '{}' } of events)
        if (timestamp >= since.getTime())
          lines.push({ timestamp, line: Object((JSON.parse(message) as { message?: unknown }).message) as Line })
    }
  return lines.toSorted((one, other) => one.timestamp - other.timestamp).map(({ line }) => line)
}

export type UserLine = Hit & { readonly verdict: string; readonly reasons: readonly string[] }

/** What is said of each user; of one of whom it is said again, the latest. */
export const userLines = (lines: readonly Line[]): readonly UserLine[] => [
  ...new Map(
    lines.flatMap(({ message, userName, userId, verdict, reasons }) => {
      if (message !== 'user' || !Array.isArray(reasons)) return []
      const said = reasons.map(String)
      return [
        [
          String(userId),
          { userName: String(userName), userId: String(userId), verdict: String(verdict), reasons: said, why: said.join(' ') },
        ],
      ] as const
    }),
  ).values(),
]

/** Who would lose something, by what is said of users. */
export const wouldBeHit = (users: readonly UserLine[]): readonly Hit[] =>
  users.filter(({ verdict }) => verdict === 'non-compliant').map(({ userName, userId, why }) => ({ userName, userId, why }))
