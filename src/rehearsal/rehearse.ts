import { StartConfigRulesEvaluationCommand } from '@aws-sdk/client-config-service'
import type { CredentialChange, Simulator } from '../simulator/index.ts'
import { clientsOf } from './clients.ts'
import { deploy } from './deploy.ts'
import type { Change, Rehearsal, Round, UserState } from './rehearsal.ts'
import { deadExclusions } from './dead-exclusions.ts'
import { logLines } from './log-lines.ts'
import { playRound, type Stage } from './round.ts'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

export type RehearsalPlan = {
  readonly templateBody: string
  readonly limitDays: number
  /** A value of the template's parameter RemediationRunbook. */
  readonly runbook: string
  /** After the walk-through, go on for so many days. */
  readonly days: number
  /** More of the template's parameters. */
  readonly parameters?: Readonly<Record<string, string>>
  /** Hears what is going on, in short sentences. */
  readonly onProgress: (message: string) => void
}

/**
 * Play the whole life of the system on a simulator: deploy the template, let AWS Config run the rule and remediate, evaluate again, and
 * go on daily for so many days.
 * @throws Braked where the brake closes, Error where the stack cannot be made or a run of the rule fails
 */
export async function rehearse(
  simulator: Simulator,
  { templateBody, limitDays, runbook, days, parameters = {}, onProgress }: RehearsalPlan,
): Promise<Rehearsal> {
  const clients = clientsOf(simulator)
  const before = statesOf(simulator)
  onProgress('CloudFormation creates the stack')
  const deployed = await deploy(clients, templateBody, {
    ...parameters,
    MaxCredentialUsageAge: String(limitDays),
    RemediationRunbook: runbook,
  })
  const stage: Stage = { simulator, clients, deployed, onProgress }
  const created = simulator.now()
  const rounds = [await playRound(stage), await evaluateAgain(stage)]
  for (let day = 1; day <= days; day += 1) rounds.push(await playDay(onDay(stage, day, days), created, day))
  const told = await logLines(stage, new Date(rounds.at(-1)?.at ?? ''))
  return {
    limitDays,
    rounds,
    deadExclusions: deadExclusions(told),
    changes: simulator.changes.flatMap((change) => taken(change)),
    before,
    after: statesOf(simulator),
  }
}

/** What every user has to get in with. */
const statesOf = ({ users }: Simulator): readonly UserState[] =>
  users.map(({ userName, password, accessKeys }) => ({ userName, password, accessKeys }))

/** As a person does who has seen the remediation succeed. AWS Config takes a second start only after a minute. */
async function evaluateAgain(stage: Stage): Promise<Round> {
  const { simulator, clients, deployed } = stage
  await simulator.advance(2 * MINUTE_MS)
  await clients.config.send(new StartConfigRulesEvaluationCommand({ ConfigRuleNames: [deployed.ruleName] }))
  return playRound(stage)
}

async function playDay(stage: Stage, created: Date, day: number): Promise<Round> {
  await untilDue(stage, created, day)
  return playRound(stage)
}

/** Where all that is told says which day it is, of how many. */
export const onDay = ({ onProgress, ...stage }: Stage, day: number, days: number): Stage => ({
  ...stage,
  onProgress: (message) => onProgress(`Day ${day} of ${days}: ${message}`),
})

/** The rule was created at `created` and runs every 24 hours from then on. */
export async function untilDue({ simulator, onProgress }: Stage, created: Date, day: number): Promise<void> {
  onProgress('The clock goes on')
  await simulator.advance(created.getTime() + day * DAY_MS - simulator.now().getTime() - 1)
}

/** What of a change took something away. */
export function taken({ at, userName, ...change }: CredentialChange): readonly Change[] {
  const when = { at: at.toISOString(), userName }
  switch (change.action) {
    case 'delete-password':
      return [{ ...when, action: change.action }]
    case 'deactivate-key':
      return [{ ...when, action: change.action, accessKeyId: change.accessKeyId }]
    case 'create-password':
    case 'create-key':
    case 'activate-key':
    case 'delete-key':
      return []
  }
}
