import { PublishCommand, SNSClient } from '@aws-sdk/client-sns'
import { clientSettings } from './client-settings.ts'

/** Tells people. @throws Error where it is not known that they were told */
export type Notify = (subject: string, message: string) => Promise<void>

/** A topic that hangs must not cost the verdicts: far less than what is kept for reporting when the time for reading is up, at which people are told all the same. */
const PATIENCE_MS = 15_000

/**
 * Publish to a topic, in the topic's own Region; without one there is nobody to tell. One topic may hear of many accounts, so each message begins with whose it is.
 * @param teller ARN of who tells
 */
export function notifier(topicArn: string, teller: string): Notify {
  const region = topicArn.split(':')[3]
  if (region === undefined) return async () => undefined
  const [, , , from, account] = teller.split(':')
  const client = new SNSClient({ ...clientSettings(), region })
  return async (Subject, message) => {
    const Message = `Account ${account}, Region ${from}.\n\n${message}`
    await client.send(new PublishCommand({ TopicArn: topicArn, Subject, Message }), { abortSignal: AbortSignal.timeout(PATIENCE_MS) })
  }
}
