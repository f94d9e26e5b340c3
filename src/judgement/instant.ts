declare const unit: unique symbol

/** Milliseconds since 1970, UTC. Judgement never reads a clock; instants are handed to it. */
export type Instant = number & { readonly [unit]: 'Instant' }

const DAY_MS = 86_400_000

/** Clocks of AWS may differ by so much; what lies further ahead is not believed. */
const SKEW_MS = 300_000

/** @throws RangeError for a text that is no date */
export function instant(date: Date | string | number): Instant {
  const ms = new Date(date).getTime()
  if (Number.isNaN(ms)) throw new RangeError(`Not a date: ${String(date)}`)
  return ms as Instant
}

/** Whether a text is a day of the calendar, as 2026-11-25: JavaScript takes 2026-02-30 for one in March. */
export const isDay = (text: string): boolean => text.length === 10 && JSON.stringify(new Date(text)).startsWith(`"${text}T`)

/** @returns undefined for a text that is no moment in UTC, as 2026-11-25T09:00:00Z */
export const momentOf = (text: string): Instant | undefined =>
  /^.{10}T\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)$/.test(text) && isDay(text.slice(0, 10)) && Date.parse(text) > 0 ? instant(text) : undefined

/** @returns undefined for a text that is no date as HTTP has it, e.g. Sun, 06 Nov 1994 08:49:37 GMT */
export const momentOfHttp = (text: string): Instant | undefined => (new Date(text).toUTCString() === text ? instant(text) : undefined)

/** Whole days from `earlier` to `later`; a day that is not over does not count, and never less than 0. */
export const daysBetween = (earlier: Instant, later: Instant): number => Math.max(0, Math.floor((later - earlier) / DAY_MS))

/** Whether a moment lies ahead of now, beyond what clocks may differ by: then it cannot have happened (S10). */
export const isAhead = (moment: Instant, now: Instant): boolean => moment - now > SKEW_MS

export const plusDays = (from: Instant, days: number): Instant => instant(from + days * DAY_MS)

export const isoTime = (moment: Instant): string => new Date(moment).toISOString()
