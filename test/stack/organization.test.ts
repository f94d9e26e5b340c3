import { readFile } from 'node:fs/promises'
import { execFileSync } from 'node:child_process'
import { CreateStackCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation'
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts'
import { runSimulation } from '@cloud-copilot/iam-simulate'
import { App, Stack } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import { AwsSolutionsChecks } from 'cdk-nag'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { Organization, OrganizationMember, type OrganizationMemberProps, type OrganizationProps } from '../../src/stack/index.ts'
import { commandLine } from '../support/command-line.ts'
import { hasCfnLint, hasPyYaml } from '../support/installed.ts'
import { readTemplate, resolved } from '../support/resolved.ts'
import { smallSystem } from '../support/small-stack.ts'
import { LIST, type System } from '../support/system.ts'

const SECURITY = '111111111111'
const ORGANIZATION = 'o-a1b2c3d4e5'
const ORGANIZATION_ARN = `arn:aws:organizations::999999999999:organization/${ORGANIZATION}`
const SHARED = `arn:aws:ssm:us-east-1:${SECURITY}:parameter/iam-unused-user-cleanup/organization`

const PATHS = ['templates/organization-member.yaml', 'templates/organization.yaml']
const [memberBody = '', organizationBody = ''] = await Promise.all(PATHS.map((path) => readFile(path, 'utf8')))

const memberWith = (given: Readonly<Record<string, string>> = {}) =>
  resolved(readTemplate(memberBody), { SecurityAccountId: SECURITY, OrganizationId: ORGANIZATION, ...given }).Resources
const organizationWith = (given: Readonly<Record<string, string>> = {}) =>
  resolved(readTemplate(organizationBody), { OrganizationArn: ORGANIZATION_ARN, CommonExclusions: 'break-glass-*', ...given }).Resources

describe.for([
  [PATHS[0], memberBody],
  [PATHS[1], organizationBody],
] as const)('%s', ([path = '', body]) => {
  test('is ASCII with LF, fits into a call, and has no hash in a logical id', () => {
    expect(body.match(/[^\n -~]/g)).toBeNull()
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(51_200)
    expect(Object.keys(readTemplate(body).Resources).filter((id) => /[0-9A-F]{8}$/.test(id))).toEqual([])
  })

  test('each parameter has a description, a pattern with what it must be, and takes its own default', () => {
    for (const { Description, AllowedPattern = '$.', ConstraintDescription, Default } of Object.values(readTemplate(body).Parameters)) {
      expect(Description.length).toBeGreaterThan(20)
      expect(ConstraintDescription).toMatch(/^must be /)
      expect(Default === undefined || new RegExp(AllowedPattern).test(String(Default))).toBe(true)
    }
  })

  test.skipIf(!hasCfnLint())('cfn-lint finds nothing (skipped where it is not installed)', () => {
    expect(execFileSync('cfn-lint', ['--include-checks', 'I', '--', path], { encoding: 'utf8' })).toBe('')
  })

  test.skipIf(!hasPyYaml())('can be read by PyYAML (skipped where it is not installed)', () => {
    const script = `import sys, yaml
yaml.SafeLoader.add_multi_constructor('!', lambda loader, tag, node: getattr(loader, 'construct_' + node.id)(node))
print(','.join(yaml.safe_load(open(sys.argv[1], encoding='ascii'))['Resources']))`
    expect(execFileSync('python3', ['-c', script, path], { encoding: 'utf8' }).trim().split(',')).toEqual(
      Object.keys(readTemplate(body).Resources),
    )
  })
})

describe('organization-member.yaml', () => {
  const role = (given?: Readonly<Record<string, string>>) => memberWith(given)['IamCleanupAudit']?.Properties ?? {}
  const trust = (given?: Readonly<Record<string, string>>) => JSON.parse(filled(role(given)['AssumeRolePolicyDocument'])) as object

  test('makes one role, of a fixed name, and nothing else', () => {
    expect(Object.keys(memberWith())).toEqual(['IamCleanupAudit'])
    expect(role()).toMatchObject({ RoleName: 'IamCleanupAudit' })
    expect(role()['ManagedPolicyArns']).toBeUndefined()
  })

  test('trusts the security account, while it is of the organization, and with an external id where there is one', () => {
    const statement = (StringEquals: object) => ({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${SECURITY}:root` }, Action: 'sts:AssumeRole', Condition: { StringEquals } },
      ],
    })
    expect(trust()).toEqual(statement({ 'aws:PrincipalOrgID': ORGANIZATION }))
    expect(trust({ ExternalId: 'ours-1' })).toEqual(statement({ 'aws:PrincipalOrgID': ORGANIZATION, 'sts:ExternalId': 'ours-1' }))
  })

  test.for<[who: string, account: string, organization: string, externalId: string, allowed: string]>([
    ['the security account', SECURITY, ORGANIZATION, 'ours-1', 'Allowed'],
    ['the security account after it has left the organization', SECURITY, 'o-other00000', 'ours-1', 'ImplicitlyDenied'],
    ['another account of the organization', '222222222222', ORGANIZATION, 'ours-1', 'ImplicitlyDenied'],
    ['the security account with another external id', SECURITY, ORGANIZATION, 'theirs', 'ImplicitlyDenied'],
  ])('an independent policy engine says of %s: %s', async ([, account, organization, externalId, allowed]) => {
    const result = await runSimulation(
      {
        request: {
          principal: `arn:aws:iam::${account}:role/Auditor`,
          action: 'sts:AssumeRole',
          resource: { resource: 'arn:aws:iam::123456789012:role/IamCleanupAudit', accountId: '123456789012' },
          contextVariables: { 'aws:PrincipalOrgID': organization, 'sts:ExternalId': externalId },
        },
        identityPolicies: [
          { name: 'Auditor', policy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' }] } },
        ],
        serviceControlPolicies: [],
        resourceControlPolicies: [],
        resourcePolicy: trust({ ExternalId: 'ours-1' }),
      },
      {},
    )
    expect(result.resultType === 'error' ? JSON.stringify(result.errors) : result.overallResult).toBe(allowed)
  })

  const statements = (given?: Readonly<Record<string, string>>) =>
    (JSON.parse(filled(role(given)['Policies'], 'ACCOUNT', 'REGION')) as { PolicyDocument: { Statement: { Sid?: string }[] } }[])
      .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
      .map(({ Sid: _, ...statement }) => statement)

  test('may do exactly what docs/permissions.md says of scan', async () => {
    const text = await readFile('docs/permissions.md', 'utf8')
    const [, json = ''] = /^## scan\n[^]*?^```json\n([^]*?)^```/m.exec(text) ?? []
    expect(statements()).toEqual((JSON.parse(json) as { Statement: object[] }).Statement)
  })

  test('may read the shared list besides, where there is one, and that one alone', () => {
    expect(statements({ SharedExclusionsArn: SHARED }).slice(statements().length)).toEqual([
      { Effect: 'Allow', Action: 'ssm:GetParameter', Resource: SHARED },
    ])
  })
})

describe('organization-member.yaml, deployed', () => {
  let system: System
  beforeAll(async () => {
    const users = [
      { name: 'ana', password: { created: '400d' }, accessKeys: [{ created: '400d' }] },
      { name: 'tagged', tags: { keep: 'yes' }, password: { created: '400d' } },
      { name: 'grouped', groups: ['ops'], password: { created: '400d' } },
    ]
    system = await smallSystem({ account: { users, parameters: { [LIST]: 'group:ops,tag:keep' } } })
  })
  afterAll(() => system[Symbol.asyncDispose]())

  async function deployed(StackName: string, TemplateBody: string): Promise<string | undefined> {
    const Parameters = Object.entries({ SecurityAccountId: '123456789012', OrganizationId: ORGANIZATION }).map(
      ([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue }),
    )
    await system.cloudFormation.send(
      new CreateStackCommand({ StackName, TemplateBody, Parameters, Capabilities: ['CAPABILITY_NAMED_IAM'] }),
    )
    const { Stacks: [stack] = [] } = await system.cloudFormation.send(new DescribeStacksCommand({ StackName }))
    return stack?.Outputs?.find(({ OutputKey }) => OutputKey === 'RoleArn')?.OutputValue ?? stack?.StackStatusReason
  }

  async function assumed(RoleArn: string | undefined) {
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
    const sts = new STSClient({ endpoint: system.simulator.endpoint, region: 'us-east-1', credentials })
    try {
      return (await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'audit' }))).Credentials
    } finally {
      sts.destroy()
    }
  }

  test('deploys as it is', async () => {
    expect(await deployed('Member', memberBody)).toBe('arn:aws:iam::123456789012:role/IamCleanupAudit')
  })

  test('scan does what it is for under it', async () => {
    // Here is no organization: its condition is left out.
    const body = memberBody
      .replace("'aws:PrincipalOrgID': !Ref OrganizationId, ", '')
      .replace('RoleName: IamCleanupAudit', 'RoleName: ForScan')
    const credentials = await assumed(await deployed('ForScan', body))
    vi.stubEnv('AWS_SESSION_TOKEN', credentials?.SessionToken ?? '')
    const caller = { accessKeyId: credentials?.AccessKeyId ?? '', secretAccessKey: credentials?.SecretAccessKey ?? '' }
    expect(await commandLine(system, ['scan', '--format', 'json'], false, caller)).toMatchObject({ code: 0 })
    const own = system.simulator.calls.filter(
      ({ caller: by, operation }) => by.includes('/ForScan/') && operation !== 'sts:GetCallerIdentity',
    )
    expect(own.filter(({ outcome }) => outcome.startsWith('AccessDenied'))).toEqual([])
    expect([...new Set(own.map(({ operation }) => operation))].toSorted()).toEqual([
      // There is no ledger here: it is asked once, and not read.
      'dynamodb:Query',
      'iam:GenerateCredentialReport',
      'iam:GetAccessKeyLastUsed',
      'iam:GetCredentialReport',
      'iam:GetGroup',
      'iam:GetLoginProfile',
      'iam:ListAccessKeys',
      'iam:ListAccountAliases',
      'iam:ListUserTags',
      'iam:ListUsers',
      'lambda:GetFunctionConfiguration',
      'ssm:GetParameter',
    ])
  })
})

describe('organization.yaml', () => {
  const all = organizationWith()
  const properties = (name: string) => all[name]?.Properties

  test('the common list is Advanced, so that RAM shares it, with the organization and nobody outside of it', () => {
    expect(properties('CommonExclusionList')).toEqual({
      Name: '/iam-unused-user-cleanup/organization',
      Tier: 'Advanced',
      Type: 'StringList',
      Value: 'break-glass-*',
    })
    expect(properties('CommonExclusionShare')).toEqual({
      Name: 'iam-unused-user-cleanup',
      AllowExternalPrincipals: false,
      Principals: [ORGANIZATION_ARN],
      ResourceArns: [{ 'Fn::Sub': 'arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter${CommonExclusionList}' }],
    })
  })

  test('what the list is must be said at each deployment: no default would empty it by the way', () => {
    const { Parameters } = readTemplate(organizationBody)
    expect(Object.entries(Parameters).flatMap(([name, { Default }]) => (Default === undefined ? [name] : []))).toEqual([
      'OrganizationArn',
      'CommonExclusions',
    ])
  })

  test('the topic takes messages of the organization alone, over TLS alone', () => {
    const about = { Action: 'sns:Publish', Resource: { Ref: 'Topic' } }
    expect(properties('TopicPolicy')).toEqual({
      Topics: [{ Ref: 'Topic' }],
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'FunctionsOfTheOrganization',
            Effect: 'Allow',
            Principal: { AWS: '*' },
            ...about,
            Condition: { StringEquals: { 'aws:PrincipalOrgID': ORGANIZATION } },
          },
          {
            Sid: 'AlarmsOfTheOrganization',
            Effect: 'Allow',
            Principal: { Service: 'cloudwatch.amazonaws.com' },
            ...about,
            Condition: { StringEquals: { 'aws:SourceOrgID': ORGANIZATION } },
          },
          {
            Sid: 'NobodyInTheClear',
            Effect: 'Deny',
            Principal: { AWS: '*' },
            ...about,
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          },
        ],
      },
    })
  })

  test('the aggregator is of the organization, of this Region, by a role that AWS Config alone may use', () => {
    expect(properties('Aggregator')).toEqual({
      ConfigurationAggregatorName: 'organization',
      OrganizationAggregationSource: {
        AllAwsRegions: false,
        AwsRegions: ['us-east-1'],
        RoleArn: { 'Fn::GetAtt': ['AggregatorRole', 'Arn'] },
      },
    })
    expect(properties('AggregatorRole')).toEqual({
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { Service: 'config.amazonaws.com' }, Action: 'sts:AssumeRole' }],
      },
      ManagedPolicyArns: [{ 'Fn::Sub': 'arn:${AWS::Partition}:iam::aws:policy/service-role/AWSConfigRoleForOrganizations' }],
    })
  })

  test('where you have an aggregator none is made', () => {
    expect(Object.keys(organizationWith({ AggregatorName: '' }))).toEqual([
      'CommonExclusionList',
      'CommonExclusionShare',
      'Topic',
      'TopicPolicy',
    ])
  })
})

describe('the constructs', () => {
  const stack = (): Stack => new Stack(new App({ analyticsReporting: false, builtinCloudFormationValidation: false }), 'Mine')
  const MEMBER = { securityAccountId: SECURITY, organizationId: ORGANIZATION }
  const CENTRE = { organizationArn: ORGANIZATION_ARN, commonExclusions: 'break-glass-*;owner=security' }

  test('give CDK users the same with typed props', () => {
    const both = stack()
    new OrganizationMember(both, 'Member', { ...MEMBER, sharedExclusionsArn: SHARED })
    new Organization(both, 'Organization', { ...CENTRE, aggregatorName: '' })
    const made = Template.fromStack(both)
    made.resourceCountIs('AWS::Config::ConfigurationAggregator', 0)
    made.hasResourceProperties('AWS::SSM::Parameter', { Tier: 'Advanced', Value: 'break-glass-*;owner=security' })
    made.hasResourceProperties('AWS::RAM::ResourceShare', { Principals: [ORGANIZATION_ARN], AllowExternalPrincipals: false })
    const [role] = Object.values(made.findResources('AWS::IAM::Role'))
    expect(JSON.stringify(role)).toContain(SHARED)
    expect(JSON.stringify(role)).not.toContain('sts:ExternalId')
  })

  test.for<[props: object, sentence: string]>([
    [{ securityAccountId: '1' }, 'securityAccountId: "1" is not allowed. It must be the id of an AWS account, 12 digits.'],
    [{ securityAccountId: undefined }, 'OrganizationMember needs securityAccountId. It must be the id of an AWS account, 12 digits.'],
    [{ organizationId: 'ou-a1b2-c3d4' }, 'organizationId: "ou-a1b2-c3d4" is not allowed.'],
    [
      { sharedExclusionsArn: '/list' },
      'sharedExclusionsArn: "/list" is not allowed. It must be the whole ARN of an SSM parameter, or empty.',
    ],
    [{ roleName: 'x' }, 'OrganizationMember has no prop roleName.'],
  ])('a member with %j throws', ([props, sentence]) => {
    expect(() => new OrganizationMember(stack(), 'Member', { ...MEMBER, ...props } as OrganizationMemberProps)).toThrow(sentence)
  })

  test.for<[props: object, sentence: string]>([
    [{ organizationArn: ORGANIZATION }, `organizationArn: "${ORGANIZATION}" is not allowed. It must be the ARN of an organization.`],
    [{ commonExclusions: undefined }, 'Organization needs commonExclusions.'],
    [{ commonExclusions: 'a b' }, 'commonExclusions cannot be read: "a b" (expected a user name'],
  ])('an organization with %j throws', ([props, sentence]) => {
    expect(() => new Organization(stack(), 'Organization', { ...CENTRE, ...props } as OrganizationProps)).toThrow(sentence)
  })

  test('cdk-nag finds nothing that is not explained', () => {
    const app = new App({ analyticsReporting: false, context: { '@aws-cdk/core:newStyleStackSynthesis': false } })
    const both = new Stack(app, 'Stack')
    new OrganizationMember(both, 'Member', MEMBER)
    new Organization(both, 'Organization', CENTRE)
    const found = new AwsSolutionsChecks(app)
      .validateScope(both)
      .violations.map(({ ruleName, description }) => `${ruleName}: ${description}`)
    const EXPLAINED: Readonly<Record<string, string>> = {
      'Resource::*': 'who there is, the credential report and the alias are of the whole account',
      'user/*': 'the users of the account are the subject',
      'group/*': 'the exclusion list may name any group',
      'AwsSolutions-IAM4': 'what AWS Config needs to know of an organization is for AWS to say',
    }
    expect(found.length).toBeGreaterThan(0)
    expect(found.filter((finding) => !Object.keys(EXPLAINED).some((each) => finding.includes(each)))).toEqual([])
  })
})

/** What only CloudFormation knows, filled in. */
const filled = (tree: unknown, account = '123456789012', region = 'us-east-1'): string =>
  JSON.stringify(tree, (_, value: unknown) => {
    const text: unknown = Object(value)['Fn::Sub']
    return typeof text === 'string' ? text : value
  })
    .replaceAll('${AWS::Partition}', 'aws')
    .replaceAll('${AWS::AccountId}', account)
    .replaceAll('${AWS::Region}', region)
