import { expect, test } from 'vitest'
import { instant } from '../../src/judgement/instant.ts'
import { aggregateView, type Aggregate, type AggregatedResult } from '../../src/organization/aggregate.ts'
import { AGGREGATE_FORMATS, isAggregate } from '../../src/reports/aggregate-formats.ts'

const NOW = instant('2026-11-02T09:00:00Z')
const hoursAgo = (hours: number) => instant(NOW - hours * 3_600_000)
const account = (digit: string, state = 'ACTIVE') => ({ id: digit.repeat(12), name: `account ${digit}`, state })
const result = (digit: string, hours: number, more: Partial<AggregatedResult> = {}): AggregatedResult => ({
  accountId: digit.repeat(12),
  region: 'us-east-1',
  userId: `AIDA${digit}`,
  compliance: 'COMPLIANT',
  annotation: 'No password and no access key.',
  recorded: hoursAgo(hours),
  ...more,
})
const source = (digit: string, status = 'SUCCEEDED', error?: string) => ({
  accountId: digit.repeat(12),
  region: 'us-east-1',
  status,
  error,
})

const aggregate = (more: Partial<Aggregate>): Aggregate => ({
  aggregator: 'all',
  rule: 'the-rule',
  periodHours: 24,
  now: NOW,
  caller: 'arn:aws:iam::111111111111:user/me',
  region: 'us-east-1',
  results: [],
  sources: [],
  organization: { kind: 'listed', accounts: [] },
  ...more,
})

const standings = (more: Partial<Aggregate>) =>
  aggregateView(aggregate(more)).accounts.map(({ id, standing, says }) => [id[0], standing, says])

test('whose latest result is older than two periods is stale, whatever older ones there are', () => {
  const accounts = ['1', '2', '3'].map((digit) => account(digit))
  const results = [
    result('1', 48),
    result('2', 49),
    result('2', 300, { userId: 'AIDA2b' }),
    result('3', 300),
    result('3', 1, { userId: 'AIDA3b' }),
  ]
  expect(
    standings({ organization: { kind: 'listed', accounts }, results, sources: ['1', '2', '3'].map((digit) => source(digit)) }),
  ).toEqual([
    ['2', 'stale', 'The latest result is 49 hours old, more than 2 periods of 24 hours.'],
    ['1', 'fresh', ''],
    ['3', 'fresh', ''],
  ])
})

test.for([
  ['a rule of every hour', 1, 3, 'stale'],
  ['a rule of every week', 168, 330, 'fresh'],
] as const)('%s has periods of its own', ([, periodHours, hours, standing]) => {
  expect(standings({ periodHours, results: [result('1', hours)] })).toEqual([['1', standing, expect.any(String)]])
})

test('who has no results comes first, with what is known of why; closed accounts do not come', () => {
  const accounts = [account('1'), account('2'), account('3'), account('4', 'SUSPENDED')]
  const sources = [source('1'), source('2', 'FAILED', 'AccessDenied')]
  const nothing = 'The rule the-rule has no results there: not deployed, never run, or no users.'
  expect(standings({ organization: { kind: 'listed', accounts }, results: [result('1', 1)], sources })).toEqual([
    ['2', 'without', `${nothing} Its data in the aggregator are FAILED (AccessDenied).`],
    ['3', 'without', `${nothing} Nothing from the account reaches the aggregator: is AWS Config on there?`],
    ['1', 'fresh', ''],
  ])
})

test('where AWS Organizations tells nothing, who feeds the aggregator without results is named all the same', () => {
  const view = aggregateView(
    aggregate({ organization: { kind: 'not-listed', why: 'refused' }, results: [result('1', 1)], sources: [source('1'), source('2')] }),
  )
  expect(view.comparedWith).toEqual({ nothing: 'refused' })
  expect(view.accounts.map(({ id, standing }) => [id[0], standing])).toEqual([
    ['2', 'without'],
    ['1', 'fresh'],
  ])
})

test('what others wrote is harmless, as a table and as CSV; a file of any format is known again', () => {
  const evil = result('1', 1, { compliance: 'NON_COMPLIANT', annotation: '=cmd|calc\u001B[31m\n', userId: 'AIDA\u202E' })
  const organization = { kind: 'listed', accounts: [{ ...account('1'), name: '\u001B]0;owned\u0007' }] } as const
  const view = aggregateView(aggregate({ results: [evil], organization }))
  for (const render of Object.values(AGGREGATE_FORMATS)) {
    const text = render(view, { columns: 100, colours: false })
    // oxlint-disable-next-line no-control-regex -- what is looked for are control characters
    expect(text).not.toMatch(/[\u001B\u0007\u202E]/)
    expect(isAggregate(text)).toBe(true)
  }
  expect(AGGREGATE_FORMATS.csv(view)).toContain(",'=cmd|calc")
  expect(isAggregate('{"accounts": []}')).toBe(false)
})
