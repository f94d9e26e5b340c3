import * as v from 'valibot'
import { AwsError } from './aws-error.ts'

/**
 * A fault to order. `operation` is `service:Operation`, `service:*` or `*`; `where` narrows it to calls whose input has these values;
 * `accountId` to those of that account; `probability` (default 1) and `times` (default without end) and `until` (virtual time) say how often.
 * - throttle, server-error, refuse, limit-exceeded: the call is answered with Throttling, ServiceFailure (500), AccessDenied or LimitExceeded, and does nothing
 * - lost-answer: the call does its work, and the connection is cut
 * - failed-evaluations: PutEvaluations answers 200 and lists every evaluation as failed
 * - report-in-progress: the credential report is still being made (for iam:GetCredentialReport)
 * - lag: reads of the user that this call changes go on showing the state before it, for so many `reads` (default 3); of a DynamoDB table, reads that do not
 *   ask for consistency
 * - crash: the function that makes the call ends at once, before it is done (`when: 'before'`, default) or after; `skip` lets so many calls pass
 * - delay: the answer takes `ms` of real time, at most a minute
 */
export type FaultOrder = {
  readonly operation: string
  readonly kind: Answer | 'lost-answer' | 'failed-evaluations' | 'report-in-progress' | 'lag' | 'delay' | 'crash'
  readonly where?: Readonly<Record<string, string>>
  readonly accountId?: string
  readonly probability?: number
  readonly times?: number
  readonly until?: Date
  readonly reads?: number
  readonly ms?: number
  readonly when?: 'before' | 'after'
  readonly skip?: number
}

/** Faults that are answers: the call is not done. */
export const ANSWERS = ['throttle', 'server-error', 'refuse', 'limit-exceeded'] as const

type Answer = (typeof ANSWERS)[number]

const KINDS = [...ANSWERS, 'lost-answer', 'failed-evaluations', 'report-in-progress', 'lag', 'delay', 'crash'] as const

/** The longest that an answer may be delayed. */
const DELAY_MS = 60_000

/** So many faults may be on order at a time. */
const ORDERS = 1_000

const count = v.pipe(v.number(), v.integer(), v.minValue(0))

const Order = v.strictObject({
  operation: v.pipe(v.string(), v.regex(/^(\*|[a-z]+:(\*|\w+))$/, 'expected service:Operation, service:* or *')),
  kind: v.picklist(KINDS),
  where: v.exactOptional(v.record(v.string(), v.string())),
  accountId: v.exactOptional(v.pipe(v.string(), v.regex(/^\d{12}$/, 'expected an account id of 12 digits'))),
  probability: v.exactOptional(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
  times: v.exactOptional(count),
  until: v.exactOptional(
    v.pipe(
      v.string(),
      v.isoTimestamp(),
      v.transform((text) => new Date(text)),
    ),
  ),
  reads: v.exactOptional(count),
  ms: v.exactOptional(v.pipe(v.number(), v.minValue(0), v.maxValue(DELAY_MS))),
  when: v.exactOptional(v.picklist(['before', 'after'])),
  skip: v.exactOptional(count),
})

/** An order as it comes over HTTP. @throws ValiError naming what cannot be used */
export const parseFault = (order: unknown): FaultOrder => v.parse(Order, order)

export const isAnswer = (kind: FaultKind): kind is Answer => ANSWERS.some((answer) => answer === kind)

export type FaultKind = FaultOrder['kind']

type CallFacts = { readonly operation: string; readonly input: unknown; readonly now: Date; readonly accountId: string }

/** The faults on order. Where none is ordered, nothing fails. */
export class Faults {
  readonly #random: () => number
  #orders: { readonly order: FaultOrder; left: number; skip: number }[] = []

  constructor(random: () => number) {
    this.#random = random
  }

  order(order: FaultOrder): void {
    if (this.#orders.length >= ORDERS) throw new RangeError(`At most ${ORDERS} faults can be on order.`)
    this.#orders.push({ order, left: order.times ?? Number.POSITIVE_INFINITY, skip: order.skip ?? 0 })
  }

  clear(): void {
    this.#orders = []
  }

  /** The first order of these kinds that strikes this call; it is used up by one. */
  strike(call: CallFacts, kinds: readonly FaultKind[]): FaultOrder | undefined {
    const struck = this.#orders.find((each) => {
      const { order, left, skip } = each
      if (left <= 0 || !kinds.includes(order.kind) || !this.#applies(order, call)) return false
      each.skip = Math.max(0, skip - 1)
      return skip === 0
    })
    if (struck !== undefined) struck.left -= 1
    return struck?.order
  }

  #applies({ operation, where = {}, accountId, probability = 1, until }: FaultOrder, call: CallFacts): boolean {
    const [service = ''] = call.operation.split(':')
    const named = operation === '*' || operation === `${service}:*` || operation === call.operation
    const input = Object(call.input) as Record<string, unknown>
    const meant = Object.entries(where).every(([field, value]) => input[field] === value)
    return (
      named &&
      meant &&
      (accountId ?? call.accountId) === call.accountId &&
      (until === undefined || call.now < until) &&
      this.#random() < probability
    )
  }
}

/** What a caller gets to see of a fault that keeps the call from being done. */
export function faultError(kind: Answer, operation: string, callerArn: string): AwsError {
  const json = !/^(iam|sts|cloudformation|sns):/.test(operation)
  switch (kind) {
    case 'throttle':
      return json ? new AwsError('ThrottlingException', 400, 'Rate exceeded') : new AwsError('Throttling', 400, 'Rate exceeded')
    case 'server-error':
      return new AwsError(
        json ? 'InternalServerError' : 'ServiceFailure',
        500,
        'The request processing has failed because of an unknown error.',
      )
    case 'limit-exceeded':
      return new AwsError(json ? 'LimitExceededException' : 'LimitExceeded', json ? 400 : 409, 'No more capacity to launch new tasks.')
    case 'refuse':
      return accessDenied(operation, callerArn, '*')
  }
}

export function accessDenied(operation: string, callerArn: string, resource: string, why = ''): AwsError {
  const json = !/^(iam|sts|cloudformation|sns):/.test(operation)
  const message = `User: ${callerArn} is not authorized to perform: ${operation} on resource: ${resource}${why}`
  return new AwsError(json ? 'AccessDeniedException' : 'AccessDenied', json ? 400 : 403, message)
}
