import * as v from 'valibot'
import { instant, type Instant } from '../judgement/instant.ts'

/** What AWS Config sends, at its door. `invokingEvent` is JSON inside JSON. */
const Event = v.object({
  resultToken: v.pipe(v.string(), v.nonEmpty()),
  configRuleName: v.pipe(v.string(), v.nonEmpty()),
  accountId: v.pipe(v.string(), v.nonEmpty()),
  invokingEvent: v.pipe(
    v.string(),
    v.parseJson(),
    v.object({ messageType: v.literal('ScheduledNotification'), notificationCreationTime: v.pipe(v.string(), v.isoTimestamp()) }),
  ),
})

export type Invocation = {
  readonly resultToken: string
  readonly ruleName: string
  readonly accountId: string
  /** The time that AWS Config gave the event: "now" of the whole run (S5). */
  readonly now: Instant
}

/** @throws Error for an event that is no ScheduledNotification of AWS Config */
export function parseInvocation(event: unknown): Invocation {
  const parsed = v.safeParse(Event, event)
  if (!parsed.success) {
    const [issue] = parsed.issues
    throw new Error(
      `Not a ScheduledNotification of AWS Config: ${v.getDotPath(issue) ?? 'the event'}: ${issue.message}. Let AWS Config invoke this function.`,
    )
  }
  const { resultToken, configRuleName, accountId, invokingEvent } = parsed.output
  return { resultToken, ruleName: configRuleName, accountId, now: instant(invokingEvent.notificationCreationTime) }
}
