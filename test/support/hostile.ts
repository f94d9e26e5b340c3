import { request } from 'node:http'
import { NormalizedSchema } from '@smithy/core/schema'
import * as fc from 'fast-check'
import { anyText } from './any-text.ts'
import type { Operation } from '../../src/simulator/world/operation.ts'
import { operationsOf, SERVICES as ENTRIES, type ServiceEntry } from '../../src/simulator/front/services.ts'

/** A call of an operation with some input, as it goes over the wire. */
export type Call = {
  readonly name: string
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

const SERVICES = await Promise.all(
  ENTRIES.map(async (service) => ({ ...service, operations: [...(await operationsOf(service)).values()] })),
)

const LONG = 'x'.repeat(5_000)
const DEEP = `${'['.repeat(20_000)}${']'.repeat(20_000)}`

/** What people send by mistake, and others on purpose. */
const ODD_TEXTS = [
  '', ' ', '*', '/', '//', '..', '%zz', '%00', '\0', '\n', 'ä€😀', '\uD800', LONG, '-1', '0', '1e308', 'NaN', 'null', '{', '{}', '[]', DEEP,
  '__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'arn:', 'arn:aws:iam::123456789012:role/x', '(a+)+$', '[', '^(a|a)*$',
  '2026-99-99', '{"Version":"2012-10-17","Statement":[null]}', '{"Statement":{"Effect":"Allow","Condition":{"toString":{}}}}', 'a'.repeat(40) + '!',
] // prettier-ignore

const oddText = fc.oneof(fc.constantFrom(...ODD_TEXTS), anyText(40))

const oddNumber = fc.constantFrom(0, -1, 1, 1.5, 2 ** 31, -(2 ** 31), 2 ** 53, 1e308, -1e308, 5e-324)

const odd: fc.Arbitrary<unknown> = fc.oneof(
  oddText,
  oddNumber,
  fc.boolean(),
  fc.constant(null),
  fc.constantFrom<unknown>([], {}, [null], [[]], [{}], { '': null }, { __proto__: null }, JSON.parse('{"__proto__":{"polluted":"yes"}}')),
  fc.jsonValue({ maxDepth: 3 }),
)

/** Values that get a call past the door, by the name of the member that takes them. */
type Plausible = Readonly<Record<string, readonly unknown[]>>

/** Those of one service, before those of all. */
export type PlausibleOf = Readonly<Record<string, Plausible>>

/** Inputs of a schema: mostly what could be meant, and here and there something else. */
function inputOf(schema: NormalizedSchema, plausible: Plausible, name = '', depth = 0): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: 24, arbitrary: properInput(schema, plausible, name, depth) },
    { weight: 1, arbitrary: odd },
    ...(plausible[name] === undefined ? [] : [{ weight: 60, arbitrary: fc.constantFrom(...plausible[name]) }]),
  )
}

function properInput(schema: NormalizedSchema, plausible: Plausible, name: string, depth: number): fc.Arbitrary<unknown> {
  if (depth > 5) return odd
  if (schema.isStructSchema()) {
    const members = Object.fromEntries(
      [...schema.structIterator()].map(([each, member]) => [each, inputOf(member, plausible, each, depth + 1)] as const),
    )
    const meant = Object.entries(members).filter(([each]) => requiredOf(schema).includes(each) || plausible[each] !== undefined)
    return fc.oneof(
      { weight: 6, arbitrary: fc.record(Object.fromEntries(meant)) },
      { weight: 3, arbitrary: some(members, Object.fromEntries(meant)) },
      { weight: 1, arbitrary: some(members, {}) },
    )
  }
  if (schema.isListSchema())
    return fc.array(inputOf(schema.getValueSchema(), plausible, name.replace(/s$/, ''), depth + 1), { minLength: 1, maxLength: 3 })
  if (schema.isMapSchema())
    return fc.dictionary(
      fc.oneof(fc.constantFrom('AutomationAssumeRole', 'IAMResourceId', 'A'), oddText),
      inputOf(schema.getValueSchema(), plausible, '', depth + 1),
      { maxKeys: 3 },
    )
  if (schema.isBooleanSchema()) return fc.boolean()
  if (schema.isNumericSchema())
    return fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 1, max: 100 }) }, { weight: 1, arbitrary: oddNumber })
  if (schema.isTimestampSchema()) return fc.oneof(fc.integer({ min: 0, max: 2 ** 33 }), oddNumber)
  return oddText
}

type Members = Readonly<Record<string, fc.Arbitrary<unknown>>>

/** Any of the members, and those that are needed; where there are very many (all that a finding can tell of a resource), a few of them at a time. */
function some(members: Members, needed: Members): fc.Arbitrary<object> {
  const requiredKeys = Object.keys(needed)
  const names = Object.keys(members)
  if (names.length <= 40) return fc.record(members, { requiredKeys })
  return fc
    .subarray(names, { maxLength: 4 })
    .chain((few) => fc.record({ ...needed, ...Object.fromEntries(few.map((name) => [name, members[name] ?? odd])) }, { requiredKeys }))
}

function requiredOf(schema: NormalizedSchema): string[] {
  const shape: unknown = schema.getSchema()
  return Array.isArray(shape) && Array.isArray(shape[4]) ? shape[4].slice(0, Number(shape[6] ?? 0)).map(String) : []
}

