import { describe, expect, test } from 'vitest'
import { daysBetween, instant, isAhead, isDay, isoTime, momentOf, momentOfHttp, plusDays } from '../../src/judgement/instant.ts'
import { isLimit } from '../../src/judgement/limit.ts'

describe('a day of the calendar', () => {
  test.for<[text: string, is: boolean]>([
    ['2026-11-25', true],
    ['2028-02-29', true],
    ['2026-02-29', false],
    ['2026-02-30', false],
    ['2026-13-01', false],
    ['26-11-25', false],
    ['2026-11', false],
    ['2026-11-25T00:00:00Z', false],
    ['2026-11-5', false],
    ['11/25/2026', false],
    ['+012026-11', false],
    ['+012026-11-25', false],
    ['x2026-11-25', false],
    ['', false],
  ])('%j: %s', ([text, is]) => {
    expect(isDay(text)).toBe(is)
  })
})

describe('a moment in UTC, as IAM and AWS Config write it', () => {
  test.for<[text: string, moment: number | undefined]>([
    ['2026-11-25T09:00:00Z', 1_795_597_200_000],
    ['2026-11-25T09:00:00+00:00', 1_795_597_200_000],
    ['2026-11-25T09:00:00.123Z', 1_795_597_200_123],
    ['1970-01-01T00:00:00.001Z', 1],
    ['1970-01-01T00:00:00Z', undefined],
    ['1969-12-31T23:59:59Z', undefined],
    ['2026-11-25T09:00:00', undefined],
    ['2026-11-25T09:00:00+01:00', undefined],
    ['2026-11-25T25:00:00Z', undefined],
    ['2026-11-25T09:00:00.Z', undefined],
    ['2026-02-30T09:00:00Z', undefined],
    ['2026-11-25 09:00:00Z', undefined],
    // JavaScript takes this for the first moment of a day.
    ['2026-11-25(aaaaaaaaaT09:00:00Z', undefined],
    ['2026-11-25', undefined],
    ['', undefined],
  ])('%j', ([text, moment]) => {
    expect(momentOf(text)).toBe(moment)
  })
})

test.for<[text: string, moment: number | undefined]>([
  ['Sun, 06 Nov 1994 08:49:37 GMT', 784_111_777_000],
  ['Mon, 06 Nov 1994 08:49:37 GMT', undefined],
  ['Sun, 06 Nov 1994 08:49:37', undefined],
  ['1994-11-06T08:49:37Z', undefined],
  ['', undefined],
])('a moment as HTTP has it: %j', ([text, moment]) => {
  expect(momentOfHttp(text)).toBe(moment)
})

test('what is no date is no instant', () => {
  expect(() => instant('soon')).toThrow(new RangeError('Not a date: soon'))
})

test.for<[later: string, days: number]>([
  ['2026-11-25T11:59:59.999Z', 0],
  ['2026-11-26T11:59:59.999Z', 0],
  ['2026-11-26T12:00:00Z', 1],
  ['2026-11-20T12:00:00Z', 0],
  ['2027-11-25T12:00:00Z', 365],
])('from noon of 2026-11-25 to %s are %i whole days', ([later, days]) => {
  expect(daysBetween(instant('2026-11-25T12:00:00Z'), instant(later))).toBe(days)
})

test('30 days later', () => {
  expect(isoTime(plusDays(instant('2026-11-25T12:00:00Z'), 30))).toBe('2026-12-25T12:00:00.000Z')
})

test.for<[moment: string, ahead: boolean]>([
  ['2026-11-25T12:00:00Z', false],
  ['2026-11-25T12:05:00Z', false],
  ['2026-11-25T12:05:00.001Z', true],
])('at noon, %s lies ahead, beyond five minutes by which clocks differ: %s', ([moment, ahead]) => {
  expect(isAhead(instant(moment), instant('2026-11-25T12:00:00Z'))).toBe(ahead)
})

test.for<[days: number, is: boolean]>([
  [0, false],
  [1, true],
  [1.5, false],
  [10_000, true],
  [10_001, false],
  [Number.NaN, false],
  [-1, false],
])('%d days can be a limit: %s', ([days, is]) => {
  expect(isLimit(days)).toBe(is)
})
