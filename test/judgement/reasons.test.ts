import { expect, test } from 'vitest'
import type { Credential } from '../../src/judgement/credential.ts'
import { instant } from '../../src/judgement/instant.ts'
import { reasons } from '../../src/judgement/reasons.ts'
import { judgeUser } from '../../src/judgement/user-verdict.ts'
import { key, password } from '../support/credentials.ts'

const NOW = instant('2026-11-25T12:00:00Z')

test.for<[situation: string, Credential[], 'compliant' | 'non-compliant', string]>([
  ['nothing at all', [], 'compliant', 'No password and no access key.'],
  [
    'the user of the walk-through',
    [password('2026-10-08T12:00:00Z'), key('2026-11-25T11:03:00Z', undefined, { id: 'AKIAIOSFODNN7QWE7Q4F' })],
    'non-compliant',
    'Password unused 48 days (limit 30). Key …7Q4F in use.',
  ],
  ['all in use', [password('2026-11-24T11:00:00Z')], 'compliant', 'Password in use, idle 1 day (limit 30).'],
  [
    'two keys, one stale, one inactive',
    [
      key('2026-01-01T00:00:00Z', undefined, { id: 'AKIAAAAAAAAAAAAA1111', inactive: true }),
      key('2026-01-01T00:00:00Z', undefined, { id: 'AKIAAAAAAAAAAAAA2222' }),
    ],
    'non-compliant',
    'Key …1111 inactive. Key …2222 unused 328 days (limit 30).',
  ],
  ['only inactive keys', [key('2015-01-01T00:00:00Z', undefined, { inactive: true })], 'compliant', 'Key …MPLE inactive.'],
])('%s', ([, credentials, kind, text]) => {
  const verdict = judgeUser(credentials, 30, NOW)
  expect(verdict.kind).toBe(kind)
  expect(reasons(verdict, 30).join(' ')).toBe(text)
})
