import { AwsError } from '../world/aws-error.ts'
import type { Session } from '../world/assumed-role.ts'
import { randomUuid } from '../world/random.ts'
import { perRegion, type Place } from '../world/world.ts'
import type { FunctionConfiguration } from './configuration.ts'
import { ExecutionEnvironment, type InvocationResult } from './environment.ts'
import { nameOf, type AskedFunction } from './function-name.ts'
import { functionLog } from './log.ts'
import { functionRole } from './role.ts'
import { environmentsOf, processesOf } from './state.ts'

type Permission = { readonly principal: string; readonly action: string; readonly sourceAccount?: string | undefined }

export type LambdaFunction = {
  configuration: FunctionConfiguration
  readonly permissions: Map<string, Permission>
  /** Retries of asynchronous invocations, and how long an event may wait. */
  asynchronous: { readonly maximumRetryAttempts: number; readonly maximumEventAgeSeconds: number }
  /** Environments that wait for work; those at work are not in it. */
  idle: Environment[]
}

type Environment = { readonly execution: ExecutionEnvironment; readonly session: Session }

/** Lambda waits so long before it tries a failed event again. */
const RETRY_DELAYS_MS = [60_000, 120_000]

/** @throws ResourceNotFoundException, also for a version or an alias: there is none but $LATEST */
export function findFunction(place: Place, asked: AskedFunction): LambdaFunction {
  const { arn, qualifier } = nameOf(place, asked)
  const found = functionsOf(place).get(arn)
  if (found === undefined || (qualifier ?? '$LATEST') !== '$LATEST')
    throw new AwsError('ResourceNotFoundException', 404, `Function not found: ${arn}${qualifier === undefined ? '' : `:${qualifier}`}`)
  return found
}

/** Run the function's code with an event in JSON, as its role. Never rejects for what the function does. `by` tells others who asked. */
export async function invoke(
  place: Place,
  target: LambdaFunction,
  payload: string,
  by: string,
): Promise<InvocationResult & { readonly log: string }> {
  const { configuration } = target
  const environment = idleEnvironment(target) ?? (await newEnvironment(place, target))
  if (environment === undefined)
    return {
      kind: 'error',
      log: '',
      error: { errorType: 'AccessDeniedException', errorMessage: 'The role defined for the function cannot be assumed by Lambda.' },
    }
  const { execution, session } = environment
  const requestId = randomUuid(place.random)
  const log = functionLog(place, configuration, session.caller, requestId)
  const began = place.clock.now()
  log.system('platform.start')
  const context = {
    awsRequestId: requestId,
    functionName: configuration.name,
    invokedFunctionArn: configuration.arn,
    functionVersion: '$LATEST',
    memoryLimitInMB: String(configuration.memoryMb),
  }
  const running = execution.invoke({
    payload,
    context,
    timeoutMs: configuration.timeoutSeconds * 1000,
    now: began,
    onLog: log.line,
  })
  const { result, metrics } = await place.world.track(running)
  if (execution.alive && functionsOf(place).get(configuration.arn) === target && target.configuration === configuration)
    target.idle.push(environment)
  else await execution.leave(processesOf(place))
  if (result.kind === 'error') log.line({ level: 'ERROR', message: result.error })
  log.system('platform.report', { memorySizeMB: configuration.memoryMb, ...metrics })
  await log.flush()
  const failure = result.kind === 'error' ? result.error : undefined
  place.tell({ kind: 'function-invoked', by, functionName: configuration.name, payload, began, failure })
  return { ...result, log: log.tail() }
}

/** One that waits, and has not ended meanwhile. */
function idleEnvironment(target: LambdaFunction): Environment | undefined {
  target.idle = target.idle.filter(({ execution }) => execution.alive)
  return target.idle.pop()
}

async function newEnvironment(place: Place, target: LambdaFunction): Promise<Environment | undefined> {
  const { code, handler, roleArn, name } = target.configuration
  const session = await functionRole(place, roleArn, name)
  if (session === undefined) return undefined
  const execution = new ExecutionEnvironment(
    { code, handlerName: handler.split('.')[1] ?? '', env: environmentOf(place, target, session) },
    processesOf(place).take(code),
  )
  environmentsOf(place).set(session.accessKeyId, execution)
  return { execution, session }
}

function environmentOf(place: Place, { configuration }: LambdaFunction, session: Session): Record<string, string> {
  return {
    ...configuration.variables,
    AWS_REGION: place.region,
    AWS_DEFAULT_REGION: place.region,
    AWS_ACCESS_KEY_ID: session.accessKeyId,
    AWS_SECRET_ACCESS_KEY: session.secret,
    AWS_SESSION_TOKEN: session.token,
    AWS_LAMBDA_FUNCTION_NAME: configuration.name,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(configuration.memoryMb),
    AWS_LAMBDA_LOG_GROUP_NAME: configuration.logGroupName,
    AWS_ENDPOINT_URL: place.world.endpoint,
    ...place.world.endpoints,
    // The simulator may run on a Node older than Lambda's; the SDK's word about that is not the function's.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  }
}

/** Take an event over from somebody who does not wait. */
export function invokeAsync(place: Place, target: LambdaFunction, payload: string, by: string): void {
  const received = place.clock.now().getTime()
  place.clock.schedule(0, () => attempt(0))

  async function attempt(retries: number): Promise<void> {
    const result = await invoke(place, target, payload, by)
    const delay = RETRY_DELAYS_MS[retries]
    const { maximumRetryAttempts, maximumEventAgeSeconds } = target.asynchronous
    if (result.kind === 'result' || delay === undefined || retries >= maximumRetryAttempts) return
    if (place.clock.now().getTime() + delay - received > maximumEventAgeSeconds * 1000) return
    place.clock.schedule(delay, () => attempt(retries + 1))
  }
}

/** End the environments that wait, so that the next invocation starts anew (after an update, or for good). */
export async function endIdle(place: Place, target: LambdaFunction): Promise<void> {
  const ended = target.idle
  target.idle = []
  await Promise.all(ended.map(({ execution }) => execution.leave(processesOf(place))))
}

/** By ARN. */
export const functionsOf = perRegion(() => new Map<string, LambdaFunction>())
