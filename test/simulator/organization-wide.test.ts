import { readFile } from 'node:fs/promises'
import { CloudFormationClient, CreateStackCommand, DeleteStackCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation'
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns'
import {
  ConfigServiceClient,
  DescribeAggregateComplianceByConfigRulesCommand,
  DescribeConfigurationAggregatorsCommand,
  DescribeConfigurationAggregatorSourcesStatusCommand,
  GetAggregateComplianceDetailsByConfigRuleCommand,
  PutConfigurationAggregatorCommand,
  SelectAggregateResourceConfigCommand,
} from '@aws-sdk/client-config-service'
import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteUserCommand,
  IAMClient,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam'
import { EnableAWSServiceAccessCommand, OrganizationsClient, RegisterDelegatedAdministratorCommand } from '@aws-sdk/client-organizations'
import {
  CreateResourceShareCommand,
  DeleteResourceShareCommand,
  EnableSharingWithAwsOrganizationCommand,
  GetResourceSharesCommand,
  RAMClient,
} from '@aws-sdk/client-ram'
import { GetParameterCommand, GetParametersByPathCommand, GetParametersCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseAccounts, Simulator } from '../../src/simulator/index.ts'
import { RULE, templateBody } from '../support/system.ts'

const [MANAGEMENT, SECURITY, LOG_ARCHIVE, SHOP, CLOSED, STRANGER] = [
  '111111111111',
  '222222222222',
  '333333333333',
  '444444444444',
  '131313131313',
  '000000000000',
]
const MINUTE_MS = 60_000
const ORGANIZATION = 'arn:aws:organizations::111111111111:organization/o-exampleorg1'

let simulator: Simulator

beforeAll(async () => {
  const account = parseAccounts(JSON.parse(await readFile(new URL('../../examples/organization.json', import.meta.url), 'utf8')))
  simulator = await Simulator.start({ at: '2026-11-02T09:00:00Z', account })
})

afterAll(() => simulator.stop())

const settings = (accessKeyId: string, region = 'us-east-1') => ({
  endpoint: simulator.endpoint,
  region,
  maxAttempts: 1,
  credentials: { accessKeyId, secretAccessKey: 'secret' },
})

const failure = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'nothing failed',
    (error: Error) => error.name,
  )

const config = (key: string) => new ConfigServiceClient(settings(key))
const ssm = (key: string, region?: string) => new SSMClient(settings(key, region))
const ram = (key: string) => new RAMClient(settings(key))
const organizations = () => new OrganizationsClient(settings(MANAGEMENT))

