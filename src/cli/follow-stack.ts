import { eventsOf, stackNamed } from '../aws/stack.ts'
import { firstFailure, isSettled, isWell, type StackEvent, type StackNow } from '../deployment/stack.ts'
import { plain } from '../text/plain.ts'
import { Interrupted, type Io } from './io.ts'
import { seen } from './waits.ts'

/** CloudFormation itself gives a stack up before that. */
const PATIENCE_MS = 3 * 3_600_000

type Followed = {
  readonly stackName: string
  /** Ids of the events that were there before. */
  readonly known: ReadonlySet<string>
  readonly isInterrupted: () => boolean
}

/** What there is by now, to tell it from what comes. */
export const knownEvents = async (stackName: string): Promise<ReadonlySet<string>> =>
  new Set((await eventsOf(stackName)).map(({ id }) => id))

/** Wait for what CloudFormation does, telling of each event. @throws Error that names the first resource that failed, and why; Interrupted, while CloudFormation goes on */
export async function followStack({ stackName, known, isInterrupted }: Followed, io: Io): Promise<StackNow> {
  const told = new Set(known)
  const stack = await seen(async () => {
    for (const event of await newEvents()) io.progress(`${event.logicalId}: ${event.status}`)
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
