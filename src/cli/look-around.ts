import { accountAlias } from '../aws/account-alias.ts'
import { parameterReader } from '../aws/exclusion-parameter.ts'
import { iamInventory } from '../aws/iam-inventory.ts'
import type { Session } from '../aws/session.ts'
import type { Made } from '../findings/make.ts'
import type { Inventory } from '../inventory/inventory.ts'
import { instant } from '../judgement/instant.ts'
import type { LedgerTable } from '../ledger/ledger-table.ts'
import { exclusionsInForce } from './exclusions-in-force.ts'
import type { Io } from './io.ts'
import type { Judging } from './judging.ts'
import { ledgerIfThere } from './ledger-access.ts'
import { reached, type Reached } from './reached.ts'
import { sharedListOf, unknownSharedList } from './shared-list.ts'
import { version } from './version.ts'

/** What a command that only reads has before it reads users. */
export type LookedAround = {
  readonly here: Reached
  readonly inventory: Inventory
  /** The ledger, where there is one. */
  readonly table: LedgerTable | undefined
  readonly made: Omit<Made, 'narrowedTo'>
  /** Why it is unknown whether a shared list holds; undefined where that is known. */
  readonly sharedUnknown: string | undefined
}

/** Who looks, where, by which exclusions and ledger. What is missing is said. @throws Error where the list cannot be read (S8) */
export const lookAround = async (judging: Judging, io: Io): Promise<LookedAround> => lookAt(await reached(io), judging, io)

/** The same of an account that another session is of. `begins` is told what is read next. */
export async function lookAt(
  here: Reached,
  { at, exclusionParameter, shared, ledger, ...judging }: Judging,
  io: Io,
  session?: Session,
  begins: (what: 'exclusions' | 'ledger') => void = () => undefined,
): Promise<LookedAround> {
  const { signal } = new AbortController()
  const { accountId, region, endpoint, arn, now } = here
  begins('exclusions')
  const sharedList = await sharedListOf(shared, session)
  if (sharedList.kind === 'unknown') io.note(unknownSharedList(sharedList.why))
  const sharedExclusions = sharedList.kind === 'known' ? sharedList.arn : undefined
  const lists = { parameter: exclusionParameter, shared: sharedExclusions, region }
  const { entries, list } = await exclusionsInForce(lists, io, parameterReader(signal, session))
  here.sayWrongClock()
  begins('ledger')
  const [{ name: ledgerTable, table }, alias] = await Promise.all([ledgerIfThere(ledger, session), accountAlias(session)])
  if (table === undefined) io.note(`There is no ledger ${ledgerTable} in Region ${region}: what was given back lately is not known here.`)
  return {
    here,
    inventory: iamInventory(signal, session),
    table,
    sharedUnknown: sharedList.kind === 'unknown' ? sharedList.why : undefined,
    made: {
      ...judging,
      now,
      accountId,
      alias,
      region,
      endpoint,
      entries,
      exclusionParameter,
      ledgerTable,
      asOf: at === undefined ? now : instant(at),
      toolVersion: version(),
      caller: arn,
      exclusionList: list,
      sharedExclusions,
    },
  }
}
