import { parseList } from '../../src/exclusions/list.ts'
import type { Inventory, ShownUser } from '../../src/inventory/inventory.ts'
import type { LastUse } from '../../src/judgement/credential.ts'
import { instant } from '../../src/judgement/instant.ts'
import type { Restorer } from '../../src/revocation/restorer.ts'
import type { Revoker, Taken } from '../../src/revocation/revoker.ts'
import type { Power } from '../../src/revocation/way-in.ts'
import { befall, Fault, type Strike } from './fate.ts'

type Key = { readonly id: string; readonly created: number; lastUsed: number | undefined; active: boolean }

export type Person = {
  readonly id: string
  name: string
  readonly created: number
  password: { readonly created: number; readonly text: string } | undefined
  signedIn: number | undefined
  readonly keys: Key[]
  readonly tags: Map<string, string>
  readonly power: Power
}

/** Asked about a credential that lets somebody in, right before it is taken; or that does not, right before it is given back. */
export type Watch = (person: Person, credential: string) => void

type Credentials = Pick<Person, 'password' | 'keys'>

/** IAM and the exclusion list in memory. After a change IAM may show for some reads which credentials there were: `lag` says for how many. */
export class AccountInMemory {
  readonly people: readonly Person[]
  readonly groups = new Map<string, Set<string>>()
  /** The exclusion list, as the parameter holds it. */
  list = ','
  now: number
  lag: () => number = () => 0
  readonly #shown = new Map<Person, { readonly credentials: Credentials; reads: number }>()

  constructor(people: readonly Person[], now: number) {
    this.people = people
    this.now = now
  }

  /** Whatever lagged is shown as it is. */
  settle(): void {
    this.#shown.clear()
  }

  inventory(strike: Strike): Inventory {
    const read = async <T>(call: string, value: () => T): Promise<T> => {
      if ((await strike(false, call)) !== 'do') throw new Fault(`${call} failed`)
      return value()
    }
    const nobody = (): never => {
      throw new Error('not part of a revocation')
    }
    return {
      users: nobody,
      credentialReport: nobody,
      membersOf: (group) => read('membersOf', () => this.groups.get(group)),
      passwordOf: (user) =>
        read('passwordOf', () => {
          const password = this.#credentialsOf(user.userName)?.password
          return password && { kind: 'password', created: instant(password.created), lastUse: user.passwordLastUse }
        }),
      accessKeysOf: (user) =>
        read('accessKeysOf', () =>
          this.#credentialsOf(user.userName)?.keys.map(({ id, created, active }) => ({
            kind: 'access-key',
            id,
            created: instant(created),
            lastUse: useAt(this.named(user.userName)?.keys.find((key) => key.id === id)?.lastUsed),
            status: active ? 'active' : 'inactive',
          })),
        ),
      tagsOf: (user) =>
        read('tagsOf', () => {
          const person = this.named(user.userName)
          return person && new Map(person.tags)
        }),
      userNow: (name) =>
        read('userNow', () => {
          const person = this.named(name)
          return person && { ...listed(person), tags: person.tags.size === 0 ? undefined : new Map(person.tags) }
        }),
      userCount: nobody,
    }
  }

  revoker(strike: Strike, watch: Watch = () => undefined): Revoker {
    return {
      deactivateKey: (name, id) =>
        this.#changed('deactivateKey', strike, name, (person) => {
          const key = person.keys.find((each) => each.id === id)
          return (
            key &&
            (() => {
              if (key.active) watch(person, id)
              key.active = false
            })
          )
        }),
      deletePassword: (name) =>
        this.#changed('deletePassword', strike, name, (person) =>
          person.password === undefined
            ? undefined
            : () => {
                watch(person, 'password')
                person.password = undefined
              },
        ),
    }
  }

  restorer(strike: Strike, watch: Watch = () => undefined): Restorer {
    return {
      activateKey: (name, id) =>
        this.#changed('activateKey', strike, name, (person) => {
          const key = person.keys.find((each) => each.id === id)
          return (
            key &&
            (() => {
              if (!key.active) watch(person, id)
              key.active = true
            })
          )
        }),
      createPassword: async (name, text) => {
        const taken = await this.#changed('createPassword', strike, name, (person) =>
          person.password === undefined
            ? () => {
                watch(person, 'password')
                person.password = { created: this.now, text }
              }
            : undefined,
        )
        return taken.kind === 'absent' && this.named(name) !== undefined ? { kind: 'refused', why: 'EntityAlreadyExists' } : taken
      },
      replacePassword: (name, text) =>
        this.#changed('replacePassword', strike, name, (person) => {
          const { password } = person
          return password && (() => (person.password = { ...password, text }))
        }),
    }
  }

  named(name: string): Person | undefined {
    return this.people.find((person) => person.name === name)
  }

  /** @throws Error for a list that is malformed */
  static entriesOf(list: string) {
    const parsed = parseList(list)
    if (parsed.kind === 'malformed') throw new Error(`malformed: ${list}`)
    return parsed.entries
  }

  #credentialsOf(name: string): Credentials | undefined {
    const person = this.named(name)
    const shown = person && this.#shown.get(person)
    if (shown === undefined || shown.reads <= 0) return person
    shown.reads -= 1
    return shown.credentials
  }

  /** `change` says whether there is something to be changed, and how. */
  async #changed(call: string, strike: Strike, name: string, change: (person: Person) => (() => void) | undefined): Promise<Taken> {
    const fate = await strike(true, call)
    const person = this.named(name)
    const made = person && change(person)
    const act = (): void => {
      if (person === undefined) return
      const credentials = { password: person.password, keys: person.keys.map((key) => ({ ...key })) }
      made?.()
      this.#shown.set(person, { credentials, reads: this.lag() })
    }
    return befall<Taken>(fate, made !== undefined, act, { kind: 'done' }, { kind: 'absent' })
  }
}

const useAt = (moment: number | undefined): LastUse => (moment === undefined ? { kind: 'never' } : { kind: 'at', instant: instant(moment) })

export const listed = ({ id, name, created, signedIn }: Person): ShownUser => ({
  userName: name,
  userId: id,
  arn: `arn:aws:iam::123456789012:user/${name}`,
  path: '/',
  created: instant(created),
  passwordLastUse: useAt(signedIn),
  tags: undefined,
})
