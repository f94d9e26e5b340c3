import type { Place } from '../world/world.ts'
import { AwsError } from '../world/aws-error.ts'
import { randomUuid } from '../world/random.ts'
import { own } from '../world/own.ts'
import { matchPattern } from '../world/pattern.ts'
import { callerArn, type Caller } from '../world/caller.ts'
import { assumedScript } from './assumed-script.ts'
import { findDocument, resolveVersion } from './documents.ts'
import { automationsOf, type AutomationExecution, type AutomationStatus, type StepExecution } from './execution.ts'
import { ScriptError, type Runbook, type Step, type StepOutputs } from './runbook.ts'

/** How long things take, as the article's execution shows it; a step itself knows how long it takes. */
const STEP_STARTS_AFTER_MS = 476
const END_FOLLOWS_AFTER_MS = 59
/** A script that is refused is done as soon as its runtime is up. */
const FAILING_STEP_TAKES_MS = 4_000

export type AutomationStart = {
  readonly documentName: string
  readonly documentVersion?: string | undefined
  readonly parameters: Readonly<Record<string, readonly string[]>>
  readonly caller: Caller
}

/**
 * Begin an automation; the clock does the rest. @throws AwsError where document, version or parameters are not acceptable, or the caller
 * may not hand over the role
 */
export function startAutomation(place: Place, { documentName, documentVersion, parameters, caller }: AutomationStart): AutomationExecution {
  const { version, runbook } = resolveVersion(
    findDocument(place, documentName, 'AutomationDefinitionNotFoundException'),
    documentVersion,
    'AutomationDefinitionVersionNotFoundException',
  )
  const execution: AutomationExecution = {
    id: randomUuid(place.random),
    documentName,
    documentVersion: version,
    runbook,
    parameters: checkParameters(runbook, parameters),
    executedBy: callerArn(caller),
    started: place.clock.now(),
    status: 'InProgress',
    steps: runbook.steps.map((step) => ({ step, status: 'Pending' })),
  }
  place.passRole(caller, execution.parameters[runbook.assumeRole] ?? '', 'ssm.amazonaws.com')
  automationsOf(place).set(execution.id, execution)
  tell(place, execution)
  goOn(place, execution, execution.steps)
  return execution
}

function checkParameters({ parameters: rules }: Runbook, given: AutomationStart['parameters']): Readonly<Record<string, string>> {
  const invalid = (message: string): AwsError => new AwsError('InvalidAutomationExecutionParametersException', 400, message)
  const unknown = Object.keys(given).filter((name) => !Object.hasOwn(rules, name))
  if (unknown.length > 0) throw invalid(`The document does not define parameters: ${unknown.join(', ')}.`)
  return Object.fromEntries(
    Object.entries(rules).map(([name, rule]) => {
      const value = own(given, name)?.[0] ?? rule.default
      if (value === undefined) throw invalid(`Parameter ${name} has no value.`)
      if (matchPattern(rule.pattern, value) !== 'matches')
        throw invalid(`Parameter ${name} failed to match the pattern ${rule.pattern}: ${value}`)
      return [name, value]
    }),
  )
}

/** One step after the other; the first that fails aborts. */
function goOn(place: Place, execution: AutomationExecution, [next, ...rest]: readonly StepExecution[]): void {
  if (next === undefined) return end('Success')
  place.clock.schedule(STEP_STARTS_AFTER_MS, () =>
    runStep(place, execution, next, (status) =>
      status === 'Success' ? goOn(place, execution, next.step.isEnd ? [] : rest) : end('Failed'),
    ),
  )

  function end(status: AutomationStatus): void {
    place.clock.schedule(END_FOLLOWS_AFTER_MS, () => {
      execution.ended = place.clock.now()
      execution.status = status
      tell(place, execution)
    })
  }
}

function tell(place: Place, { id, executedBy, status, steps }: AutomationExecution): void {
  const told = steps.map(({ step, status: state, started, ended, failure }) => ({
    name: step.name,
    status: state,
    started,
    ended,
    failure,
  }))
  place.tell({ kind: 'automation-changed', executionId: id, executedBy, status, steps: told })
}

async function runStep(
  place: Place,
  execution: AutomationExecution,
  running: StepExecution,
  onEnd: (status: 'Success' | 'Failed') => void,
): Promise<void> {
  running.status = 'InProgress'
  running.started = place.clock.now()
  const result = await resultOf(place, execution, running.step)
  place.clock.schedule(result.kind === 'outputs' ? running.step.takesMs : FAILING_STEP_TAKES_MS, () => {
    running.ended = place.clock.now()
    running.status = result.kind === 'outputs' ? 'Success' : 'Failed'
    if (result.kind === 'outputs') running.outputs = result.outputs
    else execution.failure = running.failure = result.failure
    onEnd(running.status)
  })
}

type Result = { readonly kind: 'outputs'; readonly outputs: StepOutputs } | { readonly kind: 'failure'; readonly failure: string }

async function resultOf(place: Place, execution: AutomationExecution, { run }: Step): Promise<Result> {
  try {
    return { kind: 'outputs', outputs: await run(await assumedScript(place, execution)) }
  } catch (error) {
    const stage = error instanceof ScriptError ? 'Poll action status for completion' : 'Execute/Cancelling action'
    const cause = error instanceof Error ? error.message : String(error)
    return {
      kind: 'failure',
      failure: `Step fails when it is ${stage}. ${cause}${cause.endsWith('.') ? '' : '.'} Please refer to Automation Service Troubleshooting Guide for more diagnosis details.`,
    }
  }
}
