import {
  DescribeConfigRuleEvaluationStatusCommand,
  DescribeRemediationConfigurationsCommand,
  paginateDescribeRemediationExecutionStatus,
  paginateGetComplianceDetailsByConfigRule,
  type ConfigRuleEvaluationStatus,
  type EvaluationResult,
  type RemediationExecutionStatus,
  type ResourceKey,
} from '@aws-sdk/client-config-service'
import type { Simulator } from '../simulator/index.ts'
import { Braked, brakedBy, type Brake } from './brake.ts'
import type { Clients } from './clients.ts'
import type { Deployed } from './deploy.ts'
import { logLines, userLines, wouldBeHit } from './log-lines.ts'
import type { RehearsedEvaluation, RehearsedRemediation, Round } from './rehearsal.ts'

const SECOND_MS = 1_000
const MINUTE_MS = 60_000

/** Lambda tries a failed event again after one and after two more minutes. */
const RETRIES_TAKE_MS = 4 * MINUTE_MS

/** Remediation that has not ended by then never will. */
const REMEDIATION_TAKES_AT_MOST_MS = 24 * 60 * MINUTE_MS

export type Stage = {
  readonly simulator: Simulator
  readonly clients: Clients
  readonly deployed: Deployed
  readonly onProgress: (message: string) => void
}

/**
 * See one run of the rule through, which is due within a second: its evaluations, then the remediation that follows.
 * @throws Braked where the brake closed, Error with the rule's own error where the run failed otherwise, also when Lambda tried it again
 */
export async function playRound(stage: Stage): Promise<Round> {
  const due = stage.simulator.now()
  const brake = await runRule(stage)
  if (brake !== undefined) throw new Braked(brake, wouldBeHit(userLines(await logLines(stage, due))))
  const { at, evaluations } = await readEvaluations(stage, due)
  const toRemediate = evaluations.filter(({ complianceType }) => complianceType === 'NON_COMPLIANT').map(({ userId }) => userId)
  const remediations = await remediate(stage, toRemediate, due)
  const names = new Map(evaluations.map(({ userId, userName }) => [userId, userName]))
  return { at: at.toISOString(), evaluations, remediations: remediations.map((execution) => rehearsedRemediation(execution, names)) }
}

/** One run of the rule, which is due within a second. @returns the brake, where it closed. @throws Error where the run failed otherwise, also when Lambda tried it again */
export async function runRule(stage: Stage): Promise<Brake | undefined> {
  const { simulator, onProgress } = stage
  const due = simulator.now()
  onProgress('AWS Config runs the rule')
  await simulator.advance(SECOND_MS)
  if (!succeeded(await statusOf(stage), due)) {
    onProgress('The run failed; Lambda tries it again')
    await simulator.advance(RETRIES_TAKE_MS)
  }
  const status = await statusOf(stage)
  const brake = brakedBy(status.LastErrorMessage)
  if (brake !== undefined) return brake
  if (!succeeded(status, due)) throw new Error(`The rule's run failed: ${status.LastErrorMessage ?? 'AWS Config did not run it.'}`)
  await requireSummary(stage, due)
  return undefined
}

/** Let AWS Config remediate these users, if it does so by itself. */
export const remediate = async (stage: Stage, userIds: readonly string[], due: Date): Promise<readonly RemediationExecutionStatus[]> =>
  (await isAutomatic(stage)) ? waitForRemediation(stage, userIds, due) : []

const succeeded = ({ LastSuccessfulEvaluationTime, LastErrorCode }: ConfigRuleEvaluationStatus, due: Date): boolean =>
  LastSuccessfulEvaluationTime !== undefined && LastSuccessfulEvaluationTime >= due && LastErrorCode === undefined

async function statusOf({ clients, deployed }: Stage): Promise<ConfigRuleEvaluationStatus> {
  const { ConfigRulesEvaluationStatus: [status = {}] = [] } = await clients.config.send(
    new DescribeConfigRuleEvaluationStatusCommand({ ConfigRuleNames: [deployed.ruleName] }),
  )
  return status
}

/** A run that nobody can read about afterwards is no good run: its role must let it write its log. */
async function requireSummary(stage: Stage, due: Date): Promise<void> {
  if ((await logLines(stage, due)).some(({ message }) => message === 'summary')) return
  throw new Error(
    `The rule's function wrote nothing to its log group ${stage.deployed.logGroupName}. Its role must allow logs:CreateLogStream and logs:PutLogEvents there.`,
  )
}

