import { createHash } from 'node:crypto'

/** Seeded random numbers in [0, 1): the same seed, the same run. (mulberry32, public domain) */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = state
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Text of so many characters of an alphabet. */
export function randomText(random: () => number, alphabet: string, length: number): string {
  let text = ''
  for (let n = 0; n < length; n += 1) text += alphabet.charAt(Math.floor(random() * alphabet.length))
  return text
}

export const randomUuid = (random: () => number): string =>
  [8, 4, 4, 4, 12].map((length) => randomText(random, '0123456789abcdef', length)).join('-')

/** An id in the form of a UUID that a text has once and for all. */
export const uuidOf = (text: string): string =>
  createHash('sha256')
    .update(text)
    .digest('hex')
    .slice(0, 32)
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
