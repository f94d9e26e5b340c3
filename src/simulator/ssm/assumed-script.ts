import type { Place } from '../world/world.ts'
import { AwsError } from '../world/aws-error.ts'
import { callerArn, type Caller } from '../world/caller.ts'
import { accessDenied } from '../world/faults.ts'
import { findFunction, invoke } from '../lambda/functions.ts'
import { randomUuid } from '../world/random.ts'
import { sessionOf, trusts } from '../sts/session.ts'
import type { AutomationExecution } from './execution.ts'
import type { FunctionAnswer, Script } from './runbook.ts'
import { iamOf } from '../iam/state.ts'

const ATTEMPTS = 5

/** What a step of an execution has at hand, under the role that its document names. @throws Error where that cannot be assumed */
export function assumedScript(place: Place, { id, runbook, parameters, steps }: AutomationExecution): Script {
  const caller = assumed(place, id, parameters[runbook.assumeRole] ?? '')
  return {
    executionId: id,
    region: place.region,
    accountId: place.accountId,
    openQuestions: place.world.openQuestions,
    parameters,
    outputs: Object.fromEntries(steps.map(({ step, outputs = {} }) => [step.name, outputs])),
    now: () => place.clock.now(),
    requestId: () => randomUuid(place.random),
    ask: (operation, input) => ask(place, caller, operation, input),
    invoke: (functionName, payload) => invokeAs(place, caller, functionName, payload),
  }
}

function assumed(place: Place, executionId: string, roleArn: string): Caller {
  const role = iamOf(place).roleByArn(roleArn)
  const sourceArn = `arn:aws:ssm:${place.region}:${place.accountId}:automation-execution/${executionId}`
  if (role === undefined || !trusts(role, 'ssm.amazonaws.com', { sourceAccount: place.accountId, sourceArn }))
    throw new Error(`The defined assume role is unable to be assumed: ${roleArn}.`)
  return { kind: 'role', ...sessionOf(place.accountId, role, `Automation-${executionId}`, { origin: executionId, policy: undefined }) }
}

async function invokeAs(place: Place, caller: Caller, functionName: string, payload: unknown): Promise<FunctionAnswer> {
  const target = findFunction(place, functionName)
  const { arn } = target.configuration
  if (!place.permit(caller, 'lambda:InvokeFunction', arn)) throw accessDenied('lambda:InvokeFunction', callerArn(caller), arn)
  const result = await invoke(place, target, JSON.stringify(payload))
  return result.kind === 'result' ? { payload: result.payload } : { payload: JSON.stringify(result.error), functionError: 'Unhandled' }
}

async function ask<Answer>(place: Place, caller: Caller, operation: string, input: object, attempts = ATTEMPTS): Promise<Answer> {
  try {
    return (await place.perform(operation, input, caller)) as Answer
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    const passing = error.status >= 500 || error.code.startsWith('Throttling')
    if (passing && attempts > 1) return ask<Answer>(place, caller, operation, input, attempts - 1)
    if (error.code === 'NoSuchEntity') throw error
    throw new Error(`An error occurred (${error.code}) when calling the ${operation.split(':')[1]} operation: ${error.message}`, {
      cause: error,
    })
  }
}
