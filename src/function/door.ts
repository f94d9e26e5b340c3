import type { ConfigEvaluations } from '../aws/config-evaluations.ts'
import type { ReadParameter } from '../aws/exclusion-parameter.ts'
import type { Notify } from '../aws/notifications.ts'
import type { Inventory } from '../inventory/inventory.ts'
import type { Instant } from '../judgement/instant.ts'
import type { LedgerTable } from '../ledger/ledger-table.ts'

/** What the function reaches the world by, whichever of its two doors it was called at. */
export type Door = {
  readonly inventory: Inventory
  readonly config: ConfigEvaluations
  readonly readParameter: ReadParameter
  readonly outOfTime: AbortSignal
  readonly notify: Notify
  readonly table: LedgerTable
  /** AWS's time now. */
  readonly clock: () => Instant
  /** The function, by its ARN. */
  readonly self: string
}
