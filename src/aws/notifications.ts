import { PublishCommand, SNSClient } from '@aws-sdk/client-sns'
import { clientSettings } from './client-settings.ts'

export type Notify = (subject: string, message: string) => Promise<void>

/** Publish to a topic; without one there is nobody to tell. */
export function notifier(topicArn: string): Notify {
  if (topicArn === '') return async () => undefined
  const client = new SNSClient(clientSettings)
  return async (Subject, Message) => void (await client.send(new PublishCommand({ TopicArn: topicArn, Subject, Message })))
}
