import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { accountOf } from './account.ts'
import { openedInBrowser } from './html.ts'
import { table, type Row } from './page.ts'
import { LATENCY_MS } from './rule-section.ts'
import { runRule } from './rule-run.ts'
import { scanned } from './scan.ts'

const UNUSED_PERCENT = 5

export const scanSection = (): Promise<string> =>
  inFolder(async (folder) => {
    const rows: Row[] = []
    for (const users of [300, 5_000]) {
      const composition = { users, unusedPercent: UNUSED_PERCENT }
      const rule = await runRule({ users: accountOf(composition), latencyMs: LATENCY_MS, source: 'report-first' })
      const { seconds, calls, megabytes } = await scanned(composition, LATENCY_MS, join(folder, `${users}.html`))
      rows.push([
        users.toLocaleString('en'),
        calls.toLocaleString('en'),
        rule.calls.toLocaleString('en'),
        `${seconds.toFixed(1)} s`,
        `${megabytes} MB`,
      ])
    }
    return `\`iam-cleanup scan --format html --out FILE\`, ${LATENCY_MS} ms a call, ${UNUSED_PERCENT} % of the users with something unused; from the start of the program to its end, with its peak memory (resident set, Node and the AWS SDK included).
The rule's calls are those of its first run on the same account, evaluations included.

${table(['users', 'calls', "the rule's calls", 'scan to HTML', 'peak memory'], rows)}`
  })

export const htmlSection = (): Promise<string> =>
  inFolder(async (folder) => {
    const file = join(folder, 'scan.html')
    await scanned({ users: 5_000, unusedPercent: UNUSED_PERCENT }, 0, file)
    const { users, megabytes, openMs, filterMs, allMs, sortMs, bareOpenMs } = await openedInBrowser(file)
    const ms = (value: number): string => `${value.toFixed(0)} ms`
    const row = [
      users.toLocaleString('en'),
      `${megabytes.toFixed(1)} MB`,
      ms(openMs),
      ms(bareOpenMs),
      (openMs / bareOpenMs).toFixed(2),
      ms(filterMs),
      ms(allMs),
      ms(sortMs),
    ]
    return `The page of a scan in headless Chromium, each until it is painted; medians of three. *Bare rows* is the same table in a page that has nothing else: no style, no script, no policy.

${table(['users', 'page', 'opened', 'bare rows opened', 'opened / bare', 'filtered to one user', 'all shown again', 'sorted by name'], [row])}`
  })

async function inFolder(work: (folder: string) => Promise<string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'iam-cleanup-bench-'))
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true })
  }
}
