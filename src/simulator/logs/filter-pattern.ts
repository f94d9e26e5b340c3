import { jsonPattern } from './json-pattern.ts'
import { invalidPattern, matching, unescaped, type Test } from './pattern-text.ts'

type Term = { readonly kind: 'must' | 'any' | 'never'; readonly test: Test }

/** What a filter pattern of CloudWatch Logs selects: terms, `{ $.field = "value" }` of events in JSON, and in either `%regular expressions%`. @throws InvalidParameterException */
export function filterPattern(pattern: string): Test {
  const text = pattern.trim()
  if (text.startsWith('{')) return jsonPattern(text)
  if (text.startsWith('[')) throw invalidPattern('The simulator does not know space-delimited filter patterns: [...]')
  return termPattern(text)
}

/** All terms, or any of those with a question mark; none of those with a minus. Beside other terms those with a question mark do not count. */
function termPattern(text: string): Test {
  const terms = termsOf(text)
  const plain = terms.filter(({ kind }) => kind !== 'any')
  if (plain.length === 0) return terms.length === 0 ? () => true : (message) => terms.some(({ test }) => test(message))
  return (message) => plain.every(({ kind, test }) => test(message) === (kind === 'must'))
}

const TERM = /([?-]?)(?:"((?:[^"\\]|\\.)*)"|%((?:[^%\\]|\\.)+)%|([^\s"%?-][^\s"%]*))(?=\s|$)\s*/y

function termsOf(text: string): readonly Term[] {
  const terms: Term[] = []
  TERM.lastIndex = 0
  for (let at = 0; at < text.length; at = TERM.lastIndex) {
    const [, sign, quoted, regex, word = ''] = TERM.exec(text) ?? []
    if (sign === undefined) throw invalidPattern('Invalid filter pattern')
    const kind = sign === '?' ? 'any' : sign === '-' ? 'never' : 'must'
    const wanted = quoted === undefined ? word : unescaped(quoted)
    terms.push({ kind, test: regex === undefined ? (message) => message.includes(wanted) : matching(regex) })
  }
  return terms
}
