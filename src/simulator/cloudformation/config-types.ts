import type { DescribeConfigRulesResponse } from '@aws-sdk/client-config-service'
import * as v from 'valibot'
import { AwsError } from '../world/aws-error.ts'
import { call, type Author } from './author.ts'
import { RemediationProperties, RuleProperties } from './config-shapes.ts'
import { read } from './properties.ts'
import type { Properties, Provisioned, ResourceType } from './resource-type.ts'

const ConfigRule_ = v.looseObject({ ConfigRuleName: v.optional(v.string()) })

const configRule: ResourceType = {
  attributes: ['Arn', 'ConfigRuleId'],
  identifiers: ['ConfigRuleName'],
  replacedBy: ['ConfigRuleName'],
  create: async (author, properties, { uniqueName }) => {
    const { ConfigRuleName = uniqueName(64) } = read('AWS::Config::ConfigRule', ConfigRule_, properties)
    if ((await find(author, ConfigRuleName)) !== undefined)
      throw new AwsError('ResourceAlreadyExists', 400, `The rule ${ConfigRuleName} already exists.`)
    return provisionRule(author, ConfigRuleName, properties)
  },
  update: (author, properties, { physicalId }) => provisionRule(author, physicalId, properties),
  remove: (author, { physicalId }) => call(author, 'config:DeleteConfigRule', { ConfigRuleName: physicalId }),
}

async function find(author: Author, name: string) {
  const { ConfigRules = [] } = await call<DescribeConfigRulesResponse>(author, 'config:DescribeConfigRules', {})
  return ConfigRules.find(({ ConfigRuleName }) => ConfigRuleName === name)
}

async function provisionRule(author: Author, ConfigRuleName: string, properties: Properties): Promise<Provisioned> {
  const wanted = read('AWS::Config::ConfigRule', RuleProperties, properties)
  await call(author, 'config:PutConfigRule', { ConfigRule: { ...wanted, ConfigRuleName } })
  const made = await find(author, ConfigRuleName)
  return { physicalId: ConfigRuleName, attributes: { Arn: made?.ConfigRuleArn ?? '', ConfigRuleId: made?.ConfigRuleId ?? '' } }
}

const remediationConfiguration: ResourceType = {
  attributes: [],
  identifiers: [],
  replacedBy: ['ConfigRuleName'],
  create: (author, properties) => provisionRemediation(author, properties),
  update: (author, properties) => provisionRemediation(author, properties),
  remove: (author, { properties: { ConfigRuleName } }) => call(author, 'config:DeleteRemediationConfiguration', { ConfigRuleName }),
}

async function provisionRemediation(author: Author, properties: Properties): Promise<Provisioned> {
  const configuration = read('AWS::Config::RemediationConfiguration', RemediationProperties, properties)
  await call(author, 'config:PutRemediationConfigurations', { RemediationConfigurations: [configuration] })
  return { physicalId: `${configuration.ConfigRuleName}-remediation`, attributes: {} }
}

export const configTypes = {
  'AWS::Config::ConfigRule': configRule,
  'AWS::Config::RemediationConfiguration': remediationConfiguration,
}
