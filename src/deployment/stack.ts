/** A stack as CloudFormation has it. */
export type StackNow = {
  readonly name: string
  readonly status: string
  readonly reason: string | undefined
  readonly parameters: ReadonlyMap<string, string>
  readonly outputs: ReadonlyMap<string, string>
}

/** What can be done with a stack. `left`: by a first deployment that failed; it can only be removed. */
export type Readiness = 'create' | 'update' | 'left' | 'busy' | 'stuck'

export function readiness(stack: StackNow | undefined): Readiness {
  if (stack === undefined || stack.status === 'REVIEW_IN_PROGRESS') return 'create'
  if (stack.status === 'ROLLBACK_COMPLETE' || stack.status === 'ROLLBACK_FAILED' || stack.status === 'CREATE_FAILED') return 'left'
  if (stack.status.endsWith('_IN_PROGRESS')) return 'busy'
  return stack.status.endsWith('_FAILED') ? 'stuck' : 'update'
}

/** One resource, or the stack itself, going over to a status. */
export type StackEvent = {
  readonly id: string
  readonly logicalId: string
  readonly type: string
  readonly status: string
  readonly reason: string
}

const STACK = 'AWS::CloudFormation::Stack'

/** Whatever is under way has ended, well or not. A cleanup after it takes nothing back. */
export const isSettled = (status: string): boolean => !status.endsWith('_IN_PROGRESS') || status === 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS'

export const isWell = (status: string): boolean =>
  ['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS'].includes(status)

/** The resource that failed by itself, and first: the others were given up for it. Events oldest first. */
export const firstFailure = (events: readonly StackEvent[]): StackEvent | undefined =>
  events.find(({ type, status, reason }) => type !== STACK && status.endsWith('_FAILED') && !/cancelled/i.test(reason))
