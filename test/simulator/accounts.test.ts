import { CloudFormationClient, CreateStackCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation'
import { ConfigServiceClient, paginateGetComplianceDetailsByConfigRule } from '@aws-sdk/client-config-service'
import { CreateAccessKeyCommand, IAMClient, ListUsersCommand } from '@aws-sdk/client-iam'
import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm'
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { describe, expect, test } from 'vitest'
import { AccountError, parseAccounts, Simulator } from '../../src/simulator/index.ts'
import { RULE, START, templateBody } from '../support/system.ts'

const [FIRST, SECOND] = ['111111111111', '222222222222']

const stale = (name: string) => ({ name, created: '400d', password: { created: '400d', lastUsed: '200d' } })

const accounts = {
  accounts: [
    {
      id: FIRST,
      name: 'production',
      users: [stale('ana'), { name: 'eve', created: '400d', password: { created: '400d', lastUsed: '1d' } }],
    },
    { id: SECOND, users: [stale('bob'), stale('kept')], parameters: { '/iam-unused-user-cleanup/excluded-users': 'kept' } },
  ],
}

const started = () => Simulator.start({ at: START, accountId: FIRST, account: accounts })

const settings = ({ endpoint }: Simulator, accessKeyId: string, region = 'us-east-1') => ({
  endpoint,
  region,
  credentials: { accessKeyId, secretAccessKey: 'secret' },
})

/** Our template, in an account and a Region. */
async function deploy(simulator: Simulator, accountId: string, region: string): Promise<string | undefined> {
  const client = new CloudFormationClient(settings(simulator, accountId, region))
  await client.send(
    new CreateStackCommand({
      StackName: 'IamUnusedUserCleanup',
      TemplateBody: await templateBody(),
      Parameters: [
        { ParameterKey: 'MaxCredentialUsageAge', ParameterValue: '30' },
        { ParameterKey: 'RemediationRunbook', ParameterValue: 'Guarded' },
      ],
      Capabilities: ['CAPABILITY_IAM'],
    }),
  )
  const { Stacks: [stack] = [] } = await client.send(new DescribeStacksCommand({}))
  client.destroy()
  return stack?.StackStatus
}

async function verdicts(simulator: Simulator, accountId: string, region: string): Promise<number> {
  const client = new ConfigServiceClient(settings(simulator, accountId, region))
  let count = 0
  for await (const { EvaluationResults = [] } of paginateGetComplianceDetailsByConfigRule({ client }, { ConfigRuleName: RULE }))
    count += EvaluationResults.length
  client.destroy()
  return count
}

describe('whose a call is', () => {
  test('a key of 12 digits is the operator of that account, any other of the default one', async () => {
    await using simulator = await started()
    const who = async (key: string) => (await new STSClient(settings(simulator, key)).send(new GetCallerIdentityCommand({}))).Arn
    expect(await who(SECOND)).toBe(`arn:aws:sts::${SECOND}:assumed-role/Operator/simulator`)
    expect(await who('anything')).toBe(`arn:aws:sts::${FIRST}:assumed-role/Operator/simulator`)
  })

  test("a user's key is of the user's account, and shows that account", async () => {
    await using simulator = await started()
    const operator = new IAMClient(settings(simulator, SECOND))
    const { AccessKey } = await operator.send(new CreateAccessKeyCommand({ UserName: 'bob' }))
    const sts = new STSClient(settings(simulator, AccessKey?.AccessKeyId ?? ''))
    expect((await sts.send(new GetCallerIdentityCommand({}))).Arn).toBe(`arn:aws:iam::${SECOND}:user/bob`)
  })
})

test('IAM is global, everything else is regional; accounts share nothing', async () => {
  await using simulator = await started()
  const users = async (key: string, region: string) =>
    ((await new IAMClient(settings(simulator, key, region)).send(new ListUsersCommand({}))).Users ?? []).map(({ Arn }) => Arn)
  expect(await users(SECOND, 'us-east-1')).toEqual([`arn:aws:iam::${SECOND}:user/bob`, `arn:aws:iam::${SECOND}:user/kept`])
  expect(await users(SECOND, 'eu-west-1')).toEqual(await users(SECOND, 'us-east-1'))
  expect((await users(FIRST, 'us-east-1')).length).toBe(2)
  const ssm = (key: string, region: string) => new SSMClient(settings(simulator, key, region))
  await ssm(FIRST, 'eu-west-1').send(new PutParameterCommand({ Name: '/where', Value: 'Ireland', Type: 'String' }))
  const { Parameter } = await ssm(FIRST, 'eu-west-1').send(new GetParameterCommand({ Name: '/where' }))
  expect(Parameter?.ARN).toBe(`arn:aws:ssm:eu-west-1:${FIRST}:parameter/where`)
  for (const [key, region] of [
    [FIRST, 'us-east-1'],
    [SECOND, 'eu-west-1'],
  ] as const)
    await expect(ssm(key, region).send(new GetParameterCommand({ Name: '/where' }))).rejects.toMatchObject({ name: 'ParameterNotFound' })
})

test('a stack, its function and its runbook work in their own account and Region, side by side in one world', async () => {
  await using simulator = await started()
  // A list is regional: the one of the account's file is in the default Region, and is not seen elsewhere.
  await new SSMClient(settings(simulator, SECOND, 'eu-west-1')).send(
    new PutParameterCommand({ Name: '/iam-unused-user-cleanup/excluded-users', Value: 'kept', Type: 'StringList' }),
  )
  expect(await deploy(simulator, FIRST, 'us-east-1')).toBe('CREATE_COMPLETE')
  expect(await deploy(simulator, SECOND, 'eu-west-1')).toBe('CREATE_COMPLETE')
  await simulator.advance(40 * 60_000)
  const changes = (account: string) => simulator.of(account).changes.map(({ userName, action, by }) => [userName, action, by.split(':')[4]])
  expect(changes(FIRST)).toEqual([['ana', 'delete-password', FIRST]])
  expect(changes(SECOND)).toEqual([['bob', 'delete-password', SECOND]])
  expect([await verdicts(simulator, FIRST, 'us-east-1'), await verdicts(simulator, SECOND, 'eu-west-1')]).toEqual([2, 2])
  await expect(verdicts(simulator, FIRST, 'eu-west-1')).rejects.toThrow(/NoSuchConfigRule|is invalid/)
  const strangers = simulator.calls.filter(
    ({ caller, accountId }) =>
      /ConfigRuleLambdaRole|RevokingRole|RemediationServiceRole/.test(caller) && !caller.includes(`::${accountId}:`),
  )
  expect(strangers).toEqual([])
  expect(
    new Set(
      simulator.calls
        .filter(({ operation }) => operation === 'config:PutEvaluations')
        .map(({ accountId, region }) => `${accountId} ${region}`),
    ),
  ).toEqual(new Set([`${FIRST} us-east-1`, `${SECOND} eu-west-1`]))
})

describe('AssumeRole from one account into another asks both sides', () => {
  const roleOf = (trusted: string) => `
Resources:
  Auditor:
    Type: AWS::IAM::Role
    Properties:
      RoleName: Auditor
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement: [{ Effect: Allow, Principal: { AWS: '${trusted}' }, Action: 'sts:AssumeRole' }]
      Policies:
      - PolicyName: Look
        PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: Allow, Action: 'iam:ListUsers', Resource: '*' }] }
`

  async function world(trusted: string): Promise<Simulator> {
    const simulator = await started()
    await new CloudFormationClient(settings(simulator, SECOND)).send(
      new CreateStackCommand({ StackName: 'audit', TemplateBody: roleOf(trusted), Capabilities: ['CAPABILITY_NAMED_IAM'] }),
    )
    return simulator
  }

  const assume = (simulator: Simulator, key: string) =>
    new STSClient(settings(simulator, key)).send(
      new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${SECOND}:role/Auditor`, RoleSessionName: 'look' }),
    )

  test('a trusted account gets in, and sees the other account by what the role may do', async () => {
    await using simulator = await world(`arn:aws:iam::${FIRST}:root`)
    const { Credentials, AssumedRoleUser } = await assume(simulator, FIRST)
    expect(AssumedRoleUser?.Arn).toBe(`arn:aws:sts::${SECOND}:assumed-role/Auditor/look`)
    const iam = new IAMClient(settings(simulator, Credentials?.AccessKeyId ?? ''))
    expect((await iam.send(new ListUsersCommand({}))).Users?.map(({ UserName }) => UserName)).toEqual(['bob', 'kept'])
    await expect(iam.send(new CreateAccessKeyCommand({ UserName: 'bob' }))).rejects.toThrow(
      /not authorized to perform: iam:CreateAccessKey/,
    )
  })

  test('an account that the role does not trust does not', async () => {
    await using simulator = await world('arn:aws:iam::333333333333:root')
    await expect(assume(simulator, FIRST)).rejects.toThrow(/not authorized to perform: sts:AssumeRole/)
  })

  test('nor does a user whose own account does not let it, though the role trusts the account', async () => {
    await using simulator = await world(`arn:aws:iam::${FIRST}:root`)
    const { AccessKey } = await new IAMClient(settings(simulator, FIRST)).send(new CreateAccessKeyCommand({ UserName: 'eve' }))
    await expect(assume(simulator, AccessKey?.AccessKeyId ?? '')).rejects.toThrow(`User: arn:aws:iam::${FIRST}:user/eve is not authorized`)
  })
})

test.for<[file: unknown, says: RegExp]>([
  [{ accounts: [] }, /accounts: /],
  [{ accounts: [{ id: '12', users: [] }] }, /accounts\.0\.id: expected an account id of 12 digits/],
  [{ accounts: [{ id: FIRST }] }, /accounts\.0\.users/],
  [{ accounts: [{ id: FIRST, users: [{ name: 'a', created: 'soon' }] }] }, /accounts\.0\.users\.0\.created: expected an age/],
])('a file of several accounts that cannot be used names the place: %j', ([file, says]) => {
  expect(() => parseAccounts(file)).toThrow(AccountError)
  expect(() => parseAccounts(file)).toThrow(says)
})
