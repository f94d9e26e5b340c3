import {
  DeleteConfigurationAggregator$,
  DescribeAggregateComplianceByConfigRules$,
  DescribeConfigurationAggregators$,
  DescribeConfigurationAggregatorSourcesStatus$,
  GetAggregateComplianceDetailsByConfigRule$,
  PutConfigurationAggregator$,
  type DeleteConfigurationAggregatorRequest,
  type DescribeAggregateComplianceByConfigRulesRequest,
  type DescribeConfigurationAggregatorsRequest,
  type DescribeConfigurationAggregatorSourcesStatusRequest,
  type GetAggregateComplianceDetailsByConfigRuleRequest,
  type PutConfigurationAggregatorRequest,
} from '@aws-sdk/client-config-service'
import { allows } from '../policy/policy.ts'
import { AwsError } from '../world/aws-error.ts'
import type { Call } from '../world/call.ts'
import { callerArn } from '../world/caller.ts'
import { operation } from '../world/operation.ts'
import { randomText } from '../world/random.ts'
import {
  aggregatedRules,
  aggregatorsOf,
  organizationToAggregate,
  PRINCIPAL,
  requireAggregator,
  sourceStates,
  type Aggregator,
} from './aggregators.ts'
import { complianceOfAll, shownResult } from './compliance.ts'
import { page } from './paging.ts'
import { invalidParameter } from './state.ts'

const MOST = { initial: 1000, maximum: 1000 }

export const aggregatorOperations = [
  operation(
    PutConfigurationAggregator$,
    [
      'ConfigurationAggregatorName',
      'OrganizationAggregationSource.RoleArn',
      'OrganizationAggregationSource.AwsRegions',
      'OrganizationAggregationSource.AllAwsRegions',
    ],
    (input: PutConfigurationAggregatorRequest, call) => ({ ConfigurationAggregator: shown(putAggregator(input, call)) }),
  ),
  operation(
    DescribeConfigurationAggregators$,
    ['ConfigurationAggregatorNames', 'Limit', 'NextToken'],
    (request: DescribeConfigurationAggregatorsRequest, { place }) => {
      const names = request.ConfigurationAggregatorNames
      const meant =
        names === undefined || names.length === 0 ? [...aggregatorsOf(place).values()] : names.map((name) => requireAggregator(place, name))
      const { items, ...rest } = page(meant, request, { initial: 100, maximum: 100 })
      return { ConfigurationAggregators: items.map((each) => shown(each)), ...rest }
    },
  ),
  operation(
    DeleteConfigurationAggregator$,
    ['ConfigurationAggregatorName'],
    ({ ConfigurationAggregatorName }: DeleteConfigurationAggregatorRequest, { place }) => {
      aggregatorsOf(place).delete(requireAggregator(place, ConfigurationAggregatorName).name)
    },
  ),
  operation(
    DescribeConfigurationAggregatorSourcesStatus$,
    ['ConfigurationAggregatorName', 'UpdateStatus', 'Limit', 'NextToken'],
    (request: DescribeConfigurationAggregatorSourcesStatusRequest, { place }) => {
      const { ConfigurationAggregatorName, UpdateStatus } = request
      const sources = sourceStates(place, requireAggregator(place, ConfigurationAggregatorName))
        .map(({ place: source, at }) => ({
          SourceId: source.accountId,
          SourceType: 'ACCOUNT' as const,
          AwsRegion: source.region,
          LastUpdateStatus: at === undefined ? ('OUTDATED' as const) : ('SUCCEEDED' as const),
          LastUpdateTime: at,
        }))
        .filter(({ LastUpdateStatus }) => UpdateStatus === undefined || UpdateStatus.includes(LastUpdateStatus))
      const { items, ...rest } = page(sources, request, { initial: 100, maximum: 100 })
      return { AggregatedSourceStatusList: items, ...rest }
    },
  ),
  operation(
    DescribeAggregateComplianceByConfigRules$,
    ['ConfigurationAggregatorName', 'Filters', 'Limit', 'NextToken'],
    (request: DescribeAggregateComplianceByConfigRulesRequest, { place }) => {
      const { ConfigurationAggregatorName, Filters = {} } = request
      const { ConfigRuleName, ComplianceType, AccountId, AwsRegion } = Filters
      const rows = aggregatedRules(place, requireAggregator(place, ConfigurationAggregatorName))
        .map(({ place: { accountId, region }, ruleName, results }) => ({
          ConfigRuleName: ruleName,
          Compliance: complianceOfAll(results),
          AccountId: accountId,
          AwsRegion: region,
        }))
        .filter(
          (row) =>
            (ConfigRuleName ?? row.ConfigRuleName) === row.ConfigRuleName &&
            (ComplianceType ?? row.Compliance.ComplianceType) === row.Compliance.ComplianceType &&
            (AccountId ?? row.AccountId) === row.AccountId &&
            (AwsRegion ?? row.AwsRegion) === row.AwsRegion,
        )
      const { items, ...rest } = page(rows, request, MOST)
      return { AggregateComplianceByConfigRules: items, ...rest }
    },
  ),
  operation(
    GetAggregateComplianceDetailsByConfigRule$,
    ['ConfigurationAggregatorName', 'ConfigRuleName', 'AccountId', 'AwsRegion', 'ComplianceType', 'Limit', 'NextToken'],
    (input: GetAggregateComplianceDetailsByConfigRuleRequest, { place }) => {
      const { ConfigurationAggregatorName, ConfigRuleName = '', AccountId, AwsRegion, ComplianceType, Limit, NextToken } = input
      if (ComplianceType !== undefined && ComplianceType !== 'COMPLIANT' && ComplianceType !== 'NON_COMPLIANT')
        throw invalidParameter(`The ComplianceType ${ComplianceType} is not supported here: give COMPLIANT or NON_COMPLIANT.`)
      const found = aggregatedRules(place, requireAggregator(place, ConfigurationAggregatorName)).find(
        ({ place: source, ruleName }) => ruleName === ConfigRuleName && source.accountId === AccountId && source.region === AwsRegion,
      )
      const results = (found?.results ?? []).filter(
        ({ evaluation }) => ComplianceType === undefined || evaluation.ComplianceType === ComplianceType,
      )
      const { items, ...rest } = page(results, { Limit, NextToken }, { initial: 50, maximum: 100 })
      return {
        AggregateEvaluationResults: items.map((result) => ({ ...shownResult(ConfigRuleName, result), AccountId, AwsRegion })),
        ...rest,
      }
    },
  ),
]

