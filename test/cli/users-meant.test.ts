import { expect, test } from 'vitest'
import { usersMeant } from '../../src/cli/users-meant.ts'
import type { ListedUser } from '../../src/inventory/inventory.ts'
import { userOf } from '../support/inventory-of.ts'

const [ana, bob] = [userOf('ana'), userOf('bob')]

/** Of these names and ids where the account has Ana, and Bob's row makes no sense; `bobsId` is what can be read of his id. */
async function meant(users: readonly string[], planned: readonly string[], bobsId = bob.userId): Promise<string> {
  const inventory = {
    async *users(unread: (row: ListedUser & { readonly cause: unknown }) => void = () => undefined) {
      unread({ ...bob, userId: bobsId, cause: new Error('AWS answered without CreateDate.') })
      yield ana
    },
  }
  try {
    return (await usersMeant(users, planned, inventory)).map(({ userName }) => userName).join()
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`
  }
}

test('by name, by id, by a plan; each once', async () => {
  expect(await meant(['ANA', 'AIDAANA'], ['AIDAANA'])).toBe('ana')
  expect(await meant([], ['AIDAANA', 'AIDAGONE'])).toBe('ana')
})

test('nobody is wrong usage', async () => {
  expect(await meant(['carol'], [])).toBe('UsageError: There is no IAM user carol. "aws iam list-users" shows who there is.')
  expect(await meant([], ['AIDAGONE'])).toBe('UsageError: None of the users of the plan exists any more. Nothing was done.')
  expect(await meant([], [])).toBe('UsageError: Name the users to restore, or a plan of some with --plan.')
})

test('a row that cannot be read is unknown, and nobody who is gone', async () => {
  const why = "exists is unknown: IAM's list of users has a row that cannot be read (AWS answered without CreateDate.)."
  expect(await meant(['bob'], [])).toBe(`Error: Whether the user bob ${why}`)
  expect(await meant([], ['AIDABOB', 'AIDAANA'])).toBe(`Error: Whether each user of the plan ${why}`)
  expect(await meant(['carol'], [], '')).toBe(`Error: Whether the user carol ${why}`)
})
