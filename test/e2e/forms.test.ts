import { readFile } from 'node:fs/promises'
import { DescribeAutomationExecutionsCommand } from '@aws-sdk/client-ssm'
import { expect, test } from 'vitest'
import { deployedSystem } from '../support/system.ts'

const users = [
  { name: 'stale', id: 'AIDAIOSFODNN7EXAMPLE', created: '400d', password: { created: '400d', lastUsed: '200d' } },
  { name: 'key', created: '400d', accessKeys: [{ id: 'AKIAIOSFODNN7EXAMPL1', created: '400d', lastUsed: '31d' }] },
  { name: 'fine', created: '400d', password: { created: '400d', lastUsed: '2d' } },
  { name: 'kept', created: '400d', password: { created: '400d' } },
]

/** All that leaves the function: verdicts, log, answers to the runbook. */
async function said(form: string): Promise<object> {
  const template = await readFile(new URL(`../../templates/${form}`, import.meta.url), 'utf8')
  await using system = await deployedSystem({ users, template, list: 'kept,typo', parameters: { RemediationRunbook: 'Guarded' } })
  await system.evaluate()
  await system.remediate()
  const { AutomationExecutionMetadataList = [] } = await system.ssm.send(new DescribeAutomationExecutionsCommand({}))
  const log = (await system.log()).map(({ executionId, ...line }) => ({
    ...line,
    ...(executionId === undefined ? {} : { executionId: 'id' }),
  }))
  return {
    verdicts: await system.verdicts(),
    outputs: AutomationExecutionMetadataList.map(({ Outputs }) => Outputs),
    log,
    changes: system.simulator.changes.map(({ action, userName }) => `${userName} ${action}`),
  }
}

test('the small template and the readable one do and say the same', async () => {
  const small = await said('template.yaml')
  expect(small).toMatchObject({ changes: ['key deactivate-key', 'stale delete-password'] })
  expect(small).toEqual(await said('template.readable.yaml'))
})
