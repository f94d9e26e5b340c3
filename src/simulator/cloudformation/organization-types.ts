import type { CreateResourceShareResponse } from '@aws-sdk/client-ram'
import type { PutConfigurationAggregatorResponse } from '@aws-sdk/client-config-service'
import * as v from 'valibot'
import { call, remove, type Author } from './author.ts'
import { flag, read } from './properties.ts'
import type { Properties, Provisioned, ResourceType } from './resource-type.ts'

const texts = v.array(v.string())

const Share_ = v.strictObject({
  Name: v.string(),
  ResourceArns: v.optional(texts, []),
  Principals: v.optional(texts, []),
  AllowExternalPrincipals: v.optional(flag, true),
  PermissionArns: v.optional(texts),
})

/** A share that changes is shared anew, and the old one goes. */
const resourceShare: ResourceType = {
  attributes: ['Arn'],
  identifiers: ['Arn'],
  replacedBy: ['Name', 'ResourceArns', 'Principals', 'AllowExternalPrincipals', 'PermissionArns'],
  create: async (author, properties) => {
    const { Name, ResourceArns, Principals, AllowExternalPrincipals, PermissionArns } = read('AWS::RAM::ResourceShare', Share_, properties)
    const { resourceShare: made } = await call<CreateResourceShareResponse>(author, 'ram:CreateResourceShare', {
      name: Name,
      resourceArns: ResourceArns,
      principals: Principals,
      allowExternalPrincipals: AllowExternalPrincipals,
      permissionArns: PermissionArns,
    })
    const Arn = made?.resourceShareArn ?? ''
    return { physicalId: Arn, attributes: { Arn } }
  },
  update: (_author, _properties, present) => Promise.resolve(present),
  remove: (author, { physicalId }) =>
    remove(author, 'ram:DeleteResourceShare', { resourceShareArn: physicalId }, ['UnknownResourceException']),
}

const Aggregator_ = v.strictObject({
  ConfigurationAggregatorName: v.optional(v.string()),
  OrganizationAggregationSource: v.strictObject({
    RoleArn: v.string(),
    AwsRegions: v.optional(texts),
    AllAwsRegions: v.optional(flag),
  }),
})

const aggregator: ResourceType = {
  attributes: ['ConfigurationAggregatorArn'],
  identifiers: ['ConfigurationAggregatorName'],
  replacedBy: ['ConfigurationAggregatorName'],
  customName: 'ConfigurationAggregatorName',
  create: (author, properties, { uniqueName }) => provisionAggregator(author, properties, uniqueName(256)),
  update: (author, properties, { physicalId }) => provisionAggregator(author, properties, physicalId),
  remove: (author, { physicalId }) =>
    remove(author, 'config:DeleteConfigurationAggregator', { ConfigurationAggregatorName: physicalId }, [
      'NoSuchConfigurationAggregatorException',
    ]),
}

async function provisionAggregator(author: Author, properties: Properties, name: string): Promise<Provisioned> {
  const { ConfigurationAggregatorName = name, OrganizationAggregationSource } = read(
    'AWS::Config::ConfigurationAggregator',
    Aggregator_,
    properties,
  )
  const input = { ConfigurationAggregatorName, OrganizationAggregationSource }
  const { ConfigurationAggregator } = await call<PutConfigurationAggregatorResponse>(author, 'config:PutConfigurationAggregator', input)
  const ConfigurationAggregatorArn = ConfigurationAggregator?.ConfigurationAggregatorArn ?? ''
  return { physicalId: ConfigurationAggregatorName, attributes: { ConfigurationAggregatorArn } }
}

const TopicPolicy_ = v.strictObject({ Topics: texts, PolicyDocument: v.record(v.string(), v.unknown()) })

/** Without one, a topic is for its own account. */
const topicPolicy: ResourceType = {
  attributes: ['Id'],
  identifiers: ['Id'],
  replacedBy: ['Topics'],
  create: (author, properties, { uniqueName }) => provisionTopicPolicy(author, properties, uniqueName(128)),
  update: (author, properties, { physicalId }) => provisionTopicPolicy(author, properties, physicalId),
  remove: async (author, { properties }) => {
    for (const TopicArn of read('AWS::SNS::TopicPolicy', TopicPolicy_, properties).Topics)
      await remove(author, 'sns:SetTopicAttributes', { TopicArn, AttributeName: 'Policy', AttributeValue: '' }, ['NotFound'])
  },
}

async function provisionTopicPolicy(author: Author, properties: Properties, Id: string): Promise<Provisioned> {
  const { Topics, PolicyDocument } = read('AWS::SNS::TopicPolicy', TopicPolicy_, properties)
  for (const TopicArn of Topics)
    await call(author, 'sns:SetTopicAttributes', { TopicArn, AttributeName: 'Policy', AttributeValue: JSON.stringify(PolicyDocument) })
  return { physicalId: Id, attributes: { Id } }
}

/** What an organization's security account has. */
export const organizationTypes = {
  'AWS::RAM::ResourceShare': resourceShare,
  'AWS::Config::ConfigurationAggregator': aggregator,
  'AWS::SNS::TopicPolicy': topicPolicy,
}
