import type { Exclusion } from '../exclusions/exclusion.ts'
import type { Credential, LastUse } from '../judgement/credential.ts'
import type { Instant } from '../judgement/instant.ts'
import type { UserLedger } from '../ledger/item.ts'

/** What the credential report says of a credential that was not read: by the report alone nobody knows exactly when it was made, nor a key's id. */
export type ReportedCredential = {
  readonly kind: 'password' | 'access-key'
  /** Unique within the user. */
  readonly id: string
  readonly name: string
  readonly status: 'active' | 'inactive' | 'unknown'
  /** It was made no later than this. */
  readonly changed: Instant | undefined
  readonly lastUse: LastUse | { readonly kind: 'unreadable' }
}

/** What was found out of one user; `why` is one line. */
export type Outcome =
  | { readonly kind: 'compliant' | 'non-compliant' }
  | { readonly kind: 'excluded'; readonly exclusion: Exclusion }
  | { readonly kind: 'unknown'; readonly why: string }

/** A user as seen, before anything is made of it. */
export type SeenUser = {
  readonly userName: string
  readonly userId: string
  readonly arn: string
  readonly path: string
  readonly created: Instant | undefined
  readonly outcome: Outcome
  /** What was read from IAM; what the ledger says is not in it. */
  readonly read: readonly Credential[]
  readonly reported: readonly ReportedCredential[]
  /** Whether these are all. */
  readonly credentialsKnown: boolean
  readonly ledger: UserLedger
}

/** By what everybody was judged. */
export type Judged = { readonly limitDays: number; readonly dueWithinDays: number; readonly asOf: Instant }
