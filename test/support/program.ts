import { instant } from '../../src/judgement/instant.ts'
import type { Account } from '../../src/revocation/account.ts'
import type { RestoringAccount } from '../../src/revocation/restore.ts'
import { rulesOf } from '../../src/revocation/rules.ts'
import { waysInOf } from '../../src/revocation/ways-in.ts'
import { AccountInMemory, listed, type Watch } from './account-in-memory.ts'
import { Fault, type Strike } from './fate.ts'
import type { LedgerInMemory } from './ledger-in-memory.ts'

/** What one program has of its own. */
export type Terms = {
  readonly strike?: Strike
  readonly watch?: Watch
  /** By how much its clock is off. */
  readonly skewMs?: number
  readonly limitDays?: number
  readonly list?: string
  readonly brakeRoom?: number
  readonly errand?: string
  readonly looks?: number
  /** Whether IAM refuses it whoever carries the exclusion tag. */
  readonly areTaggedDenied?: boolean
}

let acts = 0

const newId = (): string => `act-${(acts += 1)}`

const always: Strike = async () => 'do'

/** The account as a runbook or an apply has it. */
export function accountOf(iam: AccountInMemory, ledger: LedgerInMemory, terms: Terms = {}): Account {
  const { strike = always, watch, skewMs = 0, limitDays = 30, brakeRoom = 1_000, errand = 'execution 1', looks = 1 } = terms
  const { areTaggedDenied = false } = terms
  const inventory = iam.inventory(strike)
  const table = ledger.table(strike)
  const asked = async <T>(call: string, value: () => T): Promise<T> => {
    if ((await strike(false, call)) !== 'do') throw new Fault(`${call} failed`)
    return value()
  }
  const rules: Account['rules'] = async () => {
    const list = await asked('list', () => terms.list ?? iam.list)
    return rulesOf(AccountInMemory.entriesOf(list), inventory, limitDays, instant(iam.now + skewMs))
  }
  const powerOf = ({ userId }: { readonly userId: string }) =>
    asked('power', () => iam.people.find(({ id }) => id === userId)?.power ?? 'none')
  const everybody = async () => iam.people.map((person) => listed(person))
  return {
    inventory,
    revoker: iam.revoker(strike, watch),
    table,
    rules,
    waysIn: { ...waysInOf({ inventory, table, rules }, powerOf, everybody), table },
    errand: { by: 'arn:aws:iam::123456789012:user/operator', errand },
    now: () => instant(iam.now + skewMs),
    brakeRoom: { atLeast: brakeRoom, here: async () => brakeRoom },
    areTaggedDenied,
    newId,
    looksMs: Array.from({ length: looks }, () => 0),
  }
}

/** The account as a restore has it. */
export function restoringOf(
  iam: AccountInMemory,
  ledger: LedgerInMemory,
  { strike = always, watch, skewMs = 0 }: Terms = {},
): RestoringAccount {
  return {
    inventory: iam.inventory(strike),
    restorer: iam.restorer(strike, watch),
    table: ledger.table(strike),
    errand: { by: 'arn:aws:iam::123456789012:user/operator', errand: 'restore' },
    now: () => instant(iam.now + skewMs),
    newId,
    handOver: () => undefined,
  }
}
