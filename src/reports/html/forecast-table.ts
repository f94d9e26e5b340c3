import type { Forecast, Revoked } from '../../rehearsal/forecast.ts'
import { forecastEvents, type ForecastEvent } from '../forecast-events.ts'
import type { Tone } from './chart.ts'
import { foreign, markup, NOTHING, type Markup } from './markup.ts'
import type { Table } from './table.ts'

type What = ForecastEvent['what']

/** In the order in which they are offered: what is done first. */
const WHATS: Readonly<Record<What, { readonly name: string; readonly tone: Tone }>> = {
  revoked: { name: 'Revoked', tone: 'revoked' },
  failed: { name: 'Failed', tone: 'unknown' },
  'would be hit': { name: 'Would be hit', tone: 'inactive' },
  unused: { name: 'Unused', tone: 'unused' },
  warned: { name: 'Warned', tone: 'due-soon' },
  protected: { name: 'Protected', tone: 'excluded' },
}

/** All that befalls users, day by day: a row for each. */
export function forecastTable(forecast: Forecast): Table {
  const events = byUser(forecastEvents(forecast))
  const whats = Object.keys(WHATS) as readonly What[]
  return {
    id: 'events-all',
    caption: 'In the order of days. What is found unused is revoked on the same day where a runbook remediates it.',
    columns: [
      { name: 'User', style: 'user', cells: '' },
      { name: 'Date', style: 'day' },
      { name: 'What', style: 'standing', by: 'what' },
      { name: 'Credential', style: 'credential', cells: '' },
      { name: 'Why', style: 'why', cells: '' },
    ],
    rows: events.map((event) => ({
      cells: [
        { shows: markup`${foreign(event.userName)} <small>${event.userId}</small>` },
        { shows: markup`${event.date} <small>day ${event.day}</small>` },
        { shows: WHATS[event.what].name, style: `badge ${WHATS[event.what].tone}` },
        { shows: event.credential === undefined ? NOTHING : takenName(event.credential) },
        { shows: whyOf(event) },
      ],
      facets: { what: event.what },
    })),
    tool: {
      search: 'Search users, ids, dates, keys and reasons',
      facets: [
        {
          id: 'what',
          name: 'Show',
          as: 'boxes',
          values: whats
            .map((value) => ({ value, ...WHATS[value], rows: events.filter(({ what }) => what === value).length }))
            .filter(({ rows }) => rows > 0),
        },
      ],
    },
  }
}

/** What befalls somebody on a day stands together. */
function byUser(events: readonly ForecastEvent[]): readonly ForecastEvent[] {
  const keyed = events.map((event) => ({ event, key: `${event.day} ${event.userId}` }))
  const places = new Map(keyed.map(({ key }, place) => [key, place] as const).toReversed())
  const placeOf = ({ key }: { readonly key: string }): number => places.get(key) ?? 0
  return keyed.toSorted((one, other) => placeOf(one) - placeOf(other)).map(({ event }) => event)
}

export const takenName = (credential: Revoked['credential']): Markup =>
  credential.kind === 'password' ? markup`Password` : markup`Key <code>${credential.id}</code>`

/** Who is warned has a day, not a reason. */
const whyOf = ({ due, why }: ForecastEvent): string => (due === undefined ? why : `Unused on ${due} unless used before.`)
