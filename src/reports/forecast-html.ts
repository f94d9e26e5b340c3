import type { Forecast } from '../rehearsal/forecast.ts'
import { forecastTable } from './html/forecast-table.ts'
import { forecastTimeline } from './html/forecast-timeline.ts'
import { forecastAlarms, forecastHeading, forecastNotes, forecastTiles } from './html/forecast-top.ts'
import { forecastWho } from './html/forecast-who.ts'
import { markup } from './html/markup.ts'
import { isPage, page } from './html/page.ts'
import { table } from './html/table.ts'

const ABOUT = 'forecast'

/** A forecast as a page for people, like that of findings: first what a reader must know in ten seconds, then a timeline, then every day and user. */
export function forecastHtml(forecast: Forecast): string {
  const events = forecastTable(forecast)
  return page({
    about: ABOUT,
    title: `Unused IAM credentials ahead, ${forecast.accountId}, from ${forecast.start.slice(0, 10)}`,
    body: markup`<main>
      ${forecastHeading(forecast)}${forecastAlarms(forecast)}${forecastTiles(forecast)}${forecastNotes(forecast)}
      <section id="days" class="charts">
        <h2>At a glance</h2>
        ${forecastTimeline(forecast)}
      </section>
      ${forecastWho(forecast)}
      <section id="events">
        <h2>Day by day <span class="number">${events.rows.length}</span></h2>
        ${events.rows.length === 0 ? markup`<p class="muted">Nothing happens to anybody.</p>` : table(events)}
      </section>
    </main>`,
  })
}

export const isForecastHtml = (text: string): boolean => isPage(text, ABOUT)
