import { perRegion, type Place } from '../world/world.ts'
import { AwsError } from '../world/aws-error.ts'
import { countInvocation } from '../cloudwatch/alarms.ts'
import { iamOf, type Role } from '../iam/state.ts'
import { randomUuid } from '../world/random.ts'
import { openSession, trusts, type SessionCredentials } from '../sts/session.ts'
import { ExecutionEnvironment, type InvocationResult } from './environment.ts'
import type { FunctionConfiguration } from './configuration.ts'
import { functionLog } from './log.ts'
import type { Failure } from './messages.ts'
import { environmentsOf, processesOf } from './state.ts'

type Permission = { readonly principal: string; readonly action: string; readonly sourceAccount?: string | undefined }

export type LambdaFunction = {
  configuration: FunctionConfiguration
  readonly permissions: Map<string, Permission>
  /** Retries of asynchronous invocations, and how long an event may wait. */
  asynchronous: { readonly maximumRetryAttempts: number; readonly maximumEventAgeSeconds: number }
  /** Environments that wait for work; those at work are not in it. */
  idle: ExecutionEnvironment[]
}

/** Lambda says nothing of the account or the function when it assumes a role: a trust policy that asks for it keeps Lambda out. */
export const mayAssume = (role: Role | undefined): role is Role => role !== undefined && trusts(role, 'lambda.amazonaws.com', {})

/** Lambda waits so long before it tries a failed event again. */
const RETRY_DELAYS_MS = [60_000, 120_000]

/** @throws ResourceNotFoundException */
export function findFunction(place: Place, nameOrArn: string): LambdaFunction {
  const arn = nameOrArn.startsWith('arn:')
    ? nameOrArn.replace(/:\$LATEST$/, '')
    : `arn:aws:lambda:${place.region}:${place.accountId}:function:${nameOrArn}`
  const found = functionsOf(place).get(arn)
  if (found === undefined) throw new AwsError('ResourceNotFoundException', 404, `Function not found: ${arn}`)
  return found
}

export const mayInvoke = ({ permissions }: LambdaFunction, principal: string, accountId: string): boolean =>
  [...permissions.values()].some(
    (each) =>
      each.principal === principal &&
      each.action === 'lambda:InvokeFunction' &&
      (each.sourceAccount === undefined || each.sourceAccount === accountId),
  )

/** Run the function's code with an event in JSON, as its role. Never rejects for what the function does. */
export async function invoke(place: Place, target: LambdaFunction, payload: string): Promise<InvocationResult> {
  const { configuration } = target
  const role = iamOf(place).roleByArn(configuration.roleArn)
  if (!mayAssume(role))
    return {
      kind: 'error',
      error: { errorType: 'AccessDeniedException', errorMessage: 'The role defined for the function cannot be assumed by Lambda.' },
    }
  const requestId = randomUuid(place.random)
  const log = functionLog(place, configuration, role, requestId)
  const environment = idleEnvironment(target) ?? newEnvironment(place, target)
  const began = place.clock.now()
  log.system('platform.start')
  const context = {
    awsRequestId: requestId,
    functionName: configuration.name,
    invokedFunctionArn: configuration.arn,
    functionVersion: '$LATEST',
    memoryLimitInMB: String(configuration.memoryMb),
  }
  const running = environment.invoke({
    payload,
    context,
    timeoutMs: configuration.timeoutSeconds * 1000,
    now: began,
    onLog: log.line,
  })
  const { result, metrics } = await place.world.track(running)
  countInvocation(place, configuration.name, began, result.kind === 'error')
  if (environment.alive && functionsOf(place).get(configuration.arn) === target && target.configuration === configuration)
    target.idle.push(environment)
  else await environment.end()
  if (result.kind === 'error') log.line({ level: 'ERROR', message: result.error })
  log.system('platform.report', { memorySizeMB: configuration.memoryMb, ...metrics })
  return result
}

/** One that waits, and has not ended meanwhile. */
function idleEnvironment(target: LambdaFunction): ExecutionEnvironment | undefined {
  target.idle = target.idle.filter(({ alive }) => alive)
  return target.idle.pop()
}

function newEnvironment(place: Place, target: LambdaFunction): ExecutionEnvironment {
  const { code, handler, roleArn, name } = target.configuration
  const role = iamOf(place).roleByArn(roleArn)
  if (role === undefined) throw new Error(`The role ${roleArn} does not exist.`)
  const session = openSession(place, place.accountId, role, name, { origin: undefined, policy: undefined })
  const environment = new ExecutionEnvironment(
    { code, handlerName: handler.split('.')[1] ?? '', env: environmentOf(place, target, session) },
    processesOf(place).take(),
  )
  environmentsOf(place).set(session.accessKeyId, environment)
  return environment
}

function environmentOf(place: Place, { configuration }: LambdaFunction, session: SessionCredentials): Record<string, string> {
  return {
    ...configuration.variables,
    AWS_REGION: place.region,
    AWS_DEFAULT_REGION: place.region,
    AWS_ACCESS_KEY_ID: session.accessKeyId,
    AWS_SECRET_ACCESS_KEY: session.secret,
    AWS_SESSION_TOKEN: 'simulator',
    AWS_LAMBDA_FUNCTION_NAME: configuration.name,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(configuration.memoryMb),
    AWS_LAMBDA_LOG_GROUP_NAME: configuration.logGroupName,
    AWS_ENDPOINT_URL: place.world.endpoint,
    ...place.world.endpoints,
    // The simulator may run on a Node older than Lambda's; the SDK's word about that is not the function's.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  }
}

/** Hand an event over, as a service does that does not wait. `onAttempt` hears of each attempt's end. */
export function invokeAsync(
  place: Place,
  target: LambdaFunction,
  payload: string,
  onAttempt: (failure: Failure | undefined) => void,
): void {
  const received = place.clock.now().getTime()
  place.clock.schedule(0, () => attempt(0))

  async function attempt(retries: number): Promise<void> {
    const result = await invoke(place, target, payload)
    onAttempt(result.kind === 'error' ? result.error : undefined)
    const delay = RETRY_DELAYS_MS[retries]
    const { maximumRetryAttempts, maximumEventAgeSeconds } = target.asynchronous
    if (result.kind === 'result' || delay === undefined || retries >= maximumRetryAttempts) return
    if (place.clock.now().getTime() + delay - received > maximumEventAgeSeconds * 1000) return
    place.clock.schedule(delay, () => attempt(retries + 1))
  }
}

/** End the environments that wait, so that the next invocation starts anew (after an update, or for good). */
export async function endIdle(target: LambdaFunction): Promise<void> {
  const ended = target.idle
  target.idle = []
  await Promise.all(ended.map((environment) => environment.end()))
}

/** By ARN. */
export const functionsOf = perRegion(() => new Map<string, LambdaFunction>())
