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
import { checkRegion, homeOf, topicOf } from './topic-arn.ts'
import { policyOf, setPolicy } from './topic-policy.ts'

/** By the topic's ARN. */
const displayNamesOf = perRegion(() => new Map<string, string>())

const DISPLAY_NAME = 100

/** What a topic is called beside its name, and its end. Nobody subscribes to one here. */
export const topicAttributeOperations = [
  operation(GetTopicAttributes$, ['TopicArn'], ({ TopicArn = '' }: GetTopicAttributesInput, { place }) => {
    checkTopic(place, TopicArn)
    return {
      Attributes: {
        TopicArn,
        Owner: place.accountId,
        Policy: JSON.stringify(policyOf(place, TopicArn) ?? initialPolicy(place, TopicArn)),
        EffectiveDeliveryPolicy: JSON.stringify(DELIVERY),
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
    checkRegion(place, TopicArn)
    topicsOf(place).delete(TopicArn)
    displayNamesOf(place).delete(TopicArn)
    setPolicy(place, TopicArn, '')
  }),
]

/** A topic of this account. @throws NotFound, InvalidParameter */
function checkTopic(place: Place, arn: string): void {
  topicOf(place, arn)
  if (homeOf(place, arn) !== place) throw new AwsError('NotFound', 404, 'Topic does not exist')
}

/** What a topic is made with: its own account may do all that can be done with it. */
const initialPolicy = (place: Place, Resource: string): object => ({
  Version: '2008-10-17',
  Id: '__default_policy_ID',
  Statement: [
    {
      Sid: '__default_statement_ID',
      Effect: 'Allow',
      Principal: { AWS: '*' },
      Action: [
        'SNS:GetTopicAttributes',
        'SNS:SetTopicAttributes',
        'SNS:AddPermission',
        'SNS:RemovePermission',
        'SNS:DeleteTopic',
        'SNS:Subscribe',
        'SNS:ListSubscriptionsByTopic',
        'SNS:Publish',
      ],
      Resource,
      Condition: { StringEquals: { 'AWS:SourceOwner': place.accountId } },
    },
  ],
})

const DELIVERY = {
  http: {
    defaultHealthyRetryPolicy: {
      minDelayTarget: 20,
      maxDelayTarget: 20,
      numRetries: 3,
      numMaxDelayRetries: 0,
      numNoDelayRetries: 0,
      numMinDelayRetries: 0,
      backoffFunction: 'linear',
    },
    disableSubscriptionOverrides: false,
    defaultRequestPolicy: { headerContentType: 'text/plain; charset=UTF-8' },
  },
}

const invalid = (message: string): AwsError => new AwsError('InvalidParameter', 400, message)
