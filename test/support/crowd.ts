import type { Power } from '../../src/revocation/way-in.ts'
import type { Person } from './account-in-memory.ts'

const DAY = 86_400_000

/** Chance of a seed. */
export class Dice {
  readonly random: () => number

  constructor(random: () => number) {
    this.random = random
  }

  chance(probability: number): boolean {
    return this.random() < probability
  }

  below(limit: number): number {
    return Math.floor(this.random() * limit)
  }

  pick<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)]
    if (item === undefined) throw new Error('nothing to pick from')
    return item
  }

  shuffled<T>(items: readonly T[]): readonly T[] {
    return items
      .map((item) => ({ item, at: this.random() }))
      .toSorted((one, other) => one.at - other.at)
      .map(({ item }) => item)
  }
}

/** Somebody with some credentials, most of them idle for long. */
export function born(n: number, now: number, dice: Dice, power: Power): Person {
  const idle = (): number => now - (dice.chance(0.2) ? dice.below(30) : 20 + dice.below(120)) * DAY
  const created = now - 400 * DAY
  const has = dice.below(4)
  return {
    id: `AIDA${n}`,
    name: `user-${n}`,
    created,
    password: has === 0 ? undefined : { created, text: 'old' },
    signedIn: idle(),
    keys: Array.from({ length: has === 1 ? 0 : 1 + dice.below(2) }, (_, slot) => ({
      id: `AKIA${n}${slot}`,
      created,
      lastUsed: dice.chance(0.8) ? idle() : undefined,
      active: dice.chance(0.9),
    })),
    tags: new Map(),
    power,
  }
}

/** The ids of what lets somebody in. */
export const liveOf = ({ password, keys }: Person): readonly string[] => [
  ...(password === undefined ? [] : ['password']),
  ...keys.filter(({ active }) => active).map(({ id }) => id),
]

export const credentialsOf = ({ keys }: Person): readonly string[] => ['password', ...keys.map(({ id }) => id)]

/** How many live credentials those have who may be a way to all of IAM. */
export const waysOf = (people: readonly Person[], powers: readonly Power[]): number =>
  people.filter(({ power }) => powers.includes(power)).reduce((sum, person) => sum + liveOf(person).length, 0)
