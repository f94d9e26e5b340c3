import type { Rehearsal } from '../rehearsal/rehearsal.ts'
import { rehearse } from '../rehearsal/rehearse.ts'
import { rehearsalJson } from '../reports/rehearsal-json.ts'
import { rehearsalText } from '../reports/rehearsal-text.ts'
import type { Io } from './io.ts'
import { shippedTemplate } from './shipped-template.ts'
import { startedSimulator } from './started-simulator.ts'

export type RehearsalOptions = {
  readonly account: string | undefined
  readonly at: Date
  readonly limitDays: number
  /** A value of the template's parameter RemediationRunbook. */
  readonly runbook: string
  readonly days: number
  readonly format: 'table' | 'json'
}

export async function playRehearsal({ account, at, limitDays, runbook, days, format }: RehearsalOptions, io: Io): Promise<void> {
  const templateBody = await shippedTemplate()
  await using simulator = await startedSimulator({ account, at })
  const rehearsal = await rehearse(simulator, { templateBody, limitDays, runbook, days, onProgress: io.progress })
  io.out(format === 'json' ? rehearsalJson(rehearsal) : rehearsalText(rehearsal, io))
  if (format === 'table') io.note(LOOK_AROUND)
  failOnFailures(rehearsal)
}

/** The rehearsal was shown; that something in it went wrong is its result all the same. */
function failOnFailures({ rounds }: Rehearsal): void {
  const failed = new Set(
    rounds.flatMap(({ remediations }) => remediations.filter(({ state }) => state !== 'SUCCEEDED').map(({ userName }) => userName)),
  )
  if (failed.size > 0) throw new Error(`The remediation did not succeed for ${[...failed].join(', ')}. The steps above say why.`)
}

const LOOK_AROUND = `
To look around with the AWS CLI:  npm run -s iam-cleanup -- simulate
which serves the same account and prints what to type. "iam-cleanup rehearse --help" has more, e.g. --days 40.`
