import type { ListedUser } from '../inventory/inventory.ts'
import type { Instant } from '../judgement/instant.ts'
import type { Claim } from '../ledger/claim.ts'
import type { LedgerTable } from '../ledger/ledger-table.ts'
import type { Account } from '../revocation/account.ts'
import type { WaysIn } from '../revocation/claim-way-in.ts'
import { waysInOf } from '../revocation/ways-in.ts'

type Looked = Pick<Account, 'inventory' | 'rules'> & {
  /** The ledger, where there is one. */
  readonly table: LedgerTable | undefined
  /** AWS's time, by which the ledger is read: `--at` looks ahead or back with what is known now. */
  readonly now: Instant
  readonly everybody: readonly ListedUser[]
}

/**
 * Whoever is the last administrator is asked as an act would ask, over claims that nobody else sees: a plan takes nothing. What somebody may do is asked once a plan.
 */
export function looking({ inventory, table, now, rules, everybody }: Looked, powerOf: WaysIn['powerOf']): WaysIn {
  let planned: readonly Claim[] = []
  const powers = new Map<string, ReturnType<WaysIn['powerOf']>>()
  const claims = async () => {
    const { revision, taken } = (await table?.claims()) ?? { revision: 0, taken: [] }
    return { revision, taken: [...taken, ...planned] }
  }
  const claim = async (_: unknown, taken: readonly Claim[]) => {
    planned = taken
    return { kind: 'written' as const }
  }
  const itemsOf: LedgerTable['itemsOf'] = async (userId) => (await table?.itemsOf(userId, now)) ?? new Map()
  const powerOnce: WaysIn['powerOf'] = (user, asked) => {
    const known = powers.get(`${asked} ${user.userId}`) ?? powerOf(user, asked)
    powers.set(`${asked} ${user.userId}`, known)
    return known
  }
  return { ...waysInOf({ inventory, table: { itemsOf }, rules }, powerOnce, async () => everybody), table: { claims, claim } }
}
