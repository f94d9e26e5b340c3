import type { Session } from '../aws/session.ts'
import { stackNamed } from '../aws/stack.ts'
import type { StackNow } from '../deployment/stack.ts'
import { UsageError } from './io.ts'

/** The stack that --stack-name names. @throws UsageError where there is none */
export async function namedStack(stackName: string, session?: Session): Promise<StackNow> {
  const stack = await stackNamed(stackName, session)
  if (stack !== undefined) return stack
  throw new UsageError(`There is no stack ${stackName} in ${process.env['AWS_REGION'] ?? 'this Region'}. In another Region: --region.`)
}

/** ARN of the shared list that a stack reads. */
export const sharedListIn = ({ parameters }: Pick<StackNow, 'parameters'>): string | undefined =>
  parameters.get('SharedExclusionsArn') || undefined
