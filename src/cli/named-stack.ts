import type { Session } from '../aws/session.ts'
import { stackNamed } from '../aws/stack.ts'
import type { StackNow } from '../deployment/stack.ts'
import { UsageError } from './io.ts'
import type { SharedChoice } from './shared-list.ts'

/** The stack that --stack-name names. @throws UsageError where there is none */
export async function namedStack(stackName: string, session?: Session): Promise<StackNow> {
  const stack = await stackNamed(stackName, session)
  if (stack !== undefined) return stack
  throw new UsageError(`There is no stack ${stackName} in ${process.env['AWS_REGION'] ?? 'this Region'}. In another Region: --region.`)
}

/** ARN of the shared list that is meant; undefined for none. @throws UsageError where the stack that is named is not there */
export async function sharedListOf({ sharedExclusions, stackName }: SharedChoice, session?: Session): Promise<string | undefined> {
  if (sharedExclusions !== undefined || stackName === undefined) return sharedExclusions
  return sharedListIn(await namedStack(stackName, session))
}

/** ARN of the shared list that a stack reads. */
export const sharedListIn = ({ parameters }: Pick<StackNow, 'parameters'>): string | undefined =>
  parameters.get('SharedExclusionsArn') || undefined
