import { AwsError } from './aws-error.ts'
import { callerArn, type Caller } from './caller.ts'
import { VirtualClock } from './clock.ts'
import { accessDenied, Faults } from './faults.ts'
import type { Identity } from './identity.ts'
import type { News } from './news.ts'
import type { OpenQuestions } from './open-questions.ts'
import type { Organization } from './organization.ts'
import { seededRandom } from './random.ts'
import { Sessions } from './sessions.ts'

export type WorldSettings = {
  readonly at: Date
  readonly seed: number
  /** Whose is a call that names no account. */
  readonly accountId: string
  readonly region: string
  readonly openQuestions: OpenQuestions
}

/** What the services of a place reach one another by: with a caller, with rights, logged. */
export type Desk = {
  readonly perform: (place: Place, operation: string, input: object, caller: Caller) => Promise<unknown>
  /** Why a caller may not do something that has no operation of its own, if it may not; it is logged as a call. `context`: condition keys, names lower-case. */
  readonly refusal: (place: Place, caller: Caller, asked: Permission) => string | undefined
  /** The role of an ARN as it is now, in whichever account. */
  readonly roleOf: (world: World, arn: string) => Identity | undefined
  /** Let every service hear something. */
  readonly tell: (place: Place, news: News) => void
}

type Permission = { readonly action: string; readonly resource: string; readonly context?: ReadonlyMap<string, string> }

/** All there is: accounts by id, their Regions by name, one clock, one seed. It knows no service; services keep their state in its places. */
export class World {
  readonly clock: VirtualClock
  readonly random: () => number
  readonly faults: Faults
  readonly openQuestions: OpenQuestions
  readonly accountId: string
  readonly region: string
  readonly sessions = new Sessions()
  /** Where functions reach AWS: this simulator, and for single services somebody else. */
  endpoint = ''
  endpoints: Readonly<Record<string, string>> = {}
  desk: Desk | undefined
  /** What the accounts are in, as far as they are in one. */
  organization: Organization | undefined
  readonly #places = new Map<string, Place>()
  readonly #running = new Set<Promise<unknown>>()
  readonly #states = new Map<unknown, unknown>()

  constructor({ at, seed, accountId, region, openQuestions }: WorldSettings) {
    this.clock = new VirtualClock(at)
    this.random = seededRandom(seed)
    this.faults = new Faults(seededRandom(seed + 1))
    this.accountId = accountId
    this.region = region
    this.openQuestions = openQuestions
  }

  /** An account in a Region; both come to be when they are first asked for. */
  place(accountId = this.accountId, region = this.region): Place {
    const key = `${accountId} ${region}`
    const place = this.#places.get(key) ?? new Place(this, accountId, region)
    this.#places.set(key, place)
    return place
  }

  /** Every place that was asked for, in that order. */
  get places(): readonly Place[] {
    return [...this.#places.values()]
  }

  /** Every account that was asked for, in its default Region. */
  get accounts(): readonly Place[] {
    return [...new Set(this.places.map(({ accountId }) => accountId))].map((accountId) => this.place(accountId))
  }

  /** What a service keeps of the whole world. */
  state<T>(make: () => T): T {
    return kept(this.#states, make, make)
  }

  /** Remember a promise until it settles, so that `idle()` can wait for it. */
  track<T>(running: Promise<T>): Promise<T> {
    const tracked = running.finally(() => this.#running.delete(tracked))
    this.#running.add(tracked)
    return tracked
  }

  async idle(): Promise<void> {
    await Promise.allSettled(this.#running)
  }
}

/** One account in one Region. */
export class Place {
  readonly world: World
  readonly accountId: string
  readonly region: string
  readonly #states = new Map<unknown, unknown>()

  constructor(world: World, accountId: string, region: string) {
    this.world = world
    this.accountId = accountId
    this.region = region
  }

  get clock(): VirtualClock {
    return this.world.clock
  }

  get random(): () => number {
    return this.world.random
  }

  /** Make a call: `iam:ListUsers` as somebody. What the wire does for programs outside, this does for the services inside. */
  async perform<Output>(operation: string, input: object, caller: Caller): Promise<Output> {
    return (await this.#desk.perform(this, operation, input, caller)) as Output
  }

  /** @throws AwsError AccessDenied where the caller may not hand the role to a service (iam:PassRole) */
  passRole(caller: Caller, roleArn: string, service: string): void {
    const asked = { action: 'iam:PassRole', resource: roleArn, context: new Map([['iam:passedtoservice', service]]) }
    const refusal = this.#desk.refusal(this, caller, asked)
    if (refusal !== undefined)
      throw new AwsError('AccessDeniedException', 403, accessDenied('iam:PassRole', callerArn(caller), roleArn, refusal).message)
  }

  roleOf(arn: string): Identity | undefined {
    return this.#desk.roleOf(this.world, arn)
  }

  tell(news: News): void {
    this.#desk.tell(this, news)
  }

  get #desk(): Desk {
    if (this.world.desk === undefined) throw new Error('Nobody is at the desk.')
    return this.world.desk
  }

  state<T>(make: (place: Place) => T): T {
    return kept(this.#states, make, () => make(this))
  }
}

function kept<T>(states: Map<unknown, unknown>, key: unknown, make: () => T): T {
  if (!states.has(key)) states.set(key, make())
  return states.get(key) as T
}

/** What a service keeps of an account, whatever the Region. */
export const perAccount =
  <T>(make: (place: Place) => T) =>
  ({ world, accountId }: Place): T =>
    world.place(accountId).state(make)

/** What a service keeps of an account in a Region. */
export const perRegion =
  <T>(make: (place: Place) => T) =>
  (place: Place): T =>
    place.state(make)

/** What a service keeps of the whole world. */
export const perWorld =
  <T>(make: () => T) =>
  ({ world }: Place): T =>
    world.state(make)
