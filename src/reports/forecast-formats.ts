import type { Forecast } from '../rehearsal/forecast.ts'
import { forecastCsv } from './forecast-csv.ts'
import { forecastText } from './forecast-text.ts'
import type { View } from './view.ts'

export const FORECAST_FORMATS = {
  table: forecastText,
  /** Its shape is a promise: docs/rehearsal.md. */
  json: (forecast: Forecast): string => JSON.stringify(forecast, undefined, 2),
  csv: forecastCsv,
} as const satisfies Record<string, (forecast: Forecast, view: View) => string>

export type ForecastFormat = keyof typeof FORECAST_FORMATS
