import type { UpdateFunctionConfigurationRequest } from '@aws-sdk/client-lambda'
import { AwsError } from '../world/aws-error.ts'
import type { Call } from '../world/call.ts'
import { functionRole } from './role.ts'

type Settings = Pick<UpdateFunctionConfigurationRequest, 'Runtime' | 'Handler' | 'Timeout' | 'MemorySize' | 'LoggingConfig'>

/** What a function may be set to, where it is set. @throws ValidationException, InvalidParameterValueException */
export function checkSettings({ Runtime, Handler, Timeout, MemorySize }: Settings): void {
  checkRange('timeout', Timeout, 1, 900)
  checkRange('memorySize', MemorySize, 128, 10_240)
  if (Runtime?.startsWith('nodejs') === false) throw refused('The simulator runs functions of Node.js runtimes only.')
  if (Handler?.startsWith('index.') === false) throw refused('The simulator runs handlers of index.js only.')
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

/** Whether the caller may hand the role to Lambda, and Lambda may take it. @throws AccessDeniedException, InvalidParameterValueException */
export async function checkRole({ place, caller }: Call, roleArn: string, functionName: string): Promise<void> {
  place.passRole(caller, roleArn, 'lambda.amazonaws.com')
  if ((await functionRole(place, roleArn, functionName)) === undefined)
    throw refused('The role defined for the function cannot be assumed by Lambda.')
}

export const refused = (message: string): AwsError => new AwsError('InvalidParameterValueException', 400, message)
