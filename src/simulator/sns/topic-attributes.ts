import {
  DeleteTopic$,
  GetTopicAttributes$,
  SetTopicAttributes$,
  type DeleteTopicInput,
  type GetTopicAttributesInput,
  type SetTopicAttributesInput,
} from '@aws-sdk/client-sns'
import { AwsError } from '../world/aws-error.ts'
import { operation } from '../world/operation.ts'
import { perRegion, type Place } from '../world/world.ts'
import { topicsOf } from './state.ts'
import { policyOf, setPolicy } from './topic-policy.ts'

/** By the topic's ARN. */
const displayNamesOf = perRegion(() => new Map<string, string>())

const DISPLAY_NAME = 100

/** What a topic is called beside its name, and its end. Nobody subscribes to one here. */
export const topicAttributeOperations = [
  operation(GetTopicAttributes$, ['TopicArn'], ({ TopicArn = '' }: GetTopicAttributesInput, { place }) => {
    checkTopic(place, TopicArn)
    const policy = policyOf(place, TopicArn)
    return {
      Attributes: {
        TopicArn,
        Owner: place.accountId,
        ...(policy === undefined ? {} : { Policy: JSON.stringify(policy) }),
        DisplayName: displayNamesOf(place).get(TopicArn) ?? '',
        SubscriptionsConfirmed: '0',
        SubscriptionsDeleted: '0',
        SubscriptionsPending: '0',
      },
    }
  }),
  operation(
    SetTopicAttributes$,
    ['TopicArn', 'AttributeName', 'AttributeValue'],
    ({ TopicArn = '', AttributeName, AttributeValue = '' }: SetTopicAttributesInput, { place }) => {
      checkTopic(place, TopicArn)
      if (AttributeName === 'Policy') return setPolicy(place, TopicArn, AttributeValue)
      if (AttributeName !== 'DisplayName')
        throw invalid(`The simulator knows the attributes DisplayName and Policy of a topic, and not ${AttributeName}.`)
      if (AttributeValue.length > DISPLAY_NAME) throw invalid('Invalid parameter: DisplayName')
      displayNamesOf(place).set(TopicArn, AttributeValue)
    },
  ),
  operation(DeleteTopic$, ['TopicArn'], ({ TopicArn = '' }: DeleteTopicInput, { place }) => {
    topicsOf(place).delete(TopicArn)
    displayNamesOf(place).delete(TopicArn)
    setPolicy(place, TopicArn, '')
  }),
]

function checkTopic(place: Place, arn: string): void {
  if (!topicsOf(place).has(arn)) throw new AwsError('NotFound', 404, 'Topic does not exist')
}

const invalid = (message: string): AwsError => new AwsError('InvalidParameter', 400, message)
