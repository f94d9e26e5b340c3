import { describe, expect, test } from 'vitest'
import { deployedSystem, type System } from '../support/system.ts'

const HOUR_MS = 3_600_000

/** One of each: settled by the report, open and in use, open and unused. */
const users = [
  { name: 'settled', password: { created: '400d', lastUsed: '3d' }, accessKeys: [{ created: '400d', lastUsed: '2d' }] },
  { name: 'young-key', created: '400d', accessKeys: [{ created: '3d' }] },
  { name: 'stale', password: { created: '400d', lastUsed: '90d' } },
]

const EXPECTED = { settled: 'COMPLIANT', 'young-key': 'COMPLIANT', stale: 'NON_COMPLIANT' }

const types = async (system: System) => Object.fromEntries(Object.entries(await system.verdicts()).map(([name, { type }]) => [name, type]))

const fallbacks = async (system: System) =>
  (await system.log()).filter(({ message }) => String(message).startsWith('There is no credential report'))

describe('the report is made, waited for, and used', () => {
  test('only who is open is read live', async () => {
    await using system = await deployedSystem({ users })
    await system.evaluate()
    expect(await types(system)).toEqual(EXPECTED)
    expect((await system.verdicts())['settled']?.annotation).toBe(
      'Password last used 3 days ago. Key 1 of the credential report last used at most 2 days ago.',
    )
    expect(system.calls()).toEqual({
      'config:GetComplianceDetailsByConfigRule': 1,
      'ssm:GetParameter': 1,
      'dynamodb:Scan': 1,
      'iam:ListUsers': 1,
      'iam:GenerateCredentialReport': 1,
      'iam:GetCredentialReport': 1,
      'iam:ListAccessKeys': 1,
      'iam:GetAccessKeyLastUsed': 1,
      'iam:GetLoginProfile': 1,
      'iam:ListUserTags': 1,
      'config:PutEvaluations': 1,
    })
    expect(await system.log()).toContainEqual(expect.objectContaining({ message: 'credential report', users: 3, readLive: 2 }))
  })

  test.for([
    ['it is in progress for a while', { operation: 'iam:GetCredentialReport', kind: 'report-in-progress', times: 3 }],
    ['making it is throttled', { operation: 'iam:GenerateCredentialReport', kind: 'throttle', times: 3 }],
    ['IAM has no capacity to make it', { operation: 'iam:GenerateCredentialReport', kind: 'limit-exceeded', times: 3 }],
    ['fetching it is throttled', { operation: 'iam:GetCredentialReport', kind: 'throttle', times: 3 }],
    ['IAM stumbles once', { operation: 'iam:GetCredentialReport', kind: 'server-error', times: 1 }],
  ] as const)('also when %s', async ([, fault]) => {
    await using system = await deployedSystem({ users })
    system.simulator.order(fault)
    await system.evaluate()
    expect(await system.error()).toBeUndefined()
    expect(await types(system)).toEqual(EXPECTED)
    expect(await fallbacks(system)).toEqual([])
  })

  test('one that is hours old is used for what it proves: after the remediation the verdict follows at once', async () => {
    await using system = await deployedSystem({ users })
    await system.evaluate()
    await system.remediate()
    await system.simulator.advance(3 * HOUR_MS)
    await system.evaluateAgain()
    expect(await types(system)).toEqual({ ...EXPECTED, stale: 'COMPLIANT' })
    const reports = (await system.log()).filter(({ message }) => message === 'credential report')
    expect(reports.map(({ generated }) => generated)).toEqual([reports[0]?.['generated'], reports[0]?.['generated']])
  })

  test('one that has expired is made anew', async () => {
    await using system = await deployedSystem({ users })
    await system.evaluate()
    await system.simulator.advance(5 * HOUR_MS)
    await system.evaluateAgain()
    expect(await system.error()).toBeUndefined()
    const reports = (await system.log()).filter(({ message }) => message === 'credential report')
    expect(new Set(reports.map(({ generated }) => generated)).size).toBe(2)
  })
})

