import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { RESERVED } from './reserved-words.ts'
import { invalid, isEqual, type Item } from './values.ts'

/** Names and values that a request's expressions may speak of. What is not spoken of is refused, as by DynamoDB. */
export class Vocabulary {
  readonly #names: Readonly<Record<string, string>>
  readonly #values: Readonly<Record<string, AttributeValue>>
  readonly #used = new Set<string>()

  constructor(names: Readonly<Record<string, string>> = {}, values: Readonly<Record<string, AttributeValue>> = {}) {
    this.#names = names
    this.#values = values
  }

  /** An attribute, by its own name or by a placeholder. */
  name(placeholder: string): string {
    if (!placeholder.startsWith('#')) return unreserved(placeholder)
    this.#used.add(placeholder)
    const name = this.#names[placeholder]
    if (name === undefined)
      throw invalid(
        `Invalid expression: An expression attribute name used in the document path is not defined; attribute name: ${placeholder}`,
      )
    return name
  }

  value(placeholder: string): AttributeValue {
    this.#used.add(placeholder)
    const value = this.#values[placeholder]
    if (value === undefined)
      throw invalid(`Invalid expression: An expression attribute value used in expression is not defined; attribute value: ${placeholder}`)
    return value
  }

  /** @throws ValidationException for what no expression used */
  refuseUnused(): void {
    const unused = (given: object): string =>
      Object.keys(given)
        .filter((key) => !this.#used.has(key))
        .join(', ')
    if (unused(this.#names) !== '')
      throw invalid(`Value provided in ExpressionAttributeNames unused in expressions: keys: {${unused(this.#names)}}`)
    if (unused(this.#values) !== '')
      throw invalid(`Value provided in ExpressionAttributeValues unused in expressions: keys: {${unused(this.#values)}}`)
  }
}

function unreserved(name: string): string {
  if (RESERVED.has(name.toUpperCase())) throw invalid(`Invalid expression: Attribute name is a reserved keyword; reserved keyword: ${name}`)
  return name
}

/** An attribute of an item, and nothing that objects bring with them. */
const at = (item: Item, attribute: string): AttributeValue | undefined => (Object.hasOwn(item, attribute) ? item[attribute] : undefined)

type Condition = (item: Item) => boolean

type Form<T> = { readonly pattern: RegExp; readonly read: (words: Vocabulary, name: string, value: string, other: string) => T }

const CONDITIONS: readonly Form<Condition>[] = [
  {
    pattern: /^attribute_not_exists\((#?\w+)\)$/,
    read: (words, name) => {
      const attribute = words.name(name)
      return (item) => at(item, attribute) === undefined
    },
  },
  {
    pattern: /^(#?\w+) = (:\w+)$/,
    read: (words, name, value) => {
      const [attribute, wanted] = [words.name(name), words.value(value)]
      return (item) => isEqual(at(item, attribute), wanted)
    },
  },
  {
    pattern: /^contains\((#?\w+), (:\w+)\)$/,
    read: (words, name, value) => {
      const [attribute, { S = '' }] = [words.name(name), words.value(value)]
      return (item) => at(item, attribute)?.SS?.includes(S) ?? false
    },
  },
  {
    pattern: /^size\((#?\w+)\) < (:\w+)$/,
    read: (words, name, value) => {
      const [attribute, { N }] = [words.name(name), words.value(value)]
      return (item) => (at(item, attribute)?.SS?.length ?? Infinity) < Number(N)
    },
  },
]

type Change = (item: Item) => Item

const SETTERS: readonly Form<Change>[] = [
  {
    pattern: /^(#?\w+) = (:\w+)$/,
    read: (words, name, value) => {
      const [attribute, content] = [words.name(name), words.value(value)]
      return (item) => ({ ...item, [attribute]: content })
    },
  },
  {
    pattern: /^(#?\w+) = list_append\(if_not_exists\(\1, (:\w+)\), (:\w+)\)$/,
    read: (words, name, none, added) => {
      const [attribute, { L: initial }, { L: more }] = [words.name(name), words.value(none), words.value(added)]
      if (initial === undefined || more === undefined)
        throw invalid('Invalid UpdateExpression: Incorrect operand type for operator or function; operator or function: list_append')
      return (item) => {
        const present = at(item, attribute) === undefined ? initial : at(item, attribute)?.L
        if (present === undefined) throw invalid('An operand in the update expression has an incorrect data type')
        return { ...item, [attribute]: { L: [...present, ...more] } }
      }
    },
  },
]

const ADDERS: readonly Form<Change>[] = [
  {
    pattern: /^(#?\w+) (:\w+)$/,
    read: (words, name, value) => {
      const [attribute, { SS: more }] = [words.name(name), words.value(value)]
      if (more === undefined) throw invalid('The simulator adds to string sets only.')
      return (item) => {
        const present = at(item, attribute)
        if (present !== undefined && present.SS === undefined)
          throw invalid('An operand in the update expression has an incorrect data type')
        return { ...item, [attribute]: { SS: [...new Set([...(present?.SS ?? []), ...more])] } }
      }
    },
  },
]

/** Alternatives of the forms that the product uses. @throws ValidationException for any other expression, naming it */
export function parseCondition(expression: string, words: Vocabulary): Condition {
  const alternatives = expression.split(' OR ').map((each) => parse(each, CONDITIONS, words, 'ConditionExpression'))
  return (item) => alternatives.some((holds) => holds(item))
}

/** `SET` or `ADD`, in the forms that the product uses. @throws ValidationException for any other expression, naming it */
export function parseUpdate(expression: string, words: Vocabulary): Change {
  const [, clause, rest = ''] = /^(SET|ADD) (.+)$/.exec(expression) ?? []
  const changes = rest.split(/, (?=#?\w+ =)/).map((each) => parse(each, clause === 'ADD' ? ADDERS : SETTERS, words, 'UpdateExpression'))
  return (item) => changes.reduce((changed, change) => change(changed), item)
}

/** The partition that a query is for. @throws ValidationException for any other expression, naming it */
export function parseKeyCondition(expression: string, hashKey: string, words: Vocabulary): string {
  const [, name = '', value = ''] = /^(#?\w+) = (:\w+)$/.exec(expression) ?? []
  if (name === '') throw unknown('KeyConditionExpression', expression)
  if (words.name(name) !== hashKey) throw invalid(`Query condition missed key schema element: ${hashKey}`)
  const { S } = words.value(value)
  if (S === undefined) throw invalid('One or more parameter values were invalid: Condition parameter type does not match schema type')
  return S
}

function parse<T>(text: string, forms: readonly Form<T>[], words: Vocabulary, where: string): T {
  for (const { pattern, read } of forms) {
    const [, name = '', value = '', other = ''] = pattern.exec(text) ?? []
    if (name !== '') return read(words, name, value, other)
  }
  throw unknown(where, text)
}

const unknown = (where: string, text: string) => invalid(`Invalid ${where}: the simulator does not know this form: "${text}"`)
