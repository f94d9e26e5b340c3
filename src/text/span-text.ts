import { plural } from './plural.ts'

/** Minutes that a unit has, and from how many on a span is told in it: 90 minutes, 36 hours, 2 days. */
const UNITS = [
  { noun: 'day', minutes: 1_440, from: 2_880 },
  { noun: 'hour', minutes: 60, from: 120 },
  { noun: 'minute', minutes: 1, from: 0 },
] as const

/** How long, in the unit in which people tell it. */
export function spanText(ms: number): string {
  const total = Math.round(ms / 60_000)
  const { noun, minutes } = UNITS.find(({ from }) => total >= from) ?? UNITS[2]
  return plural(Math.round(total / minutes), noun)
}
