import type { StaticOperationSchema } from '@smithy/types'
import type { Call } from './call.ts'

/** One AWS operation as the simulator does it. The wire's business is `wire/`; `run` takes and gives the SDK's own shapes. */
export type Operation = {
  readonly schema: StaticOperationSchema
  readonly name: string
  readonly run: (input: unknown, call: Call) => unknown
}

/** Ties what an operation does to the schema that the SDK exports for it (`ListUsers$`). The only cast from wire to shape. */
export const operation = <Input, Output>(
  schema: StaticOperationSchema,
  run: (input: Input, call: Call) => Output | Promise<Output>,
): Operation => ({ schema, name: schema[2], run: (input, call) => run(input as Input, call) })

export type ServiceName =
  | 'iam'
  | 'sts'
  | 'ssm'
  | 'config'
  | 'lambda'
  | 'cloudformation'
  | 'logs'
  | 'sns'
  | 'cloudwatch'
  | 'dynamodb'
  | 'account'
