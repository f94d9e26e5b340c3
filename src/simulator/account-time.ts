import * as v from 'valibot'

const UNITS = { m: 60_000, h: 3_600_000, d: 86_400_000 }

/** The longest age, in days. */
const OLDEST_DAYS = 36_500

/** `48d`, `17h`, `57m`: so long before the simulator's start; or an instant, `2026-11-01T09:00:00Z`. */
export const Ago = v.pipe(
  v.string(),
  v.check(
    (text) => (spanOf(text) ?? Infinity) <= OLDEST_DAYS * UNITS.d || isInstant(text),
    'expected an age such as 48d, 17h or 57m, or an instant such as 2026-11-01T09:00:00Z',
  ),
)

/** The moment that is meant, seen from now. */
export function moment(ago: string, now: Date): Date {
  const age = spanOf(ago)
  return age === undefined ? new Date(ago) : new Date(now.getTime() - age)
}

/** `48d`, `17h`, `57m` in milliseconds. */
export function spanOf(text: string): number | undefined {
  const [, amount, unit] = /^(\d{1,9})([mhd])$/.exec(text) ?? []
  return amount === undefined ? undefined : Number(amount) * UNITS[unit as keyof typeof UNITS]
}

/** A day that exists, with or without a time of day. */
function isInstant(text: string): boolean {
  if (!/^(19|20)\d{2}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?Z)?$/.test(text)) return false
  const date = new Date(text)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text.slice(0, 10))
}
