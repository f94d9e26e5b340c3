import { describe, expect, test } from 'vitest'
import type { ListedUser } from '../../src/inventory/inventory.ts'
import { instant } from '../../src/judgement/instant.ts'
import { isOver } from '../../src/ledger/claim.ts'
import { itemOf, type LedgerItem } from '../../src/ledger/item.ts'
import type { LedgerTable } from '../../src/ledger/ledger-table.ts'
import { isRestorable } from '../../src/ledger/standing.ts'
import { claimWayIn, release, type WaysIn } from '../../src/revocation/claim-way-in.ts'
import type { Power } from '../../src/revocation/way-in.ts'
import { seededRandom } from '../../src/simulator/world/random.ts'
import { Fault, type Strike } from '../support/fate.ts'
import { LedgerInMemory } from '../support/ledger-in-memory.ts'
import { event } from '../support/ledger-table.ts'
import { seeds } from '../support/seeds.ts'
import { Turns } from '../support/turns.ts'

/**
 * Several runs at once take what each calls unused of the same administrators, and people restore: by clocks, lists and plans that differ, with reads of IAM that lag,
 * answers that are lost, refusals, and deaths in the middle; call by call, in an order that the seed decides. Whatever happens, somebody can get in.
 */
const RUNS = Number(process.env['STORM_RUNS'] ?? 3_000)

const NOW = instant('2026-11-26T12:00:00Z')

/** How the way in is asked for, or how it would be if something of it were left out. */
type Variant = {
  readonly table?: (table: LedgerTable) => LedgerTable
  readonly releaseAll?: boolean
  readonly releaseOpen?: boolean
  /** Two administrators with a credential each, and much restoring: for what is rare in a larger crowd. */
  readonly isNarrow?: boolean
}

test.for([{}, { isNarrow: true }])(`${RUNS} times several at once, and never is everybody locked out: %j`, async (variant) => {
  const found: string[] = []
  for (const seed of seeds(RUNS)) found.push(...(await new Storm(seed, variant).play()))
  expect(found).toEqual([])
})

describe('the storm finds what is left out', () => {
  test.for<[what: string, variant: Variant]>([
    [
      'the claims of others are not looked at',
      { table: (table) => ({ ...table, claims: async () => ({ ...(await table.claims()), taken: [] }) }) },
    ],
    [
      'the claim is written on no condition',
      { table: (table) => ({ ...table, claim: async (_, taken) => table.claim(await table.claims(), taken) }) },
    ],
    ['whoever was too late takes out the claim of the other as well', { releaseAll: true }],
    ['a restore takes out the claim of an act that is still open', { releaseOpen: true, isNarrow: true }],
  ])('%s', async ([, variant]) => {
    const from = Number(process.env['STORM_SEED'] ?? 1)
    let found: readonly string[] = []
    for (let seed = from; found.length === 0 && seed < from + 20_000; seed += 1) found = await new Storm(seed, variant).play()
    expect(found[0]).toMatch(/nobody can get in/)
  })
})

type Key = { readonly id: string; active: boolean; readonly idleDays: number }

type Person = { readonly user: ListedUser; readonly power: Power; readonly keys: Key[] }

type Run = { readonly limitDays: number; readonly excluded: ReadonlySet<string>; readonly planned: (id: string) => boolean }

class Storm {
  readonly #seed: number
  readonly #random: () => number
  readonly #variant: Variant
  readonly #people: readonly Person[]
  readonly #ledger = new LedgerInMemory()
  readonly #turns: Turns
  readonly #faults: number
  readonly #stale = new Map<string, { readonly live: readonly string[]; reads: number }>()
  readonly #violations: string[] = []
  #acts = 0

  constructor(seed: number, variant: Variant) {
    this.#seed = seed
    this.#random = seededRandom(seed)
    this.#variant = variant
    this.#turns = new Turns(this.#random)
    this.#faults = this.#isNarrow || this.#chance(0.5) ? 0 : this.#random() * 0.15
    this.#people = Array.from({ length: this.#isNarrow ? 2 : 2 + this.#below(3) }, (_, n) => this.#born(n))
  }

