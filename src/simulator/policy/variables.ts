/** Condition keys of a request, names lower-case. A key of several values (`aws:TagKeys`) has a list. */
export type Context = ReadonlyMap<string, string | readonly string[]>

const VARIABLE = /\$\{([^${}]*|\$)\}/g

/** With these names a variable is the character itself, and no wildcard. */
const CHARACTERS = ['*', '?', '$']

/**
 * The pattern that a policy's text is for a request: with the values of its variables (`${aws:username}`) in it, which policies of 2012-10-17 know; undefined
 * where one has no value: it is like nothing then.
 */
export function expand(text: string, version: string | undefined, context: Context): string | undefined {
  if (version !== '2012-10-17') return text.replaceAll('$', () => '${$}')
  const values = variablesIn(text).map((name) => context.get(name.toLowerCase()))
  if (!values.every((value) => typeof value === 'string')) return undefined
  return text.replace(VARIABLE, (whole, name: string) =>
    CHARACTERS.includes(name) ? whole : String(context.get(name.toLowerCase())).replace(/[*?$]/g, (character) => `\${${character}}`),
  )
}

/** The condition keys that stand in a text as variables. */
export const variablesIn = (text: string): readonly string[] =>
  [...text.matchAll(VARIABLE)].flatMap(([, name = '']) => (CHARACTERS.includes(name) ? [] : [name]))

/** What a pattern says where nothing in it is a wildcard. */
export const literal = (pattern: string): string => pattern.replace(/\$\{([*?$])\}/g, '$1')
