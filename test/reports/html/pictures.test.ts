import { describe, expect, test } from 'vitest'
import type { SeenUser } from '../../../src/findings/seen.ts'
import { bars } from '../../../src/reports/html/bars.ts'
import type { Chart } from '../../../src/reports/html/chart.ts'
import { dueDates } from '../../../src/reports/html/due-dates.ts'
import { idleDays } from '../../../src/reports/html/idle-days.ts'
import { linesOf } from '../../../src/reports/html/of-documents.ts'
import { AS_OF, daysAgo, documentOf, MADE, seenUser } from '../../support/findings.ts'

const password = (used: number): SeenUser['read'] => [
  { kind: 'password', created: daysAgo(400), lastUse: { kind: 'at', instant: daysAgo(used) } },
]
const [entry] = MADE.entries
const users = [
  seenUser('new', { read: password(0) }),
  seenUser('also-new', { read: password(14) }),
  seenUser('soon', { read: password(89) }),
  seenUser('unused', { read: password(90), outcome: { kind: 'non-compliant' } }),
  seenUser('long', { read: password(399), outcome: { kind: 'non-compliant' } }),
  seenUser('kept', {
    read: password(200),
    outcome: entry === undefined ? { kind: 'compliant' } : { kind: 'excluded', exclusion: { kind: 'entry', entry } },
  }),
  seenUser('none'),
]
const lines = linesOf([documentOf(users)])

/** Bars that are not empty: in use, unused soon, unused, excluded, unknown. */
const filled = ({ bars: all }: Chart) =>
  all.flatMap(({ name, counts }) => (counts.some((count) => count > 0) ? [[name, counts.join(' ')]] : []))

describe('idle days', () => {
  test('a bar begins at the limit, the last has no end, and everything active stands in one', () => {
    const chart = idleDays(lines, [90])
    expect(filled(chart)).toEqual([
      ['0 to 14', '2 0 0 0 0'],
      ['75 to 89', '0 1 0 0 0'],
      ['90 to 104', '0 0 1 0 0'],
      ['165 and more', '0 0 1 1 0'],
    ])
    expect(chart.line).toEqual({ before: 6, label: 'limit 90' })
    expect(chart.description).toBe(
      '6 active credentials: 3 idle for less than the limit of 90 days, 3 for as long or longer; the longest for 399 days.',
    )
  })

  test.for<[limit: number, names: readonly string[]]>([
    [1, ['0', '1', '2', '3', '4', '5', '6 and more']],
    [
      45,
      [
        '0 to 7',
        '8 to 15',
        '16 to 23',
        '24 to 31',
        '32 to 39',
        '40 to 44',
        '45 to 52',
        '53 to 60',
        '61 to 68',
        '69 to 76',
        '77 to 84',
        '85 and more',
      ],
    ],
  ])('with a limit of %i', ([limit, names]) => {
    expect(idleDays(lines, [limit]).bars.map(({ name }) => name)).toEqual(names)
  })

  test('of accounts with different limits no line is drawn', () => {
    expect(idleDays(lines, [90, 45])).not.toHaveProperty('line')
  })
})

describe('due dates', () => {
  const chart = dueDates(lines, AS_OF, [90])

  test('a bar is a week, the first is of what is unused already; exclusions that end are marked', () => {
    expect(filled(chart)).toEqual([
      ['Already', '0 0 2 1 0'],
      ['2026-11-02 to 2026-11-08', '0 1 0 0 0'],
      ['2027-01-11 to 2027-01-17', '1 0 0 0 0'],
      ['2027-01-25 to 2027-01-31', '1 0 0 0 0'],
    ])
    expect(chart.bars.flatMap(({ tick, marks = 0 }) => (marks > 0 ? [[tick, marks]] : []))).toEqual([['28 Dec', 1]])
    expect(chart.description).toBe(
      '2 credentials unused already. If nothing happens 3 more will be, the first of them on 2026-11-03. The exclusion of 1 user ends in this time.',
    )
  })

  test('of accounts that were looked at at other times too, everything stands in a bar', () => {
    const late = linesOf([documentOf(users.slice(0, 1), { asOf: daysAgo(-300) })])
    expect(dueDates(late, AS_OF, [90]).bars.reduce((sum, { counts }) => sum + counts.reduce((all, count) => all + count), 0)).toBe(1)
  })
})

test('a picture says in a table what it shows, and has no style of its own', () => {
  const { text } = bars({
    id: 'x',
    title: 'A <title>',
    description: 'Seen',
    axis: 'Day',
    series: [
      { name: 'One', tone: 'unused' },
      { name: 'Never there', tone: 'in-use' },
    ],
    bars: [
      { tick: 'a', name: 'first', counts: [3, 0] },
      { tick: 'b', name: 'second', counts: [0, 0], marks: 2 },
    ],
    marks: 'Ends',
  })
  expect(text).toContain('<title id="x-title">A &lt;title&gt;</title>')
  expect(text).toContain(
    '<tr><th scope="row">first</th><td>3</td><td>0</td></tr>\n<tr><th scope="row">second</th><td>0</td><td>2</td></tr>',
  )
  expect(text).toContain('<rect class="unused" x="6%" width="38%" y="26" height="140"/>')
  expect(text).not.toContain('Never there')
  expect(text).not.toContain('style=')
})
