import type { Forecast, ForecastDay, Revoked } from '../rehearsal/forecast.ts'

/** Something that befalls a user on a day of a forecast. */
export type ForecastEvent = {
  readonly date: string
  readonly day: number
  readonly what: 'warned' | 'unused' | 'would be hit' | 'revoked' | 'protected' | 'failed'
  readonly userName: string
  readonly userId: string
  readonly credential: Revoked['credential'] | undefined
  /** Of who is warned. */
  readonly due: string | undefined
  readonly why: string
}

/** All of them in the order of days. What makes somebody unused is the reason for what is revoked of theirs. */
export function forecastEvents({ days }: Pick<Forecast, 'days'>): readonly ForecastEvent[] {
  const reasons = new Map<string, string>()
  return days.flatMap((day) => {
    for (const { userId, why } of day.unused) reasons.set(userId, why)
    return eventsOf(day, reasons)
  })
}

function eventsOf({ day, at, outcome, ...lists }: ForecastDay, reasons: ReadonlyMap<string, string>): readonly ForecastEvent[] {
  const on = { date: at.slice(0, 10), day, credential: undefined, due: undefined }
  return [
    ...lists.unused.map((hit) => ({ ...on, ...hit, what: outcome.kind === 'braked' ? ('would be hit' as const) : ('unused' as const) })),
    ...lists.revoked.map((each) => ({ ...on, ...each, what: 'revoked' as const, why: reasons.get(each.userId) ?? '' })),
    ...lists.failed.map((told) => ({ ...on, ...told, what: 'failed' as const })),
    ...lists.warned.map((warned) => ({ ...on, ...warned, what: 'warned' as const, why: '' })),
    ...lists.protected.map((told) => ({ ...on, ...told, what: 'protected' as const })),
  ]
}
