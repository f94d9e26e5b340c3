import type { IncomingHttpHeaders } from 'node:http'
import type { Operation, Service } from '../../world/operation.ts'
import { SERVICES } from '../services.ts'
import { isForm, parseForm, textOf, type Field } from './form.ts'
import { json10Protocol, jsonProtocol } from './json.ts'
import type { ServerProtocol, WireRequest } from './message.ts'
import { queryProtocol } from './query.ts'
import { matchPath, restJsonProtocol } from './rest-json.ts'

export type Route = {
  readonly service: Service
  readonly operation: Operation | undefined
  readonly protocol: ServerProtocol
  readonly asked: string
}

/** Which service and operation a request is for: by X-Amz-Target, by the form's Version and Action, or by its path. @throws AwsError */
export function route(request: WireRequest): Route | undefined {
  const form = isForm(request.headers['content-type']) ? parseForm(request.body) : undefined
  for (const service of SERVICES) {
    const asked = askedOf(service, request, form)
    if (asked === undefined) continue
    return { service, asked, protocol: protocolOf(service), operation: service.operations.find(({ name }) => name === asked) }
  }
  return undefined
}

/** The protocol that a client expects an answer in, before it is known what the request is for. */
export function protocolBy(headers: IncomingHttpHeaders): ServerProtocol {
  if (headers['x-amz-target'] !== undefined) return jsonProtocol
  return isForm(headers['content-type']) ? queryProtocol('http://webservices.amazon.com/AWSFault/2005-15-09') : restJsonProtocol
}

function askedOf(service: Service, request: WireRequest, form: Field | undefined): string | undefined {
  switch (service.protocol) {
    case 'json': {
      const [prefix, name] = String(request.headers['x-amz-target'] ?? '').split('.')
      return prefix === service.targetPrefix ? name : undefined
    }
    case 'query':
      return form !== undefined && textOf(form, 'Version') === service.version ? (textOf(form, 'Action') ?? '') : undefined
    case 'rest-json':
      return service.operations.find((operation) => matchPath(operation, request) !== undefined)?.name
  }
}

function protocolOf(service: Service): ServerProtocol {
  switch (service.protocol) {
    case 'json':
      return service.jsonVersion === '1.0' ? json10Protocol : jsonProtocol
    case 'query':
      return queryProtocol(service.xmlns)
    case 'rest-json':
      return restJsonProtocol
  }
}
