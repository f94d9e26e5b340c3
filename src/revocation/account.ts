import type { Exclusion } from '../exclusions/exclusion.ts'
import type { Inventory, ListedUser } from '../inventory/inventory.ts'
import type { Instant } from '../judgement/instant.ts'
import type { LedgerTable } from '../ledger/ledger-table.ts'
import type { WaysIn } from './claim-way-in.ts'
import type { Revoker } from './revoker.ts'

/** By what users are judged, as it is at the moment it was read. */
export type Rules = {
  readonly now: Instant
  readonly limitDays: number
  /** Whether an entry of the exclusion list asks for tags. */
  readonly areTagsNamed: boolean
  /** Why a user with these tags is to be left alone. */
  readonly exclusionOf: (user: ListedUser, tags: ReadonlyMap<string, string>) => Exclusion | undefined
}

/** On whose behalf something is done: the caller's ARN, and the execution, the plan or the run that it is done for. */
export type Errand = { readonly by: string; readonly errand: string }

/** An account in which somebody revokes. */
export type Account = {
  readonly inventory: Inventory
  readonly revoker: Revoker
  readonly table: LedgerTable
  readonly waysIn: WaysIn
  readonly errand: Errand
  /** Read anew each time: exclusions, groups, now. @throws where they cannot be known (S8) */
  readonly rules: () => Promise<Rules>
  /** AWS's time now. */
  readonly now: () => Instant
  /** How many users may lose something in a day (S9): so many in any account, and in this one, which is asked for only where more are to. */
  readonly brakeRoom: { readonly atLeast: number; readonly here: () => Promise<number> }
  /** Whether IAM itself refuses an act on a user who carries the exclusion tag. */
  readonly areTaggedDenied: boolean
  readonly newId: () => string
  readonly looksMs?: readonly number[]
}
