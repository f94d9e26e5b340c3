import type { Inventory, ListedUser } from '../inventory/inventory.ts'
import { credentialId, isLive } from '../judgement/credential.ts'
import type { Instant } from '../judgement/instant.ts'
import { blankItem, itemOf, type LedgerItem } from '../ledger/item.ts'
import type { LedgerTable } from '../ledger/ledger-table.ts'
import { isToRestore } from './restore.ts'

/** Something that is to be given back, and when it was taken. */
export type Restorable = { readonly user: ListedUser; readonly item: LedgerItem; readonly at: Instant }

/** What the outputs of runbooks say, user by user id: credentials, and when each was taken. */
export type Outputs = ReadonlyMap<string, ReadonlyMap<string, Instant>>

/** The union of all memories (S12): the ledger, and the outputs of runbooks where they know of something later. */
export async function restorables(
  users: readonly ListedUser[],
  outputs: Outputs,
  { inventory, table, now }: { readonly inventory: Inventory; readonly table: LedgerTable; readonly now: Instant },
): Promise<readonly Restorable[]> {
  const all: Restorable[] = []
  for (const user of users) {
    const { userId } = user
    const [ledger, keys = [], password] = await Promise.all([
      table.itemsOf(userId, now),
      inventory.accessKeysOf(user),
      inventory.passwordOf(user),
    ])
    const byRunbook = outputs.get(userId) ?? new Map<string, Instant>()
    for (const credential of new Set([...ledger.keys(), ...byRunbook.keys()])) {
      const item = ledger.has(credential) ? itemOf(ledger, userId, credential) : blankItem(userId, credential)
      const present = credential === 'password' ? password : keys.find((each) => credentialId(each) === credential)
      const isKnownKey = credential === 'password' || present !== undefined
      const last = item.events.at(-1)?.at
      const taken = byRunbook.get(credential)
      const isLater = taken !== undefined && (last === undefined || last < taken)
      const isGone = present === undefined || !isLive(present)
      if (isKnownKey && (isToRestore(item, present) || (isLater && isGone))) all.push({ user, item, at: last ?? taken ?? now })
    }
  }
  return all
}
