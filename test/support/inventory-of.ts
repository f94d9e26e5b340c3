import type { Inventory, ListedUser } from '../../src/inventory/inventory.ts'
import { instant } from '../../src/judgement/instant.ts'

export const NOW = instant('2026-11-25T12:00:00Z')

export const userOf = (userName: string, rest: Partial<ListedUser> = {}): ListedUser => ({
  userName,
  userId: `AIDA${userName.toUpperCase()}`,
  arn: `arn:aws:iam::123456789012:user/${userName}`,
  path: '/',
  created: instant('2024-01-02T03:04:05Z'),
  passwordLastUse: { kind: 'never' },
  ...rest,
})

/** An account of which whatever is not given must not be read. */
export const inventoryOf = (given: Partial<Inventory>): Inventory => {
  const no = (): never => {
    throw new Error('this must not be read')
  }
  return {
    users: no,
    credentialReport: async () => ({ kind: 'unavailable', why: 'none' }),
    passwordOf: no,
    accessKeysOf: no,
    tagsOf: no,
    userNow: no,
    userCount: no,
    membersOf: no,
    ...given,
  }
}
