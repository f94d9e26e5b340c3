import { instant, plusDays, isoTime } from '../../judgement/instant.ts'
import type { Forecast, ForecastDay } from '../../rehearsal/forecast.ts'
import { plural } from '../../text/plural.ts'
import { dayText } from './day-text.ts'
import { lanes } from './lanes.ts'
import type { Markup } from './markup.ts'

/** A bar is a day as long as there is room for so many, otherwise a week or four. */
const MOST_BARS = 140

/** Who is warned, who is found unused and what is revoked, day by day, on one line of time; and on which days the brake closes. */
export function forecastTimeline(forecast: Forecast): Markup {
  const { days, totals } = forecast
  const span = [1, 7].find((each) => days.length / each <= MOST_BARS) ?? 28
  const periods = Array.from({ length: Math.ceil(days.length / span) }, (_, place) => days.slice(place * span, (place + 1) * span))
  const each = span === 1 ? 'a day' : span === 7 ? 'a week' : 'four weeks'
  return lanes(
    {
      id: 'timeline',
      title: `Who is warned, found unused and revoked when${span === 1 ? '' : `, ${each} a bar`}`,
      description: described(forecast),
      axis: span === 1 ? 'Day' : 'Days',
      series: [
        { name: 'Warned', tone: 'due-soon' },
        { name: 'Found unused', tone: 'unused' },
        { name: 'Revoked', tone: 'revoked' },
      ],
      bars: periods.map((period) => ({
        tick: dayText(dateOf(period[0])),
        name: period.length === 1 ? dateOf(period[0]) : `${dateOf(period[0])} to ${dateOf(period.at(-1))}`,
        counts: LANES.map((of) => period.reduce((sum, day) => sum + of(day).length, 0)),
      })),
    },
    [
      `Warned: ${plural(totals.usersWarned, 'user')}`,
      `Found unused: ${plural(totals.usersUnused, 'user')}`,
      `Revoked: ${plural(totals.passwordsRevoked + totals.accessKeysRevoked, 'credential')} of ${plural(totals.usersRevoked, 'user')}`,
    ],
    { name: 'The brake closes: nothing is done', of: periods.map((period) => period.some(({ outcome }) => outcome.kind === 'braked')) },
  )
}

const LANES: readonly ((day: ForecastDay) => readonly unknown[])[] = [
  ({ warned }) => warned,
  ({ unused }) => unused,
  ({ revoked }) => revoked,
]

export const dateOf = (day: ForecastDay | undefined): string => (day?.at ?? '').slice(0, 10)

function described({ days, start }: Forecast): string {
  const news = days.filter(({ warned, unused, revoked }) => warned.length + unused.length + revoked.length > 0)
  const last = isoTime(plusDays(instant(start), Math.max(0, days.length - 1))).slice(0, 10)
  if (news.length === 0) return `Until ${last} nobody is warned, found unused or revoked.`
  const [first, most] = [news[0], news.toSorted((one, other) => other.revoked.length - one.revoked.length)[0]]
  return [
    `Something happens on ${news.length} of ${plural(days.length, 'day')}, first on ${dateOf(first)}.`,
    ...(most === undefined || most.revoked.length === 0
      ? ['Nothing is revoked.']
      : [`Most is revoked on ${dateOf(most)}: ${plural(most.revoked.length, 'credential')}.`]),
  ].join(' ')
}
