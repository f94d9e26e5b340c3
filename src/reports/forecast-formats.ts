import type { Forecast } from '../rehearsal/forecast.ts'
import { forecastCsv, isForecastCsv } from './forecast-csv.ts'
import { forecastHtml, isForecastHtml } from './forecast-html.ts'
import { forecastText, isForecastText } from './forecast-text.ts'
import type { View } from './view.ts'

export const FORECAST_FORMATS = {
  table: forecastText,
  /** Its shape is a promise: docs/rehearsal.md. */
  json: (forecast: Forecast): string => JSON.stringify(forecast, undefined, 2),
  csv: forecastCsv,
  html: forecastHtml,
} as const satisfies Record<string, (forecast: Forecast, view: View) => string>

export type ForecastFormat = keyof typeof FORECAST_FORMATS

/** Whether a file holds a forecast, in any format, and so may be replaced by one. */
export const isForecast = (text: string): boolean => [isForecastText, isForecastJson, isForecastCsv, isForecastHtml].some((is) => is(text))

const isForecastJson = (text: string): boolean => text.startsWith(`{\n  "kind": "forecast",\n  "version": `)
