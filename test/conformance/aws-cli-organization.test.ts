import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseAccounts, Simulator } from '../../src/simulator/index.ts'
import { awsCli, type AwsCli } from '../support/aws-cli.ts'
import { hasAwsCli } from '../support/installed.ts'
import { RULE } from '../support/system.ts'

const [SEC, PILOT_OU, HOME_REGION] = ['222222222222', 'ou-exam-pilotaccounts', 'us-east-1']
const ORG_ARN = 'arn:aws:organizations::111111111111:organization/o-exampleorg1'
const PARAM_ARN = 'arn:aws:ssm:us-east-1:222222222222:parameter/iam-unused-user-cleanup/organization'
const C = '--call-as DELEGATED_ADMIN --stack-set-name IamUnusedUserCleanup'

/** Trusts AWS Config, as the role of an aggregator does. */
const TRUST =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"config.amazonaws.com"},"Action":"sts:AssumeRole"}]}'

describe.skipIf(!hasAwsCli())('an organization by hand, with the AWS CLI (skipped where it is not installed)', () => {
  let simulator: Simulator
  let management: AwsCli
  let security: AwsCli

  const cliAs = (key: string): Promise<AwsCli> =>
    awsCli({
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      AWS_ENDPOINT_URL: simulator.endpoint,
      AWS_DEFAULT_REGION: HOME_REGION,
      AWS_ACCESS_KEY_ID: key,
      AWS_SECRET_ACCESS_KEY: key,
      AWS_PAGER: '',
    })

  beforeAll(async () => {
    const account = parseAccounts(JSON.parse(await readFile(new URL('../../examples/organization.json', import.meta.url), 'utf8')))
    simulator = await Simulator.start({ at: '2026-11-02T09:00:00Z', account })
    ;[management, security] = await Promise.all([cliAs('me'), cliAs(SEC)])
  })

  afterAll(async () => {
    for (const cli of [management, security]) await cli[Symbol.asyncDispose]()
    await simulator.stop()
  })

  const json = async (cli: AwsCli, command: string | readonly string[]): Promise<Record<string, unknown>> => {
    const printed = await cli.run(command)
    return printed.trim() === '' ? {} : (JSON.parse(printed) as Record<string, unknown>)
  }

  const minutes = (count: number): Promise<void> => simulator.advance(count * 60_000)

  test('the management account, once', async () => {
    const aws = (command: string) => json(management, command)
    await aws('cloudformation activate-organizations-access')
    const delegate = `organizations register-delegated-administrator --account-id ${SEC} --service-principal`
    await aws(`${delegate} member.org.stacksets.cloudformation.amazonaws.com`)
    await aws('organizations enable-aws-service-access --service-principal config.amazonaws.com')
    await aws(`${delegate} config.amazonaws.com`)
    expect(await aws('ram enable-sharing-with-aws-organization')).toEqual({ returnValue: true })
    expect(
      await management.run(
        'cloudformation deploy --template-file templates/template.yaml --stack-name IamUnusedUserCleanup --capabilities CAPABILITY_IAM --parameter-overrides RemediationRunbook=None',
      ),
    ).toContain('Successfully created/updated stack - IamUnusedUserCleanup')
    expect(await aws('cloudformation describe-organizations-access')).toEqual({ Status: 'ENABLED' })
    expect(await aws('organizations describe-organization')).toMatchObject({ Organization: { Arn: ORG_ARN, FeatureSet: 'ALL' } })
    const { Accounts } = await aws('organizations list-accounts --page-size 5')
    expect((Accounts as { Name: string; Status: string }[]).map(({ Name, Status }) => `${Name} ${Status}`)).toEqual([
      'management ACTIVE',
      'security ACTIVE',
      'log-archive ACTIVE',
      'shop-production ACTIVE',
      'shop-staging ACTIVE',
      'payments-production ACTIVE',
      'payments-staging ACTIVE',
      'data-platform ACTIVE',
      'intranet ACTIVE',
      'sandbox-ana ACTIVE',
      'closed-project SUSPENDED',
    ])
  })

  test('the security account: the common list, shared', async () => {
    const aws = (command: string) => json(security, command)
    expect(
      await aws(
        'ssm put-parameter --tier Advanced --type StringList --name /iam-unused-user-cleanup/organization --value break-glass-*;owner=security',
      ),
    ).toEqual({ Version: 1, Tier: 'Advanced' })
    expect(
      await aws(
        `ram create-resource-share --name iam-unused-user-cleanup --no-allow-external-principals --resource-arns ${PARAM_ARN} --principals ${ORG_ARN}`,
      ),
    ).toMatchObject({
      resourceShare: { name: 'iam-unused-user-cleanup', owningAccountId: SEC, allowExternalPrincipals: false, status: 'ACTIVE' },
    })
  })

  test('the StackSet: made, and rolled out to the pilot unit', async () => {
    const aws = (command: string) => json(security, command)
    await aws(
      `cloudformation create-stack-set ${C} --template-body file://templates/template.yaml --permission-model SERVICE_MANAGED --auto-deployment Enabled=true,RetainStacksOnAccountRemoval=false --capabilities CAPABILITY_IAM --managed-execution Active=true --parameters ParameterKey=MaxCredentialUsageAge,ParameterValue=90 ParameterKey=RemediationRunbook,ParameterValue=None`,
    )
    const { OperationId: OP } = await aws(
      `cloudformation create-stack-instances ${C} --regions ${HOME_REGION} --deployment-targets OrganizationalUnitIds=${PILOT_OU} --operation-preferences FailureToleranceCount=0,MaxConcurrentCount=5,ConcurrencyMode=SOFT_FAILURE_TOLERANCE`,
    )
    const status = () => aws(`cloudformation describe-stack-set-operation ${C} --operation-id ${String(OP)}`)
    expect(await status()).toMatchObject({ StackSetOperation: { Action: 'CREATE', Status: 'RUNNING' } })
    await minutes(1)
    expect(await status()).toMatchObject({ StackSetOperation: { Status: 'SUCCEEDED', StatusDetails: { FailedStackInstancesCount: 0 } } })
    expect(await aws(`cloudformation list-stack-instances ${C} --filters Name=DETAILED_STATUS,Values=FAILED`)).toEqual({ Summaries: [] })
    const { Summaries } = await aws(`cloudformation list-stack-set-operation-results ${C} --operation-id ${String(OP)}`)
    expect((Summaries as { Account: string; Status: string }[]).map(({ Account, Status }) => `${Account} ${Status}`)).toEqual([
      '555555555555 SUCCEEDED',
      '777777777777 SUCCEEDED',
      '101010101010 SUCCEEDED',
    ])
  })

  test('the StackSet: updated', async () => {
    const aws = (command: string) => json(security, command)
    await aws(
      `cloudformation update-stack-set ${C} --use-previous-template --capabilities CAPABILITY_IAM --parameters ParameterKey=MaxCredentialUsageAge,UsePreviousValue=true ParameterKey=RemediationRunbook,ParameterValue=Guarded`,
    )
    await minutes(5)
    expect(await aws(`cloudformation describe-stack-set ${C}`)).toMatchObject({
      StackSet: { Status: 'ACTIVE', OrganizationalUnitIds: [PILOT_OU], AutoDeployment: { Enabled: true } },
    })
    expect(simulator.of('101010101010').users.find(({ userName }) => userName === 'ana-test')?.password).toBe(true)
  })

  test('the aggregator shows what the rules of all accounts found', async () => {
    const aws = (command: string) => json(security, command)
    const { Role } = await aws(`iam create-role --role-name Aggregator --assume-role-policy-document ${TRUST}`)
    await aws(
      `configservice put-configuration-aggregator --configuration-aggregator-name organization --organization-aggregation-source RoleArn=${(Role as { Arn: string }).Arn},AwsRegions=${HOME_REGION}`,
    )
    await minutes(15)
    const { AggregateComplianceByConfigRules } = await aws(
      `configservice describe-aggregate-compliance-by-config-rules --configuration-aggregator-name organization --filters ConfigRuleName=${RULE}`,
    )
    expect(
      (AggregateComplianceByConfigRules as { AccountId: string; Compliance: { ComplianceType: string } }[]).map(
        ({ AccountId, Compliance }) => `${AccountId} ${Compliance.ComplianceType}`,
      ),
    ).toEqual(['111111111111 NON_COMPLIANT', '555555555555 NON_COMPLIANT', '777777777777 NON_COMPLIANT', '101010101010 COMPLIANT'])
  })

  test('the aggregator in SQL: verdicts, and whose they are', async () => {
    const query = async (expression: string): Promise<Record<string, string>[]> => {
      const asked = 'configservice select-aggregate-resource-config --configuration-aggregator-name organization --limit 100 --expression'
      const { Results } = await json(security, [...asked.split(' '), expression])
      return (Results as string[]).map((each) => JSON.parse(each) as Record<string, string>)
    }
    const bad = await query(
      `SELECT accountId, resourceId, configuration.configRuleList WHERE resourceType = 'AWS::Config::ResourceCompliance' AND configuration.complianceType = 'NON_COMPLIANT' AND configuration.configRuleList.configRuleName = '${RULE}'`,
    )
    const users = await query(`SELECT accountId, resourceId, resourceName, arn WHERE resourceType = 'AWS::IAM::User'`)
    const names = new Map(users.map(({ resourceId, arn }) => [`AWS::IAM::User/${resourceId}`, arn]))
    expect(bad.map(({ resourceId = '' }) => names.get(resourceId) ?? '').toSorted()).toEqual([
      'arn:aws:iam::111111111111:user/billing-export',
      'arn:aws:iam::555555555555:user/deploy',
      'arn:aws:iam::555555555555:user/dmitri',
      'arn:aws:iam::777777777777:user/farid',
      'arn:aws:iam::777777777777:user/load-test',
    ])
  })
})
