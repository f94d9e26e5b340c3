import type { Evaluation } from '@aws-sdk/client-config-service'
import { afterEach, expect, test, vi } from 'vitest'
import { evaluate } from '../../../src/function/rule/evaluate.ts'
import type { Settings } from '../../../src/function/settings.ts'
import type { Inventory, UnreadUser } from '../../../src/inventory/inventory.ts'
import { instant } from '../../../src/judgement/instant.ts'
import { LedgerInMemory } from '../../support/ledger-in-memory.ts'
import { SETTINGS } from './one-run.ts'

afterEach(() => vi.unstubAllEnvs())

const now = instant('2026-11-26T00:00:00Z')

const settings: Settings = { ...SETTINGS, topicArn: '' }

/** One run over an account whose list of users has these odd rows alone; AWS Config holds a result of AIDAODD. @returns what it was given, and the error */
async function runOver(...rows: readonly UnreadUser[]) {
  const taken: Evaluation[] = []
  const nobody = async () => undefined
  const inventory: Inventory = {
    async *users(unread = () => undefined) {
      for (const row of rows) unread(row)
      yield* []
    },
    credentialReport: async () => ({ kind: 'unavailable', why: 'none' }),
    passwordOf: nobody,
    accessKeysOf: nobody,
    tagsOf: nobody,
    userNow: nobody,
    userCount: async () => 0,
    membersOf: nobody,
  }
  const config = {
    earlier: async () => new Map([['AIDAODD', { annotation: 'why.', complianceType: 'COMPLIANT', ordering: 0 }]]),
    put: async (_token: string, evaluations: Iterable<Evaluation> | AsyncIterable<Evaluation>) => {
      for await (const each of evaluations) taken.push(each)
    },
  }
  const door = {
    inventory,
    config,
    readParameter: async () => ',',
    outOfTime: new AbortController().signal,
    notify: async () => undefined,
    table: new LedgerInMemory().table(async () => 'do'),
    clock: () => now,
    self: 'arn:aws:lambda:us-east-1:123456789012:function:rule',
  }
  const error = await evaluate({ resultToken: 'token', accountId: '123456789012', now }, settings, door).then(
    () => undefined,
    (cause: unknown) => String(cause),
  )
  return { taken: taken.map(({ ComplianceResourceId, ComplianceType }) => `${ComplianceResourceId} ${ComplianceType}`), error }
}

const odd = (userId: string): UnreadUser => ({ userName: 'odd', userId, arn: '', path: '/', cause: new Error('AWS answered without Arn.') })

test('a user whose row is odd keeps an earlier result, and the run fails with the name', async () => {
  expect(await runOver(odd('AIDAODD'))).toEqual({
    taken: [],
    error: expect.stringMatching(/1 of 1 users .* Unknown: odd \(Error: AWS answered/),
  })
})

test('a user without an id may be any whom earlier results are of: none of them is called gone', async () => {
  expect((await runOver(odd(''))).taken).toEqual([])
})

test('earlier results of those who are gone are taken back', async () => {
  expect(await runOver(odd('AIDAOTHER'))).toMatchObject({ taken: ['AIDAODD NOT_APPLICABLE'] })
})
