import { instant, type Instant } from '../judgement/instant.ts'

export type Invocation = {
  readonly resultToken: string
  readonly ruleName: string
  readonly accountId: string
  /** The time that AWS Config gave the event: "now" of the whole run (S5). */
  readonly now: Instant
}

/** Read what AWS Config sends; `invokingEvent` is JSON inside JSON. @throws Error for an event that is no ScheduledNotification */
export function parseInvocation(event: unknown): Invocation {
  const invoking = jsonOf(text(event, 'invokingEvent'))
  if (text(invoking, 'messageType') !== 'ScheduledNotification') throw notOurs('messageType')
  const now = Date.parse(text(invoking, 'notificationCreationTime'))
  if (Number.isNaN(now)) throw notOurs('notificationCreationTime')
  return {
    resultToken: text(event, 'resultToken'),
    ruleName: text(event, 'configRuleName'),
    accountId: text(event, 'accountId'),
    now: instant(now),
  }
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
