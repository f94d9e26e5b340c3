import { execFileSync } from 'node:child_process'
import { App, Stack } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import { AwsSolutionsChecks } from 'cdk-nag'
import { describe, expect, test } from 'vitest'
import { IamUnusedUserCleanup } from '../../src/stack/index.ts'
import { synthesize } from '../../src/stack/template.ts'
import { toYaml } from '../../src/stack/yaml.ts'
import { lambdaCode } from '../../scripts/lambda-code.mjs'
import { HAS_CFN_LINT } from '../support/installed.ts'
import { templateBody } from '../support/system.ts'
import { grants, rolesOf, shippedTemplate, statementsOf } from '../support/template.ts'

const code = await lambdaCode()
const shipped = await shippedTemplate()

test('the committed template is what the sources generate (else: npm run build)', async () => {
  expect(toYaml(synthesize(code))).toBe(await templateBody())
})

test('it fits into one CreateStack call: at most 51,200 bytes', async () => {
  expect(Buffer.byteLength(await templateBody())).toBeLessThanOrEqual(51_200)
})

test('logical ids of the article are kept, and none has a hash', () => {
  const ids = Object.keys(shipped.Resources)
  expect(ids).toEqual(
    expect.arrayContaining([
      'ConfigRuleLambdaRole',
      'ConfigRuleLambda',
      'ConfigRuleLambdaPermission',
      'ConfigRule',
      'RemediationServiceRole',
      'RemediationConfiguration',
    ]),
  )
  expect(ids.filter((id) => /[0-9A-F]{8}$/.test(id))).toEqual([])
})

describe('parameters', () => {
  const parameters = Object.entries(shipped.Parameters ?? {})
  const layout = Object(shipped.Metadata)['AWS::CloudFormation::Interface'] as {
    ParameterGroups: { Parameters: string[] }[]
  }

  test.for(parameters)(
    '%s has a description, a pattern or values that take its default, and a group',
    ([name, { Default, Description = '', AllowedPattern, AllowedValues, ConstraintDescription }]) => {
      expect(Description.length).toBeGreaterThan(20)
      expect(AllowedValues?.includes(Default ?? '') ?? new RegExp(AllowedPattern ?? 'nothing').test(String(Default))).toBe(true)
      expect(ConstraintDescription ?? AllowedValues).toBeDefined()
      expect(layout.ParameterGroups.flatMap(({ Parameters }) => Parameters)).toContain(name)
    },
  )

  test.for<[name: string, value: string, taken: boolean]>([
    ['MaxCredentialUsageAge', '0', false],
    ['MaxCredentialUsageAge', '1', true],
    ['MaxCredentialUsageAge', '9999', true],
    ['MaxCredentialUsageAge', '10000', true],
    ['MaxCredentialUsageAge', '10001', false],
    ['MaxCredentialUsageAge', '090', false],
    ['RetryAttemptSeconds', '2678000', true],
    ['RetryAttemptSeconds', '2678001', false],
    ['RetryAttemptSeconds', '0', false],
    ['BrakePercent', '100', true],
    ['BrakePercent', '101', false],
    ['BrakePercent', '0', false],
    ['ExcludedUsersParameterName', '/a/b-c.d_e', true],
    ['ExcludedUsersParameterName', 'a', false],
    ['ExcludedUsersParameterName', '/a/*', false],
  ])('%s=%s: taken %s', ([name, value, taken]) => {
    expect(new RegExp(shipped.Parameters?.[name]?.AllowedPattern ?? 'nothing').test(value)).toBe(taken)
  })
})