  async play(): Promise<readonly string[]> {
    const programs = [
      ...Array.from({ length: 2 + this.#below(3) }, () => this.#run()),
      ...Array.from({ length: this.#isNarrow ? 3 : this.#below(3) }, () => this.#restoreSome()),
    ]
    await this.#turns.play(programs)
    return this.#violations
  }

  /** A runbook or an apply: every user whom it knows, one credential after the other. */
  async #run(): Promise<void> {
    const program = this.#program()
    if (this.#chance(0.5)) for (let turns = this.#below(80); turns > 0; turns -= 1) await this.#turns.stand()
    const run: Run = {
      limitDays: 30 + 30 * this.#below(3),
      excluded: new Set(this.#people.filter(() => this.#chance(0.15)).map(({ user }) => user.userId)),
      planned: this.#chance(0.6) ? () => true : (id) => this.#hash(id) % 2 === 0,
    }
    for (const person of this.#shuffled(this.#people.filter(({ user }) => !run.excluded.has(user.userId))))
      for (const { id } of this.#shuffled(person.keys.filter((key) => this.#isUnused(key, run) && run.planned(key.id))))
        await this.#take(person, id, run, program).catch((error: unknown) => {
          if (!(error instanceof Fault)) throw error
        })
  }

  async #take(person: Person, credential: string, run: Run, program: Program): Promise<void> {
    const { userId } = person.user
    const { table } = program
    const item = itemOf(await table.itemsOf(userId, NOW), userId, credential)
    if (!(await program.liveOf(person)).includes(credential)) return
    this.#acts += 1
    const id = `act-${this.#acts}`
    const claim = { userId, credential, version: item.events.length, id }
    const mine = (other: typeof claim): boolean => (this.#variant.releaseAll === true ? other.credential === credential : other.id === id)
    const leave = await claimWayIn(person.user, claim, this.#waysIn(run, program))
    if (leave.kind === 'kept') return
    const intent = await table.append(item, event('revoking', id, { at: NOW }))
    if (intent.kind === 'lost' || intent.kind === 'refused') return void (await release(mine, table))
    if (intent.kind === 'unknown') return
    const act = await program.change(person, credential, false)
    if (act === 'refused') {
      if (await this.#close(userId, credential, 'not-revoked', id, program)) await release(mine, table)
      return
    }
    for (let looks = 0; looks < 4; looks += 1)
      if (!(await program.liveOf(person)).includes(credential)) return void (await this.#close(userId, credential, 'revoked', id, program))
  }

  async #restoreSome(): Promise<void> {
    const program = this.#program()
    const everybody = Array.from({ length: this.#isNarrow ? 10 : 1 + this.#below(5) }, () => this.#people).flat()
    for (const person of this.#shuffled(everybody))
      for (const { id } of person.keys)
        await this.#restore(person, id, program).catch((error: unknown) => {
          if (!(error instanceof Fault)) throw error
        })
  }

  async #restore(person: Person, credential: string, program: Program): Promise<void> {
    const { userId } = person.user
    const { table } = program
    const item = itemOf(await table.itemsOf(userId, NOW), userId, credential)
    if (!isRestorable(item.events) || (await program.liveOf(person)).includes(credential)) return
    this.#acts += 1
    const id = `act-${this.#acts}`
    if ((await table.append(item, event('restoring', id, { at: NOW }))).kind !== 'written') return
    const act = await program.change(person, credential, true)
    if (act !== 'done' || !(await program.liveOf(person)).includes(credential)) return
    if (!(await this.#close(userId, credential, 'restored', id, program))) return
    const { events } = itemOf(await table.itemsOf(userId, NOW), userId, credential)
    await release(
      (claim) =>
        claim.userId === userId && claim.credential === credential && (this.#variant.releaseOpen === true || isOver(claim, events, NOW)),
      table,
    )
  }

  /** Write what came of an act, however often others write in between. */
  async #close(
    userId: string,
    credential: string,
    kind: 'revoked' | 'not-revoked' | 'restored',
    id: string,
    { table }: Program,
  ): Promise<boolean> {
    for (let tries = 0; tries < 5; tries += 1) {
      const item: LedgerItem = itemOf(await table.itemsOf(userId, NOW), userId, credential)
      const written = await table.append(item, event(kind, id, { at: NOW }))
      if (written.kind !== 'lost') return written.kind === 'written'
    }
    return false
  }

  get #isNarrow(): boolean {
    return this.#variant.isNarrow === true
  }

  #waysIn(run: Run, { table, liveOf, strike }: Program): WaysIn {
    return {
      table,
      powerOf: async ({ userId }) => {
        if ((await strike(false, 'power')) !== 'do') throw new Fault('a simulation failed')
        return this.#person(userId).power
      },
      candidates: async () => {
        if ((await strike(false, 'candidates')) !== 'do') throw new Fault('a list failed')
        return this.#people.map(({ user }) => user)
      },
      waysOf: async ({ userId }) => {
        const person = this.#person(userId)
        const live = await liveOf(person)
        const stays = (id: string): boolean =>
          run.excluded.has(userId) || !person.keys.some((key) => key.id === id && this.#isUnused(key, run))
        return { live, staying: live.filter((id) => stays(id)) }
      },
    }
  }

  /** One program's view of the world: every call waits for its turn, and may fail; it may die at any. */
  #program(): Program {
    let dead = false
    const strike: Program['strike'] = async (write) => {
      await this.#turns.take()
      dead ||= this.#chance(this.#faults * 0.1)
      if (dead) throw new Fault('dead')
      if (!this.#chance(this.#faults)) return 'do'
      return write && this.#chance(0.5) ? 'lose' : 'refuse'
    }
    const table = this.#ledger.table(strike)
    return {
      strike,
      table: this.#variant.table?.(table) ?? table,
      liveOf: async (person) => {
        if ((await strike(false, 'live')) !== 'do') throw new Fault('a read failed')
        const stale = this.#stale.get(person.user.userId)
        if (stale === undefined || stale.reads <= 0) return live(person)
        stale.reads -= 1
        return stale.live
      },
      change: async (person, id, active) => {
        // Some stand still for long between the intent and the act.
        for (let turns = this.#chance(0.2) ? this.#below(60) : 0; turns > 0; turns -= 1) await this.#turns.stand()
        const fate = await strike(true, 'change')
        if (fate === 'refuse') return 'refused'
        this.#change(person, id, active)
        return fate === 'lose' ? 'unknown' : 'done'
      },
    }
  }

  #change(person: Person, id: string, active: boolean): void {
    if (this.#chance(0.7)) this.#stale.set(person.user.userId, { live: live(person), reads: this.#below(8) })
    const [sure, maybe] = [this.#waysInOf(['all']), this.#waysInOf(['all', 'unclear'])]
    for (const key of person.keys) if (key.id === id) key.active = active
    if ((sure > 0 && this.#waysInOf(['all']) === 0) || (maybe > 0 && this.#waysInOf(['all', 'unclear']) === 0))
      this.#violations.push(`STORM_SEED=${this.#seed}: nobody can get in after ${id} was taken`)
  }

  #waysInOf(powers: readonly Power[]): number {
    return this.#people.filter(({ power }) => powers.includes(power)).reduce((sum, person) => sum + live(person).length, 0)
  }

  #isUnused({ idleDays }: Key, { limitDays }: Run): boolean {
    return idleDays >= limitDays
  }

  #person(userId: string): Person {
    const person = this.#people.find(({ user }) => user.userId === userId)
    if (person === undefined) throw new Error('unreachable')
    return person
  }

  #born(n: number): Person {
    const user: ListedUser = {
      userName: `user-${n}`,
      userId: `AIDA${n}`,
      arn: `arn:aws:iam::123456789012:user/user-${n}`,
      path: '/',
      created: instant('2025-01-01T00:00:00Z'),
      passwordLastUse: { kind: 'never' },
    }
    const power: Power = this.#isNarrow || this.#chance(0.7) ? 'all' : this.#chance(0.5) ? 'unclear' : 'none'
    const keys = ['password', `AKIA${n}`]
      .slice(0, this.#isNarrow ? 1 : 1 + this.#below(2))
      .map((id) => ({ id, active: this.#chance(0.85), idleDays: this.#below(140) }))
    return { user, power, keys }
  }

  #hash(text: string): number {
    return Array.from(text, (character) => character.codePointAt(0) ?? 0).reduce((sum, code) => sum + code, this.#seed)
  }

  #shuffled<T>(items: readonly T[]): readonly T[] {
    return items
      .map((item) => ({ item, at: this.#random() }))
      .toSorted((one, other) => one.at - other.at)
      .map(({ item }) => item)
  }

  #chance(probability: number): boolean {
    return this.#random() < probability
  }

  #below(limit: number): number {
    return Math.floor(this.#random() * limit)
  }
}

type Program = {
  readonly strike: Strike
  readonly table: LedgerTable
  readonly liveOf: (person: Person) => Promise<readonly string[]>
  readonly change: (person: Person, id: string, active: boolean) => Promise<'done' | 'refused' | 'unknown'>
}

const live = ({ keys }: Person): readonly string[] => keys.filter(({ active }) => active).map(({ id }) => id)
