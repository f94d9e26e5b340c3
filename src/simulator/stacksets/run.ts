import { carryOut } from './stack-of-instance.ts'
import { concurrencyOf, toleranceOf } from './preferences.ts'
import { keyOf, underWay, type Instance, type Result, type SetOperation, type StackSet } from './state.ts'

const STARTS_AFTER_MS = 1_000

/** So long a stack takes in an account. */
const STACK_MS = 20_000

/** Put an operation into the queue of its set; it starts when those before it are done. */
export function enqueue(set: StackSet, operation: SetOperation): void {
  set.operations.push(operation)
  if (underWay(set)[0] === operation) start(set, operation)
}

function start(set: StackSet, operation: SetOperation): void {
  operation.status = 'RUNNING'
  operation.results = operation.prepare().map((instance): Result => {
    Object.assign(instance, { detailed: 'PENDING', reason: undefined, lastOperationId: operation.id })
    if (operation.action !== 'DELETE') instance.status = 'OUTDATED'
    return { instance, status: 'PENDING', reason: undefined }
  })
  set.place.clock.schedule(STARTS_AFTER_MS, () => goOn(set, operation))
}

/** Begin in as many accounts as may be at a time; a Region after the other. At the end, the next operation's turn comes. */
function goOn(set: StackSet, operation: SetOperation): void {
  const { results, preferences } = operation
  const pending = results.filter(({ status }) => status === 'PENDING')
  const running = results.filter(({ status }) => status === 'RUNNING')
  if (operation.status === 'STOPPING') cancel(pending, 'Cancelled since the operation was stopped')
  else {
    const region = (running[0] ?? pending[0])?.instance.region
    const here = results.filter(({ instance }) => instance.region === region)
    const failed = here.filter(({ status }) => status === 'FAILED').length
    const free = concurrencyOf(preferences, here.length, failed) - running.length
    const next = pending.filter(({ instance }) => instance.region === region).slice(0, Math.max(0, free))
    for (const result of next) begin(set, operation, result)
  }
  if (results.every(({ status }) => status !== 'PENDING' && status !== 'RUNNING')) finish(set, operation)
}

function begin(set: StackSet, operation: SetOperation, result: Result): void {
  result.status = 'RUNNING'
  result.instance.detailed = 'RUNNING'
  set.place.clock.schedule(STACK_MS, async () => {
    const failure = await carryOut(set, result.instance, operation)
    settle(set, operation, result, failure?.why)
    goOn(set, operation)
  })
}

function settle(set: StackSet, operation: SetOperation, result: Result, why: string | undefined): void {
  const { instance } = result
  result.status = why === undefined ? 'SUCCEEDED' : 'FAILED'
  result.reason = why
  if (why !== undefined) {
    const isDeletion = operation.action === 'DELETE'
    Object.assign(instance, { status: isDeletion ? 'INOPERABLE' : 'OUTDATED', detailed: isDeletion ? 'INOPERABLE' : 'FAILED', reason: why })
    const here = operation.results.filter(({ instance: other }) => other.region === instance.region)
    const failed = here.filter(({ status }) => status === 'FAILED').length
    if (failed > toleranceOf(operation.preferences, here.length))
      cancel(
        operation.results.filter(({ status }) => status === 'PENDING'),
        'Cancelled since failure tolerance has exceeded',
      )
  } else if (operation.action === 'DELETE') forget(set, instance)
  else Object.assign(instance, { status: 'CURRENT', detailed: 'SUCCEEDED', reason: undefined })
}

const forget = ({ instances }: StackSet, { accountId, region }: Instance): boolean => instances.delete(keyOf(accountId, region))

function cancel(results: readonly Result[], reason: string): void {
  for (const result of results) {
    Object.assign(result, { status: 'CANCELLED', reason })
    Object.assign(result.instance, { detailed: 'CANCELLED', reason })
  }
}

function finish(set: StackSet, operation: SetOperation): void {
  operation.ended = set.place.clock.now()
  operation.status = statusOf(operation)
  const [next] = underWay(set)
  if (next !== undefined) start(set, next)
}

/** It failed where in a Region more accounts failed than tolerated. */
function statusOf({ status, results, preferences }: SetOperation): 'STOPPED' | 'FAILED' | 'SUCCEEDED' {
  if (status === 'STOPPING') return 'STOPPED'
  const regions = [...new Set(results.map(({ instance }) => instance.region))]
  const isOver = regions.some((region) => {
    const here = results.filter(({ instance }) => instance.region === region)
    return here.filter((each) => each.status === 'FAILED').length > toleranceOf(preferences, here.length)
  })
  return isOver ? 'FAILED' : 'SUCCEEDED'
}
