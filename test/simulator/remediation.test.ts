import {
  DeleteRemediationExceptionsCommand,
  DescribeRemediationExceptionsCommand,
  DescribeRemediationExecutionStatusCommand,
  PutRemediationExceptionsCommand,
  StartRemediationExecutionCommand,
} from '@aws-sdk/client-config-service'
import { CreateLoginProfileCommand, DeleteLoginProfileCommand, TagUserCommand } from '@aws-sdk/client-iam'
import { PutParameterCommand } from '@aws-sdk/client-ssm'
import { describe, expect, test } from 'vitest'
import { deployedSystem, LIST, RULE, type System } from '../support/system.ts'

const stale = { name: 'ana', id: 'AIDAIOSFODNN7EXAMPLE', password: { created: '100d' } }
const KEY = { resourceType: 'AWS::IAM::User' as const, resourceId: stale.id }

async function status({ config }: System): Promise<string | undefined> {
  const { RemediationExecutionStatuses = [] } = await config.send(new DescribeRemediationExecutionStatusCommand({ ConfigRuleName: RULE }))
  return RemediationExecutionStatuses[0]?.State
}

async function exceptions({ config }: System): Promise<(string | undefined)[]> {
  const { RemediationExceptions = [] } = await config.send(new DescribeRemediationExceptionsCommand({ ConfigRuleName: RULE }))
  return RemediationExceptions.map(({ ResourceId }) => ResourceId)
}

const starts = ({ simulator }: System): number =>
  simulator.calls.filter(({ operation }) => operation === 'config:ListDiscoveredResources').length

describe('AWS Config acts on a snapshot', () => {
  test('so it also remediates who has become compliant since: excluded after the evaluation, revoked all the same', async () => {
    await using system = await deployedSystem({ users: [stale] })
    await system.evaluate()
    await system.ssm.send(new PutParameterCommand({ Name: LIST, Value: 'ana', Overwrite: true }))
    await system.remediate()
    expect(system.simulator.changes.map(({ action }) => action)).toEqual(['delete-password'])
  })

  test('the tag, and only the tag, holds the AWS-owned runbook off: the role is denied', async () => {
    await using system = await deployedSystem({ users: [stale] })
    await system.evaluate()
    await system.iam.send(new TagUserCommand({ UserName: 'ana', Tags: [{ Key: 'iam-unused-user-cleanup:excluded', Value: 'audit' }] }))
    await system.remediate()
    expect(system.simulator.changes).toEqual([])
    expect(await status(system)).toBe('FAILED')
  })

  test('a password made anew for someone long away is deleted by the AWS-owned runbook, if the rule calls it for a key', async () => {
    const accessKeys = [{ created: '300d' }]
    await using system = await deployedSystem({ users: [{ ...stale, password: { created: '400d', lastUsed: '200d' }, accessKeys }] })
    await system.iam.send(new DeleteLoginProfileCommand({ UserName: 'ana' }))
    await system.iam.send(new CreateLoginProfileCommand({ UserName: 'ana', Password: 'A-new-1-too' }))
    await system.evaluate()
    await system.remediate()
    expect(system.simulator.changes.map(({ action }) => action)).toEqual([
      'delete-password',
      'create-password',
      'deactivate-key',
      'delete-password',
    ])
  })
})

describe('attempts and their window', () => {
  test('five failures within the window set an exception, and the resource is then passed over until it is lifted', async () => {
    await using system = await deployedSystem({ users: [stale], parameters: { RetryAttemptSeconds: '300' } })
    system.simulator.order({ operation: 'iam:DeleteLoginProfile', kind: 'refuse' })
    await system.evaluate()
    await system.remediate()
    expect([await status(system), await exceptions(system), starts(system)]).toEqual(['FAILED', [stale.id], 5])
    system.simulator.clearFaults()
    await system.evaluateAgain()
    await system.remediate()
    expect([starts(system), system.simulator.changes.length]).toEqual([5, 0])
    await system.config.send(
      new DeleteRemediationExceptionsCommand({
        ConfigRuleName: RULE,
        ResourceKeys: [{ ResourceType: 'AWS::IAM::User', ResourceId: stale.id }],
      }),
    )
    await system.evaluateAgain()
    await system.remediate()
    expect([await status(system), system.simulator.changes.length]).toEqual(['SUCCEEDED', 1])
  })

  test('failures slower than the window never set one', async () => {
    await using system = await deployedSystem({ users: [stale], parameters: { RetryAttemptSeconds: '5' } })
    system.simulator.order({ operation: 'iam:DeleteLoginProfile', kind: 'refuse' })
    await system.evaluate()
    await system.remediate()
    expect([await status(system), await exceptions(system), starts(system)]).toEqual(['FAILED', [], 5])
  })

  test('a user whom AWS Config has not discovered makes the runbook fail', async () => {
    await using system = await deployedSystem({ users: [stale] })
    system.simulator.hideFromConfig(stale.id)
    await system.evaluate()
    await system.remediate()
    const { RemediationExecutionStatuses = [] } = await system.config.send(
      new DescribeRemediationExecutionStatusCommand({ ConfigRuleName: RULE, ResourceKeys: [KEY] }),
    )
    expect(RemediationExecutionStatuses[0]?.StepDetails?.[0]?.ErrorMessage).toMatch(/list index out of range/)
  })
})

describe('exceptions and manual start', () => {
  test('an exception holds until it expires', async () => {
    await using system = await deployedSystem({ users: [stale] })
    await system.evaluate()
    const ExpirationTime = new Date(system.simulator.now().getTime() + 3 * 3_600_000)
    await system.config.send(
      new PutRemediationExceptionsCommand({
        ConfigRuleName: RULE,
        ResourceKeys: [{ ResourceType: 'AWS::IAM::User', ResourceId: stale.id }],
        ExpirationTime,
      }),
    )
    await system.remediate()
    expect(system.simulator.changes).toEqual([])
    await system.simulator.advance(4 * 3_600_000)
    await system.evaluateAgain()
    await system.remediate()
    expect(system.simulator.changes.length).toBe(1)
  })

  test('a manual start takes the NON_COMPLIANT and names the others', async () => {
    await using system = await deployedSystem({ users: [stale, { name: 'eve', id: 'AIDAEVEEVEEVEEVEEVE1', password: { created: '1d' } }] })
    await system.evaluate()
    const answer = await system.config.send(
      new StartRemediationExecutionCommand({ ConfigRuleName: RULE, ResourceKeys: [KEY, { ...KEY, resourceId: 'AIDAEVEEVEEVEEVEEVE1' }] }),
    )
    expect(answer.FailedItems?.map(({ resourceId }) => resourceId)).toEqual(['AIDAEVEEVEEVEEVEEVE1'])
    await system.simulator.advance(30_000)
    expect(await status(system)).toBe('SUCCEEDED')
  })
})
