import {
  GetFunction$,
  GetFunctionConfiguration$,
  Invoke$,
  ListFunctions$,
  type GetFunctionConfigurationRequest,
  type GetFunctionRequest,
  type InvocationRequest,
  type ListFunctionsRequest,
} from '@aws-sdk/client-lambda'
import { AwsError } from '../world/aws-error.ts'
import { callerArn } from '../world/caller.ts'
import { operation } from '../world/operation.ts'
import { nameOf } from './function-name.ts'
import { findFunction, functionsOf, invoke, invokeAsync } from './functions.ts'
import { listedFunction, shownFunction } from './shown.ts'

export const invokeOperations = [
  operation(
    Invoke$,
    ['FunctionName', 'Qualifier', 'InvocationType', 'LogType', 'Payload'],
    async (request: InvocationRequest, { place, caller }) => {
      const { InvocationType = 'RequestResponse', LogType = 'None', Payload } = request
      const { FunctionName, Qualifier = nameOf(place, request).qualifier ?? '$LATEST' } = request
      const target = findFunction(place, { FunctionName, Qualifier })
      const payload = eventOf(Payload, InvocationType)
      if (InvocationType === 'DryRun') return { StatusCode: 204 }
      if (InvocationType === 'Event') {
        invokeAsync(place, target, payload, callerArn(caller))
        return { StatusCode: 202, Payload: Buffer.alloc(0) }
      }
      const result = await invoke(place, target, payload, callerArn(caller))
      const answer = {
        StatusCode: 200,
        ExecutedVersion: '$LATEST',
        ...(LogType === 'Tail' ? { LogResult: Buffer.from(result.log).toString('base64') } : {}),
      }
      return result.kind === 'result'
        ? { ...answer, Payload: Buffer.from(result.payload) }
        : { ...answer, FunctionError: 'Unhandled', Payload: Buffer.from(JSON.stringify(result.error)) }
    },
  ),
  operation(ListFunctions$, ['FunctionVersion', 'Marker', 'MaxItems'], (request: ListFunctionsRequest, { place }) => {
    // There are no versions: all of them are those that are listed anyway.
    const { Marker = '0', MaxItems = PAGE, FunctionVersion: _ } = request
    if (!/^\d{1,9}$/.test(Marker)) throw new AwsError('InvalidParameterValueException', 400, 'Invalid Marker.')
    const [all, to] = [[...functionsOf(place).values()], Number(Marker) + Math.min(MaxItems, PAGE)]
    const Functions = all.slice(Number(Marker), to).map(({ configuration }) => listedFunction(configuration))
    return { Functions, ...(to < all.length ? { NextMarker: String(to) } : {}) }
  }),
  operation(GetFunction$, ['FunctionName', 'Qualifier'], (request: GetFunctionRequest, { place }) => {
    const { configuration } = findFunction(place, request)
    const Location = `https://simulator.invalid/${configuration.name}/${configuration.codeSha256}`
    return { Configuration: shownFunction(configuration), Code: { RepositoryType: 'S3', Location } }
  }),
  operation(GetFunctionConfiguration$, ['FunctionName', 'Qualifier'], (request: GetFunctionConfigurationRequest, { place }) =>
    shownFunction(findFunction(place, request).configuration),
  ),
]

/** So many functions on a page, however many are asked for. */
const PAGE = 50

const TYPES: readonly string[] = ['Event', 'RequestResponse', 'DryRun']

/** An event that nobody waits for is smaller than one that is answered. */
const ASYNCHRONOUS_BYTES = 1_048_576

/** @throws ValidationException, RequestEntityTooLargeException, InvalidRequestContentException */
function eventOf(Payload: Uint8Array | undefined, invocationType: string): string {
  if (!TYPES.includes(invocationType))
    throw new AwsError(
      'ValidationException',
      400,
      `1 validation error detected: Value '${invocationType}' at 'invocationType' failed to satisfy constraint: Member must satisfy enum value set: [${TYPES.join(', ')}]`,
    )
  if (invocationType === 'Event' && (Payload?.length ?? 0) > ASYNCHRONOUS_BYTES)
    throw new AwsError(
      'RequestEntityTooLargeException',
      413,
      `Request must be smaller than ${ASYNCHRONOUS_BYTES} bytes for the InvokeFunction operation`,
    )
  const text = Payload === undefined || Payload.length === 0 ? '{}' : Buffer.from(Payload).toString()
  try {
    JSON.parse(text)
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new AwsError(
      'InvalidRequestContentException',
      400,
      `Could not parse request body into json: Could not parse payload into json: ${why}`,
    )
  }
  return text
}
