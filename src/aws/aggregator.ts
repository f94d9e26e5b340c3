import {
  ConfigServiceClient,
  paginateDescribeAggregateComplianceByConfigRules,
  paginateDescribeConfigurationAggregatorSourcesStatus,
  paginateGetAggregateComplianceDetailsByConfigRule,
  type AggregateEvaluationResult,
} from '@aws-sdk/client-config-service'
import { instant } from '../judgement/instant.ts'
import type { AggregatedResult, AggregatedSource } from '../organization/aggregate.ts'
import { collect, mapConcurrently } from '../stream/map-concurrently.ts'
import { clientSettings } from './client-settings.ts'
import { present } from './present.ts'
import { wholeList } from './whole-list.ts'

/** Accounts are asked for at the same time; all these calls go to one account. */
const AT_A_TIME = 4

/** What an aggregator of AWS Config has. */
export function aggregatorNamed(ConfigurationAggregatorName: string) {
  const client = new ConfigServiceClient(clientSettings())
  return { resultsOf, sources }

  /** A rule's results in all accounts, one call and more an account. `progress` is told how many accounts are read. */
  async function resultsOf(ConfigRuleName: string, progress: (done: number, of: number) => void): Promise<readonly AggregatedResult[]> {
    const pages = paginateDescribeAggregateComplianceByConfigRules(
      { client, pageSize: 1000 },
      { ConfigurationAggregatorName, Filters: { ConfigRuleName } },
    )
    const rows = await collect(wholeList(pages, 'AggregateComplianceByConfigRules'))
    let done = 0
    const read = mapConcurrently(rows, AT_A_TIME, async ({ AccountId, AwsRegion }) => {
      const results = await resultsIn(ConfigRuleName, present(AccountId, 'AccountId'), present(AwsRegion, 'AwsRegion'))
      progress((done += 1), rows.length)
      return results
    })
    return (await collect(read)).flat()
  }

  async function resultsIn(ConfigRuleName: string, AccountId: string, AwsRegion: string): Promise<readonly AggregatedResult[]> {
    const pages = paginateGetAggregateComplianceDetailsByConfigRule(
      { client, pageSize: 100 },
      { ConfigurationAggregatorName, ConfigRuleName, AccountId, AwsRegion },
    )
    return (await collect(wholeList(pages, 'AggregateEvaluationResults'))).flatMap((result) =>
      aggregatedResult(result, AccountId, AwsRegion),
    )
  }

  async function sources(): Promise<readonly AggregatedSource[]> {
    const pages = paginateDescribeConfigurationAggregatorSourcesStatus({ client, pageSize: 100 }, { ConfigurationAggregatorName })
    return (await collect(wholeList(pages, 'AggregatedSourceStatusList'))).map((source) => ({
      accountId: source.SourceId ?? '',
      region: source.AwsRegion ?? '',
      status: present(source.LastUpdateStatus, 'LastUpdateStatus'),
      error: source.LastErrorCode,
    }))
  }
}

/** Users who are no more are in no verdict. */
function aggregatedResult(result: AggregateEvaluationResult, accountId: string, region: string): readonly AggregatedResult[] {
  const compliance = present(result.ComplianceType, 'ComplianceType')
  if (compliance !== 'COMPLIANT' && compliance !== 'NON_COMPLIANT') return []
  const userId = present(result.EvaluationResultIdentifier?.EvaluationResultQualifier?.ResourceId, 'ResourceId')
  const recorded = instant(present(result.ResultRecordedTime, 'ResultRecordedTime'))
  return [{ accountId, region, userId, compliance, annotation: result.Annotation ?? '', recorded }]
}
