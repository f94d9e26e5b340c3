import { moment } from '../../findings/explained-clock.ts'
import type { Forecast } from '../../rehearsal/forecast.ts'
import { plural } from '../../text/plural.ts'
import { brakeSentences, forecastSentence } from '../forecast-sentences.ts'
import { forecastEvents, type ForecastEvent } from '../forecast-events.ts'
import { dateOf } from './forecast-timeline.ts'
import { foreign, markup, NOTHING, type Markup } from './markup.ts'
import { notices, opening, tileList } from './opening.ts'

/** What a reader must know first: of which account and which days this is, and under which settings. */
export const forecastHeading = ({ days, ...forecast }: Forecast): Markup =>
  markup`${opening(`Unused IAM credentials, ${plural(days.length - 1, 'day')} ahead`, [
    ['Account', markup`${forecast.accountId}`],
    ['From', markup`${moment(forecast.start)}`],
    ['To', markup`${dateOf(days.at(-1))}`],
    ['Limit', markup`${plural(forecast.limitDays, 'day')}`],
    ['Warned', markup`${plural(forecast.warningDays, 'day')} before`],
    ['Brake', markup`${forecast.brakePercent} %`],
    ['Runbook', foreign(forecast.runbook)],
    ['Version', markup`${forecast.toolVersion}`],
  ])}
    <p>As if nobody used anything from then on: whoever goes on working is warned here and never revoked there. Nothing real is touched.</p> `

/** What stands in the way: the brake, remediations that fail, whom nothing is known of, a list that is missing. */
export const forecastAlarms = (forecast: Forecast): Markup =>
  notices('alarm', [
    ...brakeAlarm(forecast),
    ...failureAlarm(forecast),
    ...(forecast.missing.length === 0
      ? []
      : [
          markup`<strong>Not everybody is in it:</strong> ${plural(forecast.missing.length, 'user')} could not be read in the real account, and <a href="#missing">what becomes of them</a> is not told here.`,
        ]),
    ...unreadAlarm(forecast),
    ...(forecast.exclusions.list === 'read'
      ? []
      : [
          markup`<strong>Without an exclusion list:</strong> there is no ${foreign(forecast.exclusions.parameter)} in the account. Nobody is excluded by one.`,
        ]),
  ])

const brakeAlarm = ({ brake, ...forecast }: Forecast): readonly Markup[] =>
  brake.kind === 'never-closed'
    ? []
    : [
        markup`<strong>Nothing is done on ${plural(brake.days.length, 'day')}, first on ${dateOf(forecast.days.find(({ day }) => brake.days.includes(day)))}.</strong> ${brakeSentences({ ...forecast, brake }).join(' ')}${brake.wouldHit.length === 0 ? '' : markup` <a href="#would-be-hit">Who they are.</a>`}`,
      ]

function failureAlarm({ days, totals }: Forecast): readonly Markup[] {
  const first = days.find(({ failed }) => failed.length > 0)
  return first === undefined
    ? []
    : [
        markup`<strong>Not everything succeeds:</strong> for ${plural(totals.usersFailed, 'user')} <a href="#failed">the remediation fails</a>, first on ${dateOf(first)}.`,
      ]
}

/** Somebody who is in the account and whom the rule could not judge on some day. */
function unreadAlarm({ days }: Forecast): readonly Markup[] {
  const those = days.filter(({ counts }) => counts.unknown > 0)
  return those.length === 0
    ? []
    : [
        markup`<strong>Not everybody is judged:</strong> on ${plural(those.length, 'day')}, first on ${dateOf(those[0])}, up to ${plural(Math.max(...those.map(({ counts }) => counts.unknown)), 'user')} could not be.`,
      ]
}

/** The totals, each leading to what it counts. */
export function forecastTiles(forecast: Forecast): Markup {
  const { totals, missing, brake } = forecast
  const events = forecastEvents(forecast)
  const first = (what: ForecastEvent['what']): Markup => {
    const date = events.find((event) => event.what === what)?.date
    return date === undefined ? NOTHING : markup`, first on <span class="date">${date}</span>`
  }
  const taken = [
    ...(totals.passwordsRevoked === 0 ? [] : [plural(totals.passwordsRevoked, 'password')]),
    ...(totals.accessKeysRevoked === 0 ? [] : [plural(totals.accessKeysRevoked, 'access key')]),
  ].join(', ')
  return markup`${tileList([
    {
      tone: 'revoked',
      count: totals.usersRevoked,
      name: totals.usersRevoked === 1 ? 'user loses something' : 'users lose something',
      under: taken === '' ? `of ${plural(totals.users, 'user')}` : markup`${taken}${first('revoked')}`,
      to: 'losses',
    },
    {
      tone: 'unused',
      count: totals.usersUnused,
      name: 'found unused',
      under:
        brake.kind === 'closed' ? `users; the brake closes on ${plural(brake.days.length, 'day')}` : `of ${plural(totals.users, 'user')}`,
      to: 'days',
    },
    { tone: 'due-soon', count: totals.usersWarned, name: 'warned before', under: markup`users${first('warned')}`, to: 'days' },
    { tone: 'unknown', count: totals.usersFailed, name: 'failed', under: markup`remediations${first('failed')}`, to: 'failed' },
    { tone: 'excluded', count: totals.usersProtected, name: 'left alone', under: 'users, on purpose', to: 'protected' },
    { tone: 'unknown', count: missing.length, name: 'not in it', under: 'users who could not be read', to: 'missing' },
  ])}
    <p class="muted totals">${forecastSentence(forecast)}</p> `
}

/** What else is to be known of it. */
export const forecastNotes = ({ exclusions: { dead } }: Forecast): Markup =>
  notices(
    'note',
    dead.length === 0
      ? []
      : [
          markup`${dead.length === 1 ? '1 exclusion protects' : `${dead.length} exclusions protect`} nobody: <a href="#dead">see which</a>.`,
        ],
  )