describe('an aggregator of AWS Config', () => {
  const name = { ConfigurationAggregatorName: 'organization' }

  const put = async (key: string) => {
    const trust = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: 'config.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    }
    await new IAMClient(settings(key))
      .send(new CreateRoleCommand({ RoleName: 'Aggregator', AssumeRolePolicyDocument: JSON.stringify(trust) }))
      .catch(() => undefined)
    const OrganizationAggregationSource = { RoleArn: `arn:aws:iam::${key}:role/Aggregator`, AwsRegions: ['us-east-1'] }
    return config(key).send(new PutConfigurationAggregatorCommand({ ...name, OrganizationAggregationSource }))
  }

  const rows = async () =>
    (
      (await config(SECURITY).send(new DescribeAggregateComplianceByConfigRulesCommand({ ...name, Filters: { ConfigRuleName: RULE } })))
        .AggregateComplianceByConfigRules ?? []
    ).map(({ AccountId, Compliance }) => [AccountId, Compliance?.ComplianceType, Compliance?.ComplianceContributorCount?.CappedCount])

  test('is for the management account and delegated administrators', async () => {
    expect(await failure(put(STRANGER))).toBe('NoAvailableOrganizationException')
    expect(await failure(put(SECURITY))).toBe('OrganizationAccessDeniedException')
    await organizations().send(new EnableAWSServiceAccessCommand({ ServicePrincipal: 'config.amazonaws.com' }))
    await organizations().send(new RegisterDelegatedAdministratorCommand({ AccountId: SECURITY, ServicePrincipal: 'config.amazonaws.com' }))
    expect((await put(SECURITY)).ConfigurationAggregator?.ConfigurationAggregatorArn).toMatch(
      /^arn:aws:config:us-east-1:222222222222:config-aggregator\/config-aggregator-/,
    )
    expect((await config(SECURITY).send(new DescribeConfigurationAggregatorsCommand({}))).ConfigurationAggregators).toMatchObject([
      { ConfigurationAggregatorName: 'organization', OrganizationAggregationSource: { AwsRegions: ['us-east-1'] } },
    ])
    expect(await failure(config(SHOP).send(new DescribeAggregateComplianceByConfigRulesCommand(name)))).toBe(
      'NoSuchConfigurationAggregatorException',
    )
  })

  // AWS Config Developer Guide, "Troubleshooting multi-account multi-Region data aggregation": a delay of some minutes. DescribeAggregateComplianceByConfigRules: rules without results are not shown.
  test('shows every verdict with its annotation, ten minutes later; accounts without results are absent', async () => {
    for (const account of [SHOP, LOG_ARCHIVE])
      await new CloudFormationClient(settings(account)).send(
        new CreateStackCommand({
          StackName: 'Cleanup',
          TemplateBody: await templateBody(),
          Parameters: [{ ParameterKey: 'RemediationRunbook', ParameterValue: 'None' }],
          Capabilities: ['CAPABILITY_IAM'],
        }),
      )
    await simulator.advance(2 * MINUTE_MS)
    expect(await rows()).toEqual([])
    await simulator.advance(10 * MINUTE_MS)
    expect(await rows()).toEqual([
      [LOG_ARCHIVE, 'NON_COMPLIANT', 1],
      [SHOP, 'NON_COMPLIANT', 2],
    ])
    const details = (more: object = {}) =>
      config(SECURITY).send(
        new GetAggregateComplianceDetailsByConfigRuleCommand({
          ...name,
          ConfigRuleName: RULE,
          AccountId: SHOP,
          AwsRegion: 'us-east-1',
          ...more,
        }),
      )
    const { AggregateEvaluationResults: bad } = await details({ ComplianceType: 'NON_COMPLIANT' })
    expect(bad?.map(({ AccountId, Annotation }) => [AccountId, Annotation])).toEqual([
      [SHOP, 'Password never used, created 900 days ago (2024-05-16); limit 90.'],
      [SHOP, 'Password last used 150 days ago (2026-06-05); limit 90.'],
    ])
    const first = await details({ Limit: 2 })
    const second = await details({ Limit: 2, NextToken: first.NextToken })
    expect([first.AggregateEvaluationResults?.length, second.AggregateEvaluationResults?.length, second.NextToken]).toEqual([
      2,
      1,
      undefined,
    ])
    expect((await details({ AccountId: MANAGEMENT })).AggregateEvaluationResults).toEqual([])
  })

  test('tells of its sources: accounts with a recorder, that are not suspended', async () => {
    const { AggregatedSourceStatusList = [] } = await config(SECURITY).send(new DescribeConfigurationAggregatorSourcesStatusCommand(name))
    expect(AggregatedSourceStatusList.map(({ SourceId }) => SourceId)).toEqual([
      MANAGEMENT,
      SECURITY,
      LOG_ARCHIVE,
      SHOP,
      '555555555555',
      '666666666666',
      '777777777777',
      '888888888888',
      '101010101010',
    ])
    expect(new Set(AggregatedSourceStatusList.map(({ LastUpdateStatus }) => LastUpdateStatus))).toEqual(new Set(['SUCCEEDED']))
  })

  const select = (Expression: string, more: object = {}, client = config(SECURITY)) =>
    client.send(new SelectAggregateResourceConfigCommand({ ...name, Expression, ...more }))
  const selected = async (Expression: string, more: object = {}) =>
    ((await select(Expression, more)).Results ?? []).map((each) => JSON.parse(each) as Record<string, string>)

  // AWS Config Developer Guide, "Query Components": properties, WHERE, AND; of a list each item. The schema of AWS::Config::ResourceCompliance has no annotation.
  test('is asked for verdicts in SQL: of a resource, with what each rule said', async () => {
    const bad = `WHERE resourceType = 'AWS::Config::ResourceCompliance' AND configuration.complianceType = 'NON_COMPLIANT'`
    const { Results = [], QueryInfo, NextToken } = await select(`SELECT accountId, resourceId, configuration.complianceType ${bad}`)
    expect(Results.map((each) => each.replace(/AIDA\w+/, 'AIDA'))).toEqual([
      `{"accountId":"${LOG_ARCHIVE}","resourceId":"AWS::IAM::User/AIDA","configuration":{"complianceType":"NON_COMPLIANT"}}`,
      `{"accountId":"${SHOP}","resourceId":"AWS::IAM::User/AIDA","configuration":{"complianceType":"NON_COMPLIANT"}}`,
      `{"accountId":"${SHOP}","resourceId":"AWS::IAM::User/AIDA","configuration":{"complianceType":"NON_COMPLIANT"}}`,
    ])
    expect(QueryInfo?.SelectFields).toEqual([{ Name: 'accountId' }, { Name: 'resourceId' }, { Name: 'configuration.complianceType' }])
    expect(NextToken).toBeUndefined()
    const rules = 'configuration.configRuleList.configRuleName, configuration.configRuleList.complianceType'
    expect(await selected(`select ${rules}\nwhere resourceType='AWS::Config::ResourceCompliance' and accountId='${LOG_ARCHIVE}'`)).toEqual([
      { configuration: { configRuleList: [{ configRuleName: RULE, complianceType: 'COMPLIANT' }] } },
      { configuration: { configRuleList: [{ configRuleName: RULE, complianceType: 'NON_COMPLIANT' }] } },
    ])
    expect(await selected(`SELECT accountId ${bad} AND configuration.configRuleList.configRuleName = 'another'`)).toEqual([])
  })

  test('is asked for users in SQL, who name what a verdict has the id of; ten minutes behind IAM, and of accounts that record them', async () => {
    const users = `SELECT accountId, awsRegion, resourceName, configuration.path WHERE resourceType = 'AWS::IAM::User'`
    const inShop = `${users} AND accountId = '${SHOP}'`
    const row = (resourceName: string, path = '/') => ({ accountId: SHOP, awsRegion: 'global', resourceName, configuration: { path } })
    const before = [row('break-glass-1', '/break-glass/'), row('carla'), row('deploy')]
    expect(await selected(inShop)).toEqual(before)
    const iam = new IAMClient(settings(SHOP))
    await iam.send(new CreateUserCommand({ UserName: 'zoe', Path: '/new/' }))
    await simulator.advance(9 * MINUTE_MS)
    expect(await selected(inShop)).toEqual(before)
    await simulator.advance(MINUTE_MS)
    expect(await selected(inShop)).toEqual([...before, row('zoe', '/new/')])
    await iam.send(new DeleteUserCommand({ UserName: 'zoe' }))
    await simulator.advance(10 * MINUTE_MS)
    expect(await selected(inShop)).toEqual(before)
    // The account without a recorder, the suspended one and the one that is to join are not in it.
    const all = [...(await selected(users)), ...(await selected(users, { NextToken: '25' }))]
    expect(new Set(all.map(({ accountId }) => accountId))).toEqual(
      new Set([MANAGEMENT, SECURITY, LOG_ARCHIVE, SHOP, '555555555555', '666666666666', '777777777777', '888888888888', '101010101010']),
    )
    const whole = `SELECT arn, configuration.userId, configuration WHERE resourceType = 'AWS::IAM::User' AND resourceName = 'carla'`
    expect((await selected(whole))[0]).toMatchObject({
      arn: `arn:aws:iam::${SHOP}:user/carla`,
      configuration: { userName: 'carla', createDate: '2025-09-28T09:00:00.000Z' },
    })
  })

  test('gives 25 results a page unless it is asked for others, a hundred at most', async () => {
    const users = `SELECT resourceId WHERE resourceType = 'AWS::IAM::User'`
    for (let index = 0; index < 20; index += 1)
      await new IAMClient(settings(SHOP)).send(new CreateUserCommand({ UserName: `user-${index}` }))
    await simulator.advance(10 * MINUTE_MS)
    const first = await select(users)
    expect([first.Results?.length, first.NextToken]).toEqual([25, '25'])
    const second = await select(users, { NextToken: first.NextToken, MaxResults: 100 })
    expect([second.Results?.some((each) => first.Results?.includes(each)), second.NextToken]).toEqual([false, undefined])
    expect((await select(users, { Limit: 2 })).Results?.length).toBe(2)
    expect(await failure(select(users, { Limit: 101 }))).toBe('InvalidLimitException')
    expect(await failure(select(users, { MaxResults: -1 }))).toBe('InvalidLimitException')
    expect(await failure(select(users, { Limit: 2, MaxResults: 2 }))).toBe('InvalidLimitException')
    expect(await failure(select(users, { NextToken: 'x' }))).toBe('InvalidNextTokenException')
    expect(await failure(select(users, { ConfigurationAggregatorName: 'another' }))).toBe('NoSuchConfigurationAggregatorException')
    expect(await failure(select(users.padEnd(4_097)))).toBe('ValidationException')
    expect(await failure(select(users.padEnd(4_096)))).toBe('nothing failed')
  })

  test.for([
    ['no command', 'DELETE everything', 'syntax error at line 1, column 1'],
    ['no property', `SELECT WHERE resourceType = 'AWS::IAM::User'`, 'syntax error at line 1, column 8'],
    ['no condition', 'SELECT resourceId', 'syntax error at line 1, column 18'],
    ['a missing AND', `SELECT resourceId\nWHERE resourceType = 'AWS::IAM::User' arn = 'x'`, 'syntax error at line 2, column 39'],
    ['a text without an end', `SELECT resourceId WHERE resourceType = 'AWS::IAM::User`, 'syntax error at line 1, column 40'],
    [
      'groups',
      `SELECT resourceId WHERE resourceType = 'AWS::IAM::User' GROUP BY arn`,
      'The simulator does not know GROUP in an expression.',
    ],
    ['a choice', `SELECT resourceId WHERE resourceType IN ('AWS::IAM::User')`, 'The simulator does not know IN in an expression.'],
    ['everything', `SELECT * WHERE resourceType = 'AWS::IAM::User'`, 'The simulator does not know * in an expression.'],
    ['tags', `SELECT tags WHERE resourceType = 'AWS::IAM::User'`, 'The simulator does not know tags of AWS::IAM::User.'],
    [
      'what every object has',
      `SELECT __proto__ WHERE resourceType = 'AWS::IAM::User'`,
      'The simulator does not know __proto__ of AWS::IAM::User.',
    ],
    [
      'another type',
      `SELECT resourceId WHERE resourceType = 'AWS::S3::Bucket'`,
      `The simulator knows expressions with resourceType = 'AWS::Config::ResourceCompliance' or resourceType = 'AWS::IAM::User' alone.`,
    ],
  ])('an expression with %s is refused', async ([, expression = '', message]) => {
    await expect(select(expression)).rejects.toMatchObject({ name: 'InvalidExpressionException', message })
  })

  // Service Authorization Reference, "Actions, resources, and condition keys for AWS Config": the aggregator is the resource.
  test('may be allowed by its ARN', async () => {
    const iam = new IAMClient(settings(SECURITY))
    const { ConfigurationAggregators: [{ ConfigurationAggregatorArn: Resource } = {}] = [] } = await config(SECURITY).send(
      new DescribeConfigurationAggregatorsCommand({}),
    )
    const keyOf = async (UserName: string, Statement: object) => {
      await iam.send(new CreateUserCommand({ UserName }))
      const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement })
      await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'own', PolicyDocument }))
      const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }))
      return config(AccessKey?.AccessKeyId ?? '')
    }
    const Action = 'config:SelectAggregateResourceConfig'
    const users = `SELECT arn WHERE resourceType = 'AWS::IAM::User'`
    expect(await failure(select(users, {}, await keyOf('reader', { Effect: 'Allow', Action, Resource })))).toBe('nothing failed')
    const other = Resource?.replace(/.$/, '?x')
    expect(await failure(select(users, {}, await keyOf('other', { Effect: 'Allow', Action, Resource: other })))).toBe(
      'AccessDeniedException',
    )
  })
})

