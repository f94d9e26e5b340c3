import { CreateTopic$, ListTopics$, Publish$, type CreateTopicInput, type ListTopicsInput, type PublishInput } from '@aws-sdk/client-sns'
import { operation } from '../world/operation.ts'
import { randomUuid } from '../world/random.ts'
import { keepMessage, makeTopic, topicsOf } from './state.ts'
import { homeOf, invalid, topicOf } from './topic-arn.ts'
import { checkMayPublish } from './topic-policy.ts'

const SUBJECT_LENGTH = 100
const MESSAGE_BYTES = 262_144
const PAGE = 100

/** SNS as far as messages are sent: topics keep what was published, to be read with the simulator's `messages`. */
export const topicOperations = [
  operation(CreateTopic$, ['Name'], ({ Name = '' }: CreateTopicInput, { place }) => {
    if (Name.endsWith('.fifo')) throw invalid('The simulator knows no FIFO topics.')
    if (!/^[\w-]{1,256}$/.test(Name)) throw invalid('Topic Name')
    return { TopicArn: makeTopic(place, Name) }
  }),
  operation(ListTopics$, ['NextToken'], ({ NextToken = '0' }: ListTopicsInput, { place }) => {
    if (!/^\d{1,9}$/.test(NextToken)) throw invalid('NextToken')
    const [all, to] = [[...topicsOf(place).keys()], Number(NextToken) + PAGE]
    const Topics = all.slice(Number(NextToken), to).map((TopicArn) => ({ TopicArn }))
    return { Topics, ...(to < all.length ? { NextToken: String(to) } : {}) }
  }),
  operation(
    Publish$,
    ['TopicArn', 'TargetArn', 'PhoneNumber', 'Subject', 'Message'],
    ({ TopicArn, TargetArn, PhoneNumber, Subject, Message: text = '' }: PublishInput, { place, now, caller }) => {
      if (text === '') throw invalid('Empty message')
      if (Buffer.byteLength(text) > MESSAGE_BYTES) throw invalid('Message too long')
      if (Subject !== undefined && (Subject.length > SUBJECT_LENGTH || !/^[\x20-\x7E]+$/.test(Subject))) throw invalid('Subject')
      if (PhoneNumber === undefined) {
        const arn = TopicArn ?? TargetArn ?? ''
        const topic = topicOf(place, arn, TopicArn === undefined ? 'TargetArn' : 'TopicArn')
        checkMayPublish(homeOf(place, arn), arn, caller)
        keepMessage(topic, { at: now, subject: Subject, text })
      } else if (!/^\+[1-9]\d{6,14}$/.test(PhoneNumber)) throw invalid(`PhoneNumber Reason: ${PhoneNumber} is not valid to publish to`)
      return { MessageId: randomUuid(place.random) }
    },
  ),
]