/** Every operation of the simulator, once, in any order, each with an odd input. */
export const everyOperation = (plausible: PlausibleOf): fc.Arbitrary<readonly Call[]> =>
  fc
    .tuple(
      ...SERVICES.flatMap((service) =>
        service.operations.map((operation) =>
          inputOf(NormalizedSchema.of(operation.schema[4]), { ...plausible['all'], ...plausible[service.name] }).map((input) =>
            callOf(service, operation, input),
          ),
        ),
      ),
    )
    .chain((calls) => fc.shuffledSubarray(calls, { minLength: calls.length }))
    .map((calls) => calls.toSorted((one, other) => Number(one.name.endsWith(':DeleteStack')) - Number(other.name.endsWith(':DeleteStack'))))

/** JSON of a value that has something else at one place or two. */
export function withSomethingOdd(value: object): fc.Arbitrary<string> {
  const places = placesIn(value)
  const change = fc.record({ place: fc.constantFrom(...places), odd: fc.oneof(odd, fc.constant(undefined), fc.constantFrom(...places)) })
  return fc.array(change, { minLength: 1, maxLength: 2 }).map((changes) => {
    const copy = structuredClone(value)
    for (const { place, odd: other } of changes) put(copy, place, other)
    return JSON.stringify(copy)
  })
}

type Place = readonly string[]

const placesIn = (value: unknown, place: Place = []): Place[] => [
  ...(place.length === 0 ? [] : [place]),
  ...(typeof value === 'object' && value !== null ? Object.entries(value).flatMap(([key, each]) => placesIn(each, [...place, key])) : []),
]

function put(into: object, [key = '', ...rest]: Place, value: unknown): void {
  const below: unknown = Reflect.get(into, key)
  if (rest.length === 0) Reflect.set(into, key, value)
  else if (typeof below === 'object' && below !== null) put(below, rest, value)
}

/** A call of an operation by name. */
export function callNamed(serviceName: string, name: string, input: object): Call {
  for (const service of SERVICES)
    for (const operation of service.operations)
      if (service.name === serviceName && operation.name === name) return callOf(service, operation, input)
  throw new Error(`There is no ${serviceName}:${name}.`)
}

const AUTHORIZATION =
  'AWS4-HMAC-SHA256 Credential=me/20261102/us-east-1/iam/aws4_request, SignedHeaders=host;x-amz-date, Signature=0000000000000000'

export const SIGNED = { authorization: AUTHORIZATION, 'x-amz-date': '20261102T090000Z' }

function callOf(service: ServiceEntry, operation: Operation, input: unknown): Call {
  const name = `${service.name}:${operation.name}`
  switch (service.protocol) {
    case 'json': {
      const headers = {
        ...SIGNED,
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `${service.targetPrefix}.${operation.name}`,
      }
      return { name, method: 'POST', path: '/', headers, body: JSON.stringify(input) ?? '' }
    }
    case 'query': {
      const fields: [string, string][] = [['Action', operation.name], ['Version', service.version], ...flat('', input)]
      const headers = { ...SIGNED, 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' }
      return { name, method: 'POST', path: '/', headers, body: String(new URLSearchParams(fields)) }
    }
    case 'rest-json':
      return restCall(name, operation, input)
  }
}

/** Lists as `Name.member.1`, objects as `Name.Key`, everything else as text. */
function flat(prefix: string, value: unknown): [string, string][] {
  if (typeof value !== 'object' || value === null) return prefix === '' ? [] : [[prefix, String(value)]]
  const below = (key: string): string => (prefix === '' ? key : `${prefix}.${key}`)
  if (Array.isArray(value)) return value.flatMap((each, index) => flat(below(`member.${index + 1}`), each))
  return Object.entries(value).flatMap(([key, each]) => flat(below(key), each))
}

function restCall(name: string, { schema }: Operation, input: unknown): Call {
  const [method, template] = (schema[3] as unknown as { http: [string, string] }).http
  const headers: Record<string, string> = { ...SIGNED, 'content-type': 'application/json' }
  const query = new URLSearchParams()
  let body = JSON.stringify(input) ?? ''
  const given = Object(input) as Record<string, unknown>
  const text = (value: unknown): string => Buffer.from(typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).toString()
  for (const [member, schemaOfMember] of NormalizedSchema.of(schema[4]).structIterator()) {
    const traits = schemaOfMember.getMergedTraits()
    if (given[member] === undefined) continue
    if (typeof traits.httpQuery === 'string') query.set(traits.httpQuery, text(given[member]))
    else if (typeof traits.httpHeader === 'string') headers[traits.httpHeader] = encodeURI(text(given[member]))
    else if (traits.httpPayload) body = text(given[member])
  }
  const path = template.replaceAll(/\{(\w+)\}/g, (_, label: string) => encodeURIComponent(text(given[label] ?? '')))
  return { name, method, path: `${path}?${query.toString()}`, headers, body: method === 'GET' ? '' : body }
}

export type Answer = { readonly status: number; readonly type: string; readonly text: string }

/** Send a call, or anything else, as it is. */
export function send(
  endpoint: string,
  { method = 'POST', path = '/', headers = {}, body = '' }: Partial<Omit<Call, 'body'>> & { readonly body?: string | Buffer },
): Promise<Answer> {
  const { hostname, port } = new URL(endpoint)
  return new Promise((resolve, reject) => {
    const outgoing = request(
      { hostname, port, method, path, headers: { 'content-length': Buffer.byteLength(body), ...headers } },
      (incoming) => {
        const chunks: Buffer[] = []
        incoming
          .on('data', (chunk: Buffer) => chunks.push(chunk))
          .on('end', () =>
            resolve({
              status: incoming.statusCode ?? 0,
              type: incoming.headers['content-type'] ?? '',
              text: Buffer.concat(chunks).toString(),
            }),
          )
      },
    )
    outgoing.on('error', reject).end(body)
  })
}
