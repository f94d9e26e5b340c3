import { ListAccessKeysCommand, ListUserTagsCommand } from '@aws-sdk/client-iam'
import { InvokeCommand } from '@aws-sdk/client-lambda'
import { expect, test } from 'vitest'
import { deployedSystem, RULE, type System } from '../support/system.ts'

const users = [
  {
    name: 'ana',
    created: '400d',
    password: { created: '400d', lastUsed: '200d' },
    accessKeys: [
      { id: 'AKIAIOSFODNN7EXAMPL1', created: '400d' },
      { id: 'AKIAIOSFODNN7EXAMPL2', created: '400d', lastUsed: '1d' },
    ],
  },
]

const ready = async (): Promise<System> => {
  const system = await deployedSystem({ users, parameters: { RemediationRunbook: 'Guarded', RetryAttemptSeconds: '3600' } })
  await system.evaluate()
  return system
}

/** Where a remediation leaves the account. The second may differ: the ledger's time is that of the run that did it. */
async function endState({ iam, simulator }: System): Promise<string> {
  const { Tags = [] } = await iam.send(new ListUserTagsCommand({ UserName: 'ana' }))
  const { AccessKeyMetadata = [] } = await iam.send(new ListAccessKeysCommand({ UserName: 'ana' }))
  const passwordGone = simulator.changes.filter(({ action }) => action === 'delete-password').length
  const keys = AccessKeyMetadata.map(({ AccessKeyId, Status }) => `${AccessKeyId} ${Status}`)
  return JSON.stringify([passwordGone, keys, Tags.map(({ Key, Value }) => `${Key} ${Value?.replace(/\d\d:\d\d:\d\dZ/, 'time')}`)])
}

const EXPECTED = JSON.stringify([
  1,
  ['AKIAIOSFODNN7EXAMPL1 Inactive', 'AKIAIOSFODNN7EXAMPL2 Active'],
  [
    'iam-unused-user-cleanup:AKIAIOSFODNN7EXAMPL1 revoked 2026-11-02Ttime idle 400',
    'iam-unused-user-cleanup:password revoked 2026-11-02Ttime idle 200',
  ],
])

const countCalls = async (): Promise<number> => {
  await using system = await ready()
  const before = system.simulator.calls.length
  await system.remediate()
  expect(await endState(system)).toBe(EXPECTED)
  return system.simulator.calls
    .slice(before)
    .filter(({ caller, operation }) => /ConfigRuleLambdaRole|RevokingRole/.test(caller) && !operation.startsWith('logs:')).length
}

test('dying before or after any single call, and being tried again by AWS Config, ends as running once', async () => {
  const calls = await countCalls()
  expect(calls).toBeGreaterThan(15)
  for (let skip = 0; skip < calls; skip += 1)
    for (const when of ['before', 'after'] as const) {
      await using system = await ready()
      system.simulator.order({ operation: '*', kind: 'crash', when, skip, times: 1 })
      await system.remediate()
      expect([skip, when, await endState(system)]).toEqual([skip, when, EXPECTED])
    }
}, 180_000)

test('running twice ends as running once', async () => {
  await using system = await ready()
  await system.remediate()
  await system.evaluateAgain()
  await system.remediate()
  expect(await endState(system)).toBe(EXPECTED)
})

test('two at once end as running once', async () => {
  await using system = await ready()
  const order = {
    IAMResourceId: system.simulator.users[0]?.userId,
    ExecutionId: 'execution-one',
  }
  const invoke = () =>
    system.lambda.send(new InvokeCommand({ FunctionName: `${RULE}-function`, Payload: Buffer.from(JSON.stringify(order)) }))
  const answers = await Promise.all([invoke(), invoke(), invoke()])
  expect(answers.map(({ FunctionError }) => FunctionError)).toEqual([undefined, undefined, undefined])
  expect(await endState(system)).toBe(EXPECTED)
})
