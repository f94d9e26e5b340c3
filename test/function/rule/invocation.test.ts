import { describe, expect, test } from 'vitest'
import { isDue, type Earlier } from '../../../src/function/earlier.ts'
import { parseInvocation } from '../../../src/function/rule/invocation.ts'
import { instant } from '../../../src/judgement/instant.ts'

const CLOCK = instant('2026-11-25T12:00:00Z')

const eventOf = (notificationCreationTime: unknown, messageType = 'ScheduledNotification') => ({
  invokingEvent: JSON.stringify({ messageType, notificationCreationTime }),
  resultToken: 'token',
  accountId: '123456789012',
})

test.for(['', '{', 'null', '3', '[]'])('an invoking event %j is none of ours', (invokingEvent) => {
  expect(() => parseInvocation({ ...eventOf('2026-11-25T12:00:00Z'), invokingEvent }, CLOCK)).toThrow(
    /^Not a ScheduledNotification of AWS Config: (invokingEvent|messageType) is missing or not as it should be/,
  )
})

test.for<[field: string, odd: object]>([
  ['resultToken', { resultToken: '' }],
  ['resultToken', { resultToken: undefined }],
  ['accountId', { accountId: 123_456_789_012 }],
  ['accountId', { accountId: '' }],
  ['invokingEvent', { invokingEvent: undefined }],
  ['invokingEvent', { invokingEvent: '' }],
])('%s that is missing or of another type is refused: %j', ([field, odd]) => {
  expect(() => parseInvocation({ ...eventOf('2026-11-25T12:00:00Z'), ...odd }, CLOCK)).toThrow(
    `Not a ScheduledNotification of AWS Config: ${field} is missing or not as it should be. Let AWS Config invoke this function.`,
  )
})

test('an invoking event that is no JSON is told by its name', () => {
  expect(() => parseInvocation({ ...eventOf('2026-11-25T12:00:00Z'), invokingEvent: '{' }, CLOCK)).toThrow(
    'Not a ScheduledNotification of AWS Config: invokingEvent is missing or not as it should be. Let AWS Config invoke this function.',
  )
})

describe("an event's time", () => {
  test.for(['2026-11-25T11:59:58.123Z', '2026-11-25T12:04:59Z', '2026-10-01T00:00:00Z'])('%s is taken', (time) => {
    expect(parseInvocation(eventOf(time), CLOCK)).toEqual({ resultToken: 'token', accountId: '123456789012', now: Date.parse(time) })
  })

  test.for(['2026-11-25T12:05:01Z', '2027-11-25T12:00:00Z'])('%s lies ahead, and is refused', (time) => {
    expect(() => parseInvocation(eventOf(time), CLOCK)).toThrow(`The event is of ${time}, which lies ahead.`)
  })

  test.for(['1', '2026-11-25', '2026-11-25 12:00', 'now', '2026-13-01T00:00:00Z', '2026-02-30T00:00:00Z', 1_764_072_000, '', null])(
    '%j is no time',
    (time) => {
      expect(() => parseInvocation(eventOf(time), CLOCK)).toThrow(/notificationCreationTime is missing or not as it should be/)
    },
  )
})

test('another sort of event is refused', () => {
  expect(() => parseInvocation(eventOf('2026-11-25T11:00:00Z', 'ConfigurationItemChangeNotification'), CLOCK)).toThrow(/messageType/)
})

describe('with Seven_Days a run is due (S7)', () => {
  const earlier = (...orderings: string[]): Earlier => ({
    kind: 'read',
    evaluations: new Map(
      orderings.map((ordering, place) => [`AIDA${place}`, { annotation: '', complianceType: 'COMPLIANT', ordering: Date.parse(ordering) }]),
    ),
  })

  test.for<[situation: string, Earlier, boolean]>([
    ['at first', earlier(), true],
    ['not the day after', earlier('2026-11-24T12:00:00Z', '2026-11-24T12:00:00Z'), false],
    ['not after six days and eleven hours', earlier('2026-11-19T01:00:00Z'), false],
    ['after six days and a half', earlier('2026-11-19T00:00:00Z'), true],
    ['after a week, whatever the day of the week', earlier('2026-11-18T12:00:03Z'), true],
    ['where one user could not be judged last time', earlier('2026-11-24T12:00:00Z', '2026-11-17T12:00:00Z'), true],
    ['when the same event is tried again', earlier('2026-11-25T12:00:00Z', '2026-11-24T12:00:00Z'), true],
    ['where it cannot be known', { kind: 'unread', why: 'AccessDenied' }, true],
  ])('%s', ([, before, due]) => {
    expect(isDue(before, CLOCK)).toBe(due)
  })
})
