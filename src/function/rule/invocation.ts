import { isAhead, momentOf, type Instant } from '../../judgement/instant.ts'

export type Invocation = {
  readonly resultToken: string
  readonly accountId: string
  /** The time that AWS Config gave the event: "now" of the whole run (S5). */
  readonly now: Instant
}

/**
 * Read what AWS Config sends; `invokingEvent` is JSON inside JSON. `clock` is the function's own.
 * @throws Error for an event that is no ScheduledNotification, or that speaks of a time that is still to come
 */
export function parseInvocation(event: unknown, clock: Instant): Invocation {
  const invoking = jsonOf(text(event, 'invokingEvent'))
  if (text(invoking, 'messageType') !== 'ScheduledNotification') throw notOurs('messageType')
  const created = text(invoking, 'notificationCreationTime')
  const now = momentOf(created)
  if (now === undefined) throw notOurs('notificationCreationTime')
  if (isAhead(now, clock)) throw new Error(`The event is of ${created}, which lies ahead. Let AWS Config invoke this function.`)
  return { resultToken: text(event, 'resultToken'), accountId: text(event, 'accountId'), now }
}

function text(value: unknown, field: string): string {
  const found: unknown = Object(value)[field]
  if (typeof found !== 'string' || found === '') throw notOurs(field)
  return found
}

function jsonOf(value: string): unknown {
  try {
    return JSON.parse(value)
  } catch {
    throw notOurs('invokingEvent')
  }
}

const notOurs = (field: string): Error =>
  new Error(`Not a ScheduledNotification of AWS Config: ${field} is missing or not as it should be. Let AWS Config invoke this function.`)
