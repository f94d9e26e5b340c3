import { NormalizedSchema } from '@smithy/core/schema'
import type { Operation } from '../../src/simulator/world/operation.ts'

/** A member of an operation's input: its path (`Filters[].Key`), and a value that its type takes, in what it is nested in. */
export type Member = { readonly path: string; readonly given: object }

type Place = {
  readonly schema: NormalizedSchema
  readonly path: string
  readonly within: (value: unknown) => unknown
  readonly above: readonly unknown[]
}

const DEPTH = 6

/** Every member of an operation's input, down to texts, numbers and the like; of what contains itself the first round. */
export function membersOf({ schema }: Operation): readonly Member[] {
  const input = NormalizedSchema.of(schema[4])
  return input.isUnitSchema() ? [] : leaves({ schema: input, path: '', within: (value) => value, above: [] })
}

function leaves({ schema, path, within, above }: Place): readonly Member[] {
  const shape = schema.getSchema()
  const deeper = (next: NormalizedSchema, step: string, wrap: (value: unknown) => unknown): readonly Member[] =>
    leaves({
      schema: next,
      path: path === '' || /^[[{]/.test(step) ? `${path}${step}` : `${path}.${step}`,
      within: (value) => within(wrap(value)),
      above: [...above, shape],
    })
  if (isUnion(schema) || above.includes(shape) || above.length > DEPTH) return [{ path, given: within(sample(schema)) as object }]
  if (schema.isStructSchema())
    return [...schema.structIterator()].flatMap(([name, member]) => deeper(member, name, (value) => ({ [name]: value })))
  if (schema.isListSchema()) return deeper(schema.getValueSchema(), '[]', (value) => [value])
  if (schema.isMapSchema()) return deeper(schema.getValueSchema(), '{}', (value) => ({ key: value }))
  return [{ path, given: within(sample(schema)) as object }]
}

const isUnion = (schema: NormalizedSchema): boolean => schema.isUnionSchema()

function sample(schema: NormalizedSchema): unknown {
  if (schema.isStructSchema()) return Object.fromEntries([...schema.structIterator()].slice(0, 1).map(([name]) => [name, 'text']))
  if (schema.isListSchema()) return [sample(schema.getValueSchema())]
  if (schema.isMapSchema()) return { key: sample(schema.getValueSchema()) }
  if (schema.isBooleanSchema()) return true
  if (schema.isNumericSchema()) return 1
  if (schema.isTimestampSchema()) return new Date(0)
  return schema.isBlobSchema() ? Buffer.from('text') : 'text'
}

/** The same with another value at its end. */
export function replaced(given: unknown, value: unknown): object {
  if (Array.isArray(given)) return given.map((each) => (isNested(each) ? replaced(each, value) : value))
  return Object.fromEntries(Object.entries(given as object).map(([name, each]) => [name, isNested(each) ? replaced(each, value) : value]))
}

const isNested = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !ArrayBuffer.isView(value) && !(value instanceof Date)

/** Put what one value has into another one. */
export function merge(into: Record<string, unknown>, from: object): void {
  for (const [name, value] of Object.entries(from)) {
    const present = into[name]
    if (isNested(present) && isNested(value)) merge(present as Record<string, unknown>, value as object)
    else if (value !== undefined) into[name] = value
  }
}

/** Whether a path is on a list of paths, itself or by what it is in. `=value` at the end says nothing of the path. */
export const isListed = (path: string, list: readonly string[]): boolean =>
  list.map((each) => each.split('=')[0] ?? '').some((each) => path === each || new RegExp(`^${escaped(each)}[.[{]`).test(path))

const escaped = (text: string): string => text.replaceAll(/[[\]{}.$]/g, String.raw`\$&`)

/**
 * An input that notes which of its members are read by their names. Whoever copies it (`...rest`, Object.entries) has not read what it copied: that may be passed over as well. Of lists and maps
 * the items are read whichever way.
 */
export function watched(input: unknown, schema: NormalizedSchema, note: (path: string) => void, path = ''): unknown {
  if (typeof input !== 'object' || input === null || ArrayBuffer.isView(input) || input instanceof Date || isUnion(schema)) return input
  let copied: PropertyKey | undefined
  return new Proxy(input, {
    getOwnPropertyDescriptor: (target, key) => {
      copied = key
      const found = Reflect.getOwnPropertyDescriptor(target, key)
      return found && { ...found, configurable: true }
    },
    get: (target, key) => {
      const isCopy = copied === key
      copied = undefined
      const value: unknown = Reflect.get(target, key)
      if (typeof key === 'symbol' || !Object.hasOwn(target, key) || key === 'length') return value
      const { step, below } = stepTo(schema, key)
      if (below === undefined) return value
      const here = path === '' || step !== key ? `${path}${step}` : `${path}.${step}`
      if (!isCopy || step !== key) note(here)
      return watched(value, below, note, here)
    },
  })
}

function stepTo(schema: NormalizedSchema, key: string): { readonly step: string; readonly below: NormalizedSchema | undefined } {
  if (schema.isListSchema()) return { step: '[]', below: schema.getValueSchema() }
  if (schema.isMapSchema()) return { step: '{}', below: schema.getValueSchema() }
  const members = new Map(schema.isStructSchema() ? schema.structIterator() : [])
  return { step: key, below: members.get(key) }
}
