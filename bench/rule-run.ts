import { readFile } from 'node:fs/promises'
import { CloudFormationClient, CreateStackCommand } from '@aws-sdk/client-cloudformation'
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import {
  ConfigServiceClient,
  DescribeConfigRuleEvaluationStatusCommand,
  paginateGetComplianceDetailsByConfigRule,
} from '@aws-sdk/client-config-service'
import { Simulator, type AccountDescription } from '../src/simulator/index.ts'

const RULE = 'custom-unused-iam-user-credentials-check'

export type Run = {
  readonly calls: number
  readonly seconds: number
  readonly megabytes: number
  readonly verdicts: ReadonlyMap<string, string>
}

type Setting = {
  readonly users: AccountDescription['users']
  readonly latencyMs: number
  readonly source: 'report-first' | 'live-only'
  readonly endpoints?: Readonly<Record<string, string>>
}

/** One run of the rule through the real template on the simulator, its function in a process of its own. */
export async function runRule({ users, latencyMs, source, endpoints = {} }: Setting): Promise<Run> {
  const account = { users, parameters: { '/iam-unused-user-cleanup/excluded-users': ',' } }
  await using simulator = await Simulator.start({ at: new Date(), account, endpoints, logInputs: false })
  const settings = {
    endpoint: simulator.endpoint,
    region: simulator.region,
    credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' },
  }
  const TemplateBody = await readFile('templates/template.yaml', 'utf8')
  const Parameters = [
    { ParameterKey: 'MaxCredentialUsageAge', ParameterValue: '90' },
    { ParameterKey: 'RemediationRunbook', ParameterValue: 'None' },
  ]
  await new CloudFormationClient(settings).send(
    new CreateStackCommand({ StackName: 'Bench', TemplateBody, Parameters, Capabilities: ['CAPABILITY_IAM'] }),
  )
  if (source === 'live-only') simulator.order({ operation: 'iam:GenerateCredentialReport', kind: 'refuse' })
  simulator.order({ operation: '*', kind: 'delay', ms: latencyMs })
  await simulator.advance(2_000)
  const calls = simulator.calls.filter(
    ({ caller, operation }) => caller.includes('ConfigRuleLambdaRole') && !operation.startsWith('logs:'),
  ).length
  simulator.clearFaults()
  const config = new ConfigServiceClient(settings)
  const { ConfigRulesEvaluationStatus: [status] = [] } = await config.send(
    new DescribeConfigRuleEvaluationStatusCommand({ ConfigRuleNames: [RULE] }),
  )
  if (status?.LastErrorMessage !== undefined) throw new Error(status.LastErrorMessage)
  return {
    calls,
    verdicts: await verdictsOf(config),
    ...(await metricsOf(new CloudWatchLogsClient(settings), simulator.logGroupNames[0] ?? '')),
  }
}

async function verdictsOf(client: ConfigServiceClient): Promise<ReadonlyMap<string, string>> {
  const verdicts = new Map<string, string>()
  for await (const { EvaluationResults = [] } of paginateGetComplianceDetailsByConfigRule(
    { client, pageSize: 100 },
    { ConfigRuleName: RULE },
  ))
    for (const { EvaluationResultIdentifier, ComplianceType } of EvaluationResults)
      verdicts.set(EvaluationResultIdentifier?.EvaluationResultQualifier?.ResourceId ?? '', String(ComplianceType))
  return verdicts
}

async function metricsOf(
  logs: CloudWatchLogsClient,
  logGroupName: string,
): Promise<{ readonly seconds: number; readonly megabytes: number }> {
  const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName, filterPattern: 'platform.report' }))
  const { record } = JSON.parse(events[0]?.message ?? '{}') as { record: { metrics: { durationMs: number; maxMemoryUsedMB: number } } }
  return { seconds: record.metrics.durationMs / 1000, megabytes: record.metrics.maxMemoryUsedMB }
}
