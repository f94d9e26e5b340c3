import * as fc from 'fast-check'

const SURROGATES = { first: 0xd800, count: 0x800 }

/** Any character but halves of one. `unit: 'binary'` gives the same, after a table of all of them, which takes seconds. */
const anyCharacter = fc
  .nat(0x10ffff - SURROGATES.count)
  .map((point) => String.fromCodePoint(point < SURROGATES.first ? point : point + SURROGATES.count))

/** Texts of any characters, many of them beyond the first plane; half of them, of those that people type. */
export const anyText = (maxLength: number): fc.Arbitrary<string> =>
  fc.oneof(fc.string({ unit: anyCharacter, maxLength }), fc.string({ unit: 'grapheme-ascii', maxLength }))
