import { validationError } from '../world/aws-error.ts'
import { own } from '../world/own.ts'
import type { Template } from './template-shape.ts'

/** What a template's expressions can refer to. */
export type Scope = {
  readonly template: Template
  readonly parameters: ReadonlyMap<string, string>
  readonly pseudo: ReadonlyMap<string, string>
  readonly resources: ReadonlyMap<string, { readonly physicalId: string; readonly attributes: Readonly<Record<string, string>> }>
  /** What is known of the conditions already; `open` while one is being found out. */
  readonly conditions: Map<string, boolean | 'open'>
}

const NO_VALUE = Symbol('AWS::NoValue')

/** The value of an expression, with its functions applied. @throws ValidationError for what cannot be resolved */
export function resolve(expression: unknown, scope: Scope): unknown {
  const value = evaluate(expression, scope)
  return value === NO_VALUE ? undefined : value
}

/** Whether a named condition of the template holds. Each is found out once. */
export function conditionHolds(name: string, scope: Scope): boolean {
  const known = scope.conditions.get(name)
  if (known === 'open') throw validationError(`Template format error: Circular dependency between conditions: [${name}]`)
  if (known !== undefined) return known
  const condition = own(scope.template.Conditions ?? {}, name)
  if (condition === undefined) throw validationError(`Template format error: Unresolved condition dependency ${name}`)
  scope.conditions.set(name, 'open')
  const holds = evaluate(condition, scope) === true
  scope.conditions.set(name, holds)
  return holds
}

/** Logical ids that an expression refers to: these must exist first. */
export function references(expression: unknown, template: Template): readonly string[] {
  if (Array.isArray(expression)) return expression.flatMap((each) => references(each, template))
  if (typeof expression !== 'object' || expression === null) return []
  return Object.entries(expression).flatMap(([key, argument]) => {
    if (key === 'Ref') return named([textOf(argument)], template)
    if (key === 'Fn::GetAtt') return named([textOf(Array.isArray(argument) ? argument[0] : argument).split('.')[0] ?? ''], template)
    if (key === 'Fn::Sub')
      return [
        ...references(Array.isArray(argument) ? argument[1] : [], template),
        ...named(placeholders(textOf(Array.isArray(argument) ? argument[0] : argument)), template),
      ]
    return references(argument, template)
  })
}

const named = (names: readonly string[], { Resources }: Template): readonly string[] =>
  names.filter((name) => Object.hasOwn(Resources, name))

const placeholders = (text: string): readonly string[] =>
  [...text.matchAll(/\$\{([^!}][^}]*)\}/g)].map((match) => (match[1] ?? '').split('.')[0] ?? '')

type Function_ = (argument: unknown, scope: Scope) => unknown

/** As long may a text become that is put together, and a list that a text is split into. */
const CHARACTERS = 1_048_576
const PARTS = 2_000

const FUNCTIONS: Readonly<Record<string, Function_>> = {
  Ref: (argument, scope) => ref(textOf(argument), scope),
  Condition: (argument, scope) => conditionHolds(textOf(argument), scope),
  'Fn::GetAtt': (argument, scope) => {
    const [name, attribute] = Array.isArray(argument) ? argument.map(textOf) : textOf(argument).split(/\.(.*)/s)
    return getAtt(name ?? '', attribute ?? '', scope)
  },
  'Fn::Sub': (argument, scope) => substitute(argument, scope),
  'Fn::If': (argument, scope) => {
    const [condition, yes, no] = list(argument)
    return evaluate(conditionHolds(textOf(condition), scope) ? yes : no, scope)
  },
  'Fn::Equals': (argument, scope) => {
    const [one, other] = list(argument).map((each) => textOf(evaluate(each, scope)))
    return one === other
  },
  'Fn::Not': (argument, scope) => evaluate(list(argument)[0], scope) !== true,
  'Fn::And': (argument, scope) => list(argument).every((each) => evaluate(each, scope) === true),
  'Fn::Or': (argument, scope) => list(argument).some((each) => evaluate(each, scope) === true),
  'Fn::Join': (argument, scope) => {
    const [separator, parts] = list(argument)
    return joined(list(evaluate(parts, scope)).map(textOf), textOf(separator))
  },
  'Fn::Select': (argument, scope) => {
    const [index, from] = list(argument)
    const found = list(evaluate(from, scope))[Number(textOf(index))]
    if (found === undefined) throw validationError(`Template error: Fn::Select cannot select nonexistent value at index ${textOf(index)}`)
    return found
  },
  'Fn::Split': (argument, scope) => {
    const [separator, text] = list(argument)
    const split = textOf(evaluate(text, scope)).split(textOf(separator), PARTS + 1)
    if (split.length > PARTS) throw validationError(`Template error: Fn::Split gives at most ${PARTS} values.`)
    return split
  },
  'Fn::FindInMap': (argument, scope) => {
    const [map, top, second] = list(argument).map((each) => textOf(evaluate(each, scope)))
    const found = own(own(own(scope.template.Mappings ?? {}, map ?? '') ?? {}, top ?? '') ?? {}, second ?? '')
    if (found === undefined) throw validationError(`Template error: Unable to get mapping for ${map}::${top}::${second}`)
    return found
  },
}

