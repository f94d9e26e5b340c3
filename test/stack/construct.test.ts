import { App, CfnParameter, Stack } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import { CfnPolicy, CfnRolePolicy } from 'aws-cdk-lib/aws-iam'
import { AwsSolutionsChecks } from 'cdk-nag'
import { expect, test } from 'vitest'
import { lambdaCode } from '../../scripts/lambda-code.mjs'
import { IamUnusedUserCleanup, type IamUnusedUserCleanupProps } from '../../src/stack/index.ts'

const SHARED = 'arn:aws:ssm:us-east-1:210987654321:parameter/iam-unused-user-cleanup/organization'
const TOPIC = 'arn:aws:sns:us-east-1:123456789012:topic'

function synthesized(props: IamUnusedUserCleanupProps): (type: string) => unknown[] {
  const stack = new Stack(new App({ analyticsReporting: false, builtinCloudFormationValidation: false }), 'Mine')
  new IamUnusedUserCleanup(stack, 'Cleanup', props)
  const template = Template.fromStack(stack)
  return (type) => Object.values(template.findResources(type)).map((resource) => resource['Properties'] as unknown)
}

test('gives CDK users the same with typed props, and the code and release of the shipped template', async () => {
  const { compact, release } = await lambdaCode()
  const resources = synthesized({ maxCredentialUsageAge: 45, evaluationFrequency: 'Seven_Days', runbookVersion: 6 })
  expect(resources('AWS::Lambda::Function')).toMatchObject([
    {
      Environment: { Variables: { MAX_CREDENTIAL_AGE: '45', EVALUATION_FREQUENCY: 'Seven_Days', RELEASE: release } },
      Code: { ZipFile: compact },
    },
  ])
  expect(resources('AWS::Config::RemediationConfiguration')).toMatchObject([
    { Automatic: true, Parameters: { MaxCredentialUsageAge: { StaticValue: { Values: ['45'] } } }, TargetVersion: '6' },
  ])
  expect(resources('AWS::Config::ConfigRule')).toMatchObject([
    { Source: { SourceDetails: [{ MaximumExecutionFrequency: 'TwentyFour_Hours' }] } },
  ])
})

test('another code is another release', () => {
  expect(synthesized({ lambdaCode: 'exports.handler = () => {}' })('AWS::Lambda::Function')).toMatchObject([
    { Environment: { Variables: { RELEASE: 'unreleased' } } },
  ])
})

test('with None everything that could revoke is without rights and not automatic', () => {
  const resources = synthesized({ remediationRunbook: 'None', permissionsBoundaryArn: 'arn:aws:iam::123456789012:policy/boundary' })
  expect(resources('AWS::Config::RemediationConfiguration')).toMatchObject([{ Automatic: false }])
  expect(resources('AWS::IAM::Role').map((role) => Object(role)['Policies'] as unknown)).toEqual([undefined, []])
  expect(resources('AWS::IAM::Role').map((role) => Object(role)['PermissionsBoundary'] as unknown)).toEqual([
    'arn:aws:iam::123456789012:policy/boundary',
    'arn:aws:iam::123456789012:policy/boundary',
  ])
})

test('automatic remediation can be switched off', () => {
  const resources = synthesized({ remediationRunbook: 'Guarded', automaticRemediation: false })
  expect(resources('AWS::Config::RemediationConfiguration')).toMatchObject([{ Automatic: false }])
})

