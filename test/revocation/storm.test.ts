import { expect, test } from 'vitest'
import { standing } from '../../src/ledger/standing.ts'
import { isToRestore, restore } from '../../src/revocation/restore.ts'
import { revokeUser } from '../../src/revocation/revoke-user.ts'
import { seededRandom } from '../../src/simulator/world/random.ts'
import { AccountInMemory, listed, type Person } from '../support/account-in-memory.ts'
import { born, credentialsOf, Dice, liveOf } from '../support/crowd.ts'
import { Fault, type Strike } from '../support/fate.ts'
import { LedgerInMemory } from '../support/ledger-in-memory.ts'
import { accountOf, restoringOf } from '../support/program.ts'
import { seeds } from '../support/seeds.ts'
import { Witness, type Run } from '../support/witness.ts'

/**
 * Random accounts, random days, random faults: throttling, refusals, lost answers, deaths in the middle, reads that lag, of IAM and of the ledger. One run after the other;
 * interleavings.test.ts has them at once. test/e2e/storm.test.ts does the same, less often, through the real template. A failure names its seed: STORM_SEED=n replays it alone.
 */
const RUNS = Number(process.env['STORM_RUNS'] ?? 1_000)

const DAY = 86_400_000
const START = Date.parse('2026-01-01T00:00:00Z')

test(`${RUNS} seeded storms`, async () => {
  const found: string[] = []
  for (const seed of seeds(RUNS)) found.push(...(await new Storm(seed).play()))
  expect(found).toEqual([])
})

class Storm {
  readonly #dice: Dice
  readonly #iam: AccountInMemory
  readonly #ledger = new LedgerInMemory()
  readonly #witness: Witness
  #faults = 0

  constructor(seed: number) {
    this.#dice = new Dice(seededRandom(seed))
    const people = Array.from({ length: 1 + this.#dice.below(5) }, (_, n) =>
      born(n, START, this.#dice, this.#dice.chance(0.4) ? 'all' : 'none'),
    )
    this.#iam = new AccountInMemory(people, START)
    this.#witness = new Witness(seed, this.#iam, this.#ledger, 1_000)
    for (const person of people.filter(() => this.#dice.chance(0.2)))
      if (this.#dice.chance(0.5)) person.tags.set('iam-unused-user-cleanup:excluded', 'yes')
      else {
        this.#iam.list += `,${person.name.toUpperCase()}`
        this.#witness.excluded.set(person.id, 0)
      }
  }

  async play(): Promise<readonly string[]> {
    for (let day = 0; day < 4; day += 1) {
      this.#faults = this.#dice.random() * 0.2
      this.#iam.lag = () => (this.#dice.chance(this.#faults) ? this.#dice.below(4) : 0)
      await this.#runAll()
      this.#iam.settle()
      for (const person of this.#iam.people) await this.#live(person)
      this.#iam.now += (1 + this.#dice.below(20)) * DAY
    }
    this.#faults = 0
    this.#iam.lag = () => 0
    await this.#runAll()
    await this.#runAll()
    for (const person of this.#iam.people) this.#checkEnd(person)
    return this.#witness.violations
  }

  async #runAll(): Promise<void> {
    for (const person of this.#iam.people) {
      const run: Run = {
        errand: `run ${this.#witness.step}`,
        limitDays: 30,
        skewMs: 0,
        list: undefined,
        wrote: 0,
        looked: 0,
        subject: person,
      }
      const strike = this.#strike()
      const asked: Strike = async (write, call) => {
        const fate = await strike(write, call)
        if (call === 'append') run.wrote = this.#witness.step
        if (call === 'passwordOf' || call === 'accessKeysOf') run.looked = this.#witness.step
        return fate
      }
      const watch = this.#witness.takes.bind(this.#witness, run)
      await quietly(revokeUser(listed(person), accountOf(this.#iam, this.#ledger, { strike: asked, watch, errand: run.errand, looks: 3 })))
    }
  }

  /** A stretch of life: some sign in, some use a key, some get back what was taken. */
  async #live(person: Person): Promise<void> {
    this.#witness.step += 1
    if (person.password !== undefined && this.#dice.chance(0.2)) person.signedIn = this.#iam.now
    for (const key of person.keys) if (key.active && this.#dice.chance(0.2)) key.lastUsed = this.#iam.now
    for (const credential of credentialsOf(person).filter(() => this.#dice.chance(0.3))) {
      const run = { wrote: 0, subject: person }
      const account = restoringOf(this.#iam, this.#ledger, { strike: this.#strike(), watch: this.#witness.gives.bind(this.#witness, run) })
      const item = this.#ledger.item(person.id, credential)
      const present = liveOf(person).includes(credential) ? ({ kind: 'password' } as never) : undefined
      if (isToRestore(item, present)) await quietly(restore(listed(person), item, 'new', account))
      for (const { id, at } of this.#ledger.item(person.id, credential).events.slice(item.events.length))
        this.#witness.restored.set(id, { at, step: this.#witness.step })
    }
    this.#iam.settle()
  }

  /** Afterwards nothing unused is left but what is excluded or the last way in, and the ledger says of everything what is so. */
  #checkEnd(person: Person): void {
    const live = liveOf(person)
    const isExcluded = person.tags.size > 0 || this.#witness.excluded.has(person.id)
    const isUnused = (id: string): boolean => {
      const key = person.keys.find((each) => each.id === id)
      const given = this.#ledger.item(person.id, id).events.filter(({ kind }) => /^rest|^seen/.test(kind))
      const starts = [
        key?.created ?? person.password?.created,
        key === undefined ? person.signedIn : key.lastUsed,
        ...given.map(({ at }) => at),
      ]
      return this.#iam.now - Math.max(...starts.map((start) => start ?? 0)) >= 30 * DAY
    }
    const left = live.filter((id) => isUnused(id))
    // The claim of a run that died before its intent counts a credential as gone that is there: then more is kept.
    const isOrphaned = this.#ledger.taken.some(({ userId, credential }) =>
      this.#iam.people.some((each) => each.id === userId && liveOf(each).includes(credential)),
    )
    const isKept = person.power === 'all' && (isOrphaned || (left.length === 1 && live.length === 1))
    if (left.length > 0 && !isExcluded && !isKept) this.#witness.tell(`${person.name} ${left.join()} is unused and still there`)
    for (const credential of credentialsOf(person)) {
      const stands = standing(this.#ledger.item(person.id, credential).events)
      if (stands === 'revoking' && !live.includes(credential))
        this.#witness.tell(`${person.name} ${credential} is gone, and its intent is open`)
    }
  }

  /** Every call may fail, and any may be the last. */
  #strike(): Strike {
    let dead = false
    return async (write) => {
      this.#witness.step += 1
      if (dead) throw new Fault('dead')
      if (!this.#dice.chance(this.#faults)) return 'do'
      if (!write) return this.#dice.chance(0.3) ? 'refuse' : 'do'
      const fate = this.#dice.pick(['refuse', 'drop', 'lose', 'die'] as const)
      dead ||= fate === 'die'
      return fate
    }
  }
}

async function quietly(end: Promise<unknown>): Promise<void> {
  await end.catch((error: unknown) => {
    if (!(error instanceof Fault)) throw error
  })
}