function evaluate(expression: unknown, scope: Scope): unknown {
  if (Array.isArray(expression)) return expression.map((each) => evaluate(each, scope)).filter((each) => each !== NO_VALUE)
  if (typeof expression !== 'object' || expression === null) return expression
  const entries = Object.entries(expression)
  const [first] = entries
  if (entries.length === 1 && first !== undefined && (first[0] === 'Ref' || first[0].startsWith('Fn::') || isCondition(first))) {
    const apply = own(FUNCTIONS, first[0])
    if (apply === undefined) throw validationError(`The simulator does not know the function ${first[0]}.`)
    return apply(first[1], scope)
  }
  return Object.fromEntries(entries.map(([key, value]) => [key, evaluate(value, scope)] as const).filter(([, value]) => value !== NO_VALUE))
}

/** `{Condition: name}` refers to a condition; a policy's `Condition` block holds an object. */
const isCondition = ([key, argument]: readonly [string, unknown]): boolean => key === 'Condition' && typeof argument === 'string'

function ref(name: string, { parameters, pseudo, resources }: Scope): unknown {
  if (name === 'AWS::NoValue') return NO_VALUE
  const value = parameters.get(name) ?? pseudo.get(name) ?? resources.get(name)?.physicalId
  if (value === undefined)
    throw validationError(`Template format error: Unresolved resource dependencies [${name}] in the Resources block of the template`)
  return value
}

function getAtt(name: string, attribute: string, { resources }: Scope): string {
  const value = own(resources.get(name)?.attributes ?? {}, attribute)
  if (value === undefined)
    throw validationError(`Template error: resource ${name} does not support attribute type ${attribute} in Fn::GetAtt`)
  return value
}

function substitute(argument: unknown, scope: Scope): string {
  const [text, variables] = Array.isArray(argument) ? argument : [argument, {}]
  const given = new Map(Object.entries(Object(variables) as object).map(([key, value]) => [key, textOf(evaluate(value, scope))]))
  const parts = textOf(text).split(/\$\{([^}]+)\}/)
  return joined(
    parts.map((part, index) => (index % 2 === 0 ? part : substituted(part, given, scope))),
    '',
  )
}

function substituted(name: string, given: ReadonlyMap<string, string>, scope: Scope): string {
  if (name.startsWith('!')) return `\${${name.slice(1)}}`
  const [resource = '', attribute] = name.split(/\.(.*)/s)
  return given.get(name) ?? textOf(attribute === undefined ? ref(name, scope) : getAtt(resource, attribute, scope))
}

function joined(parts: readonly string[], separator: string): string {
  const length = parts.reduce((sum, part) => sum + part.length + separator.length, 0)
  if (length > CHARACTERS) throw validationError(`Template error: a text has at most ${CHARACTERS} characters.`)
  return parts.join(separator)
}

/** @throws ValidationError for what is no text, number or flag */
export function textOf(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value)
  throw validationError('Template error: a text was expected where a list, an object or nothing is.')
}

function list(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw validationError('Template error: every function with more than one argument takes a list.')
  return value
}
