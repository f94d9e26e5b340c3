import { paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs'
import type { Hit } from './brake.ts'
import type { Clients } from './clients.ts'
import type { Deployed } from './deploy.ts'

/** A line that the function has logged; its members are whatever it says. */
export type Line = Readonly<Record<string, unknown>>

type Logged = { readonly clients: Pick<Clients, 'logs'>; readonly deployed: Pick<Deployed, 'logGroupName'> }

/** The function's own lines of a pattern since then, oldest first. */
export async function logLines({ clients, deployed }: Logged, filterPattern: string, since: Date): Promise<readonly Line[]> {
  const query = { logGroupName: deployed.logGroupName, filterPattern, startTime: since.getTime() }
  const lines: Line[] = []
  for await (const { events = [] } of paginateFilterLogEvents({ client: clients.logs }, query))
    for (const { message = '{}' } of events) lines.push(Object((JSON.parse(message) as { message?: unknown }).message) as Line)
  return lines
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
