import type { NormalizedSchema } from '@smithy/core/schema'
import { AwsError } from '../../world/aws-error.ts'
import { isDeeperThan } from '../../world/depth.ts'
import { instantOfSeconds } from './scalars.ts'

const DEPTH = 100
const OF_EVERY_OBJECT = ['__proto__', 'constructor', 'prototype']
const LIST = 'Start of list found where not expected'
const STRUCTURE = 'Start of structure or map found where not expected.'

export const serializationException = (message: string): AwsError => new AwsError('SerializationException', 400, message)

/** @throws AwsError SerializationException for what is no JSON, or deeper than any request */
export function parseJson(body: Buffer): unknown {
  const value = parsed(body.length === 0 ? '{}' : body.toString())
  if (isDeeperThan(DEPTH, value)) throw serializationException(`A request is nested at most ${DEPTH} deep.`)
  return value
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw serializationException('The body of the request is not JSON.')
  }
}

/** What a schema says of JSON: only members that it names, each of its type; null is absent. @throws AwsError SerializationException */
export function readJson(schema: NormalizedSchema, value: unknown): unknown {
  if (value === null || value === undefined) return undefined
  if (schema.isUnitSchema()) return nothing(value)
  if (schema.isStructSchema()) return structure(schema, value)
  if (schema.isListSchema()) return list(schema, value)
  if (schema.isMapSchema()) return map(schema, value)
  if (schema.isDocumentSchema()) return value
  return scalar(schema, value)
}

/** An operation without input takes any object, and makes nothing of it. */
function nothing(value: unknown): object {
  objectOf(value, 'Expected null')
  return {}
}

function structure(schema: NormalizedSchema, value: unknown): object {
  const given = objectOf(value, 'Expected null')
  const members = [...schema.structIterator()].flatMap(([name, member]) => {
    const read = Object.hasOwn(given, name) ? readJson(member, given[name]) : undefined
    return read === undefined ? [] : [[name, read] as const]
  })
  return Object.fromEntries(members)
}

function list(schema: NormalizedSchema, value: unknown): unknown[] {
  if (typeof value !== 'object') throw serializationException('Expected list or null')
  if (!Array.isArray(value)) throw serializationException(STRUCTURE)
  const item = schema.getValueSchema()
  return value.map((each) => readJson(item, each))
}

function map(schema: NormalizedSchema, value: unknown): object {
  const given = objectOf(value, 'Expected map or null')
  const values = schema.getValueSchema()
  return Object.assign(
    Object.create(null) as object,
    Object.fromEntries(Object.entries(given).map(([key, each]) => [key, readJson(values, each)])),
  )
}

function objectOf(value: unknown, expected: string): Readonly<Record<string, unknown>> {
  if (Array.isArray(value)) throw serializationException(LIST)
  if (typeof value !== 'object' || value === null) throw serializationException(expected)
  const reaching = Object.keys(value).find((key) => OF_EVERY_OBJECT.includes(key))
  if (reaching !== undefined) throw serializationException(`${reaching} is a member of no request.`)
  return value as Readonly<Record<string, unknown>>
}

function scalar(schema: NormalizedSchema, value: unknown): unknown {
  if (Array.isArray(value)) throw serializationException(LIST)
  if (typeof value === 'object') throw serializationException(STRUCTURE)
  if (schema.isBooleanSchema()) return typeof value === 'boolean' ? value : refuse(value, 'a Boolean')
  if (schema.isNumericSchema()) return typeof value === 'number' ? number(schema, value) : refuse(value, 'an Integer')
  if (schema.isTimestampSchema())
    return (typeof value === 'number' ? instantOfSeconds(value) : undefined) ?? refuse(value, 'milliseconds since epoch')
  if (typeof value !== 'string') return refuse(value, 'a String')
  return schema.isBlobSchema() ? Buffer.from(value, 'base64') : value
}

/** Members of requests that are doubles. The schemas of the SDK call every number a number. */
const DOUBLES = ['Threshold']

/** AWS drops what is behind the point of what is to be whole. */
function number(schema: NormalizedSchema, value: number): number {
  if (schema.isMemberSchema() && DOUBLES.includes(schema.getMemberName())) return value
  return Number.isSafeInteger(Math.trunc(value)) ? Math.trunc(value) : refuse(value, 'an Integer')
}

function refuse(value: unknown, type: string): never {
  const kind = typeof value === 'boolean' ? String(value).toUpperCase() : (typeof value).toUpperCase()
  throw serializationException(`${kind}_VALUE can not be converted to ${type}`)
}
