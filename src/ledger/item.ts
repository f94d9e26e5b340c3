import type { Instant } from '../judgement/instant.ts'
import { parseEvent, type LedgerEvent } from './event.ts'
import { standing } from './standing.ts'

/** The ledger of one credential: its events, oldest first. Its version is their number. */
export type LedgerItem = {
  readonly kind: 'item'
  readonly userId: string
  /** `password`, or the id of the access key. */
  readonly credential: string
  readonly events: readonly LedgerEvent[]
}

/** Something stands there and nobody can tell what: never to be taken for nothing. */
export type Unreadable = { readonly kind: 'unreadable'; readonly userId: string; readonly credential: string; readonly why: string }

/** What the ledger holds of a user, by credential. */
export type UserLedger = ReadonlyMap<string, LedgerItem | Unreadable>

/** An item as it is stored. */
export type StoredItem = {
  readonly userId: string
  readonly credential: string
  readonly version: unknown
  readonly standing: unknown
  readonly events: readonly unknown[] | undefined
}

/** Of a credential that nothing was done to. */
export const blankItem = (userId: string, credential: string): LedgerItem => ({ kind: 'item', userId, credential, events: [] })

/** The item of a credential in a user's ledger. @throws Error for one that cannot be read: then nothing may be concluded */
export function itemOf(ledger: UserLedger, userId: string, credential: string): LedgerItem {
  const item = ledger.get(credential) ?? blankItem(userId, credential)
  if (item.kind === 'unreadable') throw new Error(`The ledger of ${userId} ${credential} cannot be read: ${item.why}`)
  return item
}

export const appended = (item: LedgerItem, event: LedgerEvent): LedgerItem => ({ ...item, events: [...item.events, event] })

/** @param now AWS's time, at the reading: an event that lies ahead of it makes the item unreadable (S10) */
export function parseItem({ userId, credential, version, standing: said, events = [] }: StoredItem, now: Instant): LedgerItem | Unreadable {
  try {
    const read = events.map((text) => parseEvent(text, now))
    if (version !== String(read.length) || said !== standing(read) || read.length === 0)
      throw new Error('version and standing are not those of its events')
    return { kind: 'item', userId, credential, events: read }
  } catch (error) {
    return { kind: 'unreadable', userId, credential, why: String(error) }
  }
}
