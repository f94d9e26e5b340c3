import type { Instant } from '../judgement/instant.ts'
import type { Claim, Claims } from './claim.ts'
import type { LedgerEvent } from './event.ts'
import type { LedgerItem, UserLedger } from './item.ts'

/** What became of a write on condition. `lost`: somebody else wrote first, and nothing was written; read again, and decide anew. */
export type Written = { readonly kind: 'written' | 'lost' } | { readonly kind: 'refused' | 'unknown'; readonly why: string }

/** The ledger's table. Reads are consistent and throw where the answer is refused, cut short or makes no sense; a write never throws. */
export interface LedgerTable {
  /** @param now AWS's time, at the reading */
  itemsOf(userId: string, now: Instant): Promise<UserLedger>
  /** Every user's, by user id. */
  everything(now: Instant): Promise<ReadonlyMap<string, UserLedger>>
  /** Add an event to an item as it was read. */
  append(item: LedgerItem, event: LedgerEvent): Promise<Written>
  claims(): Promise<Claims>
  /** Put other claims in the place of those that were read. */
  claim(before: Claims, taken: readonly Claim[]): Promise<Written>
  /** Count a user among those of a day who lose something, unless so many others are counted already (S9): `lost` then. Counting twice is counting once. */
  count(day: string, userId: string, room: number): Promise<Written>
}
