import { expect, test } from 'vitest'
import { parseList } from '../../src/exclusions/list.ts'
import type { Inventory, ListedUser } from '../../src/inventory/inventory.ts'
import { instant } from '../../src/judgement/instant.ts'
import { revokeUser } from '../../src/revocation/revoke-user.ts'
import type { Revoker, Taken } from '../../src/revocation/revoker.ts'
import { seededRandom } from '../../src/simulator/world/random.ts'

/**
 * Random accounts, random days, random faults: throttling, refusals, lost answers, deaths in the middle, reads that lag. The account is in memory and plain, so that thousands
 * of runs take seconds; test/e2e/storm.test.ts does the same, less often, through the real template. A failure names its seed: STORM_SEED=n replays it alone.
 */
const RUNS = Number(process.env['STORM_RUNS'] ?? 2_000)
const ONLY = process.env['STORM_SEED']

const DAY = 86_400_000
const LIMIT = 30
const START = Date.parse('2026-01-01T00:00:00Z')

type Key = { id: string; created: number; lastUsed: number | undefined; active: boolean; restoredAt: number }
type User = {
  id: string
  name: string
  created: number
  password: { created: number } | undefined
  signedIn: number | undefined
  keys: Key[]
  tags: Map<string, string>
  admin: boolean
  untouchable: boolean
}

test(`${ONLY === undefined ? RUNS : 1} seeded storms`, async () => {
  const seeds = ONLY === undefined ? Array.from({ length: RUNS }, (_, n) => n) : [Number(ONLY)]
  for (const seed of seeds) await new Storm(seed).play()
  expect(seeds.length).toBeGreaterThan(0)
})

class Storm {
  readonly #seed: number
  readonly #random: () => number
  readonly #users: User[]
  readonly #list: string
  #now = START
  #faults = 0
  #dead = false
  #hadWayIn = false
  /** A violation is not thrown where it is found: the product would take it for a fault of AWS. */
  readonly #violations: string[] = []
  #stale: { user: User; reads: number } | undefined

  constructor(seed: number) {
    this.#seed = seed
    this.#random = seededRandom(seed)
    this.#users = Array.from({ length: 1 + this.#below(5) }, (_, n) => this.#born(n))
    this.#list = this.#users
      .filter(({ untouchable, tags }) => untouchable && tags.size === 0)
      .map(({ name }) => name.toUpperCase())
      .join(',')
  }

