import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation'
import { DescribeConfigRulesCommand, DescribeRemediationConfigurationsCommand } from '@aws-sdk/client-config-service'
import { CreateRoleCommand, ListRolesCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam'
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts'
import { describe, expect, test } from 'vitest'
import { smallSystem } from '../support/small-stack.ts'
import { deployedSystem, RULE, templateBody, type System } from '../support/system.ts'
import { shippedTemplate } from '../support/template.ts'

const StackName = 'IamUnusedUserCleanup'
const Capabilities = ['CAPABILITY_IAM' as const]

const status = async ({ cloudFormation }: System): Promise<string | undefined> =>
  (await cloudFormation.send(new DescribeStacksCommand({ StackName }))).Stacks?.[0]?.StackStatus

const parameter = (ParameterKey: string, ParameterValue: string) => ({ ParameterKey, ParameterValue })

describe('a stack', () => {
  test('is updated in place: the rule keeps its id and its results', async () => {
    await using system = await deployedSystem({ users: [{ name: 'ana', password: { created: '1d' } }] })
    await system.evaluate()
    const rule = async () => (await system.config.send(new DescribeConfigRulesCommand({}))).ConfigRules?.[0]
    const before = await rule()
    await system.cloudFormation.send(
      new UpdateStackCommand({
        StackName,
        UsePreviousTemplate: true,
        Capabilities,
        Parameters: [parameter('EvaluationFrequency', 'One_Hour')],
      }),
    )
    expect(await status(system)).toBe('UPDATE_COMPLETE')
    expect((await rule())?.ConfigRuleId).toBe(before?.ConfigRuleId)
    expect((await rule())?.Source?.SourceDetails?.[0]?.MaximumExecutionFrequency).toBe('One_Hour')
    expect((await system.results()).size).toBe(1)
  })

  test('keeps its remediation with None, not automatic and without a right; it is automatic again with AwsManaged', async () => {
    await using system = await deployedSystem({ users: [{ name: 'ana', created: '400d', password: { created: '400d' } }] })
    const update = (runbook: string, automatic: string) =>
      system.cloudFormation.send(
        new UpdateStackCommand({
          StackName,
          UsePreviousTemplate: true,
          Capabilities,
          Parameters: [parameter('RemediationRunbook', runbook), parameter('AutomaticRemediation', automatic)],
        }),
      )
    const configuration = async () => {
      const asked = new DescribeRemediationConfigurationsCommand({ ConfigRuleNames: [RULE] })
      return ((await system.config.send(asked)).RemediationConfigurations ?? []).map(({ Automatic, TargetVersion }) => [
        Automatic,
        TargetVersion,
      ])
    }
    await update('None', 'true')
    await system.simulator.advance(3 * 86_400_000)
    expect([await configuration(), system.simulator.changes]).toEqual([[[false, '5']], []])
    await update('AwsManaged', 'false')
    await system.simulator.advance(3 * 86_400_000)
    expect([await configuration(), system.simulator.changes]).toEqual([[[false, '5']], []])
    await update('AwsManaged', 'true')
    await system.simulator.advance(3 * 86_400_000)
    expect(await configuration()).toEqual([[true, '5']])
    expect(system.simulator.changes.map(({ action }) => action)).toEqual(['delete-password'])
    const { StackEvents = [] } = await system.cloudFormation.send(new DescribeStackEventsCommand({ StackName }))
    expect(StackEvents.filter(({ ResourceStatus = '' }) => ResourceStatus.startsWith('DELETE'))).toEqual([])
  })

  test('goes over from the AWS-owned runbook to the guarded one and back, and each works', async () => {
    await using system = await deployedSystem({
      users: [{ name: 'ana', created: '400d', password: { created: '400d' }, accessKeys: [{ created: '29d' }] }],
    })
    const update = async (runbook: string): Promise<void> => {
      await system.cloudFormation.send(
        new UpdateStackCommand({
          StackName,
          UsePreviousTemplate: true,
          Capabilities,
          Parameters: [parameter('RemediationRunbook', runbook), parameter('MaxCredentialUsageAge', '30')],
        }),
      )
      expect(await status(system)).toBe('UPDATE_COMPLETE')
    }
    await update('Guarded')
    await system.evaluate()
    await system.remediate()
    await update('AwsManaged')
    await system.simulator.advance(3 * 86_400_000)
    expect(system.simulator.changes.map(({ action, by }) => `${action} ${/RevokingRole|RemediationServiceRole/.exec(by)?.[0]}`)).toEqual([
      'delete-password RevokingRole',
      'deactivate-key RemediationServiceRole',
    ])
  })

  test('whose update fails is rolled back to what it was', async () => {
    await using system = await deployedSystem({})
    const template = structuredClone(await shippedTemplate())
    Object.assign(template.Resources['ConfigRuleLambda']?.Properties ?? {}, { Timeout: 901 })
    await system.cloudFormation.send(new UpdateStackCommand({ StackName, TemplateBody: JSON.stringify(template), Capabilities }))
    expect(await status(system)).toBe('UPDATE_ROLLBACK_COMPLETE')
    await system.evaluate()
    expect(await system.error()).toBeUndefined()
  })

  test('that cannot be made leaves nothing behind but an empty ledger, which is protected', async () => {
    const template = structuredClone(await shippedTemplate())
    delete (template.Resources as Record<string, unknown>)['ConfigRuleLambdaPermission']
    delete (template.Resources['ConfigRule'] as Record<string, unknown>)['DependsOn']
    await expect(deployedSystem({ template: JSON.stringify(template) })).rejects.toThrow(
      /ROLLBACK_COMPLETE: .*ConfigRule.*cannot be invoked/,
    )
  })

  test('is deleted whole but for the ledger, and can be made again over it', async () => {
    await using system = await deployedSystem({})
    await system.evaluate()
    await system.cloudFormation.send(new DeleteStackCommand({ StackName }))
    expect((await system.config.send(new DescribeConfigRulesCommand({}))).ConfigRules).toEqual([])
    expect(system.simulator.logGroupNames).toEqual([])
    // All but the ledger, which the next one adopts.
    await system.createStack(await templateBody(), { LedgerTableName: 'iam-unused-user-cleanup-ledger' })
    expect(await status(system)).toBe('CREATE_COMPLETE')
  })
})

describe("a stack is made with its creator's rights", () => {
  const CREATOR = 'arn:aws:sts::123456789012:assumed-role/Deployer/ana'
  const OPERATOR = 'arn:aws:sts::123456789012:assumed-role/Operator/simulator'
  const trust = { Effect: 'Allow', Principal: { AWS: '123456789012' }, Action: 'sts:AssumeRole' }

  /** CloudFormation as a role that may do everything but this. */
  async function creator({ iam, simulator }: System, NotAction: readonly string[]): Promise<CloudFormationClient> {
    const RoleName = 'Deployer'
    const policy = { Statement: { Effect: 'Allow', NotAction, Resource: '*' } }
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: JSON.stringify({ Statement: trust }) }))
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'P', PolicyDocument: JSON.stringify(policy) }))
    const settings = { endpoint: simulator.endpoint, region: simulator.region }
    const sts = new STSClient({ ...settings, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } })
    const RoleArn = `arn:aws:iam::123456789012:role/${RoleName}`
    const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'ana' }))
    const { AccessKeyId: accessKeyId = '', SecretAccessKey: secretAccessKey = '' } = Credentials ?? {}
    return new CloudFormationClient({ ...settings, credentials: { accessKeyId, secretAccessKey } })
  }

  const deploy = async (client: CloudFormationClient): Promise<unknown> =>
    client.send(new CreateStackCommand({ StackName, TemplateBody: await templateBody(), Capabilities }))

  const failures = async ({ cloudFormation }: System) => {
    const { StackEvents = [] } = await cloudFormation.send(new DescribeStackEventsCommand({ StackName }))
    return StackEvents.filter(({ ResourceStatus = '' }) => ResourceStatus.endsWith('_FAILED')).map(
      ({ LogicalResourceId, ResourceStatusReason = '' }) => `${LogicalResourceId}: ${ResourceStatusReason}`,
    )
  }

  const made = ({ simulator }: System) =>
    simulator.calls
      .filter(({ caller, operation }) => caller === CREATOR && !operation.startsWith('cloudformation:'))
      .map(({ operation, outcome }) => `${operation} ${outcome}`)

  test('who may not pass the role to Lambda makes none, and what was made for it is taken away, as the creator', async () => {
    await using system = await smallSystem()
    await deploy(await creator(system, ['iam:PassRole']))
    expect(await status(system)).toBe('ROLLBACK_COMPLETE')
    expect(await failures(system)).toEqual([
      expect.stringMatching(
        /^ConfigRuleLambda: User: arn:aws:sts::123456789012:assumed-role\/Deployer\/ana is not authorized to perform: iam:PassRole on resource: arn:aws:iam::123456789012:role\/.*ConfigRuleLambdaRole/,
      ),
    ])
    expect(made(system)).toEqual(
      expect.arrayContaining([
        'iam:CreateRole ok',
        'iam:PassRole AccessDenied',
        'lambda:CreateFunction AccessDeniedException',
        'iam:DeleteRole ok',
      ]),
    )
    const { Roles = [] } = await system.iam.send(new ListRolesCommand({}))
    expect([Roles.map(({ RoleName }) => RoleName), system.simulator.logGroupNames]).toEqual([['Deployer'], []])
  })

  test('who may not delete roles leaves the role behind, and the rollback has failed', async () => {
    await using system = await smallSystem()
    await deploy(await creator(system, ['iam:PassRole', 'iam:DeleteRole']))
    expect(await status(system)).toBe('ROLLBACK_FAILED')
    expect((await failures(system))[1]).toMatch(/^\w+Role: .* is not authorized to perform: iam:DeleteRole on resource: /)
  })

  test('who may make it does; who deletes it deletes what it made', async () => {
    await using system = await smallSystem()
    await deploy(await creator(system, ['iam:CreateUser']))
    expect(await status(system)).toBe('CREATE_COMPLETE')
    await system.cloudFormation.send(new DeleteStackCommand({ StackName }))
    const callers = (...asked: readonly string[]) => [
      ...new Set(
        system.simulator.calls
          .filter(({ operation, resource }) => asked.includes(operation) && !resource.endsWith('/Deployer'))
          .map(({ caller }) => caller),
      ),
    ]
    expect(callers('iam:CreateRole', 'lambda:CreateFunction', 'config:PutConfigRule', 'cloudwatch:PutMetricAlarm')).toEqual([CREATOR])
    expect(callers('iam:DeleteRole', 'lambda:DeleteFunction', 'config:DeleteConfigRule', 'cloudwatch:DeleteAlarms')).toEqual([OPERATOR])
  })

  test('a role of its own makes it, whoever calls, and goes on doing so; CloudFormation must be trusted by it (LS test_update_with_role_without_permissions)', async () => {
    await using system = await smallSystem()
    const RoleARN = 'arn:aws:iam::123456789012:role/Maker'
    const deployed = async () =>
      system.cloudFormation.send(new CreateStackCommand({ StackName, TemplateBody: await templateBody(), Capabilities, RoleARN }))
    await expect(deployed()).rejects.toThrow(`Role ${RoleARN} is invalid or cannot be assumed`)
    const trusting = { Effect: 'Allow', Principal: { Service: 'cloudformation.amazonaws.com' }, Action: 'sts:AssumeRole' }
    const RoleName = 'Maker'
    await system.iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: JSON.stringify({ Statement: trusting }) }))
    const policy = { Statement: { Effect: 'Allow', Action: '*', Resource: '*' } }
    await system.iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'P', PolicyDocument: JSON.stringify(policy) }))
    await deployed()
    expect(await status(system)).toBe('CREATE_COMPLETE')
    await system.cloudFormation.send(new DeleteStackCommand({ StackName }))
    const callers = system.simulator.calls.filter(({ operation }) => /^lambda:(Create|Delete)Function$/.test(operation))
    const maker = 'arn:aws:sts::123456789012:assumed-role/Maker/AWSCloudFormation'
    expect(callers.map(({ operation, caller }) => `${operation} ${caller}`)).toEqual([
      `lambda:CreateFunction ${maker}`,
      `lambda:DeleteFunction ${maker}`,
    ])
  })
})