describe('rights', () => {
  test('no action has a wildcard; resources are `*` for these actions alone, which IAM cannot narrow', () => {
    expect([...grants(shipped, 'AwsManaged'), ...grants(shipped, 'Guarded')].filter(({ action }) => action.includes('*'))).toEqual([])
    const open = rolesOf(shipped).flatMap((role) =>
      ['AwsManaged', 'Guarded']
        .flatMap((runbook) => statementsOf(shipped, role, runbook))
        .filter(({ Resource }) => Resource === '*')
        .flatMap(({ Action }) => Action),
    )
    expect([...new Set(open)].toSorted()).toEqual([
      'config:ListDiscoveredResources',
      'config:PutEvaluations',
      'iam:GenerateCredentialReport',
      'iam:GetCredentialReport',
      'iam:ListUsers',
    ])
  })

  test.for(rolesOf(shipped).filter((role) => role !== 'RevokingRole'))('%s may be assumed for this account alone', (role) => {
    const trust = JSON.stringify(shipped.Resources[role]?.Properties?.['AssumeRolePolicyDocument'])
    expect(trust).toContain('"StringEquals":{"aws:SourceAccount":{"Ref":"AWS::AccountId"}}')
  })

  test('only the function may assume the revoking role, which may touch users only, tag with our keys only, and never a tagged user', () => {
    const properties = Object(shipped.Resources['RevokingRole']?.Properties)
    expect(properties['AssumeRolePolicyDocument'].Statement).toEqual([
      { Effect: 'Allow', Principal: { AWS: { 'Fn::GetAtt': ['ConfigRuleLambdaRole', 'Arn'] } }, Action: 'sts:AssumeRole' },
    ])
    const users = { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:user/*' }
    expect(statementsOf(shipped, 'RevokingRole', 'Guarded').map(({ Sid: _, ...statement }) => statement)).toEqual([
      { Effect: 'Allow', Action: ['iam:UpdateAccessKey', 'iam:DeleteLoginProfile'], Resource: users },
      {
        Effect: 'Allow',
        Action: 'iam:TagUser',
        Resource: users,
        Condition: { 'ForAllValues:StringLike': { 'aws:TagKeys': ['iam-unused-user-cleanup:password', 'iam-unused-user-cleanup:AKIA*'] } },
      },
      {
        Effect: 'Deny',
        Action: ['iam:UpdateAccessKey', 'iam:DeleteLoginProfile', 'iam:TagUser'],
        Resource: users,
        Condition: { Null: { 'iam:ResourceTag/iam-unused-user-cleanup:excluded': 'false' } },
      },
    ])
  })

  test('the AWS-owned runbook may not touch users who carry the exclusion tag', () => {
    const denies = statementsOf(shipped, 'RemediationServiceRole', 'AwsManaged').filter(({ Effect }) => Effect === 'Deny')
    expect(denies).toMatchObject([
      {
        Action: ['iam:UpdateAccessKey', 'iam:DeleteLoginProfile'],
        Condition: { Null: { 'iam:ResourceTag/iam-unused-user-cleanup:excluded': 'false' } },
      },
    ])
  })
})

/** Why IAM has no narrower resource there, or why these are the very subject. */
const EXPLAINED: Readonly<Record<string, string>> = {
  'Resource::*': 'ListUsers, PutEvaluations and ListDiscoveredResources know no narrower resource',
  'user/*': 'the users of the account are the subject',
  'group/*': 'the exclusion list may name any group',
  'config-rule/*': 'the id of a rule is known only when it is made, after the role',
}

test.for(['AwsManaged', 'Guarded', 'None'] as const)('cdk-nag finds nothing that is not explained, with %s', (remediationRunbook) => {
  const app = new App({ analyticsReporting: false, context: { '@aws-cdk/core:newStyleStackSynthesis': false } })
  const stack = new Stack(app, 'Stack')
  new IamUnusedUserCleanup(stack, 'Default', { remediationRunbook, notificationTopicArn: 'arn:aws:sns:us-east-1:123456789012:topic' })
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

test.skipIf(!HAS_CFN_LINT)('cfn-lint finds nothing (skipped where it is not installed)', () => {
  expect(execFileSync('cfn-lint', ['--include-checks', 'I', '--', 'templates/template.yaml'], { encoding: 'utf8' })).toBe('')
})

describe('the construct', () => {
  const synthesized = (props: ConstructorParameters<typeof IamUnusedUserCleanup>[2]) => {
    const stack = new Stack(new App({ analyticsReporting: false }), 'Mine')
    new IamUnusedUserCleanup(stack, 'Cleanup', props)
    const template = Template.fromStack(stack)
    return (type: string): unknown[] => Object.values(template.findResources(type)).map((resource) => resource['Properties'] as unknown)
  }

  test('gives CDK users the same with typed props, and the code of the shipped template', () => {
    const resources = synthesized({ maxCredentialUsageAge: 45, evaluationFrequency: 'Seven_Days' })
    expect(resources('AWS::Lambda::Function')).toMatchObject([
      { Environment: { Variables: { MAX_CREDENTIAL_AGE: '45', EVALUATION_FREQUENCY: 'Seven_Days' } }, Code: { ZipFile: code } },
    ])
    expect(resources('AWS::Config::RemediationConfiguration')).toMatchObject([
      { Parameters: { MaxCredentialUsageAge: { StaticValue: { Values: ['45'] } } }, TargetVersion: '5' },
    ])
    expect(resources('AWS::Config::ConfigRule')).toMatchObject([
      { Source: { SourceDetails: [{ MaximumExecutionFrequency: 'TwentyFour_Hours' }] } },
    ])
  })

  test('only detects with None', () => {
    const resources = synthesized({ remediationRunbook: 'None' })
    expect([resources('AWS::Config::RemediationConfiguration').length, resources('AWS::IAM::Role').length]).toEqual([0, 1])
  })
})
