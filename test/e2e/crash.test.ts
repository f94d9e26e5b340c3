import {
  DeleteRemediationExceptionsCommand,
  PutRemediationExceptionsCommand,
  StartRemediationExecutionCommand,
} from '@aws-sdk/client-config-service'
import { ListAccessKeysCommand } from '@aws-sdk/client-iam'
import { InvokeCommand } from '@aws-sdk/client-lambda'
import { DescribeAutomationExecutionsCommand } from '@aws-sdk/client-ssm'
import { expect, test } from 'vitest'
import { ledgerOf } from '../support/ledger-of.ts'
import { deployedSystem, RULE, type System } from '../support/system.ts'

const MINUTE_MS = 60_000

const userOf = (n: number) => ({
  name: `ana-${n}`,
  created: '400d',
  password: { created: '400d', lastUsed: '200d' },
  accessKeys: [
    { id: stale(n), created: '400d' },
    { id: used(n), created: '400d', lastUsed: '1d' },
  ],
})

const stale = (n: number): string => `AKIAIOSFODNN7EXAMPL1${n}`
const used = (n: number): string => `AKIAIOSFODNN7EXAMPL2${n}`

/** So many users like one another, all judged and none remediated yet. */
const ready = async (count = 1): Promise<System> => {
  const system = await deployedSystem({
    users: Array.from({ length: count }, (_, n) => userOf(n)),
    parameters: { RemediationRunbook: 'Guarded', RetryAttemptSeconds: '3600', BrakePercent: '100' },
  })
  await system.evaluate()
  return system
}

/** Where a remediation leaves a user. The second may differ: the ledger's time is that of the run that did it. */
async function endState(system: System, n = 0): Promise<string> {
  const { iam, simulator } = system
  const UserName = `ana-${n}`
  const ledger = Object.entries(await ledgerOf(system, UserName))
  const { AccessKeyMetadata = [] } = await iam.send(new ListAccessKeysCommand({ UserName }))
  const passwordGone = simulator.changes.filter(({ userName, action }) => userName === UserName && action === 'delete-password').length
  const keys = AccessKeyMetadata.map(({ AccessKeyId, Status }) => `${AccessKeyId} ${Status}`)
  return JSON.stringify([
    passwordGone,
    keys,
    ledger.map(([credential, latest]) => `${credential} ${latest.replace(/\d\d:\d\d:\d\dZ/, 'time')}`),
  ])
}

const expected = (n = 0): string =>
  JSON.stringify([
    1,
    [`AKIAIOSFODNN7EXAMPL1${n} Inactive`, `AKIAIOSFODNN7EXAMPL2${n} Active`],
    [`AKIAIOSFODNN7EXAMPL1${n} revoked 2026-11-02Ttime idle 400`, 'password revoked 2026-11-02Ttime idle 200'],
  ])

/** The function's calls for one order, by operation. */
const ownCalls = async (): Promise<string[]> => {
  await using system = await ready()
  const before = system.simulator.calls.length
  await system.remediate()
  expect(await endState(system)).toBe(expected())
  return system.simulator.calls
    .slice(before)
    .filter(({ caller, operation }) => /ConfigRuleLambdaRole|RevokingRole/.test(caller) && !/^(logs|lambda):/.test(operation))
    .map(({ operation }) => operation)
}

/**
 * Every place to die. Only calls change the world, so dying after one call, its answer unheard, leaves what dying
 * before the next one leaves: after is tried where something was changed, and after the last call.
 */
const placesToDie = (operations: readonly string[]) =>
  operations.flatMap((operation, skip) => [
    { skip, when: 'before' as const },
    ...(changes(operation) || skip === operations.length - 1 ? [{ skip, when: 'after' as const }] : []),
  ])

/** Whether an operation changes something, told by its verb. */
const changes = (operation: string): boolean => !/:(Get|List|Describe|Query|Scan|Simulate|Generate)/.test(operation)

test('dying before or after any single call, and being tried again by AWS Config, ends as running once', async () => {
  const calls = await ownCalls()
  expect(calls.length).toBeGreaterThan(15)
  expect(calls.filter(changes)).toHaveLength(9)
  const deaths = placesToDie(calls)
  // Each death has a user of its own. AWS Config leaves them all alone until their turn comes.
  await using system = await ready(deaths.length)
  const keys = system.simulator.users.map(({ userId }) => ({ ResourceType: 'AWS::IAM::User', ResourceId: userId }))
  await system.config.send(new PutRemediationExceptionsCommand({ ConfigRuleName: RULE, ResourceKeys: keys, Message: 'not yet' }))
  await system.simulator.advance(5 * MINUTE_MS)
  let died = 0
  for (const [n, { skip, when }] of deaths.entries()) {
    system.simulator.order({ operation: '*', kind: 'crash', when, skip, times: 1 })
    const ends = await attempts(system, n)
    died += ends.filter((status) => status === 'Failed').length
    expect([skip, when, ends.at(-1)]).toEqual([skip, when, 'Success'])
    expect([skip, when, await endState(system, n)]).toEqual([skip, when, expected(n)])
  }
  expect(died).toBe(deaths.length)
}, 180_000)

/** Let AWS Config remediate one user, and see how each of its attempts ended. */
async function attempts({ config, ssm, simulator }: System, n: number): Promise<unknown[]> {
  const ResourceId = simulator.users.find(({ userName }) => userName === `ana-${n}`)?.userId ?? ''
  const before = simulator.now()
  await config.send(
    new DeleteRemediationExceptionsCommand({ ConfigRuleName: RULE, ResourceKeys: [{ ResourceType: 'AWS::IAM::User', ResourceId }] }),
  )
  await config.send(
    new StartRemediationExecutionCommand({
      ConfigRuleName: RULE,
      ResourceKeys: [{ resourceType: 'AWS::IAM::User', resourceId: ResourceId }],
    }),
  )
  await simulator.advance(MINUTE_MS)
  const { AutomationExecutionMetadataList = [] } = await ssm.send(new DescribeAutomationExecutionsCommand({}))
  return AutomationExecutionMetadataList.filter(({ ExecutionStartTime = before }) => ExecutionStartTime >= before)
    .map(({ AutomationExecutionStatus }) => AutomationExecutionStatus)
    .toReversed()
}

test('running twice ends as running once', async () => {
  await using system = await ready()
  await system.remediate()
  await system.evaluateAgain()
  await system.remediate()
  expect(await endState(system)).toBe(expected())
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
  expect(await endState(system)).toBe(expected())
})
