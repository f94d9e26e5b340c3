import { expect, test } from 'vitest'
import { instant } from '../../src/judgement/instant.ts'
import type { Came } from '../../src/plan/carry-out.ts'
import { resultJson, summaryText, type End } from '../../src/plan/result.ts'

const item = (n: number, credential = 'password') => ({
  userName: `user-${n}`,
  userId: `AIDA${n}`,
  credential,
  clockStart: '2025-10-22T12:00:00.000Z',
  clockIs: 'creation' as const,
  idleDays: 400,
})

const CARRIED = {
  toolVersion: '0.1.0',
  caller: 'arn:aws:iam::123456789012:user/operator',
  accountId: '123456789012',
  alias: 'acme',
  endpoint: undefined,
  region: 'us-east-1',
  digest: 'sha256:0',
  begun: instant('2026-11-26T12:00:00Z'),
}

const resultOf = (items: readonly Came['item'][], came: readonly Came[], end: End): unknown =>
  JSON.parse(resultJson({ ...CARRIED, items }, came, end, instant('2026-11-26T12:05:00Z')))

const BY = {
  format: 'iam-unused-user-cleanup result',
  version: 1,
  toolVersion: '0.1.0',
  caller: 'arn:aws:iam::123456789012:user/operator',
  accountId: '123456789012',
  alias: 'acme',
  region: 'us-east-1',
  plan: 'sha256:0',
  begun: '2026-11-26T12:00:00.000Z',
  written: '2026-11-26T12:05:00.000Z',
}

test('a result: each planned credential with its outcome, by the name of now, when and why; who was not begun; how many of each', () => {
  const items = [item(1), item(1, 'AKIA1'), item(2), item(3), item(4)]
  const came: readonly Came[] = [
    { item: item(1, 'AKIA1'), userName: 'renamed', kind: 'revoked', why: undefined, at: instant('2026-11-26T12:01:00Z') },
    { item: item(1), userName: 'renamed', kind: 'skipped', why: 'used 3 hours ago', at: undefined },
    { item: item(3), userName: 'user-3', kind: 'skipped', why: 'it is inactive already', at: undefined },
  ]
  expect(resultOf(items, came, { kind: 'interrupted' })).toEqual({
    ...BY,
    end: 'interrupted',
    totals: { skipped: 2, revoked: 1, 'not-begun': 2 },
    credentials: [
      { userName: 'renamed', userId: 'AIDA1', credential: 'password', outcome: 'skipped', reason: 'used 3 hours ago', idleDays: 400 },
      { userName: 'renamed', userId: 'AIDA1', credential: 'AKIA1', outcome: 'revoked', at: '2026-11-26T12:01:00.000Z', idleDays: 400 },
      { userName: 'user-2', userId: 'AIDA2', credential: 'password', outcome: 'not-begun', idleDays: 400 },
      { userName: 'user-3', userId: 'AIDA3', credential: 'password', outcome: 'skipped', reason: 'it is inactive already', idleDays: 400 },
      { userName: 'user-4', userId: 'AIDA4', credential: 'password', outcome: 'not-begun', idleDays: 400 },
    ],
  })
})

test('why it failed stands in it, and it is a text of lines', () => {
  expect(resultOf([], [], { kind: 'failed', why: 'throttled' })).toEqual({
    ...BY,
    end: 'failed',
    why: 'throttled',
    totals: {},
    credentials: [],
  })
  expect(resultJson({ ...CARRIED, items: [] }, [], { kind: 'done' }, instant('2026-11-26T12:05:00Z'))).toMatch(
    /^\{\n {2}"format": .*\}\n$/s,
  )
})

test('a summary: what was revoked first, always; of the rest what there is', () => {
  const came = (['skipped', 'revoked', 'unknown', 'already-gone', 'skipped', 'protected', 'refused'] as const).map((kind) => ({ kind }))
  expect(summaryText(came, 2)).toBe('1 revoked, 1 gone already, 1 protected, 2 skipped, 1 refused, 1 unknown, 2 not begun')
  expect(summaryText([{ kind: 'skipped' }], 0)).toBe('0 revoked, 1 skipped')
})
