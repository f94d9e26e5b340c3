/** A fault in an exclusion: the offending text, and what was expected in its place. */
export type Malformed = { readonly kind: 'malformed'; readonly text: string; readonly expected: string }