// Systems Manager User Guide, "Working with shared parameters": advanced tier, by the full ARN, read-only. The error of one that is not shared is not documented.
describe('a parameter that is shared by AWS RAM', () => {
  const LIST = '/iam-unused-user-cleanup/organization'
  const ARN = `arn:aws:ssm:us-east-1:${SECURITY}:parameter${LIST}`
  const share = (principals: string[], resourceArns: string[] = [ARN]) =>
    ram(SECURITY).send(new CreateResourceShareCommand({ name: 'list', allowExternalPrincipals: false, resourceArns, principals }))
  const read = async (key: string, Name = ARN) => (await ssm(key).send(new GetParameterCommand({ Name }))).Parameter
  const put = (key: string, Name: string, more: object = {}) =>
    ssm(key).send(new PutParameterCommand({ Name, Type: 'StringList', Value: 'break-glass-*', ...more }))

  test('needs sharing with the organization, the advanced tier, and a resource of its own', async () => {
    await put(SECURITY, LIST, { Tier: 'Advanced' })
    await put(SECURITY, '/plain')
    expect(await failure(share([ORGANIZATION]))).toBe('InvalidParameterException')
    expect(await failure(ram(SECURITY).send(new EnableSharingWithAwsOrganizationCommand({})))).toBe('OperationNotPermittedException')
    expect((await ram(MANAGEMENT).send(new EnableSharingWithAwsOrganizationCommand({}))).returnValue).toBe(true)
    expect(await failure(share([ORGANIZATION], [`arn:aws:ssm:us-east-1:${SECURITY}:parameter/plain`]))).toBe('InvalidParameterException')
    expect(await failure(share([ORGANIZATION], [`arn:aws:ssm:us-east-1:${SECURITY}:parameter/none`]))).toBe('UnknownResourceException')
    expect(await failure(share([STRANGER]))).toBe('OperationNotPermittedException')
  })

  test('is read by its full ARN in the accounts that are meant, and nowhere else', async () => {
    expect([await failure(read(SHOP)), (await read(SECURITY))?.Value]).toEqual(['AccessDeniedException', 'break-glass-*'])
    const { resourceShare } = await share(['arn:aws:organizations::111111111111:ou/o-exampleorg1/ou-exam-workloads'])
    expect(await read('555555555555')).toMatchObject({ Name: LIST, Value: 'break-glass-*', ARN, Version: 1 })
    for (const key of [LOG_ARCHIVE, STRANGER, CLOSED]) expect(await failure(read(key))).toBe('AccessDeniedException')
    expect(await ssm(SHOP).send(new GetParametersCommand({ Names: [ARN, '/none'] }))).toMatchObject({
      Parameters: [{ ARN }],
      InvalidParameters: ['/none'],
    })
    expect(await failure(read(SHOP, `${ARN}-other`))).toBe('AccessDeniedException')
    expect(await failure(ssm(SHOP, 'eu-west-1').send(new GetParameterCommand({ Name: ARN })))).toBe('AccessDeniedException')
    expect(await failure(ssm(SHOP).send(new GetParametersByPathCommand({ Path: ARN })))).toBe('ValidationException')
    expect(await failure(put(SHOP, ARN, { Overwrite: true }))).toBe('ValidationException')
    const shares = async (key: string, resourceOwner: 'SELF' | 'OTHER-ACCOUNTS') =>
      ((await ram(key).send(new GetResourceSharesCommand({ resourceOwner }))).resourceShares ?? []).map(
        ({ name, owningAccountId, status }) => [name, owningAccountId, status],
      )
    expect([await shares(SECURITY, 'SELF'), await shares(SHOP, 'OTHER-ACCOUNTS'), await shares(LOG_ARCHIVE, 'OTHER-ACCOUNTS')]).toEqual([
      [['list', SECURITY, 'ACTIVE']],
      [['list', SECURITY, 'ACTIVE']],
      [],
    ])
    await ram(SECURITY).send(new DeleteResourceShareCommand({ resourceShareArn: resourceShare?.resourceShareArn }))
    expect(await failure(read(SHOP))).toBe('AccessDeniedException')
    await share([ORGANIZATION])
    expect((await read(LOG_ARCHIVE))?.Value).toBe('break-glass-*')
  })

  test('a stack makes share, topic and aggregator; the topic takes what accounts of the organization publish, and of nobody else', async () => {
    const TemplateBody = `
Resources:
  List: { Type: 'AWS::SSM::Parameter', Properties: { Name: /common, Tier: Advanced, Type: StringList, Value: nobody } }
  Share:
    Type: AWS::RAM::ResourceShare
    Properties:
      Name: common
      AllowExternalPrincipals: false
      Principals: [${ORGANIZATION}]
      ResourceArns: [!Sub 'arn:aws:ssm:\${AWS::Region}:\${AWS::AccountId}:parameter\${List}']
  Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: told } }
  TopicPolicy:
    Type: AWS::SNS::TopicPolicy
    Properties:
      Topics: [!Ref Topic]
      PolicyDocument:
        Version: '2012-10-17'
        Statement:
        - { Effect: Allow, Principal: { AWS: '*' }, Action: 'sns:Publish', Resource: !Ref Topic, Condition: { StringEquals: { 'aws:PrincipalOrgID': o-exampleorg1 } } }
        - { Effect: Deny, Principal: { AWS: '*' }, Action: 'sns:Publish', Resource: !Ref Topic, Condition: { Bool: { 'aws:SecureTransport': 'false' } } }
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: Allow, Principal: { Service: config.amazonaws.com }, Action: 'sts:AssumeRole' }] }
  Aggregator:
    Type: AWS::Config::ConfigurationAggregator
    Properties:
      ConfigurationAggregatorName: second
      OrganizationAggregationSource: { AllAwsRegions: false, AwsRegions: [!Ref 'AWS::Region'], RoleArn: !GetAtt Role.Arn }
`
    const cloudFormation = new CloudFormationClient(settings(SECURITY))
    await cloudFormation.send(new CreateStackCommand({ StackName: 'Central', TemplateBody, Capabilities: ['CAPABILITY_IAM'] }))
    const { Stacks: [stack] = [] } = await cloudFormation.send(new DescribeStacksCommand({ StackName: 'Central' }))
    expect(`${stack?.StackStatus} ${stack?.StackStatusReason ?? ''}`).toMatch(/^CREATE_COMPLETE/)
    expect((await read(SHOP, `arn:aws:ssm:us-east-1:${SECURITY}:parameter/common`))?.Value).toBe('nobody')
    const TopicArn = `arn:aws:sns:us-east-1:${SECURITY}:told`
    const publish = (key: string) => new SNSClient(settings(key)).send(new PublishCommand({ TopicArn, Message: key }))
    expect([await failure(publish(SHOP)), await failure(publish(SECURITY)), await failure(publish(STRANGER))]).toEqual([
      'nothing failed',
      'nothing failed',
      'AuthorizationErrorException',
    ])
    expect(simulator.messages(TopicArn).map(({ text }) => text)).toEqual([SHOP, SECURITY])
    await cloudFormation.send(new DeleteStackCommand({ StackName: 'Central' }))
    expect(await failure(read(SHOP, `arn:aws:ssm:us-east-1:${SECURITY}:parameter/common`))).toBe('AccessDeniedException')
    expect(
      await failure(config(SECURITY).send(new DescribeConfigurationAggregatorsCommand({ ConfigurationAggregatorNames: ['second'] }))),
    ).toBe('NoSuchConfigurationAggregatorException')
  })

  test('whoever leaves the organization reads it no more', async () => {
    simulator.organization.leave(LOG_ARCHIVE)
    expect(await failure(read(LOG_ARCHIVE))).toBe('AccessDeniedException')
  })
})
