import fc from 'fast-check'
import { expect, test } from 'vitest'
import { edited, merged, textsOf, valueOf, type Edit } from '../../src/exclusions/edit.ts'

const add = (...texts: string[]): Edit => ({ add: texts, remove: [] })

test.for<[first: string, others: string[], edit: Edit, becomes: string]>([
  ['a,b', ['a,b,c'], add('d'), 'a,b,c,d'],
  ['a,b', ['b'], add('d'), 'b,d'],
  ['a,b', ['a,b,c', 'a,b,d'], add('e'), 'a,b,c,d,e'],
  ['a,b', ['b', 'a,b,c'], add(), 'b,c'],
  ['a', ['a,b'], { add: [], remove: ['a'] }, 'b'],
  ['a', ['a;until=2027-01-01'], add('b'), 'a;until=2027-01-01,b'],
  ['a', ['a,b'], add('b'), 'a,b'],
  ['a', [','], add(), ','],
])('%s, which others made %j of, and %j: %s', ([first, others, edit, becomes]) => {
  expect(
    valueOf(
      merged(
        textsOf(first),
        others.map((value) => textsOf(value)),
        edit,
      ),
    ),
  ).toBe(becomes)
})

/** A shelf like SSM's: whoever writes learns the version, and can read every one. */
function shelf(first: readonly string[]) {
  const versions = [first]
  return { versions, write: (texts: readonly string[]): number => versions.push(texts) - 1 }
}

test('whoever writes in whatever order, all who began with the same list: in the end nothing that anybody added is lost, and what one took out is gone', () => {
  const names = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g'), { minLength: 2, maxLength: 6 })
  fc.assert(
    fc.property(names, fc.array(fc.nat(5), { maxLength: 40 }), (added, turns) => {
      const first = ['x', 'y']
      const { versions, write } = shelf(first)
      const writers = added.map((name, index) => {
        const edit = index === 0 ? { add: [name], remove: ['y'] } : add(name)
        return { edit, wanted: edited(first, edit), seen: 0, own: new Set<number>(), isDone: false }
      })
      const step = (writer: (typeof writers)[number]): void => {
        const version = write(writer.wanted)
        writer.own.add(version)
        const others = versions.slice(1, version).filter((_, index) => !writer.own.has(index + 1))
        const everything = merged(first, others, writer.edit)
        if (version === writer.seen + 1 || valueOf(everything.toSorted()) === valueOf(writer.wanted.toSorted())) writer.isDone = true
        writer.wanted = everything
        writer.seen = version
      }
      for (const turn of turns) {
        const writer = writers[turn % writers.length]
        if (writer?.isDone === false) step(writer)
      }
      for (let left = writers.filter(({ isDone }) => !isDone); left.length > 0; left = left.filter(({ isDone }) => !isDone))
        for (const writer of left) step(writer)
      const last = versions.at(-1) ?? []
      expect([...last].toSorted()).toEqual(['x', ...added].toSorted())
    }),
  )
})
