import {
  GetFunction$,
  GetFunctionConfiguration$,
  Invoke$,
  ListFunctions$,
  type GetFunctionConfigurationRequest,
  type GetFunctionRequest,
  type InvocationRequest,
} from '@aws-sdk/client-lambda'
import { AwsError } from '../world/aws-error.ts'
import { callerArn } from '../world/caller.ts'
import { operation } from '../world/operation.ts'
import { findFunction, functionsOf, invoke, invokeAsync } from './functions.ts'
import { shownFunction } from './shown.ts'

export const invokeOperations = [
  operation(
    Invoke$,
    ['FunctionName', 'InvocationType', 'Payload'],
    async ({ FunctionName = '', InvocationType = 'RequestResponse', Payload }: InvocationRequest, { place, caller }) => {
      const target = findFunction(place, FunctionName)
      const payload = eventOf(Payload, InvocationType)
      if (InvocationType === 'DryRun') return { StatusCode: 204 }
      if (InvocationType === 'Event') {
        invokeAsync(place, target, payload, callerArn(caller))
        return { StatusCode: 202, Payload: Buffer.alloc(0) }
      }
      const result = await invoke(place, target, payload, callerArn(caller))
      const answer = { StatusCode: 200, ExecutedVersion: '$LATEST' }
      return result.kind === 'result'
        ? { ...answer, Payload: Buffer.from(result.payload) }
        : { ...answer, FunctionError: 'Unhandled', Payload: Buffer.from(JSON.stringify(result.error)) }
    },
  ),
  operation(ListFunctions$, [], (_input: object, { place }) => ({
    Functions: [...functionsOf(place).values()].map(({ configuration }) => shownFunction(configuration)),
  })),
  operation(GetFunction$, ['FunctionName'], ({ FunctionName = '' }: GetFunctionRequest, { place }) => {
    const { configuration } = findFunction(place, FunctionName)
    return { Configuration: shownFunction(configuration), Code: { RepositoryType: 'S3', Location: 'inline' } }
  }),
  operation(GetFunctionConfiguration$, ['FunctionName'], ({ FunctionName = '' }: GetFunctionConfigurationRequest, { place }) =>
    shownFunction(findFunction(place, FunctionName).configuration),
  ),
]

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
