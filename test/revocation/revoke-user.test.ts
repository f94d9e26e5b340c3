import { expect, test } from 'vitest'
import type { Inventory, ListedUser } from '../../src/inventory/inventory.ts'
import type { AccessKey } from '../../src/judgement/credential.ts'
import { instant } from '../../src/judgement/instant.ts'
import { revokeUser } from '../../src/revocation/revoke-user.ts'
import type { Revoker } from '../../src/revocation/revoker.ts'
import { key } from '../support/credentials.ts'

const NOW = instant('2026-11-25T12:00:00Z')

const listed = (lastSignIn: string, userId = 'AIDAIOSFODNN7EXAMPLE'): ListedUser => ({
  userName: 'ana',
  userId,
  arn: 'arn:aws:iam::123456789012:user/ana',
  path: '/',
  created: instant('2025-01-01T00:00:00Z'),
  passwordLastUse: { kind: 'at', instant: instant(lastSignIn) },
})

type Scene = {
  /** What IAM says of the user just before the act. */
  readonly now: ListedUser | undefined
  /** The user's keys, one answer a read. */
  readonly keys?: AccessKey[][]
}

async function revoke({ now, keys = [[]] }: Scene): Promise<{ outcomes: unknown[]; acts: string[] }> {
  const acts: string[] = []
  const done = (act: string) => {
    acts.push(act)
    return Promise.resolve({ kind: 'done' as const })
  }
  const revoker: Revoker = {
    tag: (_, name, value) => done(`${name} ${value}`),
    deactivateKey: (_, id) => done(id),
    deletePassword: () => done('password'),
  }
  const nobody = (): never => {
    throw new Error('not part of a revocation')
  }
  const inventory: Inventory = {
    users: nobody,
    credentialReport: nobody,
    membersOf: nobody,
    tagsOf: async () => new Map(),
    administrators: async () => new Set(),
    userNow: async () => now,
    passwordOf: async ({ passwordLastUse }) =>
      acts.includes('password') ? undefined : { kind: 'password', created: instant('2025-01-01T00:00:00Z'), lastUse: passwordLastUse },
    accessKeysOf: async () => (keys.length > 1 ? keys.shift() : keys[0]),
  }
  const user = listed('2026-01-01T00:00:00Z')
  const terms = { entries: [], limitDays: 30, now: NOW, outOfTime: new AbortController().signal }
  const revocations = await revokeUser(user, new Set(), { inventory, revoker, everybody: [user], looksMs: [0] }, terms)
  return { outcomes: revocations.map(({ credential, outcome }) => [credential.kind, outcome]), acts }
}

test('signed in between the list and the act: protected, and not even an intent is written', async () => {
  expect(await revoke({ now: listed('2026-11-25T11:59:59Z') })).toEqual({
    outcomes: [['password', { kind: 'protected', why: 'it was used or made anew a moment ago' }]],
    acts: [],
  })
})

test('the name has passed to somebody else between the list and the act: protected', async () => {
  const { outcomes, acts } = await revoke({ now: listed('2026-01-01T00:00:00Z', 'AIDASOMEBODYELSE1234') })
  expect([outcomes, acts]).toEqual([[['password', { kind: 'protected', why: 'the name ana has passed to somebody else' }]], []])
})

test('a key that somebody else deactivates between the list and the act is already gone', async () => {
  const stale = key('2025-01-01T00:00:00Z', '2026-01-01T00:00:00Z')
  const { outcomes, acts } = await revoke({ now: listed('2026-11-24T00:00:00Z'), keys: [[stale], [{ ...stale, status: 'inactive' }]] })
  expect(outcomes).toContainEqual(['access-key', { kind: 'already-gone' }])
  expect(acts).not.toContain(stale.id)
})

test('intent, act, close: in that order', async () => {
  const { acts } = await revoke({ now: listed('2026-01-01T00:00:00Z') })
  expect(acts).toEqual([
    'iam-unused-user-cleanup:password revoking 2026-11-25T12:00:00Z idle 328',
    'password',
    'iam-unused-user-cleanup:password revoked 2026-11-25T12:00:00Z idle 328',
  ])
})
