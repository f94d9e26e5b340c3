import {
  GetFunction$,
  GetFunctionConfiguration$,
  Invoke$,
  ListFunctions$,
  UpdateFunctionConfiguration$,
  type GetFunctionConfigurationRequest,
  type GetFunctionRequest,
  type InvocationRequest,
  type UpdateFunctionConfigurationRequest,
} from '@aws-sdk/client-lambda'
import { AwsError } from '../world/aws-error.ts'
import { operation, type Service } from '../world/operation.ts'
import type { FunctionConfiguration } from './configuration.ts'
import { endIdle, findFunction, functionsOf, invoke, invokeAsync } from './functions.ts'

export const lambdaService: Service = {
  name: 'lambda',
  protocol: 'rest-json',
  operations: [
    operation(Invoke$, async ({ FunctionName = '', InvocationType = 'RequestResponse', Payload }: InvocationRequest, { place }) => {
      const target = findFunction(place, FunctionName)
      const payload = eventOf(Payload, InvocationType)
      if (InvocationType === 'DryRun') return { StatusCode: 204 }
      if (InvocationType === 'Event') {
        invokeAsync(place, target, payload, () => undefined)
        return { StatusCode: 202, Payload: Buffer.alloc(0) }
      }
      const result = await invoke(place, target, payload)
      const answer = { StatusCode: 200, ExecutedVersion: '$LATEST' }
      return result.kind === 'result'
        ? { ...answer, Payload: Buffer.from(result.payload) }
        : { ...answer, FunctionError: 'Unhandled', Payload: Buffer.from(JSON.stringify(result.error)) }
    }),
    operation(ListFunctions$, (_input: object, { place }) => ({
      Functions: [...functionsOf(place).values()].map(({ configuration }) => shown(configuration)),
    })),
    operation(GetFunction$, ({ FunctionName = '' }: GetFunctionRequest, { place }) => {
      const { configuration } = findFunction(place, FunctionName)
      return { Configuration: shown(configuration), Code: { RepositoryType: 'S3', Location: 'inline' } }
    }),
    operation(GetFunctionConfiguration$, ({ FunctionName = '' }: GetFunctionConfigurationRequest, { place }) =>
      shown(findFunction(place, FunctionName).configuration),
    ),
    operation(
      UpdateFunctionConfiguration$,
      async ({ FunctionName = '', Timeout, MemorySize, Environment }: UpdateFunctionConfigurationRequest, { place, now }) => {
        const target = findFunction(place, FunctionName)
        checkRange('timeout', Timeout, 1, 900)
        checkRange('memorySize', MemorySize, 128, 10_240)
        const { configuration } = target
        target.configuration = {
          ...configuration,
          timeoutSeconds: Timeout ?? configuration.timeoutSeconds,
          memoryMb: MemorySize ?? configuration.memoryMb,
          variables: Environment?.Variables ?? configuration.variables,
          modified: now,
        }
        await endIdle(target)
        return shown(target.configuration)
      },
    ),
  ],
}

function checkRange(field: string, value: number | undefined, minimum: number, maximum: number): void {
  if (value === undefined || (value >= minimum && value <= maximum)) return
  const wanted = value < minimum ? `greater than or equal to ${minimum}` : `less than or equal to ${maximum}`
  throw new AwsError(
    'ValidationException',
    400,
    `1 validation error detected: Value '${value}' at '${field}' failed to satisfy constraint: Member must have value ${wanted}`,
  )
}

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

const shown = (configuration: FunctionConfiguration) => ({
  FunctionName: configuration.name,
  FunctionArn: configuration.arn,
  Runtime: configuration.runtime as 'nodejs24.x',
  Handler: configuration.handler,
  Role: configuration.roleArn,
  CodeSize: Buffer.byteLength(configuration.code),
  Description: configuration.description,
  Timeout: configuration.timeoutSeconds,
  MemorySize: configuration.memoryMb,
  Architectures: [configuration.architecture as 'arm64'],
  Environment: { Variables: { ...configuration.variables } },
  LastModified: configuration.modified.toISOString(),
  LoggingConfig: { LogFormat: configuration.logFormat, LogGroup: configuration.logGroupName },
  Version: '$LATEST',
  PackageType: 'Zip' as const,
  State: 'Active' as const,
  LastUpdateStatus: 'Successful' as const,
})
