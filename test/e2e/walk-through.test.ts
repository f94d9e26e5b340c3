import { readFile } from 'node:fs/promises'
import { GetLoginProfileCommand, ListAccessKeysCommand } from '@aws-sdk/client-iam'
import { DescribeRemediationExecutionStatusCommand } from '@aws-sdk/client-config-service'
import { DescribeAutomationExecutionsCommand } from '@aws-sdk/client-ssm'
import { expect, test } from 'vitest'
import { parseAccount } from '../../src/simulator/index.ts'
import { deployedSystem, LIST, RULE } from '../support/system.ts'

const article = async () =>
  parseAccount(JSON.parse(await readFile(new URL('../../examples/article-account.json', import.meta.url), 'utf8')))

test("the article's walk-through: three verdicts, one remediation, one change, then all compliant", async () => {
  const { users, parameters = {} } = await article()
  await using system = await deployedSystem({ users, list: parameters[LIST] })
  await system.evaluate()
  const keyId =
    (await system.iam.send(new ListAccessKeysCommand({ UserName: 'test-active-user2' }))).AccessKeyMetadata?.[0]?.AccessKeyId ?? ''
  const keyName = `Key …${keyId.slice(-4)}`
  expect(await system.verdicts()).toEqual({
    'test-active-user': { type: 'COMPLIANT', annotation: 'Excluded by entry "test-active-user".' },
    'test-active-user2': { type: 'NON_COMPLIANT', annotation: `Password unused 48 days (limit 30). ${keyName} in use.` },
    'test-active-user3': { type: 'COMPLIANT', annotation: 'Password in use, idle 0 days (limit 30).' },
  })

  await system.remediate()
  const { RemediationExecutionStatuses = [] } = await system.config.send(
    new DescribeRemediationExecutionStatusCommand({ ConfigRuleName: RULE }),
  )
  expect(
    RemediationExecutionStatuses.map(({ State, StepDetails }) => [State, StepDetails?.map(({ Name, State: state }) => [Name, state])]),
  ).toEqual([['SUCCEEDED', [['RevokeUnusedIAMUserCredentialsAndVerify', 'SUCCEEDED']]]])
  const { AutomationExecutionMetadataList: [automation] = [] } = await system.ssm.send(new DescribeAutomationExecutionsCommand({}))
  expect(automation).toMatchObject({
    DocumentName: 'AWSConfigRemediation-RevokeUnusedIAMUserCredentials',
    DocumentVersion: '5',
    AutomationExecutionStatus: 'Success',
  })
  expect(automation?.Outputs?.['RevokeUnusedIAMUserCredentialsAndVerify.Output']?.[0]).toContain('"DeleteUnusedPasswordResponse"')
  expect(system.simulator.changes).toMatchObject([{ userName: 'test-active-user2', action: 'delete-password' }])
  await expect(system.iam.send(new GetLoginProfileCommand({ UserName: 'test-active-user2' }))).rejects.toThrow(/cannot be found/)
  expect((await system.iam.send(new ListAccessKeysCommand({ UserName: 'test-active-user2' }))).AccessKeyMetadata?.[0]?.Status).toBe(
    'Active',
  )

  await system.evaluateAgain()
  expect(Object.values(await system.verdicts()).map(({ type }) => type)).toEqual(['COMPLIANT', 'COMPLIANT', 'COMPLIANT'])
  expect(await system.error()).toBeUndefined()
})

test('with RemediationRunbook=None the rule detects and nothing is touched', async () => {
  const { users, parameters = {} } = await article()
  await using system = await deployedSystem({ users, list: parameters[LIST], parameters: { RemediationRunbook: 'None' } })
  await system.evaluate()
  await system.remediate()
  expect((await system.verdicts())['test-active-user2']?.type).toBe('NON_COMPLIANT')
  expect(system.simulator.changes).toEqual([])
})

test('with Seven_Days it evaluates on Mondays (UTC) only (S7)', async () => {
  const { users } = await article()
  await using system = await deployedSystem({
    at: '2026-11-07T09:00:00Z',
    users,
    parameters: { EvaluationFrequency: 'Seven_Days', RemediationRunbook: 'None' },
  })
  const days: string[] = []
  for (let day = 0; day < 9; day += 1) {
    await system.simulator.advance(day === 0 ? 2_000 : 86_400_000)
    const summaries = (await system.log()).filter(({ message }) => message === 'summary')
    days.push(`${system.simulator.now().toISOString().slice(0, 10)}: ${summaries.length}`)
  }
  // 2026-11-07 is a Saturday.
  expect(days).toEqual([
    '2026-11-07: 0',
    '2026-11-08: 0',
    '2026-11-09: 1',
    '2026-11-10: 1',
    '2026-11-11: 1',
    '2026-11-12: 1',
    '2026-11-13: 1',
    '2026-11-14: 1',
    '2026-11-15: 1',
  ])
})
