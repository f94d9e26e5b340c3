import { expect, test } from 'vitest'
import { instant } from '../../src/judgement/instant.ts'
import { begunLine } from '../../src/organization/line.ts'
import { resumed } from '../../src/organization/resume.ts'
import type { Run } from '../../src/organization/run.ts'

const NOW = instant('2026-11-26T12:00:00Z')

const begun = begunLine({
  toolVersion: '0.1.0',
  at: '2026-11-26T08:00:00.000Z',
  organizationId: 'o-exampleorgid',
  caller: 'arn:aws:iam::111111111111:user/auditor',
  terms: {},
  accounts: [{ id: '222222222222', name: 'prod' }],
})

const readAt = (at: string): Run => ({
  begun,
  accounts: [
    {
      account: { id: '222222222222', name: 'prod' },
      line: 1,
      outcome: {
        kind: 'done',
        at,
        totals: {} as never,
        asOf: at,
        dueWithinDays: 14,
        alias: undefined,
        without: [],
        looks: [],
      },
    },
  ],
})

test.for([
  ['2026-11-26T08:00:00.001Z', { kind: 'same', done: new Set(['222222222222']), old: 0 }],
  ['2026-11-26T08:00:00.000Z', { kind: 'same', done: new Set(), old: 1 }],
  // Clocks may differ by five minutes.
  ['2026-11-26T12:05:00.000Z', { kind: 'same', done: new Set(['222222222222']), old: 0 }],
  ['2026-11-26T12:05:00.001Z', { kind: 'other', why: 'its line of account 222222222222 is of 2026-11-26T12:05:00.001Z, which lies ahead' }],
] as const)('an account that was read at %s', ([at, expected]) => {
  expect(resumed(readAt(at), begun, NOW)).toEqual(expected)
})