function putAggregator(
  { ConfigurationAggregatorName: name = '', OrganizationAggregationSource: source }: PutConfigurationAggregatorRequest,
  { place, caller, now }: Call,
): Aggregator {
  if (source === undefined)
    throw invalidParameter('The simulator knows aggregators of an organization alone: give OrganizationAggregationSource.')
  const { RoleArn: roleArn = '', AwsRegions, AllAwsRegions = false } = source
  if ((AwsRegions !== undefined && AwsRegions.length > 0) === AllAwsRegions)
    throw invalidParameter('Give AwsRegions or AllAwsRegions, one of them.')
  organizationToAggregate(place)
  checkRole(place, roleArn)
  place.passRole(caller, roleArn, PRINCIPAL)
  const regions = AllAwsRegions ? undefined : AwsRegions
  const present = aggregatorsOf(place).get(name)
  if (present !== undefined) return Object.assign(present, { roleArn, regions, updated: now })
  const id = randomText(place.random, 'abcdefghijklmnopqrstuvwxyz0123456789', 8)
  const arn = `arn:aws:config:${place.region}:${place.accountId}:config-aggregator/config-aggregator-${id}`
  const aggregator = { name, arn, created: now, createdBy: callerArn(caller), roleArn, regions, updated: now }
  aggregatorsOf(place).set(name, aggregator)
  return aggregator
}

/** @throws InvalidRoleException where AWS Config may not assume it */
function checkRole(place: Call['place'], roleArn: string): void {
  const role = place.roleOf(roleArn)
  const asked = { action: 'sts:AssumeRole', resource: roleArn, principal: PRINCIPAL, context: new Map<string, string>() }
  if (role === undefined || role.accountId !== place.accountId || !allows([role.trust], asked))
    throw new AwsError('InvalidRoleException', 400, `AWS Config cannot assume the role ${roleArn}.`)
}

const shown = ({ name, arn, roleArn, regions, created, updated, createdBy }: Aggregator) => ({
  ConfigurationAggregatorName: name,
  ConfigurationAggregatorArn: arn,
  OrganizationAggregationSource: {
    RoleArn: roleArn,
    ...(regions === undefined ? { AllAwsRegions: true } : { AwsRegions: [...regions], AllAwsRegions: false }),
  },
  CreationTime: created,
  LastUpdatedTime: updated,
  CreatedBy: createdBy,
})
