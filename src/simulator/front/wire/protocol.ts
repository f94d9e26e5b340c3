import type { IncomingHttpHeaders } from 'node:http'
import type { Operation } from '../../world/operation.ts'
import { operationsOf, SERVICES, type ServiceEntry } from '../services.ts'
import { isForm, parseForm, textOf, type Field } from './form.ts'
import { json10Protocol, jsonProtocol } from './json.ts'
import type { ServerProtocol, WireRequest } from './message.ts'
import { queryProtocol } from './query.ts'
import { matchPath, restJsonProtocol } from './rest-json.ts'

export type Route = {
  readonly service: ServiceEntry
  readonly operation: Operation | undefined
  readonly protocol: ServerProtocol
  readonly asked: string
}

/** Which service and operation a request is for: by X-Amz-Target, by the form's Version and Action, or by its path. @throws AwsError */
export async function route(request: WireRequest): Promise<Route | undefined> {
  const form = isForm(request.headers['content-type']) ? parseForm(request.body) : undefined
  for (const service of BY_PATH_LAST) {
    const asked = await askedOf(service, request, form)
    if (asked === undefined) continue
    return { service, asked, protocol: protocolOf(service), operation: (await operationsOf(service)).get(asked) }
  }
  return undefined
}

/** Only the operations themselves tell by what paths they are asked for: no service is loaded for that which another one answers. */
const BY_PATH_LAST = SERVICES.toSorted((one, other) => Number(one.protocol === 'rest-json') - Number(other.protocol === 'rest-json'))

/** The protocol that a client expects an answer in, before it is known what the request is for. */
export function protocolBy(headers: IncomingHttpHeaders): ServerProtocol {
  if (headers['x-amz-target'] !== undefined) return jsonProtocol
  return isForm(headers['content-type']) ? queryProtocol('http://webservices.amazon.com/AWSFault/2005-15-09') : restJsonProtocol
}

async function askedOf(service: ServiceEntry, request: WireRequest, form: Field | undefined): Promise<string | undefined> {
  switch (service.protocol) {
    case 'json': {
      const [prefix, name] = String(request.headers['x-amz-target'] ?? '').split('.')
      return prefix === service.targetPrefix ? name : undefined
    }
    case 'query':
      return form !== undefined && textOf(form, 'Version') === service.version ? (textOf(form, 'Action') ?? '') : undefined
    case 'rest-json':
      return [...(await operationsOf(service)).values()].find((operation) => matchPath(operation, request) !== undefined)?.name
  }
}

function protocolOf(service: ServiceEntry): ServerProtocol {
  switch (service.protocol) {
    case 'json':
      return service.jsonVersion === '1.0' ? json10Protocol : jsonProtocol
    case 'query':
      return queryProtocol(service.xmlns)
    case 'rest-json':
      return restJsonProtocol
  }
}
