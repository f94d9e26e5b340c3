import type { ListedUser } from '../../src/inventory/inventory.ts'
import type { Account } from '../../src/revocation/account.ts'
import { appended } from '../../src/ledger/item.ts'
import type { LedgerTable } from '../../src/ledger/ledger-table.ts'
import type { LedgerInMemory } from './ledger-in-memory.ts'

/** A protection that is left out, so that a test can show that its lack is found. */
export type Without = {
  readonly claimCondition?: boolean
  readonly claims?: boolean
  readonly appendCondition?: boolean
  /** What was read first is taken for what is read again. */
  readonly secondLook?: 'list' | 'tagsOf' | 'itemsOf' | 'userNow' | 'accessKeysOf'
  readonly brake?: boolean
  /** A run's write puts in place what the run had read, and its event: whatever came in between is gone. */
  readonly growth?: boolean
  /** A restore that was begun and not brought to its end is taken for one that was. */
  readonly openRestores?: boolean
}

/** The account of one run over one user, without a protection. */
export function without(
  { claimCondition, claims, appendCondition, growth, secondLook, brake }: Without,
  account: Account,
  user: ListedUser,
  ledger: LedgerInMemory,
): Account {
  const { inventory, waysIn, rules } = account
  const once = <T extends unknown[], R>(read: (...args: T) => Promise<R>): ((...args: T) => Promise<R>) => {
    const answers = new Map<unknown, Promise<R>>()
    return (...args) => {
      const [key] = args.map((arg) => (typeof arg === 'object' ? JSON.stringify(arg) : arg))
      const answer = answers.get(key) ?? read(...args)
      answers.set(key, answer)
      return answer
    }
  }
  const table = {
    ...account.table,
    ...(claims === true ? { claims: async () => ({ ...(await account.table.claims()), taken: [] }) } : {}),
    ...(claimCondition === true
      ? {
          claim: async (_: unknown, taken: Parameters<Account['table']['claim']>[1]) =>
            account.table.claim(await account.table.claims(), taken),
        }
      : {}),
    ...(appendCondition === true
      ? {
          append: async (...[item, event]: Parameters<Account['table']['append']>) =>
            account.table.append(ledger.item(item.userId, item.credential), event),
        }
      : {}),
    ...(growth === true ? overwriting(account.table, ledger) : {}),
    ...(brake === true ? { count: async () => ({ kind: 'written' as const }) } : {}),
  }
  if (secondLook === 'itemsOf') {
    // The first reading, and the own intent on top: as if nobody else had written.
    const first = once((...args: Parameters<LedgerTable['itemsOf']>) => account.table.itemsOf(...args))
    const own = new Map<string, Awaited<ReturnType<Account['table']['itemsOf']>>>()
    table.itemsOf = async (userId, now) => own.get(userId) ?? first(userId, now)
    const append = table.append
    table.append = async (item, event) => {
      const written = await append(item, event)
      own.set(item.userId, new Map([[item.credential, appended(item, event)]]))
      return written
    }
  }
  return {
    ...account,
    table,
    waysIn: { ...waysIn, table },
    rules: secondLook === 'list' ? once(rules) : rules,
    inventory: {
      ...inventory,
      ...(secondLook === 'tagsOf' ? { tagsOf: once(async (of: ListedUser) => inventory.tagsOf(of)) } : {}),
      ...(secondLook === 'userNow' ? { userNow: async () => ({ ...user, tags: undefined }) } : {}),
      ...(secondLook === 'accessKeysOf' ? { accessKeysOf: once(async (of: ListedUser) => inventory.accessKeysOf(of)) } : {}),
    },
  }
}

const overwriting = (table: LedgerTable, ledger: LedgerInMemory): LedgerTable => ({
  ...table,
  append: async (item, event) => {
    const written = await table.append(ledger.item(item.userId, item.credential), event)
    if (written.kind === 'written') ledger.put(appended(item, event))
    return written
  },
})
