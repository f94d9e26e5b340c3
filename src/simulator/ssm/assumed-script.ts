import type { Aws } from '../front/desk.ts'
import { AwsError } from '../world/aws-error.ts'
import { callerArn, type Caller } from '../world/caller.ts'
import { accessDenied } from '../world/faults.ts'
import { findFunction, invoke } from '../lambda/functions.ts'
import { randomUuid } from '../world/random.ts'
import { trusts } from '../sts/session.ts'
import type { AutomationExecution } from './execution.ts'
import type { FunctionAnswer, Script } from './runbook.ts'

const ATTEMPTS = 5

/** What a step of an execution has at hand, under the role that its document names. @throws Error where that cannot be assumed */
export function assumedScript(aws: Aws, { id, runbook, parameters, steps }: AutomationExecution): Script {
  const caller = assumed(aws, id, parameters[runbook.assumeRole] ?? '')
  return {
    executionId: id,
    region: aws.region,
    accountId: aws.accountId,
    openQuestions: aws.openQuestions,
    parameters,
    outputs: Object.fromEntries(steps.map(({ step, outputs = {} }) => [step.name, outputs])),
    now: () => aws.clock.now(),
    requestId: () => randomUuid(aws.random),
    ask: (operation, input) => ask(aws, caller, operation, input),
    invoke: (functionName, payload) => invokeAs(aws, caller, functionName, payload),
  }
}

function assumed(aws: Aws, executionId: string, roleArn: string): Caller {
  const role = aws.iam.roleByArn(roleArn)
  const sourceArn = `arn:aws:ssm:${aws.region}:${aws.accountId}:automation-execution/${executionId}`
  if (role === undefined || !trusts(role, 'ssm.amazonaws.com', { sourceAccount: aws.accountId, sourceArn }))
    throw new Error(`The defined assume role is unable to be assumed: ${roleArn}.`)
  return { kind: 'role', role, sessionName: `Automation-${executionId}`, origin: executionId, policy: undefined }
}

async function invokeAs(aws: Aws, caller: Caller, functionName: string, payload: unknown): Promise<FunctionAnswer> {
  const target = findFunction(aws, functionName)
  const { arn } = target.configuration
  if (!aws.permit(caller, 'lambda:InvokeFunction', arn)) throw accessDenied('lambda:InvokeFunction', callerArn(caller, aws.accountId), arn)
  const result = await invoke(aws, target, JSON.stringify(payload))
  return result.kind === 'result' ? { payload: result.payload } : { payload: JSON.stringify(result.error), functionError: 'Unhandled' }
}

async function ask<Answer>(aws: Aws, caller: Caller, operation: string, input: object, attempts = ATTEMPTS): Promise<Answer> {
  try {
    return (await aws.perform(operation, input, caller)) as Answer
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    const passing = error.status >= 500 || error.code.startsWith('Throttling')
    if (passing && attempts > 1) return ask<Answer>(aws, caller, operation, input, attempts - 1)
    if (error.code === 'NoSuchEntity') throw error
    throw new Error(`An error occurred (${error.code}) when calling the ${operation.split(':')[1]} operation: ${error.message}`, {
      cause: error,
    })
  }
}