  async play(): Promise<void> {
    for (let day = 0; day < 4; day += 1) {
      this.#faults = this.#random() * 0.3
      await this.#runAll()
      // A lag is a matter of seconds: it does not outlast the day.
      this.#stale = undefined
      for (const user of this.#users) this.#live(user)
      this.#now += this.#below(20) * DAY
    }
    this.#faults = 0
    this.#stale = undefined
    await this.#runAll()
    await this.#runAll()
    for (const user of this.#users) this.#checkEnd(user)
    if (this.#violations.length > 0) throw new Error(this.#violations.join('\n'))
  }

  async #runAll(): Promise<void> {
    const everybody = this.#users.map((user) => this.#listed(user))
    const parsed = parseList(this.#list === '' ? ',' : this.#list)
    if (parsed.kind !== 'list') throw new Error('malformed')
    const terms = { entries: parsed.entries, limitDays: LIMIT, now: instant(this.#now), outOfTime: new AbortController().signal }
    this.#hadWayIn = this.#users.some(({ admin, password, keys }) => admin && (password !== undefined || keys.some(({ active }) => active)))
    for (const user of everybody) {
      this.#dead = false
      try {
        await revokeUser(user, new Set(), { inventory: this.#inventory(), revoker: this.#revoker(), everybody, looksMs: [0, 0, 0] }, terms)
      } catch (error) {
        if (!(error instanceof Fault)) throw error
      }
    }
  }

  #inventory(): Inventory {
    const seen = (listed: ListedUser): User | undefined => {
      this.#strike()
      const stale = this.#stale
      if (stale !== undefined && stale.user.id === listed.userId && stale.reads > 0) {
        stale.reads -= 1
        return stale.user
      }
      return this.#users.find(({ id }) => id === listed.userId)
    }
    const use = (moment: number | undefined) =>
      moment === undefined ? { kind: 'never' as const } : { kind: 'at' as const, instant: instant(moment) }
    const unused = (): never => {
      throw new Error('not part of a revocation')
    }
    return {
      users: unused,
      credentialReport: unused,
      membersOf: unused,
      passwordOf: async (listed) => {
        const user = seen(listed)
        return user?.password && { kind: 'password', created: instant(user.password.created), lastUse: use(user.signedIn) }
      },
      accessKeysOf: async (listed) =>
        seen(listed)?.keys.map(({ id, created, lastUsed, active }) => ({
          kind: 'access-key',
          id,
          created: instant(created),
          lastUse: use(lastUsed),
          status: active ? 'active' : 'inactive',
        })),
      tagsOf: async (listed) => seen(listed)?.tags,
      userNow: async (name) => {
        this.#strike()
        const user = this.#users.find((each) => each.name === name)
        return user && this.#listed(user)
      },
      administrators: async () => {
        this.#strike()
        return new Set(this.#users.filter(({ admin }) => admin).map(({ id }) => id))
      },
    }
  }

  #revoker(): Revoker {
    const change = async (name: string, act: (user: User) => void): Promise<Taken> => {
      if (this.#dead) return { kind: 'unknown', why: 'dead' }
      const dice = this.#random()
      if (dice < this.#faults * 0.3) return { kind: 'refused', why: 'AccessDenied' }
      if (dice < this.#faults * 0.6) return { kind: 'unknown', why: 'throttled' }
      const dies = dice < this.#faults * 0.8
      const user = this.#users.find((each) => each.name === name)
      if (user === undefined) return { kind: 'absent' }
      if (this.#random() < this.#faults) this.#stale = { user: structuredClone(user), reads: this.#below(4) }
      act(user)
      this.#checkWayIn(user)
      this.#dead ||= dies
      return dies || this.#random() < this.#faults * 0.3 ? { kind: 'unknown', why: 'the answer was lost' } : { kind: 'done' }
    }
    return {
      deactivateKey: (name, id) =>
        change(name, (user) => {
          const key = user.keys.find((each) => each.id === id)
          if (key === undefined) return
          if (key.active) this.#checkTouch(user, id, Math.max(key.created, key.restoredAt), key.lastUsed)
          key.active = false
        }),
      deletePassword: (name) =>
        change(name, (user) => {
          if (user.password !== undefined) this.#checkTouch(user, 'password', user.password.created, user.signedIn)
          user.password = undefined
        }),
      tag: (name, key, value) => change(name, (user) => void user.tags.set(key, value)),
    }
  }

  #strike(): void {
    if (this.#dead || this.#random() < this.#faults * 0.2) throw new Fault('a read failed')
  }

  /** At the moment of a touch: nobody excluded, nothing in use, nothing restored lately, and the intent is written. */
  #checkTouch(user: User, id: string, created: number, lastUsed: number | undefined): void {
    const tag = user.tags.get(`iam-unused-user-cleanup:${id}`) ?? ''
    const idle = this.#now - Math.max(created, lastUsed ?? 0)
    const said = `seed ${this.#seed}: ${user.name} ${id}`
    if (user.untouchable) this.#violations.push(`${said} was touched though excluded`)
    if (idle < LIMIT * DAY) this.#violations.push(`${said} was touched though idle ${idle / DAY} days`)
    if (!tag.startsWith('revoking ')) this.#violations.push(`${said} was touched without an intent: "${tag}"`)
  }

  /** Where an administrator lost something, some administrator can still get in. */
  #checkWayIn({ admin, name }: User): void {
    const ways = this.#users
      .filter((user) => user.admin)
      .flatMap(({ password, keys }) => [...(password === undefined ? [] : [password]), ...keys.filter(({ active }) => active)])
    if (admin && ways.length === 0 && this.#hadWayIn)
      this.#violations.push(`seed ${this.#seed}: ${name} was the last administrator who could get in`)
    this.#hadWayIn = ways.length > 0
  }

  #checkEnd(user: User): void {
    const said = `seed ${this.#seed}: ${user.name}`
    if (this.#violations.length > 0) throw new Error(this.#violations.join('\n'))
    const live = [
      ...(user.password === undefined ? [] : [{ id: 'password', created: user.password.created, lastUsed: user.signedIn }]),
      ...user.keys
        .filter(({ active }) => active)
        .map(({ id, created, lastUsed, restoredAt }) => ({ id, created: Math.max(created, restoredAt), lastUsed })),
    ]
    const left = live.filter(({ created, lastUsed }) => this.#now - Math.max(created, lastUsed ?? 0) >= LIMIT * DAY)
    const isKept = user.admin && left.length === 1 && live.length === 1
    if (left.length > 0 && !user.untouchable && !isKept)
      throw new Error(`${said}: ${left.map(({ id }) => id).join()} is unused and still there`)
    for (const [key, value] of user.tags) {
      const id = key.replace('iam-unused-user-cleanup:', '')
      const isLive = live.some((each) => each.id === id)
      if (value.startsWith('revoked') && isLive) throw new Error(`${said}: the ledger says ${id} is revoked, and it is live`)
      if (value.startsWith('revoking') && !isLive) throw new Error(`${said}: ${id} is gone, and its entry is open`)
    }
  }

  /** A stretch of life: some sign in, some use a key, some get back what was taken. */
  #live(user: User): void {
    if (user.password !== undefined && this.#random() < 0.2) user.signedIn = this.#now
    for (const key of user.keys) {
      if (key.active && this.#random() < 0.2) key.lastUsed = this.#now
      if (!key.active && user.tags.get(`iam-unused-user-cleanup:${key.id}`)?.startsWith('revoked') === true && this.#random() < 0.3) {
        user.tags.set(`iam-unused-user-cleanup:${key.id}`, `restored ${new Date(this.#now).toISOString().slice(0, 19)}Z`)
        Object.assign(key, { active: true, restoredAt: this.#now })
      }
    }
  }

  #born(n: number): User {
    const created = START - this.#below(400) * DAY
    const moment = (): number => created + Math.floor(this.#random() * (START - created))
    const maybe = <T>(value: T): T | undefined => (this.#random() < 0.6 ? value : undefined)
    const untouchable = this.#random() < 0.2
    const tags = new Map(untouchable && this.#random() < 0.5 ? [['iam-unused-user-cleanup:excluded', 'yes']] : [])
    return {
      id: `AIDA${n}`,
      name: `user-${n}`,
      created,
      password: maybe({ created: moment() }),
      signedIn: maybe(moment()),
      keys: Array.from({ length: this.#below(3) }, (_, slot) => ({
        id: `AKIA${n}${slot}`,
        created: moment(),
        lastUsed: maybe(moment()),
        active: this.#random() < 0.8,
        restoredAt: 0,
      })),
      tags,
      admin: this.#random() < 0.4,
      untouchable,
    }
  }

  #listed({ id, name, created, signedIn }: User): ListedUser {
    const passwordLastUse = signedIn === undefined ? { kind: 'never' as const } : { kind: 'at' as const, instant: instant(signedIn) }
    return {
      userName: name,
      userId: id,
      arn: `arn:aws:iam::123456789012:user/${name}`,
      path: '/',
      created: instant(created),
      passwordLastUse,
    }
  }

  #below(limit: number): number {
    return Math.floor(this.#random() * limit)
  }
}

class Fault extends Error {}
