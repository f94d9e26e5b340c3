import { DescribeAlarmsCommand, PutMetricAlarmCommand, CloudWatchClient, type PutMetricAlarmCommandInput } from '@aws-sdk/client-cloudwatch'
import { CloudWatchLogsClient, CreateLogGroupCommand, PutRetentionPolicyCommand } from '@aws-sdk/client-cloudwatch-logs'
import { ConfigServiceClient, PutRemediationConfigurationsCommand } from '@aws-sdk/client-config-service'
import {
  AddUserToGroupCommand,
  AttachRolePolicyCommand,
  CreateGroupCommand,
  CreateRoleCommand,
  CreateUserCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam'
import { GetFunctionCommand, InvokeCommand, LambdaClient, RemovePermissionCommand } from '@aws-sdk/client-lambda'
import { GetDocumentCommand, PutParameterCommand, SSMClient, StartAutomationExecutionCommand } from '@aws-sdk/client-ssm'
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts'
import { describe, expect, test } from 'vitest'
import { deployedSystem, RULE, type System } from '../support/system.ts'
import { smallSystem } from '../support/small-stack.ts'

const ACCOUNT = '123456789012'

const STALE = [{ name: 'ana', created: '400d', password: { created: '400d', lastUsed: '200d' } }]

/** Who called what, each once, in order: services by their principals, roles without what CloudFormation adds to their names. */
function seen({ simulator }: System, from = 0): readonly string[] {
  const who = (caller: string): string => /(AWSServiceRoleFor\w+|[A-Za-z]+Role)[^/]*\/[^/]+$/.exec(caller)?.[1] ?? caller
  return [...new Set(simulator.calls.slice(from).map(({ caller, operation, outcome }) => `${who(caller)} ${operation} ${outcome}`))]
}

describe('services reach one another by the desk: with a caller, with rights, logged', () => {
  test('a rule, its function, and a remediation of the AWS-owned runbook', async () => {
    await using system = await deployedSystem({ users: STALE, parameters: { RemediationRunbook: 'AwsManaged' } })
    const from = system.simulator.calls.length
    await system.evaluate()
    await system.remediate()
    expect(seen(system, from)).toEqual([
      'config.amazonaws.com lambda:Invoke ok',
      'lambda.amazonaws.com sts:AssumeRole ok',
      'ConfigRuleLambdaRole config:GetComplianceDetailsByConfigRule ok',
      'ConfigRuleLambdaRole ssm:GetParameter ok',
      'ConfigRuleLambdaRole dynamodb:Scan ok',
      'ConfigRuleLambdaRole iam:ListUsers ok',
      'ConfigRuleLambdaRole iam:GenerateCredentialReport ok',
      'ConfigRuleLambdaRole iam:GetCredentialReport ok',
      'ConfigRuleLambdaRole iam:GetLoginProfile ok',
      'ConfigRuleLambdaRole iam:ListUserTags ok',
      'ConfigRuleLambdaRole config:PutEvaluations ok',
      'ConfigRuleLambdaRole logs:CreateLogStream ok',
      'ConfigRuleLambdaRole logs:PutLogEvents ok',
      'AWSServiceRoleForConfigRemediation iam:PassRole ok',
      'AWSServiceRoleForConfigRemediation ssm:StartAutomationExecution ok',
      'ssm.amazonaws.com sts:AssumeRole ok',
      'RemediationServiceRole config:ListDiscoveredResources ok',
      'RemediationServiceRole iam:ListAccessKeys ok',
      'RemediationServiceRole iam:GetUser ok',
      'RemediationServiceRole iam:GetLoginProfile ok',
      'RemediationServiceRole iam:DeleteLoginProfile ok',
      'RemediationServiceRole iam:GetLoginProfile NoSuchEntity',
    ])
    expect(system.simulator.changes.map(({ action }) => action)).toEqual(['delete-password'])
  })

  test('a function that AWS Config may not invoke any more is not run, and the rule says why', async () => {
    await using system = await deployedSystem({ users: STALE })
    await system.lambda.send(new RemovePermissionCommand({ FunctionName: `${RULE}-function`, StatementId: await permissionOf(system) }))
    await system.evaluate()
    expect(await system.error()).toMatch(
      /^User: config\.amazonaws\.com is not authorized to perform: lambda:InvokeFunction on resource: arn:aws:lambda:us-east-1:123456789012:function:/,
    )
    expect(seen(system).filter((line) => line.includes('PutEvaluations'))).toEqual([])
  })
})

/** The id of the one permission that the stack has made. */
async function permissionOf({ simulator }: System): Promise<string> {
  const input = simulator.calls.find(({ operation }) => operation === 'lambda:AddPermission')?.input as { readonly StatementId: string }
  return input.StatementId
}

/** Somebody with this policy: the clients of a role's session. */
async function somebody({ iam, simulator }: System, policy: object) {
  const RoleName = 'Somebody'
  const trust = { Statement: { Effect: 'Allow', Principal: { AWS: ACCOUNT }, Action: 'sts:AssumeRole' } }
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: JSON.stringify(trust) }))
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'P', PolicyDocument: JSON.stringify({ Statement: policy }) }))
  const settings = { endpoint: simulator.endpoint, region: simulator.region }
  const sts = new STSClient({ ...settings, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } })
  const { Credentials } = await sts.send(
    new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${ACCOUNT}:role/${RoleName}`, RoleSessionName: 'me' }),
  )
  const { AccessKeyId: accessKeyId = '', SecretAccessKey: secretAccessKey = '' } = Credentials ?? {}
  return { ...settings, credentials: { accessKeyId, secretAccessKey } }
}

describe('iam:PassRole is asked for, for the service that is to take the role', () => {
  const role = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`
  const allBut = { Effect: 'Allow', NotAction: 'iam:PassRole', Resource: '*' }
  const pass = (service: string) => [
    allBut,
    { Effect: 'Allow', Action: 'iam:PassRole', Resource: '*', Condition: { StringEquals: { 'iam:PassedToService': service } } },
  ]
  const document = 'AWSConfigRemediation-RevokeUnusedIAMUserCredentials'

  const starting = async (system: System, policy: object): Promise<unknown> =>
    new SSMClient(await somebody(system, policy)).send(
      new StartAutomationExecutionCommand({
        DocumentName: document,
        Parameters: { AutomationAssumeRole: [role('R')], IAMResourceId: ['AIDA12345678901234567'] },
      }),
    )

  const putting = async (system: System, policy: object): Promise<unknown> =>
    new ConfigServiceClient(await somebody(system, policy)).send(
      new PutRemediationConfigurationsCommand({
        RemediationConfigurations: [
          {
            ConfigRuleName: RULE,
            TargetType: 'SSM_DOCUMENT',
            TargetId: document,
            Parameters: { AutomationAssumeRole: { StaticValue: { Values: [role('R')] } } },
          },
        ],
      }),
    )

  test.for([
    ['an automation', starting],
    ['a remediation', putting],
  ] as const)('for %s', async ([, act]) => {
    const outcome = async (policy: object): Promise<unknown> => {
      await using system = await deployedSystem({})
      return await act(system, policy).then(
        () => 'done',
        ({ name, message }: Error) => `${name}: ${message}`,
      )
    }
    const refused = `AccessDeniedException: User: arn:aws:sts::${ACCOUNT}:assumed-role/Somebody/me is not authorized to perform: iam:PassRole on resource: ${role('R')} because no identity-based policy allows the iam:PassRole action`
    expect(await outcome(allBut)).toBe(refused)
    expect(await outcome(pass('lambda.amazonaws.com'))).toBe(refused)
    expect(await outcome(pass('ssm.amazonaws.com'))).toBe('done')
  })
})

