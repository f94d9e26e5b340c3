/* oxlint-disable no-console -- a program for a terminal */
import { writeFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import { hasMoto } from '../test/support/installed.ts'
import { motoWith } from '../test/support/moto.ts'
import { accountOf, lowerBound, type Composition } from './account.ts'
import { delayingProxy } from './delaying-proxy.ts'
import { rehearsalOf } from './rehearsal.ts'
import { runRule, type Run } from './rule-run.ts'
import { sdkCalls } from './sdk-calls.ts'
import { smallFigures } from './small.ts'
import { starts } from './start.ts'

const LATENCY_MS = 30
const DAY_MS = 86_400_000

const COMPOSITIONS: readonly Composition[] = [100, 1_000, 5_000].flatMap((users) =>
  [1, 5, 20].map((unusedPercent) => ({ users, unusedPercent })),
)

type Row = readonly string[]

const rows: Row[] = []
for (const composition of COMPOSITIONS) {
  const users = accountOf(composition)
  const live = await runRule({ users, latencyMs: LATENCY_MS, source: 'live-only' })
  const reportFirst = await runRule({ users, latencyMs: LATENCY_MS, source: 'report-first' })
  requireSame(live, reportFirst)
  rows.push(rowOf(composition, live, reportFirst))
  console.log(rows.at(-1)?.join(' | '))
}

const moto = hasMoto() ? await againstMoto({ users: 5_000, unusedPercent: 5 }) : 'moto is not on this machine: not measured.'
console.log(moto)

const rehearsals: Row[] = []
for (const [users, idle] of [
  [500, 449],
  [5_000, 4_490],
] as const) {
  const { bareMs, simulatedMs } = await sdkCalls()
  const { seconds, functionCalls } = await rehearsalOf(users, idle)
  rehearsals.push([
    users.toLocaleString('en'),
    idle.toLocaleString('en'),
    `${seconds.toFixed(1)} s`,
    `${((seconds / users) * 1000).toFixed(2)} ms`,
    functionCalls.toLocaleString('en'),
    `${bareMs.toFixed(2)} ms`,
    `${simulatedMs.toFixed(2)} ms`,
    `${((functionCalls * bareMs) / 1000).toFixed(1)} s`,
  ])
  console.log(rehearsals.at(-1)?.join(' | '))
}

const { simulateMs, bareMs: bareStartMs } = await starts()
console.log(`simulate answers after ${simulateMs.toFixed(0)} ms, the least that it could be after ${bareStartMs.toFixed(0)} ms`)

const small = (await smallFigures()).map(({ what, perSecond, spread }) => [what, shown(perSecond), `${shown(1000 / perSecond)} ms`, spread])

await writeFile('docs/performance.md', page())
console.log('Written: docs/performance.md')

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

async function againstMoto(composition: Composition): Promise<string> {
  const users = accountOf(composition)
  const ago = (age = '0d'): string => new Date(Date.now() - Number.parseInt(age, 10) * DAY_MS).toISOString()
  await using server = await motoWith(
    users.map(({ name, id = '', created, password, accessKeys = [] }) => ({
      name,
      id,
      created: ago(created),
      ...(password === undefined ? {} : { password: { lastUsed: ago(password.lastUsed) } }),
      accessKeys: accessKeys.map((key) => ({ id: key.id ?? '', created: ago(key.created), lastUsed: ago(key.lastUsed), active: true })),
    })),
  )
  await using proxy = await delayingProxy(server.endpoint, LATENCY_MS)
  const run = await runRule({
    users: [],
    latencyMs: LATENCY_MS,
    source: 'report-first',
    endpoints: { AWS_ENDPOINT_URL_IAM: proxy.endpoint },
  })
  const calls = run.calls + proxy.requests()
  const unused = [...run.verdicts.values()].filter((verdict) => verdict === 'NON_COMPLIANT').length
  if (run.verdicts.size !== users.length || unused !== (composition.users * composition.unusedPercent) / 100)
    throw new Error(`moto: ${run.verdicts.size} verdicts, ${unused} unused`)
  return (
    `${users.length.toLocaleString('en')} users, ${composition.unusedPercent} % unused, ${LATENCY_MS} ms a call, IAM served by moto: ` +
    `${calls.toLocaleString('en')} calls (${(calls / users.length).toFixed(3)} a user), ${run.seconds.toFixed(1)} s, ${run.megabytes} MB, no error, ` +
    `${unused} users NON_COMPLIANT as made.`
  )
}

function shown(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3)
}

function table(head: Row, body: readonly Row[]): string {
  return [head, head.map(() => '---'), ...body].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

function page(): string {
  return `# Performance

Written by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}: ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}, Node ${process.versions.node}. Each pair of runs stands side by side in one go;
the ratios carry over to other machines, the seconds do not.

## One run of the rule

Through the real template on the simulator, ${LATENCY_MS} ms a call, the function in a process of its own (peak memory: its resident set, Node and the AWS SDK included; started
with the sizes that Lambda gives Node at 256 MB, and no NODE_OPTIONS, which Lambda overrides). Everybody
has a password and an access key. *Live-only* is the same rule where the credential report is refused; both gave the same verdicts.

${table(
  [
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
  ],
  rows,
)}

The **lower bound** is what any program needs that knows the account through these APIs alone: the list of users (1,000 a page), the credential report (2 calls), the exclusion list, the first page of
what AWS Config holds, the evaluations (100 a call); and for each unused credential the proof that it is still there and still unused (a password 1 call, a key 2), and its user's
tags (1). The distance to it: of a user whose key is stale both keys of the slot pair are read, and on later runs AWS Config's results are read back (100 a page).

## Against an independent IAM

${moto}

## A rehearsal

All of it, the brake off: deploy, judge, remediate, judge again. Ten times the users take ten times as long, less what it takes to start.

${table(['users', 'idle', 'seconds', 'a user', 'calls of the function', 'a bare call', 'a call of the simulator', 'bare calls alone'], rehearsals)}

Most of it is the function's own time: it makes its calls by the AWS SDK, in one process on one core. *A bare call* is what one takes such a process, sixteen at a time, of a server that answers
the same whatever it is asked; *bare calls alone* is as many of them as the function makes, and no rehearsal can be faster. Measured right before each rehearsal.

## The start of the simulator

\`iam-cleanup simulate\` has answered a first iam:ListUsers ${simulateMs.toFixed(0)} ms after its start. The least that it could be, Node with one client of the AWS SDK and a port, answers after ${bareStartMs.toFixed(0)} ms.
Medians of seven starts each, in turn.

## Small things

${table(['what', 'a second', 'each', 'spread (rme)'], small)}
`
}
