import { DeleteStackCommand, DescribeStackEventsCommand, DescribeStacksCommand, UpdateStackCommand } from '@aws-sdk/client-cloudformation'
import { DescribeConfigRulesCommand, DescribeRemediationConfigurationsCommand } from '@aws-sdk/client-config-service'
import { describe, expect, test } from 'vitest'
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

  test('that cannot be made leaves nothing behind', async () => {
    const template = structuredClone(await shippedTemplate())
    delete (template.Resources as Record<string, unknown>)['ConfigRuleLambdaPermission']
    delete (template.Resources['ConfigRule'] as Record<string, unknown>)['DependsOn']
    await expect(deployedSystem({ template: JSON.stringify(template) })).rejects.toThrow(
      /ROLLBACK_COMPLETE: .*ConfigRule.*cannot be invoked/,
    )
  })

  test('is deleted whole, and can be made again', async () => {
    await using system = await deployedSystem({})
    await system.evaluate()
    await system.cloudFormation.send(new DeleteStackCommand({ StackName }))
    expect((await system.config.send(new DescribeConfigRulesCommand({}))).ConfigRules).toEqual([])
    expect(system.simulator.logGroupNames).toEqual([])
    await system.createStack(await templateBody(), {})
    expect(await status(system)).toBe('CREATE_COMPLETE')
  })
})
