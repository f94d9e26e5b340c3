import { expect, test } from 'vitest'
import { isOrder, parseOrder } from '../../../src/function/runbook/order.ts'

const EVENT = { IAMResourceId: 'AIDAIOSFODNN7EXAMPLE', ExecutionId: '7dcc2d5b-7a5c-4a49-b3a5-8f4e0a9f6a1e' }

test('an order names a user and an execution; whatever else it says is not heard', () => {
  expect(isOrder(EVENT)).toBe(true)
  expect(parseOrder({ ...EVENT, MaxCredentialUsageAge: '1', RuleName: 'another', DateTime: '2099-01-01_00.00.00' })).toEqual({
    userId: 'AIDAIOSFODNN7EXAMPLE',
    executionId: '7dcc2d5b-7a5c-4a49-b3a5-8f4e0a9f6a1e',
  })
})

test.for([{}, { invokingEvent: '{}' }, undefined, 'text', null, 3])('%j is no order', (event) => {
  expect(isOrder(event)).toBe(false)
})

test.for<Record<string, unknown>>([
  { ...EVENT, IAMResourceId: ['AIDAIOSFODNN7EXAMPLE'] },
  { ...EVENT, IAMResourceId: true },
  { ...EVENT, IAMResourceId: { toString: 1 } },
  { ...EVENT, IAMResourceId: null },
  { ...EVENT, IAMResourceId: 'AIDA/../*' },
  { ...EVENT, IAMResourceId: '../AIDAIOSFODNN7EXAMPLE' },
  { ...EVENT, IAMResourceId: 'AIDAIOSFODNN7EXAMPLE/..' },
  { ...EVENT, IAMResourceId: 'AIDAIOSFODNN7' },
  { ...EVENT, ExecutionId: undefined },
  { ...EVENT, ExecutionId: { id: 1 } },
  { ...EVENT, ExecutionId: 'a\nb' },
  { ...EVENT, ExecutionId: 'x'.repeat(65) },
])('%j is an order that cannot be read', (event) => {
  expect(isOrder(event)).toBe(true)
  expect(() => parseOrder(event)).toThrow(/^The order cannot be read/)
})
