import { randomInt } from 'node:crypto'

/** So many seeds, new ones each time; or the one that STORM_SEED names, which replays what a failure told of. */
export function seeds(count: number): readonly number[] {
  const only = process.env['STORM_SEED']
  if (only !== undefined) return [Number(only)]
  const first = randomInt(2 ** 31)
  return Array.from({ length: count }, (_, n) => first + n)
}
