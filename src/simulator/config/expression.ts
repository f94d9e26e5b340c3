import { AwsError } from '../world/aws-error.ts'

/** An expression of an advanced query, as far as it is known here: properties of one type of resources, and values that some of them must have. */
export type Expression = { readonly properties: readonly string[]; readonly conditions: readonly Condition[] }

type Condition = { readonly property: string; readonly value: string }

type Token = { readonly kind: 'word' | 'text' | 'sign' | 'end'; readonly text: string; readonly at: number }

/** What AWS knows besides. */
const NOT_HERE = ['OR', 'NOT', 'IN', 'BETWEEN', 'LIKE', 'GROUP', 'ORDER', 'COUNT', 'SUM', 'MIN', 'MAX', 'AVG', 'DISTINCT', '*', '<', '>']

/**
 * `SELECT a, b WHERE c = 'd' AND …`
 * https://docs.aws.amazon.com/config/latest/developerguide/query-components.html
 * @throws InvalidExpressionException
 */
export function parseExpression(text: string): Expression {
  const tokens = tokensOf(text)
  let next = 0
  const fail = (): never => {
    const { text: found, at } = tokenAt(tokens, next)
    if (NOT_HERE.includes(found.toUpperCase())) throw invalidExpression(`The simulator does not know ${found} in an expression.`)
    throw invalidExpression(`syntax error at ${position(text, at)}`)
  }
  const take = (kind: Token['kind'], meant?: string): string => {
    const token = tokenAt(tokens, next)
    if (token.kind !== kind || (meant !== undefined && token.text.toUpperCase() !== meant)) return fail()
    next += 1
    return token.text
  }
  const isNext = (meant: string): boolean => tokenAt(tokens, next).text.toUpperCase() === meant
  const property = (): string => {
    const { text: found } = tokenAt(tokens, next)
    return KEYWORDS.includes(found.toUpperCase()) || NOT_HERE.includes(found.toUpperCase()) ? fail() : take('word')
  }
  const condition = (): Condition => {
    const name = property()
    take('sign', '=')
    return { property: name, value: take('text').slice(1, -1).replaceAll("''", "'") }
  }

  take('word', 'SELECT')
  const properties = [property()]
  while (isNext(',')) {
    take('sign', ',')
    properties.push(property())
  }
  take('word', 'WHERE')
  const conditions = [condition()]
  while (isNext('AND')) {
    take('word', 'AND')
    conditions.push(condition())
  }
  take('end')
  return { properties, conditions }
}

const KEYWORDS = ['SELECT', 'WHERE', 'AND']

const TOKEN = /[A-Za-z_][\w.]*|'(?:[^']|'')*'|[^\s]/g

const tokensOf = (text: string): readonly Token[] =>
  [...text.matchAll(TOKEN)].map(({ 0: found, index }) => ({ kind: kindOf(found), text: found, at: index }))

function kindOf(text: string): Token['kind'] {
  if (/^[A-Za-z_]/.test(text)) return 'word'
  return text.startsWith("'") && text.length > 1 ? 'text' : 'sign'
}

const tokenAt = (tokens: readonly Token[], index: number): Token =>
  tokens[index] ?? { kind: 'end', text: '', at: (tokens.at(-1)?.at ?? 0) + (tokens.at(-1)?.text.length ?? 0) }

function position(text: string, at: number): string {
  const lines = text.slice(0, at).split('\n')
  return `line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1}`
}

export const invalidExpression = (message: string): AwsError => new AwsError('InvalidExpressionException', 400, message)
