import { randomInt } from 'node:crypto'

const LETTERS = 'abcdefghijkmnpqrstuvwxyz23456789'

/** A text of so many characters that nobody can work out, drawn anew each time. */
export const drawn = (length: number, alphabet = LETTERS): string =>
  Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length))).join('')

/** Texts drawn once for each text that is asked for, none twice. What was drawn for what is nowhere but here. */
export function drawnFor(draw: () => string): (text: string) => string {
  const known = new Map<string, string>()
  const given = new Set<string>()
  return (text) => {
    const before = known.get(text)
    if (before !== undefined) return before
    let fresh = draw()
    while (given.has(fresh)) fresh = draw()
    given.add(fresh)
    known.set(text, fresh)
    return fresh
  }
}

/** The same for a known lot of texts, whose order is kept: the first of them has the first of what was drawn. */
export function drawnInOrder(texts: readonly string[], draw: () => string): (text: string) => string {
  const sorted = [...new Set(texts)].toSorted(byCode)
  const draws = new Set<string>()
  while (draws.size < sorted.length) draws.add(draw())
  const fresh = [...draws].toSorted(byCode)
  const known = new Map(sorted.map((text, place) => [text, fresh[place] ?? '']))
  const others = drawnFor(draw)
  return (text) => known.get(text) ?? others(text)
}

const byCode = (one: string, other: string): number => (one < other ? -1 : 1)
