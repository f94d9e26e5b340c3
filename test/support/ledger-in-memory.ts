import { appended, blankItem, type LedgerItem } from '../../src/ledger/item.ts'
import type { Claims } from '../../src/ledger/claim.ts'
import type { LedgerTable, Written } from '../../src/ledger/ledger-table.ts'

/** A failure that was ordered: of AWS, or the death of a program. */
export class Fault extends Error {}

/** A ledger in memory, with the conditions of the real one. `strike` is asked at each call: it waits for its turn there, fails, or loses the answer of what was done. */
export class LedgerInMemory {
  #claims: Claims = { revision: 0, taken: [] }
  readonly #items = new Map<string, LedgerItem>()
  readonly #users = new Map<string, Set<string>>()

  item(userId: string, credential: string): LedgerItem {
    return this.#items.get(`${userId}/${credential}`) ?? blankItem(userId, credential)
  }

  get taken(): Claims['taken'] {
    return this.#claims.taken
  }

  table(strike: (write: boolean) => Promise<'do' | 'refuse' | 'lose'>): LedgerTable {
    const read = async <T>(value: () => T): Promise<T> => {
      if ((await strike(false)) !== 'do') throw new Fault('a read of the ledger failed')
      return value()
    }
    const write = async (isCurrent: () => boolean, change: () => void): Promise<Written> => {
      const fate = await strike(true)
      if (fate === 'refuse') return { kind: 'refused', why: 'AccessDenied' }
      if (!isCurrent()) return { kind: 'lost' }
      change()
      return fate === 'lose' ? { kind: 'unknown', why: 'the answer was lost' } : { kind: 'written' }
    }
    return {
      itemsOf: (userId) =>
        read(() => new Map([...this.#items.values()].filter((item) => item.userId === userId).map((item) => [item.credential, item]))),
      everything: () => read(() => new Map()),
      append: (item, event) =>
        write(
          () => this.item(item.userId, item.credential).events.length === item.events.length,
          () => void this.#items.set(`${item.userId}/${item.credential}`, appended(item, event)),
        ),
      claims: () => read(() => this.#claims),
      claim: (before, taken) =>
        write(
          () => this.#claims.revision === before.revision,
          () => (this.#claims = { revision: before.revision + 1, taken }),
        ),
      count: (day, userId, room) => {
        const users = this.#users.get(day) ?? new Set()
        return write(
          () => users.has(userId) || users.size < room,
          () => void this.#users.set(day, users.add(userId)),
        )
      },
    }
  }
}
