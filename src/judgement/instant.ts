declare const unit: unique symbol

/** Milliseconds since 1970, UTC. Judgement never reads a clock; instants are handed to it. */
export type Instant = number & { readonly [unit]: 'Instant' }

const DAY_MS = 86_400_000

/** @throws RangeError for a text that is no date */
export function instant(date: Date | string | number): Instant {
  const ms = new Date(date).getTime()
  if (Number.isNaN(ms)) throw new RangeError(`Not a date: ${String(date)}`)
  return ms as Instant
}

/** Whole days from `earlier` to `later`; a day that is not over does not count, and never less than 0. */
export const daysBetween = (earlier: Instant, later: Instant): number => Math.max(0, Math.floor((later - earlier) / DAY_MS))

export const plusDays = (from: Instant, days: number): Instant => instant(from + days * DAY_MS)

export const isoTime = (moment: Instant): string => new Date(moment).toISOString()
