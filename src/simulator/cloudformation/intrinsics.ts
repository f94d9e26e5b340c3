import { own } from '../world/own.ts'
import { functionIn, type FunctionCall, type FunctionName } from './function-names.ts'
import { FUNCTIONS, joined, textOf, type PlainFunction } from './functions.ts'
import { attributeOf } from './references.ts'
import { formatError, templateError } from './template-error.ts'
import type { Template } from './template-shape.ts'

type Known = { readonly physicalId: string; readonly attributes: Readonly<Record<string, string>> }

/** What a template's expressions can refer to. */
export type Scope = {
  readonly template: Template
  readonly parameters: ReadonlyMap<string, string>
  readonly pseudo: ReadonlyMap<string, string>
  /** A resource as far as it is known: `to-be-made` one that is yet to come, undefined where there is none, or a condition leaves it out. */
  readonly resource: (logicalId: string) => Known | 'to-be-made' | undefined
  /** The value of an export. @throws where there is none */
  readonly imported: (name: string) => string
  /** What is known of the conditions already; `open` while one is being found out. */
  readonly conditions: Map<string, boolean | 'open'>
}

const NO_VALUE = Symbol('AWS::NoValue')

/** What stands for a value that is known only when a resource is made, and for all that is put together of it. */
export const KNOWN_AFTER_APPLY = '{{changeSet:KNOWN_AFTER_APPLY}}'

/** The value of an expression, with its functions applied. @throws ValidationError for what cannot be resolved */
export function resolve(expression: unknown, scope: Scope): unknown {
  const value = evaluate(expression, scope)
  return value === NO_VALUE ? undefined : value
}

/** Whether a named condition of the template holds. Each is found out once. */
export function conditionHolds(name: string, scope: Scope): boolean {
  const known = scope.conditions.get(name)
  if (known === 'open') throw formatError(`Circular dependency between conditions: [${name}]`)
  if (known !== undefined) return known
  const condition = own(scope.template.Conditions ?? {}, name)
  if (condition === undefined) throw templateError(`unresolved condition dependency ${name} in Condition`)
  scope.conditions.set(name, 'open')
  const holds = evaluate(condition, scope) === true
  scope.conditions.set(name, holds)
  return holds
}

function evaluate(expression: unknown, scope: Scope): unknown {
  if (Array.isArray(expression)) return expression.map((each) => evaluate(each, scope)).filter((each) => each !== NO_VALUE)
  if (typeof expression !== 'object' || expression === null) return expression
  const call = functionIn(expression)
  if (call !== undefined) return apply(call, scope)
  return Object.fromEntries(
    Object.entries(expression)
      .map(([key, value]) => [key, evaluate(value, scope)] as const)
      .filter(([, value]) => value !== NO_VALUE),
  )
}

function apply({ name, argument }: FunctionCall, scope: Scope): unknown {
  if (isOwn(name)) return OWN[name](argument, scope)
  const given = evaluate(argument, scope)
  return isOpen(given) ? KNOWN_AFTER_APPLY : FUNCTIONS[name](given, scope)
}

/** The functions that find out of their arguments what they need. */
const OWN: Readonly<Record<Exclude<FunctionName, PlainFunction>, (argument: unknown, scope: Scope) => unknown>> = {
  Ref: (argument, scope) => ref(textOf(argument), scope),
  Condition: (argument, scope) => conditionHolds(textOf(argument), scope),
  'Fn::GetAtt': (argument, scope) => {
    const { name, attribute } = attributeOf(argument)
    return getAtt(name, textOf(evaluate(attribute, scope)), scope)
  },
  'Fn::If': (argument, scope) => {
    const [condition, yes, no] = argument as readonly unknown[]
    return evaluate(conditionHolds(textOf(condition), scope) ? yes : no, scope)
  },
  'Fn::Sub': (argument, scope) => substitute(argument, scope),
}

const isOwn = (name: FunctionName): name is keyof typeof OWN => Object.hasOwn(OWN, name)

/** Whether a value is known only when something is made. */
function isOpen(value: unknown): boolean {
  if (value === KNOWN_AFTER_APPLY) return true
  return typeof value === 'object' && value !== null && Object.values(value).some((each) => isOpen(each))
}

function ref(name: string, { template, parameters, pseudo, resource }: Scope): unknown {
  if (name === 'AWS::NoValue') return NO_VALUE
  if (name === 'AWS::NotificationARNs') return []
  const value = parameters.get(name) ?? pseudo.get(name)
  if (value !== undefined) return isList(own(template.Parameters ?? {}, name)?.Type) ? value.split(',').map((each) => each.trim()) : value
  const found = resource(name)
  if (found === undefined) throw unresolved(name)
  return found === 'to-be-made' ? KNOWN_AFTER_APPLY : found.physicalId
}

const isList = (type = ''): boolean => /^(AWS::SSM::Parameter::Value<)?(CommaDelimitedList|List<)/.test(type)

function getAtt(name: string, attribute: string, { resource }: Scope): string {
  const found = resource(name)
  if (found === undefined) throw unresolved(name)
  if (found === 'to-be-made') return KNOWN_AFTER_APPLY
  const value = own(found.attributes, attribute)
  if (value === undefined) throw templateError(`resource ${name} does not support attribute type ${attribute} in Fn::GetAtt`)
  return value
}

const unresolved = (name: string) => formatError(`Unresolved resource dependencies [${name}] in the Resources block of the template`)

function substitute(argument: unknown, scope: Scope): string {
  const [text, variables] = Array.isArray(argument) ? argument : [argument, {}]
  const given = new Map(Object.entries(Object(variables) as object).map(([key, value]) => [key, textOf(evaluate(value, scope))]))
  const parts = textOf(text)
    .split(/\$\{([^}]*)\}/)
    .map((part, index) => (index % 2 === 0 ? part : substituted(part.trim(), given, scope)))
  return parts.some((part) => isOpen(part)) ? KNOWN_AFTER_APPLY : joined(parts, '')
}

function substituted(name: string, given: ReadonlyMap<string, string>, scope: Scope): string {
  if (name.startsWith('!')) return `\${${name.slice(1)}}`
  const [resource = '', attribute] = name.split(/\.(.*)/s)
  return given.get(name) ?? textOf(attribute === undefined ? ref(name, scope) : getAtt(resource, attribute, scope))
}
