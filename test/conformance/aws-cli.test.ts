import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseAccount, Simulator } from '../../src/simulator/index.ts'
import { awsCli, type AwsCli } from '../support/aws-cli.ts'
import { hasAwsCli } from '../support/installed.ts'
import { LIST, RULE } from '../support/system.ts'

describe.skipIf(!hasAwsCli())('the article by hand, with the AWS CLI (skipped where it is not installed)', () => {
  let simulator: Simulator
  let cli: AwsCli

  beforeAll(async () => {
    const { users } = parseAccount(JSON.parse(await readFile(new URL('../../examples/article-account.json', import.meta.url), 'utf8')))
    simulator = await Simulator.start({ at: '2025-08-28T02:20:00Z', account: { users } })
    cli = await awsCli({
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      AWS_ENDPOINT_URL: simulator.endpoint,
      AWS_DEFAULT_REGION: simulator.region,
      AWS_ACCESS_KEY_ID: 'me',
      AWS_SECRET_ACCESS_KEY: 'me',
      AWS_PAGER: '',
    })
  })

  afterAll(async () => {
    await cli[Symbol.asyncDispose]()
    await simulator.stop()
  })

  const aws = (command: string): Promise<string> => cli.run(command)

  const json = async (command: string): Promise<Record<string, unknown>> => JSON.parse(await aws(command)) as Record<string, unknown>

  const minutes = (count: number): Promise<void> => simulator.advance(count * 60_000)

  test('ssm put-parameter makes the exclusion list', async () => {
    expect(await json(`ssm put-parameter --name ${LIST} --type StringList --value test-active-user`)).toMatchObject({
      Version: 1,
      Tier: 'Standard',
    })
    await expect(aws(`ssm put-parameter --name ${LIST} --type StringList --value other`)).rejects.toThrow(/ParameterAlreadyExists/)
    expect(await json(`ssm get-parameter --name ${LIST}`)).toMatchObject({ Parameter: { Type: 'StringList', Value: 'test-active-user' } })
  })

  test('cloudformation deploy creates the stack, and again finds nothing to change', async () => {
    const deploy = `cloudformation deploy --template-file templates/template.yaml --stack-name IamUnusedUserCleanup --capabilities CAPABILITY_IAM --no-fail-on-empty-changeset --parameter-overrides MaxCredentialUsageAge=30`
    await expect(aws(deploy.replace(' --capabilities CAPABILITY_IAM', ''))).rejects.toThrow(/InsufficientCapabilities/)
    expect(await aws(deploy)).toContain('Successfully created/updated stack - IamUnusedUserCleanup')
    await aws(deploy)
    expect(await json('cloudformation list-change-sets --stack-name IamUnusedUserCleanup')).toMatchObject({
      Summaries: [{ Status: 'FAILED' }],
    })
    await expect(aws(deploy.replace('=30', '=0'))).rejects.toThrow(/'MaxCredentialUsageAge' must be a number not less than 1/)
    expect(await json('cloudformation describe-stacks --stack-name IamUnusedUserCleanup')).toMatchObject({
      Stacks: [{ StackStatus: 'CREATE_COMPLETE' }],
    })
    expect(await json('cloudformation get-template-summary --stack-name IamUnusedUserCleanup')).toMatchObject({
      Capabilities: ['CAPABILITY_IAM'],
    })
    expect(JSON.stringify(await json('cloudformation describe-stack-events --stack-name IamUnusedUserCleanup'))).toContain(
      'CREATE_COMPLETE',
    )
  })

  test('the rule evaluates, the remediation follows: the fields of the article', async () => {
    await minutes(10)
    const { EvaluationResults } = await json(`configservice get-compliance-details-by-config-rule --config-rule-name ${RULE}`)
    expect((EvaluationResults as { ComplianceType: string }[]).map(({ ComplianceType }) => ComplianceType)).toEqual([
      'COMPLIANT',
      'NON_COMPLIANT',
      'COMPLIANT',
    ])

    const { RemediationExecutionStatuses } = await json(`configservice describe-remediation-execution-status --config-rule-name ${RULE}`)
    expect(RemediationExecutionStatuses).toEqual([
      {
        ResourceKey: { resourceType: 'AWS::IAM::User', resourceId: expect.stringMatching(/^AIDA[A-Z0-9]{17}$/) },
        State: 'SUCCEEDED',
        StepDetails: [
          {
            Name: 'RevokeUnusedIAMUserCredentialsAndVerify',
            State: 'SUCCEEDED',
            StartTime: expect.anything(),
            StopTime: expect.anything(),
          },
        ],
        InvocationTime: expect.anything(),
        LastUpdatedTime: expect.anything(),
      },
    ])

    const { AutomationExecutionMetadataList } = await json(
      'ssm describe-automation-executions --filters Key=DocumentNamePrefix,Values=AWSConfigRemediation-RevokeUnusedIAMUserCredentials --max-results 1',
    )
    expect(AutomationExecutionMetadataList).toEqual([
      {
        AutomationExecutionId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        DocumentName: 'AWSConfigRemediation-RevokeUnusedIAMUserCredentials',
        DocumentVersion: '5',
        AutomationExecutionStatus: 'Success',
        ExecutionStartTime: expect.anything(),
        ExecutionEndTime: expect.anything(),
        ExecutedBy: 'arn:aws:sts::123456789012:assumed-role/AWSServiceRoleForConfigRemediation/AwsConfigRemediation',
        LogFile: '',
        Outputs: {
          'RevokeUnusedIAMUserCredentialsAndVerify.Output': [
            expect.stringMatching(
              /^\{"output":"Verification of unused IAM User credentials is successful\.","http_responses":\{"DeactivateUnusedKeysResponse":\[\],"DeleteUnusedPasswordResponse":/,
            ),
          ],
        },
        Mode: 'Auto',
        Targets: [],
        ResolvedTargets: { ParameterValues: [], Truncated: false },
        AutomationType: 'Local',
      },
    ])
  })

  test('IAM shows what the revocation left', async () => {
    const { Users } = await json('iam list-users')
    expect((Users as { UserName: string }[]).map(({ UserName }) => UserName)).toEqual([
      'test-active-user',
      'test-active-user2',
      'test-active-user3',
    ])
    await expect(aws('iam get-login-profile --user-name test-active-user2')).rejects.toThrow(
      /\(NoSuchEntity\) when calling the GetLoginProfile operation/,
    )
    expect(await json('iam get-login-profile --user-name test-active-user')).toMatchObject({
      LoginProfile: { UserName: 'test-active-user', PasswordResetRequired: false },
    })
    expect(await json('iam list-access-keys --user-name test-active-user2')).toMatchObject({ AccessKeyMetadata: [{ Status: 'Active' }] })
  })

  test('start-config-rules-evaluation runs the rule again; a second start within a minute is refused', async () => {
    await aws(`configservice start-config-rules-evaluation --config-rule-names ${RULE}`)
    await expect(aws(`configservice start-config-rules-evaluation --config-rule-names ${RULE}`)).rejects.toThrow(/LimitExceededException/)
    await minutes(1)
    expect(await json(`configservice describe-compliance-by-config-rule --config-rule-names ${RULE}`)).toMatchObject({
      ComplianceByConfigRules: [{ Compliance: { ComplianceType: 'COMPLIANT' } }],
    })
  })

  test('the credential report is begun, made, and read', async () => {
    // The rule had one made; it is good for four hours.
    await minutes(300)
    simulator.order({ operation: 'iam:GetCredentialReport', kind: 'report-in-progress', times: 1 })
    expect(await json('iam generate-credential-report')).toMatchObject({ State: 'STARTED' })
    await expect(aws('iam get-credential-report')).rejects.toThrow(/ReportInProgress/)
    expect(await json('iam generate-credential-report')).toEqual({ State: 'COMPLETE' })
    const { Content, ReportFormat } = await json('iam get-credential-report')
    expect(ReportFormat).toBe('text/csv')
    const rows = Buffer.from(String(Content), 'base64').toString().split('\n')
    expect(rows.map((row) => row.split(',').slice(0, 4).toSpliced(1, 2).join(' '))).toEqual([
      'user password_enabled',
      '<root_account> false',
      'test-active-user true',
      'test-active-user2 false',
      'test-active-user3 true',
    ])
  })

  test("the function's log is read with aws logs", async () => {
    const { logGroups } = await json('logs describe-log-groups')
    const [{ logGroupName = '' } = {}] = logGroups as { logGroupName?: string }[]
    expect(await aws(`logs filter-log-events --log-group-name ${logGroupName} --filter-pattern summary`)).toContain('nonCompliant')
  })

  test('an update in place, then deletion', async () => {
    await aws(
      'cloudformation deploy --template-file templates/template.yaml --stack-name IamUnusedUserCleanup --capabilities CAPABILITY_IAM --parameter-overrides MaxCredentialUsageAge=45',
    )
    expect(await json('lambda get-function-configuration --function-name custom-unused-iam-user-credentials-check-function')).toMatchObject(
      { Environment: { Variables: { MAX_CREDENTIAL_AGE: '45' } } },
    )
    await minutes(10)
    await aws('cloudformation delete-stack --stack-name IamUnusedUserCleanup')
    await aws('cloudformation wait stack-delete-complete --stack-name IamUnusedUserCleanup')
    expect(await json('configservice describe-config-rules')).toEqual({ ConfigRules: [] })
    expect(await json('iam list-roles')).toMatchObject({ Roles: [] })
  })
})
