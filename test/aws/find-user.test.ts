import { afterEach, expect, test, vi } from 'vitest'
import { findUser } from '../../src/aws/find-user.ts'
import type { Inventory, ListedUser, UnreadUser } from '../../src/inventory/inventory.ts'
import { instant } from '../../src/judgement/instant.ts'
import { answeringServer } from '../support/answering.ts'

afterEach(() => vi.unstubAllEnvs())

const never = new AbortController().signal

const user = (userName: string, userId: string): ListedUser => ({
  userName,
  userId,
  arn: `arn:aws:iam::123456789012:user/${userName}`,
  path: '/',
  created: instant('2025-01-01T00:00:00Z'),
  passwordLastUse: { kind: 'never' },
})

const ana = user('ana', 'AIDAANA')
const odd = (userId: string): UnreadUser => ({ userName: 'odd', userId, arn: '', path: '', cause: new Error(`odd row of ${userId}`) })

const named = (resourceName: string | undefined, resourceId = 'AIDAANA'): string =>
  JSON.stringify({ resourceIdentifiers: [{ resourceType: 'AWS::IAM::User', resourceId, resourceName }] })

/** Who is found for AIDAANA, and how, by what AWS Config says and IAM has. */
async function found(said: string, shown: ListedUser | undefined, listed: readonly ListedUser[], unread: readonly UnreadUser[] = []) {
  await using _ = await answeringServer(() => said, 'application/x-amz-json-1.1')
  const asked: string[] = []
  const nobody = (): never => {
    throw new Error('nobody asks')
  }
  const inventory: Inventory = {
    async *users(tell = () => undefined) {
      asked.push('users')
      for (const row of unread) tell(row)
      yield* listed
    },
    userNow: async (name) => {
      asked.push(name)
      return shown && { ...shown, tags: new Map([['team', 'red']]) }
    },
    credentialReport: nobody,
    passwordOf: nobody,
    accessKeysOf: nobody,
    tagsOf: nobody,
    membersOf: nobody,
    userCount: nobody,
  }
  const result = await findUser('AIDAANA', inventory, never)
  return [result?.userName, result?.tags?.size, asked]
}

test('by the name that AWS Config has recorded, with the tags that IAM shows', async () => {
  expect(await found(named('ana'), ana, [])).toEqual(['ana', 1, ['ana']])
})

test.for<[what: string, said: string, shown: ListedUser | undefined, asked: readonly string[]]>([
  ['the name has passed to somebody else', named('ana'), user('ana', 'AIDABEA'), ['ana', 'users']],
  ["the name is nobody's", named('ana'), undefined, ['ana', 'users']],
  ['AWS Config has no name', named(undefined), ana, ['users']],
  ['it answers of somebody else', named('ana', 'AIDABEA'), ana, ['users']],
  ['it knows nobody', JSON.stringify({ resourceIdentifiers: [] }), ana, ['users']],
  ['its answer makes no sense', '{}', ana, ['users']],
  ['its answer cannot be read', 'no JSON', ana, ['users']],
])('%s: everybody is listed', async ([, said, shown, asked]) => {
  expect(await found(said, shown, [user('bea', 'AIDABEA'), user('ana-2', 'AIDAANA')])).toEqual(['ana-2', undefined, asked])
})

test('nobody has the id', async () => {
  expect((await found('{}', undefined, [user('bea', 'AIDABEA')], [odd('AIDAODD')]))[0]).toBe(undefined)
})

test.for(['AIDAANA', ''])(
  'a row that makes no sense may be the one that is looked for: it is not taken for nobody (%s)',
  async (userId) => {
    await expect(found('{}', undefined, [user('bea', 'AIDABEA')], [odd(userId)])).rejects.toThrow('odd row')
  },
)
