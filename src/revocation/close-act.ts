import type { Instant } from '../judgement/instant.ts'
import type { LedgerEvent } from '../ledger/event.ts'
import { appended, itemOf, type LedgerItem } from '../ledger/item.ts'
import type { LedgerTable, Written } from '../ledger/ledger-table.ts'

/** Somebody else writes into the same ledger: so often it is tried. */
const TRIES = 5

/**
 * Write what came of an act after its intent, wherever the ledger has come to meanwhile: whoever came upon the open intent may have closed it, too.
 * @param intent undefined where nobody knows whether it was written
 * @returns why it could not be written
 */
export async function closeAct(
  table: LedgerTable,
  before: LedgerItem,
  intent: LedgerEvent | undefined,
  end: LedgerEvent,
  now: Instant,
): Promise<string | undefined> {
  const { userId, credential } = before
  let item = intent === undefined ? before : appended(before, intent)
  let written: Written = { kind: 'lost' }
  try {
    for (let tries = 0; tries < TRIES && written.kind === 'lost'; tries += 1) {
      if (tries > 0 || intent === undefined) item = itemOf(await table.itemsOf(userId, now), userId, credential)
      if (item.events.some(({ id, kind }) => id === end.id && kind === end.kind)) return undefined
      written = await table.append(item, end)
    }
  } catch (error) {
    return String(error)
  }
  return written.kind === 'written' ? undefined : 'why' in written ? written.why : 'somebody else writes all the time'
}
