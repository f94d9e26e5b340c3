import type { Place } from '../world/world.ts'
import { aggregatedRules, aggregatedUsers, type AggregatedRule, type Aggregator } from './aggregators.ts'
import type { EvaluationResult } from './state.ts'

/** A resource as an advanced query finds it. */
export type Resource = { readonly [property: string]: string | Resource | readonly Resource[] }

type Described = {
  /** Those that can be asked for; what has others in it can be asked for whole. */
  readonly properties: readonly string[]
  readonly resources: (place: Place, aggregator: Aggregator) => readonly Resource[]
}

const OF_ALL = ['accountId', 'awsRegion', 'resourceType', 'resourceId']

/** The types of resources that can be asked for. */
export const RESOURCES: ReadonlyMap<string, Described> = new Map<string, Described>([
  [
    'AWS::Config::ResourceCompliance',
    {
      properties: [
        ...OF_ALL,
        'configuration',
        'configuration.complianceType',
        'configuration.targetResourceId',
        'configuration.targetResourceType',
        'configuration.configRuleList',
        'configuration.configRuleList.complianceType',
        'configuration.configRuleList.configRuleArn',
        'configuration.configRuleList.configRuleId',
        'configuration.configRuleList.configRuleName',
      ],
      resources: (place, aggregator) => compliances(place, aggregator),
    },
  ],
  [
    'AWS::IAM::User',
    {
      properties: [
        ...OF_ALL,
        'resourceName',
        'resourceCreationTime',
        'arn',
        'configuration',
        'configuration.arn',
        'configuration.createDate',
        'configuration.path',
        'configuration.userId',
        'configuration.userName',
      ],
      resources: (place, aggregator) => users(place, aggregator),
    },
  ],
])

type Judged = { readonly by: AggregatedRule; readonly evaluation: EvaluationResult['evaluation'] }

/** One for each resource that rules of its account and Region have judged, with what each of them said. */
function compliances(place: Place, aggregator: Aggregator): readonly Resource[] {
  const byResource = new Map<string, Judged[]>()
  for (const by of aggregatedRules(place, aggregator))
    for (const { evaluation } of by.results) {
      const key = [by.place.accountId, by.place.region, evaluation.ComplianceResourceType, evaluation.ComplianceResourceId].join(' ')
      byResource.set(key, [...(byResource.get(key) ?? []), { by, evaluation }])
    }
  return [...byResource.values()].flatMap((judged) => judged.slice(0, 1).map((first) => complianceOf(first, judged)))
}

/** Whoever does not comply with one rule does not comply. */
function complianceOf({ by, evaluation }: Judged, judged: readonly Judged[]): Resource {
  const { ComplianceResourceType: type = '', ComplianceResourceId: id = '' } = evaluation
  const isBad = judged.some((each) => each.evaluation.ComplianceType === 'NON_COMPLIANT')
  return {
    accountId: by.place.accountId,
    awsRegion: by.place.region,
    resourceType: 'AWS::Config::ResourceCompliance',
    resourceId: `${type}/${id}`,
    configuration: {
      complianceType: isBad ? 'NON_COMPLIANT' : 'COMPLIANT',
      targetResourceId: id,
      targetResourceType: type,
      configRuleList: judged.map((each) => ({
        complianceType: each.evaluation.ComplianceType ?? '',
        configRuleArn: each.by.ruleArn,
        configRuleId: each.by.ruleId,
        configRuleName: each.by.ruleName,
      })),
    },
  }
}

/** IAM users are of no Region. */
const users = (place: Place, aggregator: Aggregator): readonly Resource[] =>
  aggregatedUsers(place, aggregator).map(({ accountId, user: { userId, userName, arn, path, created } }) => ({
    accountId,
    awsRegion: 'global',
    resourceType: 'AWS::IAM::User',
    resourceId: userId,
    resourceName: userName,
    resourceCreationTime: created.toISOString(),
    arn,
    configuration: { arn, createDate: created.toISOString(), path, userId, userName },
  }))
