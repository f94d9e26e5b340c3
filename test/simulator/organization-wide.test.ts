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
} from '@aws-sdk/client-config-service'
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam'
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
