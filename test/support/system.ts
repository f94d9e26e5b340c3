import { readFile } from 'node:fs/promises'
import { CreateStackCommand, DescribeStackEventsCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation'
import {
  DescribeConfigRuleEvaluationStatusCommand,
  paginateGetComplianceDetailsByConfigRule,
  StartConfigRulesEvaluationCommand,
} from '@aws-sdk/client-config-service'
import { CloudFormationClient } from '@aws-sdk/client-cloudformation'
import { CloudWatchLogsClient, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs'
import { ConfigServiceClient } from '@aws-sdk/client-config-service'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { IAMClient } from '@aws-sdk/client-iam'
import { GetFunctionConfigurationCommand, LambdaClient, UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda'
import { SSMClient } from '@aws-sdk/client-ssm'
import { Simulator, type AccountDescription, type SimulatorOptions } from '../../src/simulator/index.ts'

export const RULE = 'custom-unused-iam-user-credentials-check'
const FUNCTION = `${RULE}-function`
export const LIST = '/iam-unused-user-cleanup/excluded-users'
export const START = '2026-11-02T09:00:00Z'

const MINUTE_MS = 60_000

export const templateBody = (): Promise<string> => readFile(new URL('../../templates/template.yaml', import.meta.url), 'utf8')

type Users = AccountDescription['users']

export type SystemOptions = Partial<SimulatorOptions> & {
  readonly users?: Users
  /** Value of the exclusion parameter; `undefined` leaves it out. */
  readonly list?: NonNullable<AccountDescription['parameters']>[string] | undefined
  /** The template's parameters. */
  readonly parameters?: Readonly<Record<string, string>>
  readonly template?: string
}

/** The real template, deployed into a simulator whose account has these users. The rule is due a second later. */
export async function deployedSystem(options: SystemOptions = {}): Promise<System> {
  const { users = [], parameters = {}, template = await templateBody(), ...settings } = options
  const list = 'list' in options ? options.list : ','
  const account = { users, ...(list === undefined ? {} : { parameters: { [LIST]: list } }) }
  const simulator = await Simulator.start({ at: START, account, ...settings })
  const system = new System(simulator)
  await system.createStack(template, { MaxCredentialUsageAge: '30', ...parameters })
  return system
}

export type Evaluated = { readonly type: string; readonly annotation: string }

export class System {
  readonly simulator: Simulator
  readonly iam: IAMClient
  readonly config: ConfigServiceClient
  readonly ssm: SSMClient
  readonly lambda: LambdaClient
  readonly cloudFormation: CloudFormationClient
  readonly logs: CloudWatchLogsClient
  readonly dynamoDb: DynamoDBClient

  /** In the default account and Region, or in others of the same world. */
  constructor(simulator: Simulator, accountId = 'test', region = simulator.region) {
    this.simulator = simulator
    const settings = {
      endpoint: simulator.endpoint,
      region,
      cacheMiddleware: true,
      credentials: { accessKeyId: accountId, secretAccessKey: 'test' },
    }
    this.iam = new IAMClient(settings)
    this.config = new ConfigServiceClient(settings)
    this.ssm = new SSMClient(settings)
    this.lambda = new LambdaClient(settings)
    this.cloudFormation = new CloudFormationClient(settings)
    this.logs = new CloudWatchLogsClient(settings)
    this.dynamoDb = new DynamoDBClient(settings)
  }

  async createStack(template: string, parameters: Readonly<Record<string, string>>, StackName = 'IamUnusedUserCleanup'): Promise<void> {
    const source = template.length > 51_200 ? { TemplateURL: this.simulator.upload(template) } : { TemplateBody: template }
    const Parameters = Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue }))
    await this.cloudFormation.send(new CreateStackCommand({ StackName, ...source, Parameters, Capabilities: ['CAPABILITY_IAM'] }))
    const { Stacks: [stack] = [] } = await this.cloudFormation.send(new DescribeStacksCommand({ StackName }))
    if (stack?.StackStatus !== 'CREATE_COMPLETE') throw new Error(`${stack?.StackStatus}: ${await this.whyFailed(StackName)}`)
  }

  /** What its events say of the last operation on a stack that failed: of the stack, and of the resource. Empty where none failed. */
  async whyFailed(StackName: string): Promise<string> {
    const { StackEvents = [] } = await this.cloudFormation.send(new DescribeStackEventsCommand({ StackName }))
    const begun = StackEvents.findIndex(
      ({ ResourceType, ResourceStatus }) =>
        ResourceType === 'AWS::CloudFormation::Stack' && /^(CREATE|UPDATE|DELETE)_IN_PROGRESS$/.test(String(ResourceStatus)),
    )
    const events = StackEvents.slice(0, begun).toReversed()
    const first = (status: RegExp): string =>
      events.find(({ ResourceStatus = '' }) => status.test(ResourceStatus))?.ResourceStatusReason ?? ''
    const ofStack = first(/^(UPDATE_)?ROLLBACK_IN_PROGRESS$/).replace('Rollback requested by user.', '')
    return `${ofStack}${first(/^(CREATE|UPDATE)_FAILED$/)}`
  }

  /** Let the rule run that is due; the remediation of what it finds is still to come. */
  async evaluate(): Promise<void> {
    await this.simulator.advance(2_000)
  }

  /** Start the rule once more, and let it run. */
  async evaluateAgain(): Promise<void> {
    await this.simulator.advance(MINUTE_MS)
    await this.config.send(new StartConfigRulesEvaluationCommand({ ConfigRuleNames: [RULE] }))
    await this.evaluate()
  }

  /** Let AWS Config remediate what the last evaluation found. */
  async remediate(): Promise<void> {
    await this.simulator.advance(30 * MINUTE_MS)
  }

  /** What AWS Config holds, by resource id. */
  async results(): Promise<Map<string, Evaluated>> {
    const results = new Map<string, Evaluated>()
    for await (const { EvaluationResults = [] } of paginateGetComplianceDetailsByConfigRule(
      { client: this.config, pageSize: 100 },
      { ConfigRuleName: RULE },
    ))
      for (const { EvaluationResultIdentifier, ComplianceType, Annotation } of EvaluationResults)
        results.set(EvaluationResultIdentifier?.EvaluationResultQualifier?.ResourceId ?? '', {
          type: String(ComplianceType),
          annotation: Annotation ?? '',
        })
    return results
  }

  /** What AWS Config holds, by user name. */
  async verdicts(): Promise<Record<string, Evaluated>> {
    const names = new Map(this.simulator.users.map(({ userId, userName }) => [userId, userName]))
    return Object.fromEntries([...(await this.results())].map(([id, evaluated]) => [names.get(id) ?? id, evaluated]))
  }

  /** The error of the rule's last run, or undefined where it was well. */
  async error(): Promise<string | undefined> {
    const { ConfigRulesEvaluationStatus: [status] = [] } = await this.config.send(
      new DescribeConfigRuleEvaluationStatusCommand({ ConfigRuleNames: [RULE] }),
    )
    return status?.LastErrorMessage
  }

  /** What the rule's function logged: its own lines, oldest first. */
  async log(): Promise<Record<string, unknown>[]> {
    const group = this.simulator.logGroupNames[0] ?? ''
    const lines: Record<string, unknown>[] = []
    for await (const { events = [] } of paginateFilterLogEvents({ client: this.logs }, { logGroupName: group }))
      for (const { message = '' } of events) {
        const { message: own } = JSON.parse(message) as { message?: unknown }
        if (typeof own === 'object' && own !== null) lines.push(own as Record<string, unknown>)
      }
    return lines
  }

  /** Change the environment of the rule's function, e.g. `{ AWS_MAX_ATTEMPTS: '2' }`, or its timeout in seconds. */
  async tune(variables: Readonly<Record<string, string>>, Timeout?: number): Promise<void> {
    const { Environment } = await this.lambda.send(new GetFunctionConfigurationCommand({ FunctionName: FUNCTION }))
    const Variables = { ...Environment?.Variables, ...variables }
    await this.lambda.send(
      new UpdateFunctionConfigurationCommand({
        FunctionName: FUNCTION,
        Environment: { Variables },
        ...(Timeout === undefined ? {} : { Timeout }),
      }),
    )
  }

  /** Calls that the rule's function has made since `from`, by operation. */
  calls(from = 0): Record<string, number> {
    const counts: Record<string, number> = {}
    for (const { operation, caller } of this.simulator.calls.slice(from))
      if (caller.includes('ConfigRuleLambdaRole') && !operation.startsWith('logs:')) counts[operation] = (counts[operation] ?? 0) + 1
    return counts
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const client of [this.iam, this.config, this.ssm, this.lambda, this.cloudFormation, this.logs, this.dynamoDb]) client.destroy()
    await this.simulator.stop()
  }
}
