/** A change of the list: entries by their texts. */
export type Edit = { readonly add: readonly string[]; readonly remove: readonly string[] }

/** The texts of a list's entries, whether or not they can be read. */
export const textsOf = (value: string): readonly string[] =>
  value
    .split(',')
    .map((text) => text.trim())
    .filter((text) => text !== '')

/** The value of the parameter; SSM takes no empty one. */
export const valueOf = (texts: readonly string[]): string => (texts.length === 0 ? ',' : texts.join(','))

export const edited = (texts: readonly string[], { add, remove }: Edit): readonly string[] => [
  ...texts.filter((text) => !remove.includes(text)),
  ...add.filter((text) => !texts.includes(text) || remove.includes(text)),
]

/**
 * The list as everybody meant it: as it was when it was first read, with what others changed in what they wrote meanwhile, and the edit. Who writes over another may not have
 * seen them either, so each of theirs counts by what differs from the first; where they disagree, an entry stays: it protects somebody.
 */
export function merged(first: readonly string[], others: readonly (readonly string[])[], edit: Edit): readonly string[] {
  const added = [...new Set(others.flat())].filter((text) => !first.includes(text))
  const removed = first.filter((text) => others.some((texts) => !texts.includes(text)))
  return edited([...first.filter((text) => !removed.includes(text)), ...added], edit)
}
