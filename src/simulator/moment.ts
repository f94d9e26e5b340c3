const UNITS = { m: 60_000, h: 3_600_000, d: 86_400_000 }

/** The longest age, in days. */
const OLDEST_DAYS = 36_500

/** An age (`48d`, `17h`, `57m`) of at most a hundred years, or an instant. */
export const isMoment = (text: string): boolean => (ageOf(text) ?? Infinity) <= OLDEST_DAYS * UNITS.d || isInstant(text)

/** What is meant by either, of what begins now. */
export function moment(text: string, now: Date): Date {
  const age = ageOf(text)
  return age === undefined ? new Date(text) : new Date(now.getTime() - age)
}

/** A day that exists, with or without a time of day. */
export function isInstant(text: string): boolean {
  if (!/^(19|20)\d{2}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?Z)?$/.test(text)) return false
  const date = new Date(text)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text.slice(0, 10))
}

/** `48d`, `17h`, `57m` in milliseconds. */
export function ageOf(text: string): number | undefined {
  const [, amount, unit] = /^(\d{1,9})([mhd])$/.exec(text) ?? []
  return amount === undefined ? undefined : Number(amount) * UNITS[unit as keyof typeof UNITS]
}
