import { expect, test } from 'vitest'
import { parseOrder } from '../../src/runbook/order.ts'

const EVENT = {
  IAMResourceId: 'AIDAIOSFODNN7EXAMPLE',
  MaxCredentialUsageAge: '90',
  RuleName: 'rule',
  ExecutionId: 'id',
  DateTime: '2026-11-25_03.04.05',
}

test("Systems Manager's time is read as UTC", () => {
  expect(parseOrder(EVENT)).toEqual({
    userId: 'AIDAIOSFODNN7EXAMPLE',
    limitDays: 90,
    ruleName: 'rule',
    executionId: 'id',
    now: Date.parse('2026-11-25T03:04:05Z'),
  })
})

test.for([{}, { invokingEvent: '{}' }, undefined, 'text'])('%j is no order', (event) => {
  expect(parseOrder(event)).toBeUndefined()
})

test.for([
  { ...EVENT, MaxCredentialUsageAge: '0' },
  { ...EVENT, MaxCredentialUsageAge: 'ninety' },
  { ...EVENT, DateTime: 'today' },
  { ...EVENT, DateTime: undefined },
])('%j is refused', (event) => {
  expect(() => parseOrder(event)).toThrow(/cannot be read/)
})
