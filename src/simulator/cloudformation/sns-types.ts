import type { CreateTopicResponse } from '@aws-sdk/client-sns'
import * as v from 'valibot'
import { call, orTakeAway, type Author } from './author.ts'
import { read } from './properties.ts'
import type { Properties, ResourceType } from './resource-type.ts'

const Topic_ = v.strictObject({ TopicName: v.optional(v.string()), DisplayName: v.optional(v.string(), '') })

const topicProperties = (properties: Properties) => read('AWS::SNS::Topic', Topic_, properties)

const topic: ResourceType = {
  attributes: ['TopicArn', 'TopicName', 'DisplayName'],
  identifiers: ['TopicArn'],
  replacedBy: ['TopicName'],
  customName: 'TopicName',
  create: async (author, properties, { uniqueName }) => {
    const { TopicName = uniqueName(256), DisplayName } = topicProperties(properties)
    const { TopicArn = '' } = await call<CreateTopicResponse>(author, 'sns:CreateTopic', { Name: TopicName })
    if (DisplayName !== '')
      await orTakeAway(
        () => display(author, TopicArn, DisplayName),
        () => removeTopic(author, TopicArn),
      )
    return { physicalId: TopicArn, attributes: { TopicArn, TopicName, DisplayName } }
  },
  update: async (author, properties, { physicalId, attributes }) => {
    const { DisplayName } = topicProperties(properties)
    await display(author, physicalId, DisplayName)
    return { physicalId, attributes: { ...attributes, DisplayName } }
  },
  remove: (author, { physicalId }) => removeTopic(author, physicalId),
}

const display = (author: Author, TopicArn: string, AttributeValue: string): Promise<undefined> =>
  call(author, 'sns:SetTopicAttributes', { TopicArn, AttributeName: 'DisplayName', AttributeValue })

const removeTopic = (author: Author, TopicArn: string): Promise<undefined> => call(author, 'sns:DeleteTopic', { TopicArn })

export const snsTypes = { 'AWS::SNS::Topic': topic }
