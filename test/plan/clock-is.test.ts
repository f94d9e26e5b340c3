import { expect, test } from 'vitest'
import type { Credential } from '../../src/judgement/credential.ts'
import { clockIs } from '../../src/plan/clock-is.ts'
import { key, password } from '../support/credentials.ts'

const MADE = '2025-01-01T00:00:00Z'

test.for<[what: string, credential: Credential, is: string]>([
  ['never used', password(MADE), 'creation'],
  ['used', password(MADE, '2026-01-01T00:00:00Z'), 'last-use'],
  ['used before it was made anew', password('2026-02-01T00:00:00Z', '2026-01-01T00:00:00Z'), 'creation'],
  ['used, and given back later', key(MADE, '2026-01-01T00:00:00Z', { restored: '2026-02-01T00:00:00Z' }), 'restart'],
  ['given back, and used later', key(MADE, '2026-03-01T00:00:00Z', { restored: '2026-02-01T00:00:00Z' }), 'last-use'],
  ['never used, and given back', key(MADE, undefined, { restored: '2026-02-01T00:00:00Z' }), 'restart'],
  ['given back in the instant in which it was used', password(MADE, '2026-02-01T00:00:00Z', '2026-02-01T00:00:00Z'), 'last-use'],
])('%s', ([, credential, is]) => {
  expect(clockIs(credential)).toBe(is)
})
