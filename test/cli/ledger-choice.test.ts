import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { run } from '../../src/cli/run.ts'
import { recordedIo } from '../support/io.ts'
import { makeTable } from '../support/ledger-table.ts'
import { deployedSystem, type System } from '../support/system.ts'

const STACK = 'IamUnusedUserCleanup'
const ADOPTED = 'left-by-an-earlier-stack'

let system: System

beforeEach(() => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test')
})

afterEach(async () => {
  vi.unstubAllEnvs()
  await system[Symbol.asyncDispose]()
})

async function ledger(...argv: readonly string[]) {
  const { io, out, notes } = recordedIo(false, () => system.simulator.now())
  const code = await run(['ledger', ...argv, '--region', 'us-east-1', '--endpoint-url', system.simulator.endpoint], io)
  return [code, [...out, ...notes].join('\n')]
}

test('the ledger of a stack that adopted a table is found by --stack-name', async () => {
  system = await deployedSystem({ parameters: { LedgerTableName: ADOPTED } })
  await makeTable(system.dynamoDb, ADOPTED)
  expect(await ledger('--stack-name', STACK)).toEqual([0, 'The ledger is empty.'])
  expect(await ledger()).toEqual([
    4,
    expect.stringContaining('There is no ledger: no DynamoDB table iam-unused-user-cleanup-ledger in us-east-1.'),
  ])
  expect(await ledger('--stack-name', 'Other')).toEqual([
    2,
    'iam-cleanup: There is no stack Other in us-east-1. In another Region: --region.',
  ])
  expect(await ledger('--stack-name', STACK, '--ledger-table', 'none')).toEqual([4, expect.stringContaining('no DynamoDB table none in')])
})

test('a stack whose template says nothing of a ledger is told so', async () => {
  const template = 'Resources:\n  Group:\n    Type: AWS::Logs::LogGroup\n'
  system = await deployedSystem()
  await system.createStack(template, {}, 'Older')
  expect(await ledger('--stack-name', 'Older')).toEqual([
    2,
    'iam-cleanup: The stack Older has no output LedgerTable: is it of this template, and up to date? Name the table with --ledger-table.',
  ])
})
