import { JsonShapeSerializer2 } from '@aws-sdk/core/protocols'
import { NormalizedSchema } from '@smithy/core/schema'
import type { Operation } from '../../world/operation.ts'
import { JSON_SETTINGS } from './json.ts'
import { parseJson, readJson, serializationException } from './json-input.ts'
import type { ServerProtocol, WireRequest } from './message.ts'
import { integerOf } from './scalars.ts'

type Fields = Record<string, unknown>

/** restJson1: fields travel in the path, the query, headers and the body, as each field's traits say (Lambda). */
export const restJsonProtocol: ServerProtocol = {
  readInput: (operation, request) => {
    const schema = NormalizedSchema.of(operation.schema[4])
    const labels = matchPath(operation, request) ?? {}
    const body = hasPayload(operation.schema[4]) ? {} : readJson(schema, parseJson(request.body))
    if (body === undefined) throw serializationException('Expected null')
    const input: Fields = { ...(body as Fields) }
    for (const [name, member] of schema.structIterator()) {
      const { httpLabel, httpQuery, httpHeader, httpPayload } = member.getMergedTraits()
      if (httpLabel) input[name] = labels[name]
      else if (typeof httpQuery === 'string') input[name] = typed(member, request.url.searchParams.get(httpQuery))
      else if (typeof httpHeader === 'string') input[name] = typed(member, request.headers[httpHeader.toLowerCase()])
      else if (httpPayload) input[name] = request.body
    }
    return input
  },
  writeOutput: ({ schema }, output, requestId) => {
    const fields = Object(output) as Fields
    const headers: Record<string, string> = { 'content-type': 'application/json', 'x-amzn-requestid': requestId }
    let status = statusOf(schema[3])
    let payload: Uint8Array | undefined
    for (const [name, member] of NormalizedSchema.of(schema[5]).structIterator()) {
      const { httpHeader, httpPayload, httpResponseCode } = member.getMergedTraits()
      const value = fields[name]
      if (value === undefined) continue
      if (typeof httpHeader === 'string') headers[httpHeader] = `${value as string | number}`
      else if (httpResponseCode) status = Number(value)
      else if (httpPayload) payload = value as Uint8Array
    }
    return { status, headers, body: payload ?? (hasPayload(schema[5]) ? '' : json(schema[5], output)) }
  },
  writeError: ({ code, status, message }, requestId) => ({
    status,
    headers: { 'content-type': 'application/json', 'x-amzn-requestid': requestId, 'x-amzn-errortype': code },
    body: JSON.stringify({ Type: status < 500 ? 'User' : 'Service', message, Message: message }),
  }),
  frontCode: (code) => `${code}Exception`,
}

function typed(member: NormalizedSchema, given: string | readonly string[] | null | undefined): unknown {
  const text = typeof given === 'object' && given !== null ? given.join(',') : given
  if (text === null || text === undefined) return undefined
  if (!member.isNumericSchema()) return text
  const number = integerOf(text)
  if (number === undefined) throw serializationException('STRING_VALUE can not be converted to an Integer')
  return number
}

/** The values of the path's `{Labels}`, or undefined where the request is not for this operation. */
export function matchPath({ schema }: Operation, { method, url }: WireRequest): Record<string, string> | undefined {
  const [wantedMethod, wantedPath] = httpTrait(schema[3])
  const pattern = wantedPath.replace(/\?.*$/, '').replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')
  const match = wantedMethod === method ? new RegExp(`^${pattern}/?$`).exec(url.pathname) : null
  return match === null
    ? undefined
    : Object.fromEntries(Object.entries(match.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]))
}

function httpTrait(traits: Operation['schema'][3]): readonly [string, string, number] {
  if (typeof traits === 'object' && 'http' in traits && Array.isArray(traits.http)) return traits.http as [string, string, number]
  throw new Error('This operation has no HTTP binding.')
}

const statusOf = (traits: Operation['schema'][3]): number => httpTrait(traits)[2]

const hasPayload = (schema: Operation['schema'][4]): boolean =>
  [...NormalizedSchema.of(schema).structIterator()].some(([, member]) => Boolean(member.getMergedTraits().httpPayload))

function json(schema: Operation['schema'][5], output: unknown): Uint8Array {
  const serializer = new JsonShapeSerializer2(JSON_SETTINGS)
  serializer.write(NormalizedSchema.of(schema), output ?? {})
  return serializer.flush()
}
