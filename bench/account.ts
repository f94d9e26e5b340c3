import type { AccountDescription } from '../src/simulator/index.ts'

export type Composition = { readonly users: number; readonly unusedPercent: number }

type Users = AccountDescription['users']

/** Everybody has a password and an access key. Of the unused, every other one's password is stale, of the others the key. */
export const accountOf = ({ users, unusedPercent }: Composition): Users => {
  const every = 100 / unusedPercent
  return Array.from({ length: users }, (_, n) => {
    const serial = String(n).padStart(5, '0')
    const [stalePassword, staleKey] = [n % every === 0 && (n / every) % 2 === 0, n % every === 0 && (n / every) % 2 === 1]
    return {
      name: `user-${serial}`,
      id: `AIDABENCH${serial.padStart(12, '0')}`,
      created: '400d',
      password: { created: '400d', lastUsed: stalePassword ? '200d' : '3d' },
      accessKeys: [{ id: `AKIABENCH${serial.padStart(11, '0')}`, created: '400d', lastUsed: staleKey ? '200d' : '2d' }],
    }
  })
}

/**
 * No program that knows the account only through these APIs can do with fewer calls: the list of users, the report, the exclusion list, the ledger, what AWS Config
 * holds (its first page), the evaluations in hundreds; and for each unused credential the proof that it is still there and unused, and its user's tags.
 */
export function lowerBound({ users, unusedPercent }: Composition): number {
  const unused = (users * unusedPercent) / 100
  const stalePasswords = Math.ceil(unused / 2)
  const staleKeys = unused - stalePasswords
  const fixed = Math.ceil(users / 1000) + 2 + 1 + 1 + 1 + Math.ceil(users / 100)
  return fixed + stalePasswords * (1 + 1) + staleKeys * (2 + 1)
}
