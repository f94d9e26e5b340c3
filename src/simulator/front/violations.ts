import type { ServiceName } from '../world/operation.ts'
import type { Fact } from './fact.ts'

/** What is not as it must be: where, in AWS's sentence, and by which pattern. */
type Violation = { readonly place: string; readonly text: string; readonly pattern?: string | undefined }

type Found = { readonly place: string; readonly value: unknown }

/** What at a path of an input (`Tags[].Key`) breaks a fact. */
export function violations(service: ServiceName, fact: Fact, path: string, input: unknown): readonly Violation[] {
  const isOfItems = /(\[\]|\{\})$/.test(path)
  const outer = isOfItems ? path.slice(0, -2) : path
  return valuesAt([{ place: '', value: input }], outer.replaceAll('[]', '.[]').replaceAll('{}', '.{}').split('.')).flatMap((found) =>
    isOfItems ? ofItems(service, fact, found) : ofValue(service, fact, found),
  )
}

function valuesAt(found: readonly Found[], [step, ...rest]: readonly string[]): readonly Found[] {
  if (step === undefined) return found
  const next = found.flatMap(({ place, value }) => {
    if (typeof value !== 'object' || value === null) return []
    const given = value as Readonly<Record<string, unknown>>
    if (step === '[]') return Object.entries(given).map(([index, each]) => ({ place: `${place}.${Number(index) + 1}.member`, value: each }))
    if (step === '{}') return Object.entries(given).map(([key, each]) => ({ place: `${place}.${key}.member`, value: each }))
    return Object.hasOwn(given, step) ? [{ place: place === '' ? camelCase(step) : `${place}.${camelCase(step)}`, value: given[step] }] : []
  })
  return valuesAt(
    next.filter(({ value }) => value !== undefined && value !== null),
    rest,
  )
}

function ofValue(service: ServiceName, fact: Fact, { place, value }: Found): readonly Violation[] {
  return broken(service, fact, value).map(({ must, pattern }) => ({
    place,
    pattern,
    text: `Value${shownValue(service, fact, place, value)} at '${place}' failed to satisfy constraint: ${must}`,
  }))
}

/** Of the items of a list AWS tells all that they must be, once. */
function ofItems(service: ServiceName, fact: Fact, { place, value }: Found): readonly Violation[] {
  const items = typeof value === 'object' && value !== null ? Object.values(value) : []
  const [first] = items.flatMap((each) => broken(service, fact, each))
  if (first === undefined) return []
  const kind = Array.isArray(value) ? 'Member' : 'Map value'
  const text = `Value${shownValue(service, fact, place, value)} at '${place}' failed to satisfy constraint: ${kind} must satisfy constraint: [${all(service, fact).join(', ')}]`
  return [{ place, text }]
}

type Broken = { readonly must: string; readonly pattern?: string }

function broken(service: ServiceName, { min, max, pattern, values }: Fact, value: unknown): readonly Broken[] {
  const size = sizeOf(value)
  const measure = typeof value === 'number' ? 'value' : 'length'
  return [
    ...(pattern !== undefined && typeof value === 'string' && !matches(pattern, value, max) ? [{ must: like(pattern), pattern }] : []),
    ...(max !== undefined && size > max ? [{ must: `Member must have ${measure} less than or equal to ${max}` }] : []),
    ...(min !== undefined && size < min ? [{ must: `Member must have ${measure} greater than or equal to ${min}` }] : []),
    ...(values !== undefined && typeof value === 'string' && !values.includes(value) ? [{ must: among(service, values) }] : []),
  ]
}

const all = (service: ServiceName, { min, max, pattern, values }: Fact): readonly string[] => [
  ...(max === undefined ? [] : [`Member must have length less than or equal to ${max}`]),
  ...(min === undefined ? [] : [`Member must have length greater than or equal to ${min}`]),
  ...(pattern === undefined ? [] : [like(pattern)]),
  ...(values === undefined ? [] : [among(service, values)]),
]

const like = (pattern: string): string => `Member must satisfy regular expression pattern: ${pattern}`

/** IAM does not tell which values there are. Systems Manager and CloudWatch tell them the other way round than they are published. */
function among(service: ServiceName, values: readonly string[]): string {
  if (service === 'iam') return 'Member must satisfy enum value set'
  const told = service === 'ssm' || service === 'cloudwatch' ? values.toReversed() : values
  return `Member must satisfy enum value set: [${told.join(', ')}]`
}

function sizeOf(value: unknown): number {
  if (typeof value === 'number') return value
  if (typeof value === 'string') return value.length
  if (ArrayBuffer.isView(value)) return value.byteLength
  return typeof value === 'object' && value !== null ? Object.keys(value).length : 0
}

/** AWS's patterns are Java's, and are about the whole text. What is too long anyway is not looked at. */
function matches(pattern: string, text: string, max = Number.POSITIVE_INFINITY): boolean {
  if (text.length > max) return true
  const known = PATTERNS.get(pattern) ?? new RegExp(`^(?:${pattern})$`, 'su')
  PATTERNS.set(pattern, known)
  return known.test(text)
}

const PATTERNS = new Map<string, RegExp>()

/** IAM repeats no values, CloudWatch Logs no identifiers of groups, and nobody secrets. */
function shownValue(service: ServiceName, { sensitive = false }: Fact, place: string, value: unknown): string {
  if (service === 'iam' || sensitive || place.startsWith('logGroupIdentifier')) return ''
  if (typeof value === 'string' || typeof value === 'number') return ` '${value}'`
  const isPlain = Array.isArray(value) && value.every((each) => typeof each === 'string')
  return isPlain ? ` '[${value.join(', ')}]'` : ''
}

const camelCase = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1)
