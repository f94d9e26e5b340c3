import { paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs'
import type { DeadExclusion } from './rehearsal.ts'
import type { Stage } from './round.ts'

/** The entries of the exclusion list that protect nobody, as the rule's log has told since then. */
export async function readDeadExclusions({ clients, deployed }: Stage, since = ''): Promise<readonly DeadExclusion[]> {
  const query = { logGroupName: deployed.logGroupName, filterPattern: 'exclusion', startTime: Date.parse(since) }
  const told: DeadExclusion[] = []
  for await (const { events = [] } of paginateFilterLogEvents({ client: clients.logs }, query))
    for (const { message = '{}' } of events) {
      const { message: line } = JSON.parse(message) as { message?: unknown }
      const { entry, message: why } = Object(line) as { entry?: unknown; message?: unknown }
      if (typeof entry === 'string') told.push({ entry, why: String(why) })
    }
  return told
}
