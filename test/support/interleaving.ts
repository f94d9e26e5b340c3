import type { Credential } from '../../src/judgement/credential.ts'
import { credentialId } from '../../src/judgement/credential.ts'
import { standing } from '../../src/ledger/standing.ts'
import { isToRestore, restore } from '../../src/revocation/restore.ts'
import { revokeUser } from '../../src/revocation/revoke-user.ts'
import { seededRandom } from '../../src/simulator/world/random.ts'
import { AccountInMemory, listed, type Person } from './account-in-memory.ts'
import { born, credentialsOf, Dice, liveOf } from './crowd.ts'
import { Fault, type Strike } from './fate.ts'
import { LedgerInMemory } from './ledger-in-memory.ts'
import { accountOf, restoringOf } from './program.ts'
import { Turns } from './turns.ts'
import { Witness, type Run } from './witness.ts'
import { without, type Without } from './without.ts'

export type { Without } from './without.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const START = Date.parse('2026-11-26T12:00:00Z')

/** One play: two days on which everybody is at work at once, and what is left of it afterwards. */
export class Interleaving {
  readonly #dice: Dice
  readonly #iam: AccountInMemory
  readonly #ledger = new LedgerInMemory()
  readonly #witness: Witness
  readonly #without: Without
  readonly #turns: Turns
  readonly #room: number
  readonly #faults: number
  #programs = 0