async function readEvaluations(
  { simulator, clients, deployed }: Stage,
  due: Date,
): Promise<{ readonly at: Date; readonly evaluations: readonly RehearsedEvaluation[] }> {
  const results: EvaluationResult[] = []
  const pages = paginateGetComplianceDetailsByConfigRule({ client: clients.config, pageSize: 100 }, { ConfigRuleName: deployed.ruleName })
  for await (const { EvaluationResults = [] } of pages) results.push(...EvaluationResults)
  const names = new Map(simulator.users.map(({ userId, userName }) => [userId, userName]))
  const evaluations = results.map((result) => rehearsedEvaluation(result, names))
  const at = results
    .map(({ ConfigRuleInvokedTime = due }) => ConfigRuleInvokedTime)
    .reduce((one, other) => (other > one ? other : one), due)
  return { at, evaluations: evaluations.toSorted((one, other) => one.userName.localeCompare(other.userName, 'en')) }
}

function rehearsedEvaluation(
  { EvaluationResultIdentifier, ComplianceType, Annotation = '' }: EvaluationResult,
  names: ReadonlyMap<string, string>,
): RehearsedEvaluation {
  const userId = EvaluationResultIdentifier?.EvaluationResultQualifier?.ResourceId ?? ''
  return { userName: names.get(userId) ?? userId, userId, complianceType: String(ComplianceType), annotation: Annotation }
}

async function isAutomatic({ clients, deployed }: Stage): Promise<boolean> {
  const { RemediationConfigurations: [configuration] = [] } = await clients.config.send(
    new DescribeRemediationConfigurationsCommand({ ConfigRuleNames: [deployed.ruleName] }),
  )
  return configuration?.Automatic === true
}

/** Let time pass until AWS Config is done with each of these users. Those on whom it has set an exception it leaves alone. */
async function waitForRemediation(stage: Stage, userIds: readonly string[], due: Date): Promise<readonly RemediationExecutionStatus[]> {
  const { simulator, onProgress } = stage
  const end = due.getTime() + REMEDIATION_TAKES_AT_MOST_MS
  if (userIds.length > 0) onProgress(`AWS Config remediates ${userIds.length} ${userIds.length === 1 ? 'user' : 'users'}`)
  // The snapshot is taken at the evaluation and worked through some minutes later.
  await simulator.advance(userIds.length > 0 ? 3 * MINUTE_MS : 0)
  for (;;) {
    const executions = (await executionsOf(stage)).filter(({ InvocationTime }) => InvocationTime !== undefined && InvocationTime >= due)
    let open = executions.filter((each) => isOpen(each))
    if (open.length === 0 || simulator.now().getTime() >= end) return executions
    while (open.length > 0 && simulator.now().getTime() < end) {
      onProgress(`AWS Config remediates: ${open.length} to go`)
      await simulator.advance(15 * SECOND_MS)
      open = (await executionsOf(stage, keysOf(open))).filter((each) => isOpen(each))
    }
  }
}

const isOpen = ({ State }: RemediationExecutionStatus): boolean => State === 'QUEUED' || State === 'IN_PROGRESS'

/** AWS Config takes so many resources in one question. */
const KEYS = 100

const keysOf = (executions: readonly RemediationExecutionStatus[]): readonly ResourceKey[] =>
  executions.flatMap(({ ResourceKey }) => ResourceKey ?? [])

/** Of these resources, or of all. */
async function executionsOf({ clients, deployed }: Stage, keys?: readonly ResourceKey[]): Promise<readonly RemediationExecutionStatus[]> {
  const executions: RemediationExecutionStatus[] = []
  const questions = keys === undefined ? [{}] : chunks(keys, KEYS).map((some) => ({ ResourceKeys: some }))
  for (const question of questions) {
    const query = { ConfigRuleName: deployed.ruleName, ...question }
    const pages = paginateDescribeRemediationExecutionStatus({ client: clients.config, pageSize: 100 }, query)
    for await (const { RemediationExecutionStatuses = [] } of pages) executions.push(...RemediationExecutionStatuses)
  }
  return executions
}

const chunks = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, n) => items.slice(n * size, (n + 1) * size))

export function rehearsedRemediation(
  { ResourceKey, State, StepDetails = [] }: RemediationExecutionStatus,
  names: ReadonlyMap<string, string>,
): RehearsedRemediation {
  const userId = ResourceKey?.resourceId ?? ''
  const steps = StepDetails.map(({ Name = '', State: state, ErrorMessage }) => ({
    name: Name,
    state: String(state),
    ...(ErrorMessage === undefined ? {} : { error: ErrorMessage }),
  }))
  return { userName: names.get(userId) ?? userId, userId, state: String(State), steps }
}
