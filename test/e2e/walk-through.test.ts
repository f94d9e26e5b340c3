import { readFile } from 'node:fs/promises'
import { GetLoginProfileCommand, ListAccessKeysCommand } from '@aws-sdk/client-iam'
import { DescribeRemediationExecutionStatusCommand } from '@aws-sdk/client-config-service'
import { DescribeAutomationExecutionsCommand } from '@aws-sdk/client-ssm'
import { expect, test } from 'vitest'
import { parseAccount } from '../../src/simulator/index.ts'
import { deployedSystem, LIST, RULE, START } from '../support/system.ts'

const article = async () =>
  parseAccount(JSON.parse(await readFile(new URL('../../examples/article-account.json', import.meta.url), 'utf8')))

test("the article's walk-through: three verdicts, one remediation, one change, then all compliant", async () => {
  const { users, parameters = {} } = await article()
  await using system = await deployedSystem({ users, list: parameters[LIST] })
  await system.evaluate()
  const keyId =
    (await system.iam.send(new ListAccessKeysCommand({ UserName: 'test-active-user2' }))).AccessKeyMetadata?.[0]?.AccessKeyId ?? ''
  const keyName = `Key ...${keyId.slice(-4)}`
  const passwordCreated = new Date(Date.parse(START) - 48 * 86_400_000).toISOString().slice(0, 10)
  expect(await system.verdicts()).toEqual({
    'test-active-user': { type: 'COMPLIANT', annotation: 'Excluded by entry "test-active-user".' },
    'test-active-user2': {
      type: 'NON_COMPLIANT',
      annotation: `Password never used, created 48 days ago (${passwordCreated}); limit 30. ${keyName} never used, created 0 days ago.`,
    },
    'test-active-user3': { type: 'COMPLIANT', annotation: 'Password never used, created 0 days ago.' },
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

test('with Seven_Days it judges at once, then when the last judgement is a week old; a failed day is made up (S7)', async () => {
  const { users } = await article()
  await using system = await deployedSystem({ users, parameters: { EvaluationFrequency: 'Seven_Days', RemediationRunbook: 'None' } })
  const judged: number[] = []
  for (let day = 0; day < 23; day += 1) {
    const before = (await system.log()).filter(({ message }) => message === 'summary').length
    const until = new Date(system.simulator.now().getTime() + 1.5 * 86_400_000)
    if (day === 14) system.simulator.order({ operation: 'iam:ListUsers', kind: 'refuse', until })
    await system.simulator.advance(day === 0 ? 2_000 : 86_400_000)
    if ((await system.log()).filter(({ message }) => message === 'summary').length > before) judged.push(day)
  }
  expect(judged).toEqual([0, 7, 15, 22])
  await system.evaluateAgain()
  expect(await system.log()).toContainEqual(expect.objectContaining({ message: expect.stringMatching(/^Not due: with Seven_Days/) }))
})
