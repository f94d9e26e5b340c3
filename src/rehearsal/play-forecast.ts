import type { RemediationExecutionStatus } from '@aws-sdk/client-config-service'
import type { Simulator } from '../simulator/index.ts'
import { clientsOf } from './clients.ts'
import { deadExclusions } from './dead-exclusions.ts'
import { deploy } from './deploy.ts'
import type { Forecast, Revoked, Told } from './forecast.ts'
import { forecastDays, type SeenDay } from './forecast-day.ts'
import { brakeEvents, totalsOf } from './forecast-totals.ts'
import { FORECAST_VERSION } from './forecast.ts'
import { logLines, userLines, type Line } from './log-lines.ts'
import { onDay, taken, untilDue } from './rehearse.ts'
import { rehearsedRemediation, remediate, runRule, type Stage } from './round.ts'

export type ForecastPlan = Pick<Forecast, 'toolVersion' | 'limitDays' | 'warningDays' | 'brakePercent' | 'runbook' | 'missing'> & {
  readonly templateBody: string
  /** Go on for so many days after the first. */
  readonly days: number
  readonly exclusionParameter: string
  /** The ledger's table that the account has already. */
  readonly ledgerTable: string | undefined
  /** Hears what is going on, in short sentences. */
  readonly onProgress: (message: string) => void
}

/**
 * Deploy the template on a simulator and let days go by, one run of the rule a day, while nobody uses anything. Where the brake closes, that is told with whom it spared, and
 * the days go on.
 * @throws Error where the stack cannot be made, or a run of the rule fails otherwise
 */
export async function playForecast(simulator: Simulator, plan: ForecastPlan): Promise<Forecast> {
  const { templateBody, days, onProgress, exclusionParameter, ledgerTable, ...said } = plan
  const clients = clientsOf(simulator)
  const start = simulator.now()
  onProgress('CloudFormation creates the stack')
  const deployed = await deploy(clients, templateBody, parametersOf(plan))
  const stage: Stage = { simulator, clients, deployed, onProgress }
  const created = simulator.now()
  const seen: SeenDay[] = []
  let last: readonly Line[] = []
  for (let day = 0; day <= days; day += 1) {
    const today = await playDay(onDay(stage, day, days), created, day)
    seen.push(today.seen)
    last = today.lines
  }
  const told = forecastDays(seen, said)
  return {
    kind: 'forecast',
    version: FORECAST_VERSION,
    accountId: simulator.accountId,
    start: start.toISOString(),
    ...said,
    exclusions: {
      parameter: exclusionParameter,
      list: last.some(({ message }) => String(message).startsWith('There is no exclusion list')) ? 'missing' : 'read',
      dead: deadExclusions(last),
    },
    days: told,
    brake: brakeEvents(seen),
    totals: totalsOf(told),
  }
}

const parametersOf = ({ limitDays, warningDays, brakePercent, runbook, exclusionParameter, ledgerTable }: ForecastPlan) => ({
  MaxCredentialUsageAge: String(limitDays),
  WarningDays: String(warningDays),
  BrakePercent: String(brakePercent),
  RemediationRunbook: runbook,
  ExcludedUsersParameterName: exclusionParameter,
  ...(ledgerTable === undefined ? {} : { LedgerTableName: ledgerTable }),
})

async function playDay(stage: Stage, created: Date, day: number): Promise<{ readonly seen: SeenDay; readonly lines: readonly Line[] }> {
  if (day > 0) await untilDue(stage, created, day)
  const { simulator } = stage
  const at = simulator.now()
  const before = simulator.changes.length
  const brake = await runRule(stage)
  const lines = await logLines(stage, at)
  const users = userLines(lines)
  const unused = brake === undefined ? users.filter(({ verdict }) => verdict === 'non-compliant').map(({ userId }) => userId) : []
  const executions = unused.length === 0 ? [] : await remediate(stage, unused, at)
  const ids = new Map(users.map(({ userName, userId }) => [userName, userId]))
  const names = new Map(users.map(({ userName, userId }) => [userId, userName]))
  return {
    lines,
    seen: {
      day,
      at,
      brake,
      users,
      kept: executions.length === 0 ? [] : keptOf(await logLines(stage, at)),
      revoked: simulator.changes
        .slice(before)
        .flatMap((change) => taken(change))
        .map((change) => revoked(change, ids.get(change.userName) ?? '')),
      failed: executions.flatMap((execution) => failure(execution, names)),
    },
  }
}

const revoked = (change: ReturnType<typeof taken>[number], userId: string): Revoked => ({
  userName: change.userName,
  userId,
  credential: change.action === 'delete-password' ? { kind: 'password' } : { kind: 'access-key', id: change.accessKeyId },
})

/** What our runbook says that it left alone on purpose, user by user. */
const keptOf = (lines: readonly Line[]): readonly Told[] =>
  lines.flatMap(({ userName, userId, outcomes }) => {
    const kept = Array.isArray(outcomes) ? outcomes.map(String).filter((each) => each.includes(': protected: ')) : []
    return kept.length === 0 ? [] : [{ userName: String(userName), userId: String(userId), why: kept.join('; ') }]
  })

function failure(execution: RemediationExecutionStatus, names: ReadonlyMap<string, string>): readonly Told[] {
  const { userName, userId, state, steps } = rehearsedRemediation(execution, names)
  if (state === 'SUCCEEDED') return []
  return [{ userName, userId, why: steps.flatMap(({ error }) => error ?? [])[0] ?? state }]
}
