import { describe, expect, test } from 'vitest'
import { firstFailure, isSettled, isWell, readiness, type Readiness, type StackEvent } from '../../src/deployment/stack.ts'

const stack = (status: string) => ({
  name: 'S',
  status,
  reason: undefined,
  parameters: new Map<string, string>(),
  outputs: new Map<string, string>(),
})

test.for<[status: string | undefined, readiness: Readiness]>([
  [undefined, 'create'],
  ['REVIEW_IN_PROGRESS', 'create'],
  ['CREATE_COMPLETE', 'update'],
  ['UPDATE_COMPLETE', 'update'],
  ['UPDATE_ROLLBACK_COMPLETE', 'update'],
  ['ROLLBACK_COMPLETE', 'left'],
  ['ROLLBACK_FAILED', 'left'],
  ['CREATE_FAILED', 'left'],
  ['UPDATE_IN_PROGRESS', 'busy'],
  ['UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', 'busy'],
  ['DELETE_IN_PROGRESS', 'busy'],
  ['UPDATE_ROLLBACK_FAILED', 'stuck'],
  ['DELETE_FAILED', 'stuck'],
])('a stack that is %s: %s', ([status, expected]) => {
  expect(readiness(status === undefined ? undefined : stack(status))).toBe(expected)
})

test.for<[status: string, settled: boolean, well: boolean]>([
  ['REVIEW_IN_PROGRESS', false, false],
  ['CREATE_IN_PROGRESS', false, false],
  ['CREATE_COMPLETE', true, true],
  ['ROLLBACK_IN_PROGRESS', false, false],
  ['ROLLBACK_COMPLETE', true, false],
  ['UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', true, true],
  ['UPDATE_COMPLETE', true, true],
  ['UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS', false, false],
  ['UPDATE_ROLLBACK_COMPLETE', true, false],
  ['UPDATE_ROLLBACK_FAILED', true, false],
])('%s: has it ended, and well?', ([status, settled, well]) => {
  expect([isSettled(status), isWell(status)]).toEqual([settled, well])
})

describe('the first resource that failed', () => {
  const event = (logicalId: string, status: string, reason = '', type = 'AWS::IAM::Role'): StackEvent => ({
    id: `${logicalId} ${status}`,
    logicalId,
    type,
    status,
    reason,
  })

  test('is the one that failed by itself, not those that were given up for it, nor the stack', () => {
    const events = [
      event('A', 'CREATE_IN_PROGRESS'),
      event('B', 'CREATE_FAILED', 'Resource creation cancelled'),
      event('A', 'CREATE_FAILED', 'no right'),
      event('C', 'CREATE_FAILED', 'another'),
      event('S', 'ROLLBACK_IN_PROGRESS', 'The following resource(s) failed', 'AWS::CloudFormation::Stack'),
    ]
    expect(firstFailure(events)?.logicalId).toBe('A')
  })

  test('of a stack alone: none', () => {
    expect(firstFailure([event('S', 'UPDATE_ROLLBACK_FAILED', 'x', 'AWS::CloudFormation::Stack')])).toBeUndefined()
  })
})
