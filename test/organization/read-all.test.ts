import { expect, test } from 'vitest'
import { instant } from '../../src/judgement/instant.ts'
import type { AccountLine } from '../../src/organization/line.ts'
import { readAll, type ReadAccount, type Reading } from '../../src/organization/read-all.ts'
import { documentOf } from '../support/findings.ts'

const accounts = ['1', '2', '3', '4', '5', '6'].map((digit) => ({ id: digit.repeat(12), name: `account ${digit}`, state: 'ACTIVE' }))
const failed = (code: string, isOurs = false): ReadAccount => ({ kind: 'failed', phase: 'assume-role', code, says: 'no', isOurs })
const done: ReadAccount = { kind: 'done', findings: documentOf([]) }

/** Read all of them; what came of each, whom was asked, and how many at a time. */
async function all(read: (id: string) => ReadAccount | Promise<ReadAccount>, more: Partial<Reading> = {}) {
  const [lines, asked]: [AccountLine[], string[]] = [[], []]
  let [now, most] = [0, 0]
  const reading: Reading = {
    read: async ({ id }) => {
      asked.push(id[0] ?? '')
      now += 1
      most = Math.max(most, now)
      await new Promise(setImmediate)
      now -= 1
      return read(id)
    },
    stateOf: async () => 'ACTIVE',
    keep: async (line) => void lines.push(line),
    isInterrupted: () => false,
    clock: () => instant('2026-11-02T09:00:00Z'),
    roleName: 'IamCleanupAudit',
    concurrency: 2,
    ...more,
  }
  const thrown = await readAll(accounts, reading).then(
    () => undefined,
    (error: Error) => error.message,
  )
  return { kinds: lines.map(({ account, kind }) => `${account.id[0]} ${kind}`).toSorted(), asked, most, thrown }
}

test('each account has a line, so many at a time, and one that fails ends no other', async () => {
  expect(await all((id) => (id.startsWith('2') ? failed('AccessDenied') : done))).toEqual({
    kinds: ['1 done', '2 failed', '3 done', '4 done', '5 done', '6 done'],
    asked: ['1', '2', '3', '4', '5', '6'],
    most: 2,
    thrown: undefined,
  })
})

test('where our own credentials let nobody in any more, nobody else is asked, and the others have failed of the same', async () => {
  const { kinds, asked } = await all((id) => (id.startsWith('3') ? failed('ExpiredToken', true) : done), { concurrency: 1 })
  expect(kinds).toEqual(['1 done', '2 done', '3 failed', '4 failed', '5 failed', '6 failed'])
  expect(asked).toEqual(['1', '2', '3'])
})

test('a session of one account that expired says nothing of the others', async () => {
  const { kinds } = await all((id) => (id.startsWith('3') ? failed('ExpiredToken') : done), { concurrency: 1 })
  expect(kinds).toEqual(['1 done', '2 done', '3 failed', '4 done', '5 done', '6 done'])
})

test('on an interruption those that were begun are finished, and no other is begun', async () => {
  let isInterrupted = false
  const { kinds } = await all(
    (id) => {
      isInterrupted ||= id.startsWith('2')
      return done
    },
    { isInterrupted: () => isInterrupted },
  )
  expect(kinds).toEqual(['1 done', '2 done', '3 done'])
})

test.for([
  ['SUSPENDED', 'skipped'],
  ['ACTIVE', 'failed'],
  [undefined, 'failed'],
] as const)('an account that lets nobody in, whose state is %s now, is %s', async ([state, kind]) => {
  const { kinds } = await all((id) => (id.startsWith('1') ? failed('AccessDenied') : done), { stateOf: async () => state })
  expect(kinds[0]).toBe(`1 ${kind}`)
})

test('a line that cannot be kept ends it, once those that were begun have settled', async () => {
  const keep = async ({ account }: AccountLine): Promise<void> => {
    if (account.id.startsWith('1')) throw new Error('no space left on device')
  }
  const { asked, thrown } = await all(() => done, { keep })
  expect([asked, thrown]).toEqual([['1', '2'], 'no space left on device'])
})
