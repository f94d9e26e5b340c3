import { eventsOf, stackNamed } from '../aws/stack.ts'
import type { Change } from '../deployment/change.ts'
import { firstFailure, isSettled, isWell, type StackEvent, type StackNow } from '../deployment/stack.ts'
import { plain } from '../text/plain.ts'
import { plural } from '../text/plural.ts'
import { Interrupted, type Io } from './io.ts'
import { seen } from './waits.ts'

/** CloudFormation itself gives a stack up before that. */
const PATIENCE_MS = 3 * 3_600_000

type Followed = {
  readonly stackName: string
  /** Ids of the events that were there before. */
  readonly known: ReadonlySet<string>
  /** What is to change, by which it is told how far it is. */
  readonly changes: readonly Change[]
  readonly isInterrupted: () => boolean
}

/** What there is by now, to tell it from what comes. */
export const knownEvents = async (stackName: string): Promise<ReadonlySet<string>> =>
  new Set((await eventsOf(stackName)).map(({ id }) => id))

/** Wait for what CloudFormation does, telling of each event. @throws Error that names the first resource that failed, and why; Interrupted, while CloudFormation goes on */
export async function followStack({ stackName, known, changes, isInterrupted }: Followed, io: Io): Promise<StackNow> {
  const told = new Set(known)
  const open = new Map(changes.map((change) => [change.logicalId, change]))
  const stack = await seen(async () => {
    for (const event of await newEvents()) {
      if (isDone(event, open.get(event.logicalId))) open.delete(event.logicalId)
      io.progress(`${event.logicalId}: ${event.status}, ${changes.length - open.size} of ${plural(changes.length, 'resource')} done`)
    }
    const now = await stackNamed(stackName)
    if (isInterrupted()) throw new Interrupted('Interrupted: CloudFormation goes on. "iam-cleanup status" tells how it stands.')
    return now !== undefined && isSettled(now.status) && told.size > known.size ? now : undefined
  }, PATIENCE_MS)
  if (stack !== undefined && isWell(stack.status)) return stack
  const all = (await eventsOf(stackName)).filter(({ id }) => !known.has(id))
  throw new Error(failureText(stackName, stack, firstFailure(all)))

  async function newEvents(): Promise<readonly StackEvent[]> {
    const events = (await eventsOf(stackName)).filter(({ id }) => !told.has(id))
    for (const { id } of events) told.add(id)
    return events
  }
}

/** Whether a resource is as it is to be. What is taken back is not. */
const isDone = ({ status }: StackEvent, change: Change | undefined): boolean =>
  change !== undefined && (change.action === 'Remove' ? status === 'DELETE_COMPLETE' : /^(CREATE|UPDATE|IMPORT)_COMPLETE$/.test(status))

function failureText(stackName: string, stack: StackNow | undefined, first: StackEvent | undefined): string {
  const status = stack?.status ?? 'unknown'
  const why = first === undefined ? `${stack?.reason ?? 'it does not say why'}` : `${first.logicalId} (${first.type}): ${first.reason}`
  return `The deployment of ${stackName} failed: ${plain(why)} ${nextStep(status, stackName)}`
}

function nextStep(status: string, stackName: string): string {
  if (status === 'UPDATE_ROLLBACK_COMPLETE') return `The stack is as it was before (${status}). Mend the cause, then deploy again.`
  if (status === 'UPDATE_ROLLBACK_FAILED')
    return `It could not be taken back either (${status}). Mend the cause, then: aws cloudformation continue-update-rollback --stack-name ${stackName}`
  return `What was made is taken away again (${status}), but for the ledger. Mend the cause, then deploy again: what is left of the stack is removed first, and the ledger taken over.`
}
