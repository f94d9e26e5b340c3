import { expect, test } from 'vitest'
import type { Outcome, Revocation } from '../../../src/revocation/outcome.ts'
import { answerOf } from '../../../src/function/runbook/answer.ts'
import { key, password } from '../../support/credentials.ts'

const PASSWORD = password('2026-01-01T00:00:00Z')
const KEY = key('2026-01-01T00:00:00Z', undefined, { id: 'AKIAIOSFODNN7QWE7Q4F' })

const of = (credential: Revocation['credential'], outcome: Outcome): Revocation => ({ credential, idleDays: 200, outcome })

const revoked = of(PASSWORD, { kind: 'revoked' })

test.for<[situation: string, revocations: Revocation[], untold: string, answer: object]>([
  [
    'nothing was unused',
    [],
    '',
    { outcome: 'done', output: 'Nothing is unused any more.', http_responses: { DeactivateUnusedKeysResponse: [] } },
  ],
  [
    'both revoked',
    [revoked, of(KEY, { kind: 'already-gone' })],
    '',
    {
      outcome: 'done',
      output:
        'Verification of unused IAM User credentials is successful. Password, idle 200 days: revoked; Key ...7Q4F, idle 200 days: already-gone.',
      http_responses: {
        DeactivateUnusedKeysResponse: [{ AccessKeyId: 'AKIAIOSFODNN7QWE7Q4F', Response: 'already-gone' }],
        DeleteUnusedPasswordResponse: 'deleted',
      },
    },
  ],
  [
    'a key alone',
    [of(KEY, { kind: 'revoked' })],
    '',
    {
      outcome: 'done',
      output: 'Verification of unused IAM User credentials is successful. Key ...7Q4F, idle 200 days: revoked.',
      http_responses: { DeactivateUnusedKeysResponse: [{ AccessKeyId: 'AKIAIOSFODNN7QWE7Q4F', Response: 'revoked' }] },
    },
  ],
  [
    'protected is done, and nothing is said to be deleted',
    [of(PASSWORD, { kind: 'protected', why: 'it is the last way in' })],
    '',
    {
      outcome: 'done',
      output: 'Verification of unused IAM User credentials is successful. Password, idle 200 days: protected: it is the last way in.',
      http_responses: { DeactivateUnusedKeysResponse: [] },
    },
  ],
  [
    'one is refused',
    [revoked, of(KEY, { kind: 'refused', why: 'AccessDenied' })],
    '',
    {
      outcome: 'failed',
      reason: 'ana: not everything could be revoked. Password, idle 200 days: revoked; Key ...7Q4F, idle 200 days: refused: AccessDenied.',
    },
  ],
  [
    'of one nobody knows',
    [revoked, of(KEY, { kind: 'unknown', why: 'TimeoutError' })],
    '',
    {
      outcome: 'failed',
      reason: 'ana: not everything could be revoked. Password, idle 200 days: revoked; Key ...7Q4F, idle 200 days: unknown: TimeoutError.',
    },
  ],
  [
    'revoked, and people were not told',
    [revoked],
    'AccessDenied',
    {
      outcome: 'done',
      output:
        'Verification of unused IAM User credentials is successful. Password, idle 200 days: revoked; Nobody could be told: AccessDenied.',
      http_responses: { DeactivateUnusedKeysResponse: [], DeleteUnusedPasswordResponse: 'deleted' },
    },
  ],
])('%s', ([, revocations, untold, answer]) => {
  expect(answerOf('ana', revocations, untold)).toEqual(answer)
})
