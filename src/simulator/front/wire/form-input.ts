import type { NormalizedSchema } from '@smithy/core/schema'
import { instantOf, integerOf } from './scalars.ts'
import { malformedInput, type Field } from './form.ts'

/** More members than a list can have are no list. */
const LAST_INDEX = 10_000

/** What a schema says of a form: only members that it names, each of its type. @throws AwsError MalformedInput */
export function readForm(schema: NormalizedSchema, field: Field): unknown {
  if (schema.isStructSchema()) return structure(schema, field)
  if (schema.isListSchema()) return list(schema, field)
  if (schema.isMapSchema()) return map(schema, field)
  return field.below.size > 0 ? refuseStructure() : scalar(schema, field.text ?? '')
}

function structure(schema: NormalizedSchema, { text, below }: Field): object {
  if (text !== undefined) throw malformedInput('Unexpected value where a structure was expected.')
  const members = [...schema.structIterator()].flatMap(([name, member]) => {
    const field = below.get(wireName(member, name))
    return field === undefined ? [] : [[name, readForm(member, field)] as const]
  })
  return Object.fromEntries(members)
}

/** `Tags.member.1`, or flattened `Tags.1`. An empty list travels as `Tags=`. */
function list(schema: NormalizedSchema, field: Field): unknown[] {
  const item = schema.getValueSchema()
  const items = schema.getMergedTraits().xmlFlattened ? field : field.below.get(wireName(item, 'member'))
  return inOrder(items, field).map((each) => readForm(item, each))
}

/** `Attributes.entry.1.key` and `.value`. */
function map(schema: NormalizedSchema, field: Field): object {
  const entries = inOrder(schema.getMergedTraits().xmlFlattened ? field : field.below.get('entry'), field)
  const [keys, values] = [schema.getKeySchema(), schema.getValueSchema()]
  const read = entries.map(({ below }) => {
    const [key, value] = [below.get(wireName(keys, 'key')), below.get(wireName(values, 'value'))]
    if (key?.text === undefined || value === undefined) throw malformedInput('An entry of a map needs a key and a value.')
    return [key.text, readForm(values, value)] as const
  })
  return Object.assign(Object.create(null) as object, Object.fromEntries(read))
}

function inOrder(items: Field | undefined, { text, below }: Field): Field[] {
  if (items === undefined) {
    if (below.size > 0 || (text !== undefined && text !== '')) throw malformedInput('Start of list found where not expected')
    return []
  }
  const indexed = [...items.below].map(([index, field]) => {
    if (!/^\d+$/.test(index)) throw malformedInput('Start of list found where not expected')
    if (Number(index) < 1 || Number(index) > LAST_INDEX) throw malformedInput(`${index} is not a valid index`)
    return [Number(index), field] as const
  })
  return indexed.toSorted(([one], [other]) => one - other).map(([, field]) => field)
}

function scalar(schema: NormalizedSchema, text: string): unknown {
  if (schema.isBooleanSchema()) return /^(true|false)$/i.test(text) ? text.toLowerCase() === 'true' : refuse(text, 'a Boolean')
  if (schema.isNumericSchema()) return integerOf(text) ?? refuse(text, 'an Integer')
  if (schema.isTimestampSchema()) return instantOf(text) ?? refuse(text, 'a Timestamp')
  if (schema.isBlobSchema()) return Buffer.from(text, 'base64')
  return text
}

const wireName = (schema: NormalizedSchema, name: string): string => {
  const { xmlName } = schema.getMergedTraits()
  return typeof xmlName === 'string' ? xmlName : name
}

function refuse(text: string, type: string): never {
  throw malformedInput(`'${text}' can not be converted to ${type}`)
}

function refuseStructure(): never {
  throw malformedInput('Start of structure or map found where not expected.')
}
