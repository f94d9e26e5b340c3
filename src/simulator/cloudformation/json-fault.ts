const TOKEN =
  /[ \t\r\n]*(?:([{}[\],:])|("(?:[^"\\\p{Cc}]+|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*")|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)/uy

type Expected = 'value' | 'first-value' | 'key' | 'first-key' | 'colon' | 'more' | 'end'

/** Where a text that is no JSON stops being it: how many characters have been read when that shows, the first wrong one among them. */
export function jsonFault(text: string): number {
  const token = new RegExp(TOKEN)
  const open: string[] = []
  let expected: Expected = 'value'
  for (;;) {
    const start = token.lastIndex
    const match = token.exec(text)
    const next: Expected | undefined =
      match === null ? undefined : after(expected, match[1] ?? (match[2] === undefined ? 'scalar' : 'text'), open)
    if (next === undefined) return Math.min(text.length, firstOf(text, start) + 1)
    expected = next
  }
}

const firstOf = (text: string, from: number): number => from + (/^[ \t\r\n]*/.exec(text.slice(from))?.[0].length ?? 0)

/** What may follow once this token is read; undefined where it may not stand here. Keeps the brackets that are open. */
function after(expected: Expected, token: string, open: string[]): Expected | undefined {
  const isValue = expected === 'value' || expected === 'first-value'
  if (token === '{' || token === '[') {
    if (!isValue) return undefined
    open.push(token)
    return token === '{' ? 'first-key' : 'first-value'
  }
  if (token === '}' || token === ']') {
    const isFirst = token === '}' ? expected === 'first-key' : expected === 'first-value'
    const fits = (expected === 'more' || isFirst) && open.at(-1) === (token === '}' ? '{' : '[')
    open.pop()
    return fits ? (open.length === 0 ? 'end' : 'more') : undefined
  }
  if (token === ':') return expected === 'colon' ? 'value' : undefined
  if (token === ',') return expected === 'more' ? (open.at(-1) === '{' ? 'key' : 'value') : undefined
  if (expected === 'key' || expected === 'first-key') return token === 'text' ? 'colon' : undefined
  return isValue ? (open.length === 0 ? 'end' : 'more') : undefined
}
