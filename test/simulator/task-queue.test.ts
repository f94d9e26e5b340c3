import fc from 'fast-check'
import { expect, test } from 'vitest'
import { VirtualClock } from '../../src/simulator/world/clock.ts'
import { TaskQueue } from '../../src/simulator/world/task-queue.ts'

const names = async (moves: readonly number[], scheduled: readonly (readonly [string, number])[]): Promise<string[]> => {
  const clock = new VirtualClock(new Date(0))
  const done: string[] = []
  for (const [name, delay] of scheduled) clock.schedule(delay, () => void done.push(`${name} at ${clock.now().getTime()}`))
  for (const ms of moves) await clock.advance(ms)
  return done
}

test('what is due is done in the order of its time, of the same time in the order in which it was scheduled, and nothing before', async () => {
  const scheduled = [
    ['late', 30],
    ['first', 10],
    ['second', 10],
    ['past', -5],
    ['third', 10],
    ['never', 31],
  ] as const
  expect(await names([9, 1, 20], scheduled)).toEqual(['past at 0', 'first at 10', 'second at 10', 'third at 10', 'late at 30'])
})

test('what a task schedules for now is done before anything later', async () => {
  const clock = new VirtualClock(new Date(0))
  const done: string[] = []
  clock.schedule(2, () => void done.push('later'))
  clock.schedule(1, () => clock.schedule(0, () => void done.push('at once')))
  await clock.advance(5)
  expect(done).toEqual(['at once', 'later'])
})

test('however it is filled and emptied, it gives what a sorted list would', () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('add' as const), at: fc.nat(20) }),
    fc.record({ kind: fc.constant('take' as const), by: fc.nat(20) }),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const queue = new TaskQueue()
      const taken: (number | undefined)[] = []
      const expected: (number | undefined)[] = []
      let list: { readonly at: number; readonly order: number }[] = []
      for (const [order, each] of steps.entries())
        if (each.kind === 'add') {
          queue.add({ at: each.at, order, run: () => undefined })
          list = [...list, { at: each.at, order }].toSorted((one, other) => one.at - other.at || one.order - other.order)
        } else {
          const due = list.find(({ at }) => at <= each.by)
          list = list.filter((task) => task !== due)
          expected.push(due?.order)
          taken.push(queue.takeDue(each.by)?.order)
        }
      expect(taken).toEqual(expected)
    }),
  )
})