describe('a call is about the resource that AWS names', () => {
  const here = `us-east-1:${ACCOUNT}`

  test.for([
    [
      'lambda by name',
      ({ lambda }: System) => lambda.send(new GetFunctionCommand({ FunctionName: 'f' })),
      `arn:aws:lambda:${here}:function:f`,
    ],
    [
      'lambda by ARN',
      ({ lambda }: System) => lambda.send(new GetFunctionCommand({ FunctionName: `arn:aws:lambda:${here}:function:f` })),
      `arn:aws:lambda:${here}:function:f`,
    ],
    [
      'a role with a path',
      ({ iam }: System) => iam.send(new CreateRoleCommand({ RoleName: 'r', Path: '/apps/', AssumeRolePolicyDocument: '{}' })),
      `arn:aws:iam::${ACCOUNT}:role/apps/r`,
    ],
    [
      'a user with a path',
      ({ iam }: System) => iam.send(new CreateUserCommand({ UserName: 'u', Path: '/p/' })),
      `arn:aws:iam::${ACCOUNT}:user/p/u`,
    ],
    [
      'a group',
      ({ iam }: System) => iam.send(new CreateGroupCommand({ GroupName: 'g', Path: '/p/' })),
      `arn:aws:iam::${ACCOUNT}:group/p/g`,
    ],
    [
      'the group that a user is added to',
      ({ iam }: System) => iam.send(new AddUserToGroupCommand({ GroupName: 'g', UserName: 'u' })),
      `arn:aws:iam::${ACCOUNT}:group/g`,
    ],
    [
      'the role that a policy is attached to',
      ({ iam }: System) => iam.send(new AttachRolePolicyCommand({ RoleName: 'r', PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' })),
      `arn:aws:iam::${ACCOUNT}:role/r`,
    ],
    [
      'a parameter',
      ({ ssm }: System) => ssm.send(new PutParameterCommand({ Name: '/a/b', Value: 'x', Type: 'String' })),
      `arn:aws:ssm:${here}:parameter/a/b`,
    ],
    [
      'a document of the account',
      ({ ssm }: System) => ssm.send(new GetDocumentCommand({ Name: 'mine' })),
      `arn:aws:ssm:${here}:document/mine`,
    ],
    [
      'a document of AWS',
      ({ ssm }: System) => ssm.send(new GetDocumentCommand({ Name: 'AWSConfigRemediation-RevokeUnusedIAMUserCredentials' })),
      'arn:aws:ssm:us-east-1::document/AWSConfigRemediation-RevokeUnusedIAMUserCredentials',
    ],
    [
      'an automation of a document of AWS',
      ({ ssm }: System) => ssm.send(new StartAutomationExecutionCommand({ DocumentName: 'AWS-Nothing' })),
      'arn:aws:ssm:us-east-1::automation-definition/AWS-Nothing:$DEFAULT',
    ],
    [
      'a log group',
      ({ logs }: System) => logs.send(new PutRetentionPolicyCommand({ logGroupName: '/g', retentionInDays: 7 })),
      `arn:aws:logs:${here}:log-group:/g:log-stream:`,
    ],
  ] as const)('%s', async ([, call, expected]) => {
    await using system = await smallSystem()
    await call(system).catch(() => undefined)
    expect(system.simulator.calls[0]?.resource).toBe(expected)
  })

  test('what is granted for a log group by its ARN, as templates grant it, is granted', async () => {
    await using system = await smallSystem()
    const own = { Effect: 'Allow', Action: 'logs:*', Resource: `arn:aws:logs:${here}:log-group:/own:*` }
    const logs = new CloudWatchLogsClient(await somebody(system, own))
    await logs.send(new CreateLogGroupCommand({ logGroupName: '/own' }))
    await expect(logs.send(new CreateLogGroupCommand({ logGroupName: '/other' }))).rejects.toThrow(
      /is not authorized to perform: logs:CreateLogGroup/,
    )
  })

  test('what is refused is said in the words of policies', async () => {
    await using system = await smallSystem()
    const lambda = new LambdaClient(await somebody(system, { Effect: 'Allow', Action: 'iam:*', Resource: '*' }))
    await expect(lambda.send(new InvokeCommand({ FunctionName: 'f' }))).rejects.toThrow(
      `is not authorized to perform: lambda:InvokeFunction on resource: arn:aws:lambda:${here}:function:f`,
    )
  })
})

test('a threshold may be a fraction', async () => {
  await using system = await smallSystem()
  const { endpoint, region } = system.simulator
  const client = new CloudWatchClient({ endpoint, region, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } })
  const alarm: PutMetricAlarmCommandInput = {
    AlarmName: 'half',
    Namespace: 'AWS/Lambda',
    MetricName: 'Errors',
    Dimensions: [{ Name: 'FunctionName', Value: 'f' }],
    Statistic: 'Sum',
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 0.5,
    ComparisonOperator: 'GreaterThanThreshold',
  }
  await client.send(new PutMetricAlarmCommand(alarm))
  expect((await client.send(new DescribeAlarmsCommand({}))).MetricAlarms?.[0]?.Threshold).toBe(0.5)
})

test('a function that is to crash after a call crashes also where the call is refused', async () => {
  await using system = await deployedSystem({ users: STALE, parameters: { RemediationRunbook: 'None' } })
  system.simulator.order(
    { operation: 'config:PutEvaluations', kind: 'refuse', times: 1 },
    { operation: 'config:PutEvaluations', kind: 'crash', when: 'after', times: 1 },
  )
  await system.evaluate()
  expect(await system.error()).toBe('Error: Runtime exited')
})
