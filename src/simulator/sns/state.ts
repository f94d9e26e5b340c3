import { perRegion, type Place, type World } from '../world/world.ts'

export type Message = { readonly at: Date; readonly subject: string | undefined; readonly text: string }

/** So many messages of a topic can be looked at, the last ones. */
const KEPT = 10_000

export function keepMessage(topic: Message[], message: Message): void {
  topic.push(message)
  if (topic.length > KEPT) topic.splice(0, topic.length - KEPT)
}

/** What was published, by the topic's ARN. */
export const topicsOf = perRegion(() => new Map<string, Message[]>())

/** Make a topic, unless it is there, and give its ARN. */
export function makeTopic(place: Place, name: string): string {
  const arn = `arn:aws:sns:${place.region}:${place.accountId}:${name}`
  if (!topicsOf(place).has(arn)) topicsOf(place).set(arn, [])
  return arn
}

/** What was published to a topic, of whichever account and Region: the last messages. */
export function messagesOf(world: World, topicArn: string): readonly Message[] {
  const [, , , region, accountId] = topicArn.split(':')
  return topicsOf(world.place(accountId, region)).get(topicArn) ?? []
}