  constructor(seed: number, leftOut: Without) {
    this.#dice = new Dice(seededRandom(seed))
    this.#turns = new Turns(this.#dice.random)
    this.#without = leftOut
    this.#faults = this.#dice.chance(0.5) ? 0 : this.#dice.random() * 0.1
    const admins = this.#dice.chance(0.7) ? 2 : 1 + this.#dice.below(3)
    const people = Array.from({ length: admins + this.#dice.below(3) }, (_, n) =>
      born(n, START, this.#dice, n >= admins ? 'none' : this.#dice.chance(0.85) ? 'all' : 'unclear'),
    )
    this.#iam = new AccountInMemory(people, START)
    this.#iam.list = 'group:break-glass'
    this.#iam.groups.set('break-glass', new Set())
    this.#room = this.#dice.chance(0.3) ? 1 + this.#dice.below(2) : 1_000
    this.#witness = new Witness(seed, this.#iam, this.#ledger, this.#room)
    for (const person of people)
      for (const { id, active } of person.keys) if (!active) this.#witness.off.set(`${person.id} ${id}`, { by: 'hand', events: 0, step: 0 })
  }

  /** @returns what should not have been */
  async play(): Promise<readonly string[]> {
    const { people } = this.#iam
    for (let day = 0; day < 2; day += 1) {
      this.#iam.lag = () => (this.#dice.chance(0.5) ? this.#dice.below(6) : 0)
      const programs = [
        ...this.#dice.shuffled(people).map((person) => this.#runbook(person)),
        ...Array.from({ length: this.#dice.below(3) }, () => this.#apply()),
        ...Array.from({ length: this.#dice.below(3) }, () => this.#restoreSome()),
        this.#live(),
      ]
      await this.#turns.play(programs)
      this.#iam.settle()
      this.#iam.now += DAY + 2 * HOUR
    }
    this.#iam.lag = () => 0
    await this.#giveEverythingBack()
    return this.#witness.violations
  }

  async #runbook(person: Person): Promise<void> {
    await this.#waitSome()
    await this.#revoke(person, 30, 0, undefined, () => true, true)
  }

  /** By a clock of its own, a plan and a limit of its own, and perhaps another list, users side by side. */
  async #apply(): Promise<void> {
    const skewMs = this.#dice.chance(0.5) ? 0 : (this.#dice.random() * 16 - 8) * HOUR
    const limitDays = this.#dice.pick([20, 30, 30, 60, 90])
    const list = this.#dice.chance(0.3) ? this.#iam.list.replace('group:break-glass', 'user-9') : undefined
    const planned = new Set(
      this.#iam.people.flatMap((person) =>
        credentialsOf(person)
          .filter(() => this.#dice.chance(0.7))
          .map((id) => `${person.id} ${id}`),
      ),
    )
    await this.#waitSome()
    const all = this.#dice.shuffled(this.#iam.people)
    const each = (person: Person) =>
      this.#revoke(person, limitDays, skewMs, list, (credential) => planned.has(`${person.id} ${credentialId(credential)}`))
    if (this.#dice.chance(0.5)) await Promise.all(all.map((person) => each(person)))
    else for (const person of all) await each(person)
  }

  async #revoke(
    person: Person,
    limitDays: number,
    skewMs: number,
    list: string | undefined,
    only: (credential: Credential) => boolean,
    areTaggedDenied = false,
  ): Promise<void> {
    const run: Run = { errand: `run ${(this.#programs += 1)}`, limitDays, skewMs, list, wrote: 0, looked: 0, subject: person }
    const { strike, note } = this.#program()
    const asked: Strike = async (write, call) => {
      const fate = await strike(write, call)
      if (call === 'append') run.wrote = this.#witness.step
      if (call === 'passwordOf' || call === 'accessKeysOf') run.looked = this.#witness.step
      return fate
    }
    const terms = {
      strike: asked,
      watch: this.#witness.takes.bind(this.#witness, run),
      skewMs,
      limitDays,
      brakeRoom: this.#room,
      errand: run.errand,
      areTaggedDenied,
    }
    const user = listed(person)
    const account = accountOf(this.#iam, this.#ledger, { ...terms, looks: 2, ...(list === undefined ? {} : { list }) })
    await note(revokeUser(user, without(this.#without, account, user, this.#ledger), only))
  }

  async #restoreSome(): Promise<void> {
    await this.#waitSome()
    const skewMs = this.#dice.chance(0.5) ? 0 : (this.#dice.random() * 16 - 8) * HOUR
    for (const person of this.#dice.shuffled(this.#iam.people))
      for (const credential of credentialsOf(person)) {
        const { strike, note } = this.#program()
        await note(this.#restore(person, credential, skewMs, strike))
      }
  }

  async #restore(person: Person, credential: string, skewMs: number, strike: Strike): Promise<string> {
    const run = { wrote: 0, subject: person }
    const asked: Strike = async (write, call) => {
      const fate = await strike(write, call)
      if (call === 'append') run.wrote = this.#witness.step
      return fate
    }
    const account = restoringOf(this.#iam, this.#ledger, { strike: asked, watch: this.#witness.gives.bind(this.#witness, run), skewMs })
    const user = listed(person)
    const { table } = account
    const append: typeof table.append = async (item, event) => {
      const written = await table.append(item, event)
      if (event.kind === 'restoring') this.#witness.restored.set(event.id, { at: event.at, step: this.#witness.step })
      return written
    }
    const item = (await table.itemsOf(person.id, account.now())).get(credential)
    const present =
      credential === 'password'
        ? await account.inventory.passwordOf(user)
        : (await account.inventory.accessKeysOf(user))?.find(({ id }) => id === credential)
    if (item?.kind !== 'item' || !isToRestore(item, present)) return 'nothing'
    if (this.#without.openRestores === true && standing(item.events) === 'restoring') return 'nothing'
    return (await restore(user, item, 'new', { ...account, table: { ...table, append } })).kind
  }

  /** People who do what people do. */
  async #live(): Promise<void> {
    const { people } = this.#iam
    for (let deeds = this.#dice.below(7); deeds > 0; deeds -= 1) {
      for (let turns = this.#dice.below(30); turns > 0; turns -= 1) await this.#turns.stand()
      await this.#turns.take()
      this.#witness.step += 1
      this.#do(this.#dice.pick(people))
    }
  }

  #do(person: Person): void {
    const { excluded, used, off, step } = this.#witness
    const key = person.keys.length === 0 ? undefined : this.#dice.pick(person.keys)
    const named = new RegExp(`,${person.name}\\b`)
    switch (this.#dice.below(8)) {
      case 0:
        if (person.password === undefined) return
        person.signedIn = this.#iam.now
        used.set(`${person.id} password`, step)
        return
      case 1:
        if (key?.active !== true) return
        key.lastUsed = this.#iam.now
        used.set(`${person.id} ${key.id}`, step)
        return
      case 2:
        person.tags.set('iam-unused-user-cleanup:excluded', 'yes')
        excluded.set(`tag ${person.id}`, step)
        return
      case 3:
        this.#iam.list = named.test(this.#iam.list) ? this.#iam.list.replace(named, '') : `${this.#iam.list},${person.name}`
        if (named.test(this.#iam.list)) excluded.set(person.id, step)
        else excluded.delete(person.id)
        return
      case 4:
        if (!named.test(this.#iam.list)) excluded.set(person.id, step)
        this.#iam.groups.get('break-glass')?.add(person.id)
        return
      case 5:
        if (key !== undefined) key.active = true
        return
      case 6:
        // Whoever switches off the last way in by hand wants it so.
        if (person.power !== 'none' || key?.active !== true) return
        key.active = false
        off.set(`${person.id} ${key.id}`, { by: 'hand', events: this.#ledger.item(person.id, key.id).events.length, step })
        return
      case 7: {
        const other = this.#dice.pick(this.#iam.people)
        if (!this.#dice.chance(0.3) || this.#iam.list.includes('user')) return
        this.#witness.passed = step
        ;[person.name, other.name] = [other.name, person.name]
      }
    }
  }

  /** From the ledger alone, by restores that nothing disturbs; and then it is left alone for the limit. */
  async #giveEverythingBack(): Promise<void> {
    const quiet: Strike = async () => {
      this.#witness.step += 1
      return 'do'
    }
    for (const person of this.#iam.people)
      for (const credential of credentialsOf(person)) {
        const result = await this.#restore(person, credential, 0, quiet)
        const wasTaken = this.#witness.off.get(`${person.id} ${credential}`)?.by === 'product'
        // IAM knows names alone: where one has passed on in between, something may have been done to somebody else.
        if (wasTaken && this.#witness.passed < 0 && !liveOf(person).includes(credential))
          this.#witness.tell(`${person.name} ${credential} cannot be given back: ${result}`)
      }
    this.#iam.now += 29 * DAY
    for (const person of this.#iam.people) {
      const run: Run = { errand: 'afterwards', limitDays: 30, skewMs: 8 * HOUR, list: undefined, wrote: 0, looked: 0, subject: person }
      const strike: Strike = async () => {
        run.wrote = run.looked = this.#witness.step += 1
        return 'do'
      }
      await revokeUser(
        listed(person),
        accountOf(this.#iam, this.#ledger, {
          strike,
          watch: this.#witness.takes.bind(this.#witness, run),
          skewMs: run.skewMs,
          errand: run.errand,
          brakeRoom: this.#room,
        }),
      )
    }
  }

  async #waitSome(): Promise<void> {
    if (this.#dice.chance(0.5)) for (let turns = this.#dice.below(40); turns > 0; turns -= 1) await this.#turns.stand()
  }

  /** One program's fate: every call waits for its turn, and may fail; once it stands still for long; it may die at any. */
  #program(): { readonly strike: Strike; readonly note: (end: Promise<unknown>) => Promise<void> } {
    let dead = false
    const stalls = this.#dice.pick(['', 'deactivateKey', 'deletePassword', 'append', 'userNow', 'itemsOf', 'accessKeysOf', 'claim'])
    return {
      note: async (end) => {
        await end.catch((error: unknown) => {
          if (!(error instanceof Fault) && !/lies ahead|cannot be read|has passed to/.test(String(error))) throw error
        })
      },
      strike: async (write, call) => {
        if (call === stalls && this.#dice.chance(0.4))
          for (let turns = this.#dice.below(40); turns > 0; turns -= 1) await this.#turns.stand()
        await this.#turns.take()
        this.#witness.step += 1
        dead ||= this.#dice.chance(this.#faults * 0.1)
        if (dead) throw new Fault('dead')
        if (!this.#dice.chance(this.#faults)) return 'do'
        if (!write) return 'refuse'
        const fate = this.#dice.pick(['refuse', 'drop', 'lose', 'die'] as const)
        dead ||= fate === 'die'
        return fate
      },
    }
  }
}
