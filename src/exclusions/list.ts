import { parseEntry, type Entry } from './entry.ts'
import type { Malformed } from './malformed.ts'

export type ParsedList =
  | { readonly kind: 'list'; readonly entries: readonly Entry[] }
  | { readonly kind: 'malformed'; readonly faults: readonly Malformed[] }

/** Read the value of the exclusion parameter: entries separated by commas. A lone `,` is the empty list. */
export function parseList(value: string): ParsedList {
  const parsed = value
    .split(',')
    .map((text) => text.trim())
    .filter((text) => text !== '')
    .map((text) => parseEntry(text))
  const faults = parsed.filter((entry) => entry.kind === 'malformed')
  if (faults.length > 0) return { kind: 'malformed', faults }
  return { kind: 'list', entries: parsed.flatMap((each) => (each.kind === 'entry' ? [each.entry] : [])) }
}

/** Every fault in one line: `"a@b" (expected …); …`. */
export const faultsText = (faults: readonly Malformed[]): string =>
  faults.map(({ text, expected }) => `"${text}" (expected ${expected})`).join('; ')

/** The groups whose members must be known before the list can be applied. */
export const groupsNamed = (entries: readonly Entry[]): readonly string[] => [
  ...new Set(entries.flatMap(({ selector }) => (selector.kind === 'group' ? [selector.name] : []))),
]
