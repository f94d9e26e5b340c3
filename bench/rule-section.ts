/* oxlint-disable no-console -- for a terminal */
import { accountOf, lowerBound, type Composition } from './account.ts'
import { table, type Row } from './page.ts'
import { runRule, type Run } from './rule-run.ts'

export const LATENCY_MS = 30

const COMPOSITIONS: readonly Composition[] = [100, 1_000, 5_000].flatMap((users) =>
  [1, 5, 20].map((unusedPercent) => ({ users, unusedPercent })),
)

const HEAD = [
  'users',
  'unused',
  'calls live-only (a user)',
  'calls report-first (a user)',
  'lower bound',
  'calls / bound',
  'live-only',
  'report-first',
  'times faster',
  'memory live-only',
  'memory report-first',
]

export async function ruleSection(): Promise<string> {
  const rows: Row[] = []
  for (const composition of COMPOSITIONS) {
    const users = accountOf(composition)
    const live = await runRule({ users, latencyMs: LATENCY_MS, source: 'live-only' })
    const reportFirst = await runRule({ users, latencyMs: LATENCY_MS, source: 'report-first' })
    requireSame(live, reportFirst)
    rows.push(rowOf(composition, live, reportFirst))
    console.log(rows.at(-1)?.join(' | '))
  }
  return `Through the real template on the simulator, ${LATENCY_MS} ms a call, the function in a process of its own (peak memory: its resident set, Node and the AWS SDK included; started
with the sizes that Lambda gives Node at 256 MB, and no NODE_OPTIONS, which Lambda overrides). Everybody
has a password and an access key. *Live-only* is the same rule where the credential report is refused; both gave the same verdicts.

${table(HEAD, rows)}

The **lower bound** is what any program needs that knows the account through these APIs alone: the list of users (1,000 a page), the credential report (2 calls), the exclusion list, the first page of
what AWS Config holds, the ledger (one Scan; a call more a MB), the evaluations (100 a call); and for each unused credential the proof that it is still there and still unused (a password 1 call, a key 2), and its user's
tags (1). The distance to it: of a user whose key is stale both keys of the slot pair are read, and on later runs AWS Config's results are read back (100 a page).`
}

function requireSame(one: Run, other: Run): void {
  for (const [id, verdict] of one.verdicts)
    if (other.verdicts.get(id) !== verdict) throw new Error(`${id}: ${verdict} by live reads, ${other.verdicts.get(id)} by the report`)
  if (one.verdicts.size !== other.verdicts.size) throw new Error('Not the same users were judged.')
}

function rowOf(composition: Composition, live: Run, reportFirst: Run): Row {
  const { users, unusedPercent } = composition
  const bound = lowerBound(composition)
  return [
    users.toLocaleString('en'),
    `${unusedPercent} %`,
    `${live.calls.toLocaleString('en')} (${(live.calls / users).toFixed(2)})`,
    `${reportFirst.calls.toLocaleString('en')} (${(reportFirst.calls / users).toFixed(3)})`,
    `${bound.toLocaleString('en')}`,
    `${(reportFirst.calls / bound).toFixed(2)}`,
    `${live.seconds.toFixed(1)} s`,
    `${reportFirst.seconds.toFixed(1)} s`,
    `${(live.seconds / reportFirst.seconds).toFixed(1)}`,
    `${live.megabytes} MB`,
    `${reportFirst.megabytes} MB`,
  ]
}
