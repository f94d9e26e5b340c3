import { eventText, type LedgerEvent } from '../../src/ledger/event.ts'
import type { Instant } from '../../src/judgement/instant.ts'
import type { Claims } from '../../src/ledger/claim.ts'
import { appended, blankItem, parseItem, type LedgerItem, type StoredItem, type UserLedger } from '../../src/ledger/item.ts'
import type { LedgerTable, Written } from '../../src/ledger/ledger-table.ts'
import { standing } from '../../src/ledger/standing.ts'
import { befall, Fault, type Strike } from './fate.ts'

/** A ledger in memory, with the conditions of the real one. */
export class LedgerInMemory {
  #claims: Claims = { revision: 0, taken: [] }
  readonly #items = new Map<string, LedgerItem>()
  readonly #users = new Map<string, Set<string>>()
  /** Credentials whose items hold something that nobody can read. */
  readonly broken = new Set<string>()

  item(userId: string, credential: string): LedgerItem {
    return this.#items.get(`${userId}/${credential}`) ?? blankItem(userId, credential)
  }

  get items(): readonly LedgerItem[] {
    return [...this.#items.values()]
  }

  get taken(): Claims['taken'] {
    return this.#claims.taken
  }

  /** What was written before the test begins. */
  put(item: LedgerItem): void {
    this.#items.set(`${item.userId}/${item.credential}`, item)
  }

  table(strike: Strike): LedgerTable {
    const read = async <T>(call: string, value: () => T): Promise<T> => {
      const fate = await strike(false, call)
      if (fate !== 'do') throw new Fault('a read of the ledger failed')
      return value()
    }
    const write = async (call: string, isCurrent: () => boolean, change: () => void): Promise<Written> => {
      const fate = await strike(true, call)
      return befall<Written>(fate, isCurrent(), change, { kind: 'written' }, { kind: 'lost' })
    }
    return {
      itemsOf: (userId, now) => read('itemsOf', () => this.#ledgerOf(userId, now)),
      everything: (now) => read('everything', () => new Map(this.items.map(({ userId }) => [userId, this.#ledgerOf(userId, now)]))),
      append: (item, event) =>
        write(
          'append',
          () => this.item(item.userId, item.credential).events.length === item.events.length,
          () => this.#append(item, event),
        ),
      claims: () => read('claims', () => this.#claims),
      claim: (before, taken) =>
        write(
          'claim',
          () => this.#claims.revision === before.revision,
          () => (this.#claims = { revision: before.revision + 1, taken }),
        ),
      count: (day, userId, room) => {
        const users = (): Set<string> => this.#users.get(day) ?? new Set()
        return write(
          'count',
          () => users().has(userId) || users().size < room,
          () => void this.#users.set(day, users().add(userId)),
        )
      },
    }
  }

  /** Nobody looks at more than the version: what was thought to stand there is told by nothing else. */
  #append(item: LedgerItem, event: LedgerEvent): void {
    const there = this.item(item.userId, item.credential)
    if (there.events.some(({ id, kind }, n) => item.events[n]?.id !== id || item.events[n].kind !== kind)) this.broken.add(item.credential)
    this.put(appended(there, event))
  }

  #ledgerOf(userId: string, now: Instant): UserLedger {
    const own = this.items.filter((item) => item.userId === userId)
    return new Map(own.map((item) => [item.credential, this.#isPlain(item, now) ? item : parseItem(this.#stored(item), now)]))
  }

  /** Nothing that reading it could change: that goes quicker. */
  #isPlain({ credential, events }: LedgerItem, now: Instant): boolean {
    return !this.broken.has(credential) && events.every(({ at }) => at <= now)
  }

  #stored({ userId, credential, events }: LedgerItem): StoredItem {
    const texts = this.broken.has(credential) ? ['?'] : events.map((event) => eventText(event))
    return { userId, credential, version: String(events.length), standing: standing(events), events: texts }
  }
}
