/* oxlint-disable no-console -- a program for a terminal */
import { applied } from './apply.ts'
import { motoSection } from './moto-section.ts'
import { organizationSection } from './organization.ts'
import { shown, table, writePage, writeSection, type Row, type Section } from './page.ts'
import { rehearsalOf } from './rehearsal.ts'
import { REVOCATION_BOUND, revocationCalls } from './revocation.ts'
import { ruleSection } from './rule-section.ts'
import { htmlSection, scanSection } from './scan-section.ts'
import { sdkCalls } from './sdk-calls.ts'
import { smallFigures } from './small.ts'
import { starts } from './start.ts'

/** Calls that follow one another for one credential, at the least: two looks (a key's second call within each), six writes and acts, the rights, the ledger. */
const CHAIN = 11

const SECTIONS: Readonly<Record<string, Section>> = {
  rule: { title: 'One run of the rule', measure: ruleSection },
  moto: { title: 'Against an independent IAM', measure: motoSection },
  revocation: { title: 'A guarded revocation', measure: revocationSection },
  apply: { title: 'An apply', measure: applySection },
  organization: { title: 'A whole organization', measure: organizationSection },
  rehearsal: { title: 'A rehearsal', measure: rehearsalSection },
  start: { title: 'The start of the simulator', measure: startSection },
  scan: { title: 'A scan', measure: scanSection },
  html: { title: 'A page of findings in a browser', measure: htmlSection },
  small: { title: 'Small things', measure: smallSection },
}

const [only] = process.argv.slice(2)
if (only === undefined) {
  const parts: [string, string][] = []
  for (const { title, measure } of Object.values(SECTIONS)) parts.push([title, await measured(title, measure)])
  await writePage(parts)
} else {
  const section = SECTIONS[only]
  if (section === undefined) throw new Error(`There is no section ${only}; there are ${Object.keys(SECTIONS).join(', ')}.`)
  await writeSection(section.title, await measured(section.title, section.measure))
}
console.log('Written: docs/performance.md')

async function measured(title: string, measure: () => Promise<string>): Promise<string> {
  const text = await measure()
  console.log(`${title}\n${text}\n`)
  return text
}

async function revocationSection(): Promise<string> {
  const rows: Row[] = []
  for (const users of [50, 5_000])
    for (const kind of ['password', 'key'] as const)
      rows.push([users.toLocaleString('en'), kind, String(await revocationCalls(users, kind)), String(REVOCATION_BOUND[kind])])
  return `Calls of the function for one order, one unused credential of a user who is no administrator, through the real template; which, and what is more elsewhere: [guarded-runbook.md](guarded-runbook.md).

${table(['users', 'credential', 'calls', 'lower bound'], rows)}

The **lower bound** is of any program that looks at everything that protects before its intent and again between intent and act, by these APIs: each of its calls is one that no other can answer.`
}

async function applySection(): Promise<string> {
  const [credentials, latencyMs] = [100, 100]
  const { bareMs } = await sdkCalls()
  const { seconds, calls, bareSeconds } = await applied(credentials, latencyMs)
  const row = [
    String(credentials),
    `${latencyMs} ms`,
    calls.toLocaleString('en'),
    `${seconds.toFixed(1)} s`,
    `${bareSeconds.toFixed(1)} s`,
    `${((calls * bareMs) / 1000).toFixed(1)} s`,
    `${((CHAIN * latencyMs) / 1000).toFixed(1)} s`,
  ]
  return `\`iam-cleanup apply PLAN --yes\` of as many users as credentials, half of them passwords, of an account of three times as many, each call of AWS delayed.

${table(['credentials', 'a call', 'calls', 'wall time', 'the program alone', 'bare calls alone', 'one chain alone'], [row])}

No apply can be quicker than its program's start and the longer of the other two: as many calls as it makes, sixteen at a time, of a server that answers the same whatever it is asked (one process on one core); and
the calls for one credential that must follow one another. Users are worked on 25 at a time.`
}

async function rehearsalSection(): Promise<string> {
  const rows: Row[] = []
  for (const [users, idle] of [
    [500, 449],
    [5_000, 4_490],
  ] as const) {
    const { bareMs, simulatedMs } = await sdkCalls()
    const { seconds, functionCalls } = await rehearsalOf(users, idle)
    rows.push([
      users.toLocaleString('en'),
      idle.toLocaleString('en'),
      `${seconds.toFixed(1)} s`,
      `${((seconds / users) * 1000).toFixed(2)} ms`,
      functionCalls.toLocaleString('en'),
      `${bareMs.toFixed(2)} ms`,
      `${simulatedMs.toFixed(2)} ms`,
      `${((functionCalls * bareMs) / 1000).toFixed(1)} s`,
    ])
  }
  return `All of it, the brake off: deploy, judge, remediate, judge again. Ten times the users take ten times as long, less what it takes to start.

${table(['users', 'idle', 'seconds', 'a user', 'calls of the function', 'a bare call', 'a call of the simulator', 'bare calls alone'], rows)}

Most of it is the function's own time: it makes its calls by the AWS SDK, in one process on one core. *A bare call* is what one takes such a process, sixteen at a time, of a server that answers
the same whatever it is asked; *bare calls alone* is as many of them as the function makes, and no rehearsal can be faster. Measured right before each rehearsal.`
}

async function startSection(): Promise<string> {
  const { simulateMs, bareMs } = await starts()
  return `\`iam-cleanup simulate\` has answered a first iam:ListUsers ${simulateMs.toFixed(0)} ms after its start. The least that it could be, Node with one client of the AWS SDK and a port, answers after ${bareMs.toFixed(0)} ms.
Medians of seven starts each, in turn.`
}

async function smallSection(): Promise<string> {
  const rows = (await smallFigures()).map(({ what, perSecond, spread }) => [
    what,
    shown(perSecond),
    `${shown(1000 / perSecond)} ms`,
    spread,
  ])
  return table(['what', 'a second', 'each', 'spread (rme)'], rows)
}
