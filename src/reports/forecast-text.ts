import pc from 'picocolors'
import type { Forecast } from '../rehearsal/forecast.ts'
import { plain } from '../text/plain.ts'
import { plural } from '../text/plural.ts'
import { forecastEvents, type ForecastEvent } from './forecast-events.ts'
import { textTable, type Cell } from './table.ts'
import type { View } from './view.ts'

type Paint = ReturnType<typeof pc.createColors>

/** A forecast as a person reads it: what stands in its way, day by day what happens, and the sum of it. */
export function forecastText(forecast: Forecast, { colours, columns }: View): string {
  const paint = pc.createColors(colours)
  const { accountId, start, days, limitDays, runbook } = forecast
  return [
    paint.bold(
      `Account ${accountId} from ${start.slice(0, 16).replace('T', ' ')} UTC, ${plural(days.length - 1, 'day')} ahead. Limit: ${limitDays} days. Runbook: ${runbook}.`,
    ) + '\nAs if nobody used anything from then on. Nothing real is touched.',
    ...beforehand(forecast, paint),
    `${paint.bold('Day by day')}\n${daysText(forecast, columns, paint)}`,
    ...deadText(forecast, paint),
    totalsText(forecast, paint),
  ].join('\n\n')
}

/** What must be known before anything else. */
function beforehand({ missing, exclusions, brake, days, brakePercent }: Forecast, paint: Paint): readonly string[] {
  const closed = brake.kind === 'closed' ? brake : undefined
  return [
    ...(missing.length === 0
      ? []
      : [
          `${plural(missing.length, 'user')} could not be read in the real account, and what becomes of them is not told here: ${missing.map(({ userName }) => plain(userName)).join(', ')}.`,
        ]),
    ...(exclusions.list === 'read' ? [] : [`There is no exclusion list ${exclusions.parameter} in it: nobody is excluded by one.`]),
    ...(closed === undefined
      ? []
      : [
          `The brake closes on ${spans(closed.days)}, ${closed.days.length} of ${plural(days.length, 'day')}: more than ${brakePercent} % of the users would be hit, so nothing is done. ` +
            `In the end ${plural(closed.wouldHit.length, 'user')} would be. With --brake-percent ${closed.enough} it stays open.`,
        ]),
  ].map((text) => paint.yellow(text))
}

/** `day 0 to 5 and 7`. */
function spans(days: readonly number[]): string {
  const found: [number, number][] = []
  for (const day of days) {
    const last = found.at(-1)
    if (last !== undefined && last[1] === day - 1) last[1] = day
    else found.push([day, day])
  }
  return `day ${found.map(([from, to]) => (from === to ? String(from) : `${from} to ${to}`)).join(', ')}`
}

function daysText(forecast: Forecast, columns: number, paint: Paint): string {
  const rows = rowsOf(forecastEvents(forecast)).map(({ date, day, what, userName, details }): readonly Cell[] => [
    date,
    String(day),
    { text: what, paint: COLOURS[what](paint) },
    userName,
    details,
  ])
  if (rows.length === 0) return '  Nothing happens to anybody.'
  const quiet = forecast.days.length - new Set(rows.map(([date]) => date)).size
  return `${textTable(['Date', 'Day', 'What', 'User', 'Details'], rows, columns)}${quiet === 0 ? '' : `\n${plural(quiet, 'day')} without news ${quiet === 1 ? 'is' : 'are'} left out.`}`
}

const COLOURS: Readonly<Record<ForecastEvent['what'], (paint: Paint) => (text: string) => string>> = {
  revoked: ({ red }) => red,
  failed: ({ red }) => red,
  'would be hit': ({ yellow }) => yellow,
  unused: ({ yellow }) => yellow,
  warned: ({ cyan }) => cyan,
  protected: ({ green }) => green,
}

type Row = Pick<ForecastEvent, 'date' | 'day' | 'what' | 'userName'> & { readonly details: string }

/** One row for all that a user loses on a day; that it was found unused goes without saying then. */
function rowsOf(events: readonly ForecastEvent[]): readonly Row[] {
  const losses = new Map<string, readonly ForecastEvent[]>()
  for (const event of events) if (event.what === 'revoked') losses.set(keyOf(event), [...(losses.get(keyOf(event)) ?? []), event])
  return events.flatMap((event) => {
    const lost = losses.get(keyOf(event)) ?? []
    if (event.what === 'unused' && lost.length > 0) return []
    if (event.what !== 'revoked') return [{ ...event, details: event.due === undefined ? event.why : `unused on ${event.due} unless used` }]
    return lost[0] === event ? [{ ...event, details: `${lost.map((each) => credentialText(each)).join(', ')}. ${event.why}` }] : []
  })
}

const keyOf = ({ day, userId }: ForecastEvent): string => `${day} ${userId}`

const credentialText = ({ credential }: ForecastEvent): string =>
  credential?.kind === 'access-key' ? `key ...${credential.id.slice(-4)} deactivated` : 'password deleted'

const deadText = ({ exclusions: { dead } }: Forecast, paint: Paint): readonly string[] =>
  dead.length === 0
    ? []
    : [[paint.bold('Exclusions that protect nobody'), ...dead.map(({ entry, why }) => `  ${plain(entry)}: ${plain(why)}`)].join('\n')]

function totalsText({ totals, days }: Forecast, paint: Paint): string {
  const { users, usersWarned, usersRevoked, usersUnused, usersProtected, usersFailed, passwordsRevoked, accessKeysRevoked } = totals
  return [
    paint.bold(`In ${plural(days.length - 1, 'day')}`),
    `Of ${plural(users, 'user')} ${usersUnused} become unused, ${usersRevoked} lose something (${plural(passwordsRevoked, 'password')}, ${plural(accessKeysRevoked, 'access key')}), ` +
      `${usersWarned} are warned before, ${usersProtected} are left alone on purpose${usersFailed === 0 ? '' : `, for ${usersFailed} the remediation fails`}.`,
  ].join('\n')
}
