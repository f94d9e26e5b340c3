import { readFile } from 'node:fs/promises'
import { execFileSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { hasCfnLint, hasPyYaml } from '../support/installed.ts'
import { readTemplate, type Parameter } from '../support/resolved.ts'
import { grants, rolesOf, shippedTemplate, statementsOf } from '../support/template.ts'

const PATHS = ['templates/template.yaml', 'templates/template.readable.yaml']

const shipped = await shippedTemplate()
const forms = await Promise.all(PATHS.map(async (path) => ({ path, body: await readFile(path, 'utf8') })))
const [{ body: small } = { body: '' }, { body: readable } = { body: '' }] = forms

test('template.yaml leaves room in the 51,200 bytes that need no bucket: at most 48,300', () => {
  expect(Buffer.byteLength(small)).toBeLessThanOrEqual(48_300)
})

test.for(forms)('$path is ASCII, with LF at the end of each line and nothing before it', ({ body }) => {
  expect(body.match(/[^\n -~]/g)).toBeNull()
  expect(body).toMatch(/[^\n]\n$/)
})

test.skipIf(!hasCfnLint())('cfn-lint finds nothing in any (skipped where it is not installed)', () => {
  expect(execFileSync('cfn-lint', ['--include-checks', 'I', '--', ...PATHS], { encoding: 'utf8' })).toBe('')
})

/** Reads YAML as the AWS CLI does before it sends a template. */
const PYTHON_READER = `
import json, sys, yaml
yaml.SafeLoader.add_multi_constructor('!', lambda loader, tag, node: getattr(loader, 'construct_' + node.id)(node, *([] if node.id == 'scalar' else [True])))
print(json.dumps(list(yaml.safe_load(open(sys.argv[1], encoding='ascii'))['Resources'])))
`

test.skipIf(!hasPyYaml()).for(forms)('$path can be read by PyYAML (skipped where it is not installed)', ({ path, body }) => {
  const ids: unknown = JSON.parse(execFileSync('python3', ['-c', PYTHON_READER, path], { encoding: 'utf8' }))
  expect(ids).toEqual(Object.keys(readTemplate(body).Resources))
})

test('both are the same, but for the code and the names of statements', () => {
  const bare = (body: string): unknown =>
    JSON.parse(JSON.stringify(readTemplate(body)), (key, value: unknown) => (key === 'Sid' || key === 'ZipFile' ? undefined : value))
  expect(bare(readable)).toEqual(bare(small))
})

test('people read the code with its names and comments', () => {
  const zipFile = (body: string): string => Object(readTemplate(body).Resources['ConfigRuleLambda']?.Properties['Code'])['ZipFile']
  expect(zipFile(readable)).toContain('async function* mapConcurrently(source, limit, map) {')
  expect(zipFile(readable)).toContain(
    '/** Whole days from `earlier` to `later`; a day that is not over does not count, and never less than 0. */',
  )
  expect(zipFile(small)).not.toMatch(/mapConcurrently|Whole days/)
  expect(readable.split('\n').filter((line) => line.length > 400)).toEqual([])
})

test('logical ids, rule name and function name of the article are kept, so that its stack is updated in place; none has a hash', () => {
  const types = Object.fromEntries(Object.entries(shipped.Resources).map(([id, { Type }]) => [id, Type]))
  expect(types).toMatchObject({
    ConfigRuleLambdaRole: 'AWS::IAM::Role',
    ConfigRuleLambda: 'AWS::Lambda::Function',
    ConfigRuleLambdaPermission: 'AWS::Lambda::Permission',
    ConfigRule: 'AWS::Config::ConfigRule',
    RemediationServiceRole: 'AWS::IAM::Role',
    RemediationConfiguration: 'AWS::Config::RemediationConfiguration',
  })
  expect(shipped.Resources['ConfigRule']?.Properties?.['ConfigRuleName']).toBe('custom-unused-iam-user-credentials-check')
  expect(shipped.Resources['ConfigRuleLambda']?.Properties?.['FunctionName']).toBe('custom-unused-iam-user-credentials-check-function')
  expect(Object.keys(shipped.Parameters ?? {})).toEqual(expect.arrayContaining(['ExcludedUsersParameterName', 'MaxCredentialUsageAge']))
  expect(Object.keys(types).filter((id) => /[0-9A-F]{8}$/.test(id))).toEqual([])
})

describe('parameters', () => {
  const { Parameters, Metadata } = readTemplate(small)
  const layout = Metadata['AWS::CloudFormation::Interface'] as { ParameterGroups: { Parameters: string[] }[] }

  test.for(Object.entries(Parameters))('%s has a description, a default that it takes itself, and a group', ([name, parameter]) => {
    expect(parameter.Description.length).toBeGreaterThan(20)
    expect(takesItsDefault(parameter)).toBe(true)
    expect(layout.ParameterGroups.flatMap((group) => group.Parameters)).toContain(name)
  })

  function takesItsDefault({
    Type,
    Default,
    AllowedPattern,
    AllowedValues,
    ConstraintDescription,
    MinValue,
    MaxValue,
  }: Parameter): boolean {
    if (Type === 'Number' && typeof Default !== 'number') return false
    if (AllowedValues !== undefined) return Default !== undefined && AllowedValues.includes(Default)
    if (Type === 'Number')
      return MinValue !== undefined && MaxValue !== undefined && Number(Default) >= MinValue && Number(Default) <= MaxValue
    return AllowedPattern !== undefined && ConstraintDescription !== undefined && new RegExp(AllowedPattern).test(String(Default))
  }

  test('numbers have these bounds', () => {
    const numbers = Object.entries(Parameters).filter(([, { MinValue }]) => MinValue !== undefined)
    expect(Object.fromEntries(numbers.map(([name, { MinValue, Default, MaxValue }]) => [name, [MinValue, Default, MaxValue]]))).toEqual({
      MaxCredentialUsageAge: [1, 90, 10_000],
      BrakePercent: [1, 50, 100],
      RunbookVersion: [1, 5, 10_000],
      MaximumAutomaticAttempts: [1, 5, 25],
      RetryAttemptSeconds: [1, 60, 2_678_000],
      WarningDays: [0, 14, 9999],
    })
  })

  test.for<[name: string, value: string, taken: boolean]>([
    ['ExcludedUsersParameterName', '/a/b-c.d_e', true],
    ['ExcludedUsersParameterName', 'a', false],
    ['ExcludedUsersParameterName', '/a/*', false],
    ['NotificationTopicArn', 'arn:aws-us-gov:sns:us-gov-west-1:123456789012:topic', true],
    ['NotificationTopicArn', 'topic', false],
    ['SharedExclusionsArn', '', true],
    ['SharedExclusionsArn', 'arn:aws:ssm:eu-west-1:210987654321:parameter/iam-unused-user-cleanup/organization', true],
    ['SharedExclusionsArn', 'arn:aws:ssm:eu-west-1:210987654321:parameter/*', false],
    ['SharedExclusionsArn', 'arn:aws:ssm:eu-west-1:*:parameter/x', false],
    ['SharedExclusionsArn', '/iam-unused-user-cleanup/organization', false],
    ['PermissionsBoundaryArn', 'arn:aws:iam::123456789012:policy/path/boundary', true],
    ['PermissionsBoundaryArn', 'arn:aws:iam::aws:policy/PowerUserAccess', true],
    ['PermissionsBoundaryArn', 'arn:aws:iam::123456789012:role/boundary', false],
  ])('%s=%s: taken %s', ([name, value, taken]) => {
    expect(new RegExp(Parameters[name]?.AllowedPattern ?? '$.').test(value)).toBe(taken)
  })
})

describe('rights', () => {
  const RUNBOOKS = ['AwsManaged', 'Guarded', 'None']

  test('no action has a wildcard; resources are `*` for these actions alone, which IAM cannot narrow', () => {
    expect(RUNBOOKS.flatMap((runbook) => grants(shipped, runbook)).filter(({ action }) => action.includes('*'))).toEqual([])
    const open = rolesOf(shipped).flatMap((role) =>
      RUNBOOKS.flatMap((runbook) => statementsOf(role, runbook))
        .filter(({ Resource }) => Resource === '*')
        .flatMap(({ Action }) => Action),
    )
    expect([...new Set(open)].toSorted()).toEqual([
      'config:ListDiscoveredResources',
      'config:PutEvaluations',
      'iam:GenerateCredentialReport',
      'iam:GetAccountSummary',
      'iam:GetCredentialReport',
      'iam:ListUsers',
    ])
  })

  test('a topic, and that topic alone, is published to where there is one', () => {
    const topic = 'arn:aws:sns:eu-west-1:123456789012:topic'
    const publishing = (NotificationTopicArn: string) =>
      statementsOf('ConfigRuleLambdaRole', 'None', { NotificationTopicArn })
        .filter(({ Action }) => Action === 'sns:Publish')
        .map(({ Resource }) => Resource)
    expect([publishing(''), publishing(topic)]).toEqual([[], [topic]])
  })

  test.for(['AwsManaged', 'Guarded', 'None'])('with %s the shared list, and that list alone, is read where there is one', (runbook) => {
    const shared = 'arn:aws:ssm:eu-west-1:210987654321:parameter/iam-unused-user-cleanup/organization'
    const reading = (SharedExclusionsArn: string) =>
      rolesOf(shipped).flatMap((role) =>
        statementsOf(role, runbook, { SharedExclusionsArn })
          .filter(({ Action }) => String(Action).startsWith('ssm:'))
          .map(({ Action, Resource }) => [role, Action, Resource]),
      )
    const own = ['ConfigRuleLambdaRole', 'ssm:GetParameter', expect.objectContaining({ 'Fn::Sub': expect.anything() })]
    expect([reading(''), reading(shared)]).toEqual([[own], [own, ['ConfigRuleLambdaRole', 'ssm:GetParameter', shared]]])
  })

  test('automations of this account and Region alone may use the remediation role', () => {
    expect(Object(shipped.Resources['RemediationServiceRole']?.Properties)['AssumeRolePolicyDocument'].Statement).toEqual([
      {
        Effect: 'Allow',
        Principal: { Service: 'ssm.amazonaws.com' },
        Action: 'sts:AssumeRole',
        Condition: {
          StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
          ArnLike: {
            'aws:SourceArn': { 'Fn::Sub': 'arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:automation-execution/*' },
          },
        },
      },
    ])
  })

  test('only the function may assume the revoking role, which may touch users only, and never a tagged one', () => {
    const properties = Object(shipped.Resources['RevokingRole']?.Properties)
    expect(properties['AssumeRolePolicyDocument'].Statement).toEqual([
      { Effect: 'Allow', Principal: { AWS: { 'Fn::GetAtt': ['ConfigRuleLambdaRole', 'Arn'] } }, Action: 'sts:AssumeRole' },
    ])
    const users = { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:user/*' }
    expect(statementsOf('RevokingRole', 'Guarded')).toEqual([
      { Effect: 'Allow', Action: ['iam:UpdateAccessKey', 'iam:DeleteLoginProfile'], Resource: users },
      {
        Effect: 'Deny',
        Action: ['iam:UpdateAccessKey', 'iam:DeleteLoginProfile'],
        Resource: users,
        Condition: { Null: { 'iam:ResourceTag/iam-unused-user-cleanup:excluded': 'false' } },
      },
    ])
  })

  test('the AWS-owned runbook may not touch users who carry the exclusion tag', () => {
    const denies = statementsOf('RemediationServiceRole', 'AwsManaged').filter(({ Effect }) => Effect === 'Deny')
    expect(denies).toMatchObject([
      {
        Action: ['iam:UpdateAccessKey', 'iam:DeleteLoginProfile'],
        Condition: { Null: { 'iam:ResourceTag/iam-unused-user-cleanup:excluded': 'false' } },
      },
    ])
  })
})
