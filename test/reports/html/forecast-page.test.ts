import { describe, expect, test } from 'vitest'
import type { Forecast, ForecastDay } from '../../../src/rehearsal/forecast.ts'
import { forecastHtml } from '../../../src/reports/forecast-html.ts'
import { said } from '../../support/html-text.ts'
import { SAMPLE } from '../../support/sample-forecast.ts'

const html = forecastHtml(SAMPLE)
const text = said(html)
const rows = (what: string): number => html.split(`data-what="${what}"`).length - 1

const day = (place: number, of: Partial<ForecastDay> = {}): ForecastDay => ({
  day: place,
  at: new Date(Date.UTC(2026, 10, 2 + place)).toISOString(),
  outcome: { kind: 'judged' },
  counts: { users: 3, unused: 0, compliant: 3, warned: 0, excluded: 0, unknown: 0 },
  warned: [],
  unused: [],
  revoked: [],
  protected: [],
  failed: [],
  ...of,
})
const calm = (days: readonly ForecastDay[]): Forecast => ({
  ...SAMPLE,
  exclusions: { ...SAMPLE.exclusions, list: 'read', dead: [] },
  missing: [],
  brake: { kind: 'never-closed' },
  totals: { ...SAMPLE.totals, usersRevoked: 0, usersFailed: 0, usersProtected: 0, passwordsRevoked: 0, accessKeysRevoked: 0 },
  days,
})
const lost = (count: number): ForecastDay['revoked'] =>
  Array.from({ length: count }, (_, n) => ({ userName: `user-${n}`, userId: `AIDA${n}`, credential: { kind: 'password' } }))

describe('the page of a forecast', () => {
  test('says first what stands in the way, then who loses what, then each day', () => {
    const titles = [
      'Unused IAM credentials, 4 days ahead',
      'As if nobody used anything from then on',
      'Nothing is done on 1 day, first on 2026-11-02.',
      'With --brake-percent 60 it stays open.',
      'Not everything succeeds: for 1 user the remediation fails, first on 2026-11-04.',
      'Not everybody is in it: 1 user could not be read',
      'Without an exclusion list:',
      '2 users lose something',
      '1 exclusion protects nobody',
      'At a glance',
      'Would be hit but for the brake 2',
      'Remediation fails 1',
      'Who loses what 3',
      'Not in it 1',
      'Left alone 2',
      'Exclusions that protect nobody 1',
      'Day by day 11',
    ]
    const places = titles.map((title) => text.indexOf(title))
    expect(titles.filter((_, place) => places[place] === -1)).toEqual([])
    expect(places).toEqual(places.toSorted((a, b) => a - b))
  })

  test('has the totals of the forecast, on top and in its rows', () => {
    expect(text).toContain(
      '2 users lose something 2 passwords, 1 access key, first on 2026-11-04 4 found unused users; the brake closes on 1 day 1 warned before users, first on 2026-11-02 1 failed remediations, first on 2026-11-04 2 left alone users, on purpose 1 not in it users who could not be read',
    )
    expect(['revoked', 'failed', 'would be hit', 'unused', 'warned', 'protected'].map((what) => [what, rows(what)])).toEqual([
      ['revoked', 3],
      ['failed', 1],
      ['would be hit', 2],
      ['unused', 2],
      ['warned', 1],
      ['protected', 2],
    ])
  })

  test('says of each row who it is, when, what, of which credential, why', () => {
    expect(text).toMatch(
      / ana AIDA\w+ 2026-11-04 day 2 Revoked Key AKIAIOSFODNN7EXAMPL1 Password last used 100 days ago \(2026-07-25\); limit 90\./,
    )
    expect(text).toMatch(/ &lt;img src=x&gt; AIDA\w+ 2026-11-02 day 0 Warned Unused on 2026-11-10 unless used before\./)
  })

  test('draws the days one beside the other, and those on which the brake closes shaded', () => {
    expect([...html.matchAll(/<text class="lane"[^>]*>([^<]*)</g)].map(([, heading]) => heading)).toEqual([
      'Warned: 1 user',
      'Found unused: 4 users',
      'Revoked: 3 credentials of 2 users',
    ])
    expect(text).toContain('Something happens on 2 of 5 days, first on 2026-11-02. Most is revoked on 2026-11-04: 3 credentials.')
    expect(html.match(/<rect class="shade"[^>]*>/g)).toEqual(['<rect class="shade" x="0%" width="20%" y="0" height="258"/>'])
    expect(html).toMatch(/<rect class="revoked" x="42.4%" width="15.2%" [^>]*><title>2026-11-04: 3<\/title>/)
  })

  test('has a figure for the days on which something happens alone', () => {
    expect(text).toContain('Day Warned Found unused Revoked 2026-11-02 1 2 0 2026-11-04 0 2 3 ')
  })

  test('has nothing to alarm where all is well, and says where nothing happens at all', () => {
    const quiet = forecastHtml(calm([day(0), day(1)]))
    expect(quiet).not.toContain('class="notice')
    expect(said(quiet)).toContain('Until 2026-11-03 nobody is warned, found unused or revoked.')
    expect(said(quiet)).toContain('Day by day 0 Nothing happens to anybody.')
  })

  test('says where somebody in the account could not be judged', () => {
    const unread = day(1, { counts: { users: 3, unused: 0, compliant: 1, warned: 0, excluded: 0, unknown: 2 } })
    expect(said(forecastHtml(calm([day(0), unread])))).toContain(
      'Not everybody is judged: on 1 day, first on 2026-11-03, up to 2 users could not be.',
    )
  })

  test.for<[days: number, bars: number, first: string]>([
    [120, 121, '2026-11-02'],
    [365, 53, '2026-11-02 to 2026-11-08'],
    [3650, 131, '2026-11-02 to 2026-11-29'],
  ])('of %i days has as many bars as there is room for', ([days, bars, first]) => {
    const page = forecastHtml(calm(Array.from({ length: days + 1 }, (_, place) => day(place, { revoked: lost(1) }))))
    expect(page.match(/<rect class="revoked"/g)).toHaveLength(bars)
    expect(page).toContain(`<title>${first}: `)
  })

  test('counts stand over the highest bars, and none over its neighbour', () => {
    const days = Array.from({ length: 121 }, (_, place) => day(place, { revoked: lost(place === 60 ? 40 : 1 + (place % 2)) }))
    const labels = [...forecastHtml(calm(days)).matchAll(/<text class="count[^"]*" x="([\d.]+)%"[^>]*>(\d+)</g)]
    const places = labels.map(([, x]) => Number(x)).toSorted((one, other) => one - other)
    expect(labels.map(([, , count]) => count)).toContain('40')
    expect(places.length).toBeGreaterThan(20)
    expect(places.slice(1).filter((x, place) => x - (places[place] ?? 0) < 3)).toEqual([])
  })

  test('where many lose something the first ten are named, and the rest is a click away', () => {
    const many = forecastHtml(calm([day(0, { revoked: lost(12) })]))
    expect(many).toContain('<a href="#events" data-only="revoked">2 more</a>')
  })
})
