import type { ListedUser } from '../inventory/inventory.ts'
import { credentialId, isLive } from '../judgement/credential.ts'
import { judge } from '../judgement/verdict.ts'
import type { LedgerTable } from '../ledger/ledger-table.ts'
import type { Account } from './account.ts'
import type { WaysIn } from './claim-way-in.ts'
import { restarted } from '../ledger/clock-start.ts'
import { readLive } from './live-user.ts'

/** What an account tells of its administrators' ways in, by IAM, the ledger and the exclusions. Everybody is listed only where somebody else must be found. */
export function waysInOf(
  { inventory, table, rules }: Pick<Account, 'inventory' | 'rules'> & { readonly table: Pick<LedgerTable, 'itemsOf'> },
  powerOf: WaysIn['powerOf'],
  everybody: () => Promise<readonly ListedUser[]>,
): Omit<WaysIn, 'table'> {
  return {
    powerOf,
    // Whoever signed in lately is more likely to be one who stays, and then nobody else is asked.
    candidates: async () => (await everybody()).toSorted((one, other) => signedIn(other) - signedIn(one)),
    waysOf: async (user) => {
      const { now, limitDays, exclusionOf } = await rules()
      const [live, ledger] = await Promise.all([readLive(user, inventory), table.itemsOf(user.userId, now)])
      // What was read was read by name: it must still be this user's.
      if (live === undefined || (await inventory.userNow(user.userName))?.userId !== user.userId) return undefined
      const usable = live.credentials.filter((credential) => isLive(credential))
      const isStaying = exclusionOf(user, live.tags) !== undefined
      return {
        live: usable.map((credential) => credentialId(credential)),
        staying: usable
          .filter((credential) => isStaying || judge(restarted(credential, user.userId, ledger, now), limitDays, now).kind === 'in-use')
          .map((credential) => credentialId(credential)),
      }
    },
  }
}

const signedIn = ({ passwordLastUse }: ListedUser): number => (passwordLastUse.kind === 'at' ? passwordLastUse.instant : 0)
