import { CloudFormationClient, CreateStackCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation'
import { CloudWatchLogsClient, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs'
import { InvokeCommand, LambdaClient, UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda'
import { Simulator, type SimulatorOptions } from '../../src/simulator/index.ts'

const LOGS = '/function'

type Answer = { readonly error: string | undefined; readonly payload: unknown }

type Settings = { readonly variables?: Readonly<Record<string, string>>; readonly timeoutSeconds?: number }

/** A simulator with one function, `f`, of this code. */
export async function functionOf(
  code: string,
  settings: Settings = {},
  options: Partial<SimulatorOptions> = {},
): Promise<FunctionUnderTest> {
  const simulator = await Simulator.start({ at: '2026-11-02T09:00:00Z', ...options })
  const found = new FunctionUnderTest(simulator)
  await found.create(code, settings)
  return found
}

export class FunctionUnderTest {
  readonly simulator: Simulator
  readonly #settings: { readonly endpoint: string; readonly region: string; readonly credentials: object }
  readonly #lambda: LambdaClient

  constructor(simulator: Simulator) {
    this.simulator = simulator
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
    this.#settings = { endpoint: simulator.endpoint, region: 'us-east-1', credentials }
    this.#lambda = new LambdaClient({ ...this.#settings, credentials })
  }

  async create(code: string, settings: Settings): Promise<void> {
    const client = new CloudFormationClient({ ...this.#settings, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } })
    await client.send(
      new CreateStackCommand({
        StackName: 'f',
        TemplateBody: JSON.stringify(template(code, settings)),
        Capabilities: ['CAPABILITY_IAM'],
      }),
    )
    const { Stacks: [stack] = [] } = await client.send(new DescribeStacksCommand({ StackName: 'f' }))
    client.destroy()
    if (stack?.StackStatus !== 'CREATE_COMPLETE') throw new Error(`The stack is ${stack?.StackStatus}.`)
  }

  /** From now on it has these variables. */
  async change(Variables: Readonly<Record<string, string>>): Promise<void> {
    await this.#lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'f', Environment: { Variables } }))
  }

  async invoke(event: unknown = {}): Promise<Answer> {
    const { FunctionError, Payload } = await this.#lambda.send(
      new InvokeCommand({ FunctionName: 'f', Payload: Buffer.from(JSON.stringify(event)) }),
    )
    return { error: FunctionError, payload: JSON.parse(Buffer.from(Payload ?? []).toString()) }
  }

  /** What the function logged, line by line: level and message. */
  async log(): Promise<{ readonly level: string; readonly message: unknown }[]> {
    const client = new CloudWatchLogsClient({ ...this.#settings, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } })
    const lines: { level?: string; message?: unknown }[] = []
    for await (const { events = [] } of paginateFilterLogEvents({ client }, { logGroupName: LOGS }))
      lines.push(...events.map(({ message = '' }) => JSON.parse(message) as { level?: string; message?: unknown }))
    client.destroy()
    return lines.flatMap(({ level, message }) => (level === undefined ? [] : [{ level, message }]))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#lambda.destroy()
    await this.simulator.stop()
  }
}

const template = (ZipFile: string, { variables: Variables = {}, timeoutSeconds: Timeout = 60 }: Settings) => ({
  Resources: {
    Group: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: LOGS } },
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: {
          Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
        },
        Policies: [{ PolicyName: 'logs', PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'logs:*', Resource: '*' }] } }],
      },
    },
    Function: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        FunctionName: 'f',
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
        Code: { ZipFile },
        Timeout,
        Environment: { Variables },
        LoggingConfig: { LogFormat: 'JSON', LogGroup: { Ref: 'Group' } },
      },
    },
  },
})
