import {
  DeleteFunctionEventInvokeConfig$,
  PutFunctionEventInvokeConfig$,
  UpdateFunctionEventInvokeConfig$,
  type DeleteFunctionEventInvokeConfigRequest,
  type PutFunctionEventInvokeConfigRequest,
  type UpdateFunctionEventInvokeConfigRequest,
} from '@aws-sdk/client-lambda'
import { AwsError } from '../world/aws-error.ts'
import type { Call } from '../world/call.ts'
import { operation } from '../world/operation.ts'
import { refused } from './checks.ts'
import { findFunction, type LambdaFunction } from './functions.ts'

type Asynchronous = LambdaFunction['asynchronous']

/** How a function is invoked asynchronously that has no configuration for it. */
export const NOT_CONFIGURED: Asynchronous = { maximumRetryAttempts: 2, maximumEventAgeSeconds: 21_600 }

/** Functions have one version here, $LATEST: what is configured for another one is refused. */
export const invokeConfigOperations = [
  operation(
    PutFunctionEventInvokeConfig$,
    ['FunctionName', 'Qualifier', 'MaximumRetryAttempts', 'MaximumEventAgeInSeconds'],
    (request: PutFunctionEventInvokeConfigRequest, call) => configure(request, call, NOT_CONFIGURED),
  ),
  operation(
    UpdateFunctionEventInvokeConfig$,
    ['FunctionName', 'Qualifier', 'MaximumRetryAttempts', 'MaximumEventAgeInSeconds'],
    (request: UpdateFunctionEventInvokeConfigRequest, call) => configure(request, call, configured(request, call).asynchronous),
  ),
  operation(DeleteFunctionEventInvokeConfig$, ['FunctionName', 'Qualifier'], (request: DeleteFunctionEventInvokeConfigRequest, call) => {
    configured(request, call).asynchronous = NOT_CONFIGURED
  }),
]

function configure(request: PutFunctionEventInvokeConfigRequest, call: Call, before: Asynchronous) {
  const { MaximumRetryAttempts = before.maximumRetryAttempts, MaximumEventAgeInSeconds = before.maximumEventAgeSeconds } = request
  const target = targetOf(request, call)
  if (MaximumRetryAttempts < 0 || MaximumRetryAttempts > 2) throw refused('MaximumRetryAttempts must be between 0 and 2.')
  if (MaximumEventAgeInSeconds < 60 || MaximumEventAgeInSeconds > 21_600)
    throw refused('MaximumEventAgeInSeconds must be between 60 and 21600.')
  target.asynchronous = { maximumRetryAttempts: MaximumRetryAttempts, maximumEventAgeSeconds: MaximumEventAgeInSeconds }
  return { FunctionArn: `${target.configuration.arn}:$LATEST`, LastModified: call.now, MaximumRetryAttempts, MaximumEventAgeInSeconds }
}

function configured(request: PutFunctionEventInvokeConfigRequest, call: Call): LambdaFunction {
  const target = targetOf(request, call)
  if (target.asynchronous === NOT_CONFIGURED)
    throw new AwsError(
      'ResourceNotFoundException',
      404,
      `The function ${target.configuration.arn}:$LATEST doesn't have an EventInvokeConfig`,
    )
  return target
}

function targetOf({ FunctionName = '', Qualifier = '$LATEST' }: PutFunctionEventInvokeConfigRequest, { place }: Call): LambdaFunction {
  if (Qualifier !== '$LATEST') throw refused(`The simulator knows no version or alias ${Qualifier}.`)
  return findFunction(place, { FunctionName })
}
