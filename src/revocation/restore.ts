import type { Instant } from '../judgement/instant.ts'
import { ledgerKey, ledgerValue, type LedgerEntry } from '../ledger/ledger.ts'
import type { Taken } from './revoker.ts'

/** What must be possible in an account to give back what was revoked. Nothing here rejects. */
export interface Restorer {
  activateKey(userName: string, id: string): Promise<Taken>
  /** A new password that must be changed at the first sign-in. */
  createPassword(userName: string, password: string): Promise<Taken>
  tag(userName: string, key: string, value: string): Promise<Taken>
}

/** A credential that was taken: `password`, or an access key by its id. */
export type Revoked = { readonly id: string; readonly entry: LedgerEntry }

export type Restored =
  | { readonly kind: 'restored'; readonly id: string; readonly password?: string }
  | { readonly kind: 'failed'; readonly id: string; readonly why: string }

/**
 * Give one credential back. The ledger is told first, which restarts the clock (S1): no run in between takes it again. Where the act then fails, the
 * ledger is told what it said before.
 */
export async function restore(
  userName: string,
  { id, entry }: Revoked,
  restorer: Restorer,
  now: Instant,
  password: string,
): Promise<Restored> {
  const key = ledgerKey(id)
  const told = await restorer.tag(userName, key, ledgerValue({ kind: 'restored', at: now, idleDays: undefined }))
  if ('why' in told) return { kind: 'failed', id, why: `the ledger could not be written, so nothing was done (${told.why})` }
  const given = id === 'password' ? await restorer.createPassword(userName, password) : await restorer.activateKey(userName, id)
  if (given.kind === 'done') return { kind: 'restored', id, ...(id === 'password' ? { password } : {}) }
  const back = await restorer.tag(userName, key, ledgerValue(entry))
  const why = 'why' in given ? given.why : 'it no longer exists'
  return { kind: 'failed', id, why: 'why' in back ? `${why}; and the ledger still says "restored" (${back.why})` : why }
}
