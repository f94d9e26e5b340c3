import type { Forecast } from '../../rehearsal/forecast.ts'
import { forecastEvents, type ForecastEvent } from '../forecast-events.ts'
import { takenName } from './forecast-table.ts'
import { foreign, markup, type Markup } from './markup.ts'
import { named } from './named.ts'

const restOf = (only: ForecastEvent['what']) => ({ section: 'events', only, where: 'in the table of all days' })

/** Who needs attention, most urgent first: whom the brake spares, where the remediation fails, who loses what, of whom nothing is known, who is left alone by what. */
export function forecastWho(forecast: Forecast): Markup {
  const { brake, missing } = forecast
  const events = forecastEvents(forecast)
  const of = (what: ForecastEvent['what']): readonly ForecastEvent[] => events.filter((event) => event.what === what)
  return markup`${named({
    id: 'would-be-hit',
    title: 'Would be hit but for the brake',
    says: 'As of the last day on which it closes.',
    columns: ['User', 'Why'],
    rows: brake.kind === 'closed' ? brake.wouldHit.map(({ userName, why }) => [foreign(userName), why]) : [],
    rest: restOf('would be hit'),
  })}${named({
    id: 'failed',
    title: 'Remediation fails',
    says: 'What is unused stays, and the stack tries again.',
    columns: ['User', 'Date', 'Why'],
    rows: of('failed').map(({ userName, date, why }) => [foreign(userName), date, why]),
    rest: restOf('failed'),
  })}${named({
    id: 'losses',
    title: 'Who loses what',
    says: 'Unless it is used before. The first comes first.',
    columns: ['User', 'Credential', 'Date', 'Why'],
    rows: of('revoked').map(({ userName, credential = { kind: 'password' }, date, why }) => [
      foreign(userName),
      takenName(credential),
      date,
      why,
    ]),
    rest: restOf('revoked'),
  })}${named({
    id: 'missing',
    title: 'Not in it',
    says: 'They could not be read in the real account: what becomes of them is not known.',
    columns: ['User', 'Why'],
    rows: missing.map(({ userName, why }) => [foreign(userName), why]),
    rest: undefined,
  })}${named({
    id: 'protected',
    title: 'Left alone',
    says: 'By an exclusion, or as the last way in.',
    columns: ['User', 'Date', 'By'],
    rows: of('protected').map(({ userName, date, why }) => [foreign(userName), date, why]),
    rest: restOf('protected'),
  })}${named({
    id: 'dead',
    title: 'Exclusions that protect nobody',
    says: 'As of the last day.',
    columns: ['Entry', 'Why'],
    rows: forecast.exclusions.dead.map(({ entry, why }) => [foreign(entry), why]),
    rest: undefined,
  })}`
}
