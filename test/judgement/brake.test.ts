import fc from 'fast-check'
import { expect, test } from 'vitest'
import { brakeActs } from '../../src/judgement/brake.ts'
import { brakeRoom } from '../../src/judgement/brake-room.ts'

test.for<[nonCompliant: number, users: number, percent: number, acts: boolean]>([
  [10, 10, 50, false],
  [11, 11, 50, true],
  [11, 22, 50, false],
  [12, 22, 50, true],
  [11, 21, 50, true],
  [500, 1000, 50, false],
  [501, 1000, 50, true],
  [11, 1000, 1, true],
  [10, 1000, 1, false],
  [1000, 1000, 100, false],
  [0, 0, 1, false],
])('%i of %i users at %i %%: acts %s (S9)', ([nonCompliant, users, percent, acts]) => {
  expect(brakeActs(nonCompliant, users, percent)).toBe(acts)
})

test('there is room for as many as the brake lets pass, and for not one more', () => {
  fc.assert(
    fc.property(fc.nat(5000), fc.integer({ min: 1, max: 100 }), (users, percent) => {
      const room = brakeRoom(users, percent)
      expect([brakeActs(room, users, percent), brakeActs(room + 1, users, percent)]).toEqual([false, true])
    }),
  )
})