test.for<[prop: string, value: unknown, sentence: string]>([
  ['remediationRunbook', 'none', 'remediationRunbook: "none" is not allowed. It must be one of AwsManaged, Guarded, None.'],
  ['maxCredentialUsageAge', -5, 'maxCredentialUsageAge: -5 is not allowed. It must be a whole number from 1 to 10000.'],
  ['maxCredentialUsageAge', 0, 'maxCredentialUsageAge: 0 is not allowed. It must be a whole number from 1 to 10000.'],
  ['maxCredentialUsageAge', 1.5, 'maxCredentialUsageAge: 1.5 is not allowed. It must be a whole number from 1 to 10000.'],
  ['maxCredentialUsageAge', '90', 'maxCredentialUsageAge: "90" is not allowed. It must be a whole number from 1 to 10000.'],
  ['maxCredentialUsageAge', 10_001, 'maxCredentialUsageAge: 10001 is not allowed. It must be a whole number from 1 to 10000.'],
  [
    'evaluationFrequency',
    'Weekly',
    'evaluationFrequency: "Weekly" is not allowed. It must be one of One_Hour, Three_Hours, Six_Hours, Twelve_Hours, TwentyFour_Hours, Seven_Days.',
  ],
  ['brakePercent', 101, 'brakePercent: 101 is not allowed. It must be a whole number from 1 to 100.'],
  ['automaticRemediation', 'false', 'automaticRemediation: "false" is not allowed. It must be true or false.'],
  ['runbookVersion', 0, 'runbookVersion: 0 is not allowed. It must be a whole number from 1 to 10000.'],
  ['logRetentionInDays', 91, 'logRetentionInDays: 91 is not allowed. It must be one of 1, 3, 5,'],
  ['notificationTopicArn', 'topic', 'notificationTopicArn: "topic" is not allowed. It must be the ARN of an SNS topic, or empty.'],
  ['permissionsBoundaryArn', null, 'permissionsBoundaryArn: null is not allowed. It must be the ARN of an IAM policy, or empty.'],
  [
    'excludedUsersParameterName',
    'users',
    'excludedUsersParameterName: "users" is not allowed. It must be the full name of an SSM parameter, beginning with /.',
  ],
  [
    'sharedExclusionsArn',
    '/shared',
    'sharedExclusionsArn: "/shared" is not allowed. It must be the whole ARN of an SSM parameter, or empty.',
  ],
  ['maxCredentialAge', 30, 'IamUnusedUserCleanup has no prop maxCredentialAge.'],
])('%s: %j throws', ([prop, value, sentence]) => {
  expect(() => synthesized({ [prop]: value } as IamUnusedUserCleanupProps)).toThrow(sentence)
})

test('tokens pass: CloudFormation checks them', () => {
  const stack = new Stack(new App({ analyticsReporting: false, builtinCloudFormationValidation: false }), 'Mine')
  const parameter = (name: string, type: string) => new CfnParameter(stack, name, { type })
  new IamUnusedUserCleanup(stack, 'Cleanup', {
    maxCredentialUsageAge: parameter('Age', 'Number').valueAsNumber,
    evaluationFrequency: parameter('Frequency', 'String').valueAsString as 'One_Hour',
    automaticRemediation: parameter('Automatic', 'String').value,
    notificationTopicArn: parameter('Topic', 'String').valueAsString,
  })
  const [configuration] = Object.values(Template.fromStack(stack).findResources('AWS::Config::RemediationConfiguration'))
  expect(configuration?.['Properties']).toMatchObject({
    Automatic: { Ref: 'Automatic' },
    Parameters: { MaxCredentialUsageAge: { StaticValue: { Values: [{ Ref: 'Age' }] } } },
  })
})

/** Why IAM has no narrower resource there, or why these are the very subject. */
const EXPLAINED: Readonly<Record<string, string>> = {
  'Resource::*': 'ListUsers, PutEvaluations, ListDiscoveredResources and GetAccountSummary know no narrower resource',
  'user/*': 'the users of the account are the subject',
  'group/*': 'the exclusion list may name any group',
  'config-rule/*': 'the id of a rule is known only when it is made, after the role',
}

test.for(['AwsManaged', 'Guarded', 'None'] as const)('cdk-nag finds nothing that is not explained, with %s', (remediationRunbook) => {
  const app = new App({ analyticsReporting: false, context: { '@aws-cdk/core:newStyleStackSynthesis': false } })
  const stack = new Stack(app, 'Stack')
  new IamUnusedUserCleanup(stack, 'Default', { remediationRunbook, notificationTopicArn: TOPIC, sharedExclusionsArn: SHARED })
  // cdk-nag looks at no AWS::IAM::RolePolicy: it is shown the same as an AWS::IAM::Policy.
  for (const { logicalId, policyName, policyDocument } of stack.node.findAll().filter((node) => node instanceof CfnRolePolicy))
    new CfnPolicy(stack, `${stack.resolve(logicalId)}ForNag`, { policyName, policyDocument })
  const findings = new AwsSolutionsChecks(app)
    .validateScope(stack)
    .violations.map(({ ruleName, description }) => `${ruleName}: ${description}`)
  expect(findings.length).toBeGreaterThan(0)
  expect(
    findings.filter(
      (finding) => !Object.keys(EXPLAINED).some((resource) => finding.startsWith('AwsSolutions-IAM5') && finding.includes(resource)),
    ),
  ).toEqual([])
})
