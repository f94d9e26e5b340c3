import pc from 'picocolors'
import type { Forecast } from '../rehearsal/forecast.ts'
import { plain } from '../text/plain.ts'
import { plural } from '../text/plural.ts'
import { forecastEvents, type ForecastEvent } from './forecast-events.ts'
import { brakeSentences, forecastSentence } from './forecast-sentences.ts'
import { textTable, wrappedText, type Cell } from './table.ts'
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
    ...deadText(forecast, columns, paint),
    totalsText(forecast, paint),
  ].join('\n\n')
}

export const isForecastText = (text: string): boolean =>
  /^Account \d{12} from [^\n]+ ahead\. Limit: [^\n]+\nAs if nobody used anything/.test(text)

/** What must be known before anything else. */
function beforehand({ brake, ...forecast }: Forecast, paint: Paint): readonly string[] {
  const { missing, exclusions } = forecast
  return [
    ...(missing.length === 0
      ? []
      : [
          `${plural(missing.length, 'user')} could not be read in the real account, and what becomes of them is not told here: ${missing.map(({ userName }) => plain(userName)).join(', ')}.`,
        ]),
    ...(exclusions.list === 'read' ? [] : [`There is no exclusion list ${exclusions.parameter} in it: nobody is excluded by one.`]),
    ...(brake.kind === 'never-closed' ? [] : [brakeSentences({ ...forecast, brake }).join(' ')]),
  ].map((text) => paint.yellow(text))
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

const deadText = ({ exclusions: { dead } }: Forecast, columns: number, paint: Paint): readonly string[] =>
  dead.length === 0
    ? []
    : [
        [
          paint.bold('Exclusions that protect nobody'),
          ...dead.map(({ entry, why }) => wrappedText(`${plain(entry)}: ${plain(why)}`, '  ', columns)),
        ].join('\n'),
      ]

const totalsText = (forecast: Forecast, paint: Paint): string =>
  [paint.bold(`In ${plural(forecast.days.length - 1, 'day')}`), forecastSentence(forecast)].join('\n')
