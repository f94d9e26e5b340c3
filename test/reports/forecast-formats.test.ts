import stringWidth from 'string-width'
import { describe, expect, test } from 'vitest'
import type { Forecast } from '../../src/rehearsal/forecast.ts'
import { totalsOf } from '../../src/rehearsal/forecast-totals.ts'
import { FORECAST_FORMATS, isForecast } from '../../src/reports/forecast-formats.ts'
import { SAMPLE } from '../support/sample-forecast.ts'

const VIEW = { columns: 120, colours: false }

test.for(['table', 'json', 'csv', 'html'] as const)('as %s', async (format) => {
  await expect(`${FORECAST_FORMATS[format](SAMPLE, VIEW)}\n`).toMatchFileSnapshot(`golden/forecast-${format}.txt`)
})

test('the sums of the sample are those of its days', () => {
  expect(totalsOf(SAMPLE.days)).toEqual(SAMPLE.totals)
})

test('each of them is known again, and nothing else is', () => {
  const all = Object.values(FORECAST_FORMATS).map((format) => `${format(SAMPLE, VIEW)}\n`)
  expect(all.map((text) => isForecast(text))).toEqual([true, true, true, true])
  const others = ['', '{}', '{ "kind": "forecast" }', 'Account of my own\n', 'account_id,user\n', ...all.map((text) => `x${text}`)]
  expect(others.map((text) => isForecast(text))).toEqual(others.map(() => false))
})

describe('for people', () => {
  const text = (forecast: Forecast, columns = 120): string => FORECAST_FORMATS.table(forecast, { columns, colours: false })

  test.for([60, 100, 200])('the table fits %i columns', (columns) => {
    const table = text(SAMPLE, columns).split('Day by day\n')[1]?.split('\n\n')[0] ?? ''
    expect(Math.max(...table.split('\n').map((line) => stringWidth(line)))).toBeLessThanOrEqual(columns)
  })

  test('nothing that happens is said', () => {
    const quiet = {
      ...SAMPLE,
      missing: [],
      exclusions: { ...SAMPLE.exclusions, list: 'read' as const, dead: [] },
      days: SAMPLE.days.slice(3),
      brake: { kind: 'never-closed' as const },
    }
    expect(text(quiet)).toMatch(/Nothing real is touched\.\n\nDay by day\n {2}Nothing happens to anybody\.\n\nIn 1 day\n/)
  })

  test('no control character of others reaches the terminal', () => {
    expect(text(SAMPLE)).not.toContain('\u001B')
  })

  test('days on which the brake closes are told in spans', () => {
    const brake = { kind: 'closed' as const, days: [0, 1, 2, 4], enough: 60, wouldHit: [] }
    expect(text({ ...SAMPLE, brake })).toContain('The brake closes on day 0 to 2, 4, 4 of 5 days: more than 50 %')
  })
})
