import { parseEntry, type Entry, type ListName } from './entry.ts'
import type { Malformed } from './malformed.ts'

export type ParsedList =
  | { readonly kind: 'list'; readonly entries: readonly Entry[] }
  | { readonly kind: 'malformed'; readonly faults: readonly Malformed[] }

/** Read the value of an exclusion parameter: entries separated by commas. A lone `,` is the empty list. */
export function parseList(value: string, list: ListName = 'local'): ParsedList {
  const entries: Entry[] = []
  const faults: Malformed[] = []
  for (const text of value.split(',').map((each) => each.trim())) {
    if (text === '') continue
    const parsed = parseEntry(text, list)
    if (parsed.kind === 'entry') entries.push(parsed.entry)
    else faults.push(parsed)
  }
  return faults.length > 0 ? { kind: 'malformed', faults } : { kind: 'list', entries }
}

/** Every fault in one line: `"a@b" (expected …); …`. */
export const faultsText = (faults: readonly Malformed[]): string =>
  faults.map(({ text, expected }) => `"${text}" (expected ${expected})`).join('; ')

/** The groups whose members must be known before the list can be applied. */
export const groupsNamed = (entries: readonly Entry[]): readonly string[] => [
  ...new Set(entries.flatMap(({ selector }) => (selector.kind === 'group' ? [selector.name] : []))),
]
