import { standing } from '../../src/ledger/standing.ts'
import type { AccountInMemory, Person } from './account-in-memory.ts'
import { waysOf } from './crowd.ts'
import type { LedgerInMemory } from './ledger-in-memory.ts'

const DAY = 86_400_000

/** What a run has done so far: the steps of the whole play at which it last wrote into the ledger, and last looked at credentials. */
export type Run = {
  readonly errand: string
  readonly limitDays: number
  readonly skewMs: number
  /** Its own exclusion list, if it is not the account's. */
  readonly list: string | undefined
  wrote: number
  looked: number
  /** Whom it is for. */
  readonly subject: Person
}

/** Sees every act, knows what had happened before it, and tells what should not have been. */
export class Witness {
  readonly violations: string[] = []
  /** The step at which somebody was excluded, or used a credential. Whatever came after the intent nobody had to know. */
  readonly excluded = new Map<string, number>()
  readonly used = new Map<string, number>()
  /** Restores by the id of their act: when, by the clock of the restore and by the step. */
  readonly restored = new Map<string, { readonly at: number; readonly step: number }>()
  /** Whoever switched a credential off last, how many events its ledger had then, and the step. */
  readonly off = new Map<string, { readonly by: 'product' | 'hand' | 'mistake'; readonly events: number; readonly step: number }>()
  /** The step at which a name passed to somebody else. */
  passed = -1
  step = 0
  readonly #seed: number
  readonly #iam: AccountInMemory
  readonly #ledger: LedgerInMemory
  readonly #room: number
  readonly #lost = new Map<string, Set<string>>()

  constructor(seed: number, iam: AccountInMemory, ledger: LedgerInMemory, room: number) {
    this.#seed = seed
    this.#iam = iam
    this.#ledger = ledger
    this.#room = room
  }

  tell(what: string): void {
    this.violations.push(`STORM_SEED=${this.#seed}: ${what}`)
  }

  /** A run takes a credential that lets somebody in. */
  takes(run: Run, person: Person, credential: string): void {
    const said = `${run.errand} takes ${person.name} ${credential}`
    if (person !== run.subject) return this.#mistakes(run.wrote, `${said}, the name of ${run.subject.id} then`, person, credential)
    const { events } = this.#ledger.item(person.id, credential)
    const intent = events.findLastIndex(({ errand, kind }) => errand === run.errand && kind === 'revoking')
    if (intent < 0) return this.tell(`${said} without an intent`)
    if (standing(events.slice(0, intent)) === 'revoked') this.tell(`${said}, which was called revoked and was live again`)
    const since = run.list === undefined ? this.excluded.get(person.id) : run.list.includes(person.name) ? 0 : undefined
    if (since !== undefined && since < run.wrote) this.tell(`${said}, who was excluded`)
    if (person.tags.size > 0 && (this.excluded.get(`tag ${person.id}`) ?? 0) < run.wrote) this.tell(`${said}, who carried the tag`)
    const key = person.keys.find(({ id }) => id === credential)
    const used = key === undefined ? person.signedIn : key.lastUsed
    const isKnown = (this.used.get(`${person.id} ${credential}`) ?? 0) < run.wrote
    if (used !== undefined && isKnown && this.#isRecent(used, run)) this.tell(`${said}, which was in use`)
    for (const { id, kind } of events.filter((event) => event.kind === 'restoring')) {
      const restored = this.restored.get(id)
      const isRefused = events.some((other) => other.id === id && other.kind === 'not-restored')
      if (kind === 'restoring' && restored !== undefined && !isRefused && restored.step < run.looked && this.#isRecent(restored.at, run))
        this.tell(`${said}, which was restored`)
    }
    this.#counted(run, person, said)
    this.off.set(`${person.id} ${credential}`, { by: 'product', events: events.length, step: this.step })
    const alone = {
      ...person,
      ...(key === undefined ? { password: undefined } : { keys: person.keys.filter(({ id }) => id !== credential) }),
    }
    const after = this.#iam.people.map((each) => (each === person ? alone : each))
    // Whoever was taken from by mistake, when a name had passed on after the last look, is nobody's claim.
    if ([...this.off.values()].some(({ by }) => by === 'mistake')) return
    for (const powers of [['all'], ['all', 'unclear']] as const)
      if (waysOf(this.#iam.people, powers) > 0 && waysOf(after, powers) === 0) this.tell(`${said}, and nobody can get in`)
  }

  /** A restore gives back what lets nobody in. */
  gives(run: Pick<Run, 'wrote' | 'subject'>, person: Person, credential: string): void {
    if (person !== run.subject)
      return this.#mistakes(run.wrote, `${person.id} is given what was taken from ${run.subject.id}`, person, credential)
    const off = this.off.get(`${person.id} ${credential}`)
    const { events } = this.#ledger.item(person.id, credential)
    if (off === undefined) {
      if (this.passed < 0) this.tell(`${person.name} ${credential} is given back, and was never taken`)
      return
    }
    const before = events.slice(0, off.events)
    const isOpen = before.some(({ id, kind }) => kind === 'revoking' && before.every((other) => other.id !== id || other.kind === kind))
    // One that was closed after the latest restore was begun may have been done after it: nobody can tell it from somebody's hand.
    const begun = before.findLastIndex(({ kind }) => kind === 'restoring')
    const mayHaveComeAfter = begun >= 0 && before.slice(begun).some(({ kind }) => kind === 'revoked')
    const isOurs =
      isOpen ||
      mayHaveComeAfter ||
      ['revoking', 'revoked', 'restoring'].includes(standing(before)) ||
      events.slice(off.events).some(({ kind }) => kind.startsWith('revok'))
    // After the intent nobody had to know.
    if (off.by === 'hand' && off.step < run.wrote && !isOurs)
      this.tell(`${person.name} ${credential} is given back, and somebody else had switched it off`)
  }

  /** Somebody else than was meant, whom the name had passed to: after the intent nobody could know. */
  #mistakes(wrote: number, said: string, person: Person, credential: string): void {
    if (this.passed < wrote) this.tell(said)
    this.off.set(`${person.id} ${credential}`, { by: 'mistake', events: 0, step: this.step })
  }

  #isRecent(moment: number, { limitDays, skewMs }: Run): boolean {
    return this.#iam.now + skewMs - moment < limitDays * DAY
  }

  #counted({ skewMs }: Run, { id }: Person, said: string): void {
    const day = new Date(this.#iam.now + skewMs).toISOString().slice(0, 10)
    const lost = this.#lost.get(day) ?? new Set()
    this.#lost.set(day, lost.add(id))
    if (lost.size > this.#room) this.tell(`${said}: ${lost.size} users lost something on ${day}, and no more than ${this.#room} may`)
  }
}
