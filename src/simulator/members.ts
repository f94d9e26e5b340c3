import * as v from 'valibot'

/** An object of these members. One that is unknown is named, with the one that was likely meant. */
export const members = <const E extends v.ObjectEntries>(entries: E) =>
  v.strictObject(entries, ({ expected, path, received }) => {
    const name = String(path?.at(-1)?.key)
    if (expected !== 'never') return expected?.startsWith('"') === true ? 'it is missing' : `expected an object, and this is ${received}`
    const known = Object.keys(entries).filter((each) => each !== '$comment')
    const meant = known.find((each) => isNear(name.toLowerCase(), each.toLowerCase()))
    return `there is no member "${name}" here${meant === undefined ? '' : `; did you mean "${meant}"?`} (known: ${known.join(', ')})`
  })

/** Whether one word is the other with at most two letters too many, missing or wrong. */
function isNear(one: string, other: string): boolean {
  let row = Array.from({ length: other.length + 1 }, (_, n) => n)
  for (const [at, letter] of Array.from(one).entries()) {
    const next = [at + 1]
    for (const [place, wanted] of Array.from(other).entries())
      next.push(Math.min((row[place] ?? 0) + (letter === wanted ? 0 : 1), (row[place + 1] ?? 0) + 1, (next[place] ?? 0) + 1))
    row = next
  }
  return (row.at(-1) ?? Infinity) <= Math.min(2, other.length - 2)
}
