import { CreateTopic$, ListTopics$, Publish$, type CreateTopicInput, type PublishInput } from '@aws-sdk/client-sns'
import { AwsError } from '../world/aws-error.ts'
import { operation } from '../world/operation.ts'
import { randomUuid } from '../world/random.ts'
import type { Place } from '../world/world.ts'
import { topicsOf } from './state.ts'
import { checkMayPublish } from './topic-policy.ts'

const SUBJECT_LENGTH = 100
const MESSAGE_BYTES = 262_144

/** SNS as far as messages are sent: topics keep what was published, to be read with the simulator's `messages`. */
export const topicOperations = [
  operation(CreateTopic$, ['Name'], ({ Name = '' }: CreateTopicInput, { place }) => {
    const TopicArn = `arn:aws:sns:${place.region}:${place.accountId}:${Name}`
    if (!topicsOf(place).has(TopicArn)) topicsOf(place).set(TopicArn, [])
    return { TopicArn }
  }),
  operation(ListTopics$, [], (_input: object, { place }) => ({ Topics: [...topicsOf(place).keys()].map((TopicArn) => ({ TopicArn })) })),
  operation(
    Publish$,
    ['TopicArn', 'Subject', 'Message'],
    ({ TopicArn = '', Subject, Message: text = '' }: PublishInput, { place, now, caller }) => {
      const home = homeOf(place, TopicArn)
      const topic = topicsOf(home).get(TopicArn)
      if (topic === undefined) throw new AwsError('NotFound', 404, 'Topic does not exist')
      checkMayPublish(home, TopicArn, caller)
      if (Subject !== undefined && (Subject.length > SUBJECT_LENGTH || !/^[\x20-\x7E]+$/.test(Subject)))
        throw new AwsError('InvalidParameter', 400, 'Invalid parameter: Subject')
      if (text === '' || Buffer.byteLength(text) > MESSAGE_BYTES) throw new AwsError('InvalidParameter', 400, 'Invalid parameter: Message')
      topic.push({ at: now, subject: Subject, text })
      return { MessageId: randomUuid(place.random) }
    },
  ),
]

/** The account of a topic, where it is one that is there: in this Region alone, for a topic is reached by its own Region's endpoint. */
function homeOf(place: Place, topicArn: string): Place {
  const [, , , region = '', accountId = ''] = topicArn.split(':')
  return region === place.region && /^\d{12}$/.test(accountId) ? place.world.place(accountId, region) : place
}
