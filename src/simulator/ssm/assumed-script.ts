import type { InvocationResponse } from '@aws-sdk/client-lambda'
import { assumeRole } from '../world/assumed-role.ts'
import { AwsError } from '../world/aws-error.ts'
import type { Caller } from '../world/caller.ts'
import { persistently } from '../world/persistent.ts'
import { randomUuid } from '../world/random.ts'
import type { Place } from '../world/world.ts'
import type { AutomationExecution } from './execution.ts'
import type { FunctionAnswer, Script } from './runbook.ts'

/** What a step of an execution has at hand, under the role that its document names. @throws Error where that cannot be assumed */
export async function assumedScript(place: Place, { id, runbook, parameters, steps }: AutomationExecution): Promise<Script> {
  const caller = await assumed(place, id, parameters[runbook.assumeRole] ?? '')
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

/** Automation says for which account and which execution it assumes a role. */
async function assumed(place: Place, executionId: string, roleArn: string): Promise<Caller> {
  const { accountId: sourceAccount, region } = place
  const sourceArn = `arn:aws:ssm:${region}:${sourceAccount}:automation-execution/${executionId}`
  const automation: Caller = { kind: 'principal', service: 'ssm.amazonaws.com', sourceAccount, sourceArn }
  const session = await assumeRole(place, roleArn, `Automation-${executionId}`, automation)
  if (session === undefined) throw new Error(`The defined assume role is unable to be assumed: ${roleArn}.`)
  return session.caller
}

async function invokeAs(place: Place, caller: Caller, functionName: string, payload: unknown): Promise<FunctionAnswer> {
  const input = { FunctionName: functionName, Payload: Buffer.from(JSON.stringify(payload)) }
  const { Payload = Buffer.alloc(0), FunctionError } = await persistently(() =>
    place.perform<InvocationResponse>('lambda:Invoke', input, caller),
  )
  const answer = { payload: Buffer.from(Payload).toString() }
  return FunctionError === undefined ? answer : { ...answer, functionError: FunctionError }
}

async function ask<Answer>(place: Place, caller: Caller, operation: string, input: object): Promise<Answer> {
  try {
    return await persistently(() => place.perform<Answer>(operation, input, caller))
  } catch (error) {
    if (!(error instanceof AwsError) || error.code === 'NoSuchEntity') throw error
    throw new Error(`An error occurred (${error.code}) when calling the ${operation.split(':')[1]} operation: ${error.message}`, {
      cause: error,
    })
  }
}
