import type { StaticOperationSchema } from '@smithy/types'
import type { Call } from './call.ts'
import { treeOf, type Honoured, type HonouredTree } from './honoured.ts'

/** One AWS operation as the simulator does it. The wire's business is `wire/`; `run` takes and gives the SDK's own shapes. */
export type Operation = {
  readonly schema: StaticOperationSchema
  readonly name: string
  /** The members of its input that it honours; a call that gives another one is refused at the desk. */
  readonly honours: readonly string[]
  readonly honoured: HonouredTree
  readonly run: (input: unknown, call: Call) => unknown
}

/**
 * Ties what an operation does, and which members of its input it honours, to the schema that the SDK exports for it (`ListUsers$`). The only cast from wire to shape.
 */
export const operation = <Input, Output>(
  schema: StaticOperationSchema,
  honours: Honoured<Input>,
  run: (input: Input, call: Call) => Output | Promise<Output>,
): Operation => ({ schema, name: schema[2], honours, honoured: treeOf(honours), run: (input, call) => run(input as Input, call) })

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
  | 'organizations'
  | 'ram'
  | 'securityhub'
