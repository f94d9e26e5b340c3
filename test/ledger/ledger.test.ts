import { describe, expect, test } from 'vitest'
import { instant } from '../../src/judgement/instant.ts'
import { ledgerEntry, ledgerOf, ledgerValue, withRestores } from '../../src/ledger/ledger.ts'
import { key, password } from '../support/credentials.ts'

const AT = instant('2026-11-23T02:28:01.500Z')

test.for([
  [{ kind: 'revoking', at: AT, idleDays: 48 }, 'revoking 2026-11-23T02:28:01Z idle 48'],
  [{ kind: 'revoked', at: AT, idleDays: 0 }, 'revoked 2026-11-23T02:28:01Z idle 0'],
  [{ kind: 'restored', at: AT, idleDays: undefined }, 'restored 2026-11-23T02:28:01Z'],
] as const)('%j is written as %s, within what IAM takes as a tag', ([entry, text]) => {
  expect(ledgerValue(entry)).toBe(text)
  expect(text).toMatch(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u)
  expect(ledgerEntry(new Map([['x', text]]), 'x')).toEqual({ ...entry, at: Date.parse('2026-11-23T02:28:01Z') })
})

describe('reading', () => {
  test('tag keys ignore case, and other tags are passed over', () => {
    const tags = new Map([
      ['IAM-Unused-User-Cleanup:PASSWORD', 'restored 2026-11-23T02:28:01Z'],
      ['Team', 'Blue'],
      ['iam-unused-user-cleanup:excluded', 'until 2026-12-31'],
    ])
    expect(ledgerEntry(tags, 'iam-unused-user-cleanup:password')?.kind).toBe('restored')
    expect([...ledgerOf(tags).keys()]).toEqual(['PASSWORD'])
    expect(ledgerEntry(tags, 'iam-unused-user-cleanup:AKIAIOSFODNN7EXAMPLE')).toBeUndefined()
  })

  test.for([
    '',
    'revoked',
    'revoked yesterday',
    'restored 2026-13-45T00:00:00Z',
    'gone 2026-11-23T02:28:01Z',
    'revoked 2026-11-23T02:28:01Z idle many',
  ])('%j cannot be read: nothing may be concluded', (value) => {
    expect(() => ledgerEntry(new Map([['iam-unused-user-cleanup:password', value]]), 'iam-unused-user-cleanup:password')).toThrow(
      /cannot be read/,
    )
  })
})

test('a recorded restore restarts the clock of its credential, and of no other', () => {
  const tags = new Map([
    ['iam-unused-user-cleanup:password', 'restored 2026-11-23T02:28:01Z'],
    ['iam-unused-user-cleanup:AKIAIOSFODNN7EXAMPLE', 'revoked 2026-11-23T02:28:01Z idle 48'],
  ])
  const [first, second] = withRestores([password('2020-01-01T00:00:00Z'), key('2020-01-01T00:00:00Z')], tags)
  expect(first?.restored).toBe(Date.parse('2026-11-23T02:28:01Z'))
  expect(second?.restored).toBeUndefined()
})
