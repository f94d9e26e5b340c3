import { stringify } from 'csv-stringify/sync'
import type { Forecast } from '../rehearsal/forecast.ts'
import { forecastEvents, type ForecastEvent } from './forecast-events.ts'

type Row = { readonly forecast: Forecast; readonly event: ForecastEvent }

/** Columns, in their order. New ones come at the end. */
const COLUMNS: Readonly<Record<string, (row: Row) => string | number | undefined>> = {
  account_id: ({ forecast }) => forecast.accountId,
  limit_days: ({ forecast }) => forecast.limitDays,
  date: ({ event }) => event.date,
  day: ({ event }) => event.day,
  event: ({ event }) => event.what,
  user_name: ({ event }) => event.userName,
  user_id: ({ event }) => event.userId,
  credential: ({ event }) => event.credential?.kind,
  credential_id: ({ event: { credential } }) => (credential?.kind === 'access-key' ? credential.id : undefined),
  due: ({ event }) => event.due,
  why: ({ event }) => event.why,
}

/** A row an event. What a spreadsheet would take for a formula has an apostrophe before it. */
export function forecastCsv(forecast: Forecast): string {
  const rows = forecastEvents(forecast).map((event) => Object.values(COLUMNS).map((cell) => cell({ forecast, event }) ?? ''))
  return stringify([Object.keys(COLUMNS), ...rows], { bom: true, escape_formulas: true, record_delimiter: '\n' }).trimEnd()
}

export const isForecastCsv = (text: string): boolean => text.replace(/^\uFEFF/, '').startsWith(Object.keys(COLUMNS).slice(0, 8).join(','))
