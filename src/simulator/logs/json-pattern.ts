import { invalidPattern, matching, unescaped, type Test } from './pattern-text.ts'

type Holds = (event: unknown) => boolean

type Token = { readonly kind: 'sign' | 'selector' | 'word' | 'quoted' | 'regex'; readonly text: string }

const TOKEN =
  /\s*(?:(&&|\|\||[(){}]|!=|<=|>=|=|<|>)|(\$(?:\.[\w-]+|\[(?:\d+|\*|"[^"]+"|'[^']+')\])*)|"((?:[^"\\]|\\.)*)"|%((?:[^%\\]|\\.)+)%|([\w.*:/-]+))\s*/y

const KINDS = ['sign', 'selector', 'quoted', 'regex', 'word'] as const

/** So deep may brackets be nested. */
const DEPTH = 20

/** `{ $.level = "ERROR" && ($.code > 399 || $.user IS NULL) }` of events that are JSON objects. @throws InvalidParameterException */
export function jsonPattern(text: string): Test {
  const tokens = tokensOf(text)
  take(tokens, '{')
  const holds = either(tokens, 0)
  take(tokens, '}')
  if (tokens.length > 0) throw invalidPattern('Invalid filter pattern')
  return (message) => {
    const event = parsed(message)
    return typeof event === 'object' && event !== null && holds(event)
  }
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  TOKEN.lastIndex = 0
  for (let at = 0; at < text.length; at = TOKEN.lastIndex) {
    const [, ...groups] = TOKEN.exec(text) ?? []
    const index = groups.findIndex((group) => group !== undefined)
    const [kind, found] = [KINDS[index], groups[index]]
    if (kind === undefined || found === undefined) throw invalidPattern('Invalid filter pattern')
    tokens.push({ kind, text: found })
  }
  return tokens
}

function either(tokens: Token[], depth: number): Holds {
  const alternatives = [both(tokens, depth)]
  while (isNext(tokens, '||')) {
    take(tokens, '||')
    alternatives.push(both(tokens, depth))
  }
  return (event) => alternatives.some((holds) => holds(event))
}

function both(tokens: Token[], depth: number): Holds {
  const conditions = [one(tokens, depth)]
  while (isNext(tokens, '&&')) {
    take(tokens, '&&')
    conditions.push(one(tokens, depth))
  }
  return (event) => conditions.every((holds) => holds(event))
}

function one(tokens: Token[], depth: number): Holds {
  if (depth > DEPTH) throw invalidPattern('Invalid filter pattern')
  if (isNext(tokens, '(')) {
    take(tokens, '(')
    const holds = either(tokens, depth + 1)
    take(tokens, ')')
    return holds
  }
  const selector = tokens.shift()
  const operator = tokens.shift()
  const operand = tokens.shift()
  if (selector?.kind !== 'selector' || operator === undefined || operand === undefined) throw invalidPattern('Invalid filter pattern')
  const values = valuesOf(stepsOf(selector.text))
  const words = `${operator.text} ${operand.text}`.toUpperCase()
  if (operator.kind === 'word' && words === 'NOT EXISTS') return (event) => values(event).length === 0
  const test = operator.kind === 'word' ? isTest(words) : comparison(operator.text, operand)
  return (event) => values(event).some((value) => test(value))
}

function isTest(words: string): (value: unknown) => boolean {
  const wanted = { 'IS TRUE': true, 'IS FALSE': false, 'IS NULL': null }[words]
  if (wanted === undefined) throw invalidPattern('Invalid filter pattern')
  return (value) => value === wanted
}

function comparison(operator: string, { kind, text }: Token): (value: unknown) => boolean {
  const number = kind === 'word' && text !== '' ? Number(text) : Number.NaN
  switch (operator) {
    case '=':
      return equality(kind, text, number)
    case '!=': {
      const equal = equality(kind, text, number)
      return (value) => !equal(value)
    }
    case '<':
      return (value) => typeof value === 'number' && value < number
    case '>':
      return (value) => typeof value === 'number' && value > number
    case '<=':
      return (value) => typeof value === 'number' && value <= number
    case '>=':
      return (value) => typeof value === 'number' && value >= number
    default:
      throw invalidPattern('Invalid filter pattern')
  }
}

/** A text may have stars for whatever there is; a number is equal to numbers and to texts that say it. */
function equality(kind: Token['kind'], text: string, number: number): (value: unknown) => boolean {
  if (kind === 'regex') {
    const matches = matching(text)
    return (value) => typeof value === 'string' && matches(value)
  }
  if (kind !== 'quoted' && kind !== 'word') throw invalidPattern('Invalid filter pattern')
  const parts = (kind === 'quoted' ? unescaped(text) : text).split('*')
  return (value) => (typeof value === 'number' ? value === number : typeof value === 'string' && isLike(value, parts))
}

function isLike(value: string, [first = '', ...rest]: readonly string[]): boolean {
  const last = rest.pop()
  if (last === undefined) return value === first
  if (!value.startsWith(first) || !value.slice(first.length).endsWith(last)) return false
  let at = first.length
  for (const part of rest) {
    const found = value.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return at <= value.length - last.length
}

const stepsOf = (selector: string): readonly string[] =>
  [...selector.matchAll(/\.([\w-]+)|\[(?:"([^"]+)"|'([^']+)'|(\d+|\*))\]/g)].map(
    ([, name, double, single, index]) => name ?? double ?? single ?? index ?? '',
  )

const valuesOf =
  (steps: readonly string[]) =>
  (event: unknown): readonly unknown[] =>
    steps.reduce<readonly unknown[]>((found, step) => found.flatMap((each) => within(each, step)), [event])

function within(value: unknown, step: string): readonly unknown[] {
  if (typeof value !== 'object' || value === null) return []
  if (Array.isArray(value)) return step === '*' ? value : step in value && /^\d+$/.test(step) ? [value[Number(step)]] : []
  return Object.hasOwn(value, step) ? [(value as Readonly<Record<string, unknown>>)[step]] : []
}

const isNext = ([next]: readonly Token[], text: string): boolean => next?.kind === 'sign' && next.text === text

function take(tokens: Token[], text: string): void {
  if (!isNext(tokens, text)) throw invalidPattern('Invalid filter pattern')
  tokens.shift()
}

function parsed(message: string): unknown {
  try {
    return JSON.parse(message)
  } catch {
    return undefined
  }
}
