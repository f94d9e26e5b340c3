import { CloudWatchLogsClient, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs'
import type { RunSummary } from '../deployment/run.ts'
import { instant, momentOf, type Instant } from '../judgement/instant.ts'
import { collect } from '../stream/map-concurrently.ts'
import { clientSettings } from './client-settings.ts'
import { present } from './present.ts'
import { wholeList } from './whole-list.ts'

/** What the runs of the rule have logged of themselves since then: summaries, and errors that ended one. Oldest first. */
export async function runsLogged(logGroupName: string, since: Instant): Promise<readonly RunSummary[]> {
  const client = new CloudWatchLogsClient(clientSettings())
  const lines = async (filterPattern: string) =>
    collect(wholeList(paginateFilterLogEvents({ client }, { logGroupName, startTime: since, filterPattern }), 'events'))
  const found = [...(await lines('"summary"')), ...(await lines('"errorMessage"'))]
  return found
    .flatMap(({ timestamp, message }) => runOf(instant(present(timestamp, 'timestamp')), present(message, 'message')))
    .toSorted((one, other) => one.at - other.at)
}

/** Lambda wraps each line that the function writes. */
function runOf(at: Instant, line: string): readonly RunSummary[] {
  const { message } = Object(parsed(line)) as { readonly message?: unknown }
  const said = Object(message) as Readonly<Record<string, unknown>>
  if (typeof said['errorMessage'] === 'string') return [{ kind: 'failed', at, why: said['errorMessage'] }]
  if (said['message'] !== 'summary') return []
  const count = (name: string): number => Number(said[name] ?? 0)
  return [
    {
      kind: 'ended',
      at,
      began: momentOf(String(said['now'])) ?? at,
      users: count('users'),
      compliant: count('compliant'),
      nonCompliant: count('nonCompliant'),
      excluded: count('excluded'),
      unknown: count('unknown'),
      release: typeof said['release'] === 'string' ? said['release'] : '',
    },
  ]
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
