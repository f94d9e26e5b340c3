import { expect, test } from 'vitest'
import type { Credential } from '../../src/judgement/credential.ts'
import { instant } from '../../src/judgement/instant.ts'
import { reasons } from '../../src/judgement/reasons.ts'
import { judgeUser, type ProvenCredential } from '../../src/judgement/user-verdict.ts'
import { key, password } from '../support/credentials.ts'

const NOW = instant('2026-11-25T12:00:00Z')

test.for<[situation: string, Credential[], 'compliant' | 'non-compliant', string]>([
  ['nothing at all', [], 'compliant', 'No password and no access key.'],
  [
    'the user of the walk-through',
    [password('2026-10-08T12:00:00Z'), key('2026-11-25T11:03:00Z', undefined, { id: 'AKIAIOSFODNN7QWE7Q4F' })],
    'non-compliant',
    'Password never used, created 48 days ago (2026-10-08); limit 30. Key ...7Q4F never used, created 0 days ago.',
  ],
  ['in use', [password('2026-01-01T00:00:00Z', '2026-11-24T11:00:00Z')], 'compliant', 'Password last used 1 day ago.'],
  ['young', [password('2026-11-20T12:00:00Z')], 'compliant', 'Password never used, created 5 days ago.'],
  [
    'unused for long',
    [password('2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z')],
    'non-compliant',
    'Password last used 297 days ago (2026-02-01); limit 30.',
  ],
  [
    'a password made anew after long absence',
    [password('2026-11-20T12:00:00Z', '2026-02-01T00:00:00Z')],
    'compliant',
    'Password not used since it was created 5 days ago.',
  ],
  [
    'given back, and used before',
    [password('2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z', '2026-11-23T12:00:00Z')],
    'compliant',
    'Password not used since it was restored 2 days ago.',
  ],
  [
    'given back, and never used',
    [key('2026-01-01T00:00:00Z', undefined, { restored: '2026-10-01T00:00:00Z' })],
    'non-compliant',
    'Key ...MPLE never used, restored 55 days ago (2026-10-01); limit 30.',
  ],
  [
    'two keys, one stale, one inactive',
    [
      key('2026-01-01T00:00:00Z', undefined, { id: 'AKIAAAAAAAAAAAAA1111', inactive: true }),
      key('2026-01-01T00:00:00Z', undefined, { id: 'AKIAAAAAAAAAAAAA2222' }),
    ],
    'non-compliant',
    'Key ...1111 inactive. Key ...2222 never used, created 328 days ago (2026-01-01); limit 30.',
  ],
  ['only inactive keys', [key('2015-01-01T00:00:00Z', undefined, { inactive: true })], 'compliant', 'Key ...MPLE inactive.'],
])('%s', ([, credentials, kind, text]) => {
  const verdict = judgeUser(credentials, 30, NOW)
  expect(verdict.kind).toBe(kind)
  expect(reasons(verdict, 30).join(' ')).toBe(text)
})

test.for<[situation: string, ProvenCredential, string]>([
  ['by the list of users', { kind: 'used', name: 'Password', idleDaysAtMost: 3, by: 'list' }, 'Password last used 3 days ago.'],
  [
    'by the report, which may be four hours old',
    { kind: 'used', name: 'Key 1 of the credential report', idleDaysAtMost: 2, by: 'report' },
    'Key 1 of the credential report last used at most 2 days ago.',
  ],
  [
    'as young as its user',
    { kind: 'created', name: 'Password', idleDaysAtMost: 1, by: 'list' },
    'Password never used, created at most 1 day ago.',
  ],
  ['of today', { kind: 'created', name: 'Password', idleDaysAtMost: 0, by: 'list' }, 'Password never used, created 0 days ago.'],
  [
    'by the report, and perhaps used since',
    { kind: 'created', name: 'Key 2 of the credential report', idleDaysAtMost: 5, by: 'report' },
    'Key 2 of the credential report created at most 5 days ago.',
  ],
  ['inactive', { kind: 'inactive', name: 'Key 2 of the credential report' }, 'Key 2 of the credential report inactive.'],
  [
    'nothing that is active, by the report, which may be four hours old',
    { kind: 'none-active' },
    'No password and no active key by the credential report.',
  ],
])('known without reading: %s', ([, proven, text]) => {
  expect(reasons(judgeUser([], 30, NOW, [proven]), 30)).toEqual([text])
})

test('what was read is told first, then what is known without reading', () => {
  const proven: ProvenCredential = { kind: 'used', name: 'Password', idleDaysAtMost: 3, by: 'list' }
  expect(reasons(judgeUser([key('2026-11-20T12:00:00Z')], 30, NOW, [proven]), 30)).toEqual([
    'Key ...MPLE never used, created 5 days ago.',
    'Password last used 3 days ago.',
  ])
})
