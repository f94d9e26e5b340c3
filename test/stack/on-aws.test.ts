import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { readTemplate, resolved, type Resource } from '../support/resolved.ts'

/** What AWS's documents and reports say of templates like this one (docs/decisions/0008), held against both forms. */
describe.for(['templates/template.yaml', 'templates/template.readable.yaml'])('%s', (path) => {
  const read = async (given: Readonly<Record<string, string>> = {}) => resolved(readTemplate(await readFile(path, 'utf8')), given)
  const properties = async (name: string, given: Readonly<Record<string, string>> = {}): Promise<Readonly<Record<string, unknown>>> =>
    (await read(given)).Resources[name]?.Properties ?? {}

  test('the periodic rule has no scope', async () => {
    expect(Object.keys(await properties('ConfigRule'))).toEqual(['ConfigRuleName', 'Description', 'Source'])
  })

  test.for<[runbook: string, automatic: string, so: unknown, target: unknown, version: unknown]>([
    ['AwsManaged', 'true', 'true', 'AWSConfigRemediation-RevokeUnusedIAMUserCredentials', '5'],
    ['AwsManaged', 'false', 'false', 'AWSConfigRemediation-RevokeUnusedIAMUserCredentials', '5'],
    ['Guarded', 'true', 'true', { Ref: 'GuardedRunbook' }, undefined],
    ['Guarded', 'false', 'false', { Ref: 'GuardedRunbook' }, undefined],
    ['None', 'true', false, 'AWSConfigRemediation-RevokeUnusedIAMUserCredentials', '5'],
    ['None', 'false', false, 'AWSConfigRemediation-RevokeUnusedIAMUserCredentials', '5'],
  ])('RemediationRunbook=%s, AutomaticRemediation=%s: Automatic %s', async ([runbook, automatic, so, target, version]) => {
    const { Automatic, TargetId, TargetVersion, ExecutionControls } = await properties('RemediationConfiguration', {
      RemediationRunbook: runbook,
      AutomaticRemediation: automatic,
    })
    expect([Automatic, TargetId, TargetVersion]).toEqual([so, target, version])
    expect(ExecutionControls).toEqual({ SsmControls: { ConcurrentExecutionRatePercentage: 10, ErrorPercentage: 100 } })
  })

  test('the version of the AWS-owned runbook can be chosen', async () => {
    expect((await properties('RemediationConfiguration', { RunbookVersion: '7' }))['TargetVersion']).toBe('7')
  })

  test.for<[runbook: string, actions: string[]]>([
    ['None', []],
    ['Guarded', ['lambda:InvokeFunction']],
    [
      'AwsManaged',
      [
        'config:ListDiscoveredResources',
        'iam:GetUser',
        'iam:GetLoginProfile',
        'iam:ListAccessKeys',
        'iam:GetAccessKeyLastUsed',
        'iam:UpdateAccessKey',
        'iam:DeleteLoginProfile',
      ],
    ],
  ])('with %s the remediation role may do this and no more', async ([RemediationRunbook, actions]) => {
    const { Policies = [] } = await properties('RemediationServiceRole', { RemediationRunbook })
    const statements = (Policies as { PolicyDocument: { Statement: { Effect: string; Action: string | string[] }[] } }[]).flatMap(
      ({ PolicyDocument }) => PolicyDocument.Statement,
    )
    expect(statements.filter(({ Effect }) => Effect === 'Allow').flatMap(({ Action }) => Action)).toEqual(actions)
  })

  test('nothing that would have to be deleted in order to stop depends on the runbook', async () => {
    const names = async (RemediationRunbook: string) => Object.keys((await read({ RemediationRunbook })).Resources)
    expect(await names('None')).toEqual(await names('AwsManaged'))
    expect((await names('Guarded')).filter((name) => !['GuardedRunbook', 'RevokingRole'].includes(name))).toEqual(await names('None'))
  })

  test('the document is replaced when it changes: it has no name, and no update method', async () => {
    expect(Object.keys(await properties('GuardedRunbook', { RemediationRunbook: 'Guarded' }))).toEqual(['Content', 'DocumentType'])
  })

  test("the document asks the function with a user and an execution, and reads the answer in the AWS-owned runbook's step", async () => {
    const { Content } = await properties('GuardedRunbook', { RemediationRunbook: 'Guarded' })
    const script = await readFile('test/stack/script_handler.py', 'utf8')
    expect(Content).toEqual({
      schemaVersion: '0.3',
      description: expect.any(String),
      assumeRole: '{{ AutomationAssumeRole }}',
      parameters: {
        AutomationAssumeRole: { type: 'String', allowedPattern: String.raw`^arn:[a-z-]+:iam::\d{12}:role/[\w+=,.@/-]+$` },
        IAMResourceId: { type: 'String', allowedPattern: String.raw`^\w{16,128}$` },
        MaxCredentialUsageAge: {
          type: 'String',
          description: expect.stringContaining('No effect'),
          default: '90',
          allowedPattern: String.raw`^\d{1,5}$`,
        },
      },
      mainSteps: [
        {
          name: 'AskTheFunction',
          action: 'aws:invokeLambdaFunction',
          timeoutSeconds: 300,
          inputs: {
            FunctionName: { Ref: 'ConfigRuleLambda' },
            InputPayload: { IAMResourceId: '{{ IAMResourceId }}', ExecutionId: '{{ automation:EXECUTION_ID }}' },
          },
        },
        {
          name: 'RevokeUnusedIAMUserCredentialsAndVerify',
          action: 'aws:executeScript',
          timeoutSeconds: 60,
          isEnd: true,
          inputs: {
            Runtime: 'python3.11',
            Handler: 'script_handler',
            InputPayload: { Answer: '{{ AskTheFunction.Payload }}' },
            Script: script,
          },
          outputs: [{ Name: 'Output', Selector: '$.Payload', Type: 'StringMap' }],
        },
      ],
      outputs: ['RevokeUnusedIAMUserCredentialsAndVerify.Output'],
    })
  })

  test("Lambda's trust has no condition", async () => {
    expect((await properties('ConfigRuleLambdaRole'))['AssumeRolePolicyDocument']).toEqual({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    })
  })

  test('the function is of the architecture that every Region has, without options for Node, and knows its rule and its release', async () => {
    const { Architectures, Environment } = await properties('ConfigRuleLambda', { RemediationRunbook: 'Guarded' })
    const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string }
    expect(Architectures).toBeUndefined()
    expect(Object(Environment)['Variables']).toEqual({
      EXCLUDED_USERS_PARAMETER: '/iam-unused-user-cleanup/excluded-users',
      SHARED_EXCLUSIONS_ARN: '',
      MAX_CREDENTIAL_AGE: '90',
      EVALUATION_FREQUENCY: 'TwentyFour_Hours',
      BRAKE_PERCENT: '50',
      NOTIFICATION_TOPIC_ARN: '',
      WARNING_DAYS: '14',
      REVOKING_ROLE_ARN: { 'Fn::GetAtt': ['RevokingRole', 'Arn'] },
      LEDGER_TABLE: { Ref: 'Ledger' },
      RULE_NAME: 'custom-unused-iam-user-credentials-check',
      RELEASE: expect.stringMatching(new RegExp(`^${version.replaceAll('.', '\\.')} [0-9a-f]{64}$`)),
    })
    expect((await read()).Metadata['Release']).toBe(Object(Environment)['Variables']['RELEASE'])
    expect(Object((await properties('ConfigRuleLambda'))['Environment'])['Variables']['REVOKING_ROLE_ARN']).toBe('')
  })

  const HERE = 'arn:aws:sns:us-east-1:123456789012:topic'
  test.for<[topic: string, region: string, actions: unknown]>([
    ['', 'us-east-1', undefined],
    [HERE, 'us-east-1', [HERE]],
    // CloudWatch refuses an alarm whose topic is in another Region, and with it the stack.
    [HERE, 'eu-west-1', undefined],
  ])('both alarms tell the topic "%s" from %s', async ([NotificationTopicArn, region, actions]) => {
    const given = { NotificationTopicArn, 'AWS::Region': region }
    const [errors, silence] = [await properties('ConfigRuleLambdaErrors', given), await properties('ConfigRuleLambdaSilence', given)]
    expect([errors['AlarmActions'], silence['AlarmActions']]).toEqual([actions, actions])
  })

  test('one alarm rings when a run failed, the other when there was none in 25 hours', async () => {
    const common = {
      Namespace: 'AWS/Lambda',
      Dimensions: [{ Name: 'FunctionName', Value: { Ref: 'ConfigRuleLambda' } }],
      Statistic: 'Sum',
      Threshold: 1,
    }
    expect(await properties('ConfigRuleLambdaErrors')).toMatchObject({
      ...common,
      MetricName: 'Errors',
      Period: 300,
      EvaluationPeriods: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData: 'notBreaching',
    })
    expect(await properties('ConfigRuleLambdaSilence')).toMatchObject({
      ...common,
      MetricName: 'Invocations',
      Period: 3600,
      EvaluationPeriods: 25,
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'breaching',
    })
  })

  test.for(['', 'arn:aws:iam::123456789012:policy/boundary'])(
    'every role has the permissions boundary "%s"',
    async (PermissionsBoundaryArn) => {
      const { Resources } = await read({ PermissionsBoundaryArn, RemediationRunbook: 'Guarded' })
      const roles = Object.values(Resources).filter(({ Type }) => Type === 'AWS::IAM::Role')
      expect(roles.map(({ Properties }) => Properties['PermissionsBoundary'] ?? '')).toEqual(
        Array.from({ length: 3 }, () => PermissionsBoundaryArn),
      )
    },
  )

  test.for(['AwsManaged', 'Guarded', 'None'])(
    'with %s nothing asks the function before its rights and its permission are there',
    async (RemediationRunbook) => {
      const { Resources } = await read({ RemediationRunbook })
      const rights = ['ConfigRuleLambdaRole', 'ConfigRuleLambdaPolicy', 'ConfigRuleLambdaPermission', 'ConfigRuleLambdaLogGroup']
      if (RemediationRunbook === 'Guarded') rights.push('RevokingRole')
      expect([...neededBy('ConfigRule', Resources)]).toEqual(expect.arrayContaining(rights))
      expect([...neededBy('RemediationConfiguration', Resources)]).toEqual(
        expect.arrayContaining([...rights, 'ConfigRule', 'RemediationServiceRole']),
      )
      expect(Resources['ConfigRule']?.DependsOn).toEqual(['ConfigRuleLambdaPermission', 'ConfigRuleLambdaPolicy'])
    },
  )

  test('what a parser may take for a date is quoted', async () => {
    const body = await readFile(path, 'utf8')
    expect(body.match(/: '\d{4}-\d\d-\d\d'/g)?.length).toBe(8)
    expect(body.match(/: \d{4}-\d\d-\d\d/g)).toBeNull()
  })
})

/** Whatever must be there before a resource, near and far. */
function neededBy(name: string, resources: Readonly<Record<string, Resource>>, found = new Set<string>()): ReadonlySet<string> {
  const { Properties, DependsOn = [] } = resources[name] ?? { Properties: {} }
  const referred = [...JSON.stringify(Properties).matchAll(/"(?:Ref":"|Fn::GetAtt":\[")(\w+)"/g)].map(([, other = '']) => other)
  for (const other of [...DependsOn, ...referred].filter((each) => each in resources && !found.has(each))) {
    found.add(other)
    neededBy(other, resources, found)
  }
  return found
}