describe('where the report cannot be had every user is read live, and the log says so once', () => {
  test.for([
    ['iam:GenerateCredentialReport', 'refuse', /AccessDenied/],
    ['iam:GetCredentialReport', 'refuse', /AccessDenied/],
    ['iam:GetCredentialReport', 'server-error', /ServiceFailure/],
  ] as const)('%s: %s', async ([operation, kind, why]) => {
    await using system = await deployedSystem({ users })
    system.simulator.order({ operation, kind })
    await system.evaluate()
    expect(await system.error()).toBeUndefined()
    expect(await types(system)).toEqual(EXPECTED)
    expect(system.calls()).toMatchObject({ 'iam:GetLoginProfile': 3, 'iam:ListAccessKeys': 3 })
    expect(await fallbacks(system)).toEqual([expect.objectContaining({ why: expect.stringMatching(why) })])
  })
})

test('1,000 users with nothing unused: four calls, beyond the batches that AWS Config requires', async () => {
  const healthy = Array.from({ length: 1000 }, (_, n) => ({
    name: `user-${n}`,
    password: { created: '400d', lastUsed: '3d' },
    accessKeys: [
      { created: '400d', lastUsed: '1d' },
      { created: '300d', active: false },
    ],
  }))
  await using system = await deployedSystem({ users: healthy })
  await system.evaluate()
  expect(system.calls()).toEqual({
    'config:GetComplianceDetailsByConfigRule': 1,
    'ssm:GetParameter': 1,
    'dynamodb:Scan': 1,
    'iam:ListUsers': 1,
    'iam:GenerateCredentialReport': 1,
    'iam:GetCredentialReport': 1,
    'config:PutEvaluations': 10,
  })
  expect((await system.results()).size).toBe(1000)
})

test('a third of all calls is throttled, without end: still the right verdicts', async () => {
  const many = Array.from({ length: 200 }, (_, n) => ({
    name: `user-${n}`,
    accessKeys: [{ created: '400d', lastUsed: n % 10 === 0 ? '90d' : '3d' }],
  }))
  await using system = await deployedSystem({ users: many })
  system.simulator.order({ operation: '*', kind: 'throttle', probability: 1 / 3, where: {} })
  await system.evaluate()
  system.simulator.clearFaults()
  expect(await system.error()).toBeUndefined()
  const found = Object.values(await system.verdicts()).map(({ type }) => type)
  expect([found.length, found.filter((type) => type === 'NON_COMPLIANT').length]).toEqual([200, 20])
})

test('evaluations are sent while users are still being read, where the brake cannot act any more', async () => {
  const many = Array.from({ length: 300 }, (_, n) => ({
    name: `user-${n}`,
    accessKeys: [{ created: '400d', lastUsed: n >= 295 ? '90d' : '3d' }],
  }))
  await using system = await deployedSystem({ users: many })
  system.simulator.order({ operation: 'iam:GetAccessKeyLastUsed', kind: 'delay', ms: 150 })
  await system.evaluate()
  const operations = system.simulator.calls.map(({ operation }) => operation)
  expect(operations.indexOf('config:PutEvaluations')).toBeLessThan(operations.indexOf('iam:GetAccessKeyLastUsed'))
  expect((await system.results()).size).toBe(300)
})

test('where the brake may still act, nothing is sent before all is known', async () => {
  const many = Array.from({ length: 30 }, (_, n) => ({
    name: `user-${n}`,
    accessKeys: [{ created: '400d', lastUsed: n < 20 ? '90d' : '3d' }],
  }))
  await using system = await deployedSystem({ users: many })
  await system.evaluate()
  expect(await system.error()).toMatch(/^Brake: 20 of 30/)
  expect(system.calls()).not.toHaveProperty('config:PutEvaluations')
})

test('1,000 users: after the remediation every verdict follows at once, though the report is the old one', async () => {
  const many = Array.from({ length: 1000 }, (_, n) => ({
    name: `user-${n}`,
    accessKeys: [{ created: '400d', lastUsed: n % 100 === 0 ? '90d' : '3d' }],
  }))
  await using system = await deployedSystem({ users: many })
  const counts = async () => {
    const found = [...(await system.results()).values()].map(({ type }) => type)
    return [found.length, found.filter((type) => type === 'NON_COMPLIANT').length]
  }
  await system.evaluate()
  expect(await counts()).toEqual([1000, 10])
  await system.remediate()
  await system.evaluateAgain()
  expect(await counts()).toEqual([1000, 0])
  const reports = (await system.log()).filter(({ message }) => message === 'credential report')
  expect(new Set(reports.map(({ generated }) => generated)).size).toBe(1)
})
