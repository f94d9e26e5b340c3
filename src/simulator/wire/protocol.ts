import type { Operation, Service } from '../operation.ts'
import { SERVICES } from '../services.ts'
import { jsonProtocol } from './json.ts'
import type { ServerProtocol, WireRequest } from './message.ts'
import { queryProtocol } from './query.ts'
import { matchPath, restJsonProtocol } from './rest-json.ts'

export type Route = {
  readonly service: Service
  readonly operation: Operation | undefined
  readonly protocol: ServerProtocol
  readonly asked: string
}

/** Which service and operation a request is for: by X-Amz-Target, by the form's Version and Action, or by its path. */
export function route(request: WireRequest): Route | undefined {
  for (const service of SERVICES) {
    const asked = askedOf(service, request)
    if (asked === undefined) continue
    return { service, asked, protocol: protocolOf(service), operation: service.operations.find(({ name }) => name === asked) }
  }
  return undefined
}

function askedOf(service: Service, request: WireRequest): string | undefined {
  switch (service.protocol) {
    case 'json': {
      const [prefix, name] = String(request.headers['x-amz-target'] ?? '').split('.')
      return prefix === service.targetPrefix ? name : undefined
    }
    case 'query': {
      if (!String(request.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded')) return undefined
      const form = new URLSearchParams(Buffer.from(request.body).toString())
      return form.get('Version') === service.version ? (form.get('Action') ?? '') : undefined
    }
    case 'rest-json':
      return service.operations.find((operation) => matchPath(operation, request) !== undefined)?.name
  }
}

function protocolOf(service: Service): ServerProtocol {
  switch (service.protocol) {
    case 'json':
      return jsonProtocol
    case 'query':
      return queryProtocol(service.xmlns)
    case 'rest-json':
      return restJsonProtocol
  }
}
