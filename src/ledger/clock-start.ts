import { credentialId, type Credential } from '../judgement/credential.ts'
import type { Instant } from '../judgement/instant.ts'
import { itemOf, type LedgerItem, type UserLedger } from './item.ts'
import { isNewlyLive, restartOf } from './standing.ts'

/** A live credential as the ledger lets it count (S1). @throws Error where its ledger cannot be read: then nothing may be concluded */
export const restarted = (credential: Credential, userId: string, ledger: UserLedger, now: Instant): Credential => ({
  ...credential,
  restored: restartOf(itemOf(ledger, userId, credentialId(credential)).events, now),
})

/** The items of live credentials that are called revoked, and were switched on by hand: that is to be written. */
export const newlyLive = (credentials: readonly Credential[], userId: string, ledger: UserLedger, now: Instant): readonly LedgerItem[] =>
  credentials.flatMap((credential) => {
    const item = ledger.get(credentialId(credential))
    return item?.kind === 'item' && isNewlyLive(item.events, now) ? [item] : []
  })
