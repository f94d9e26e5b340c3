import { randomUUID } from 'node:crypto'
import { AwsError } from '../../world/aws-error.ts'
import { isForm, parseForm, textOf } from './form.ts'
import type { WireAnswer, WireRequest } from './message.ts'
import { protocolBy } from './protocol.ts'

/** Services that speak XML without forms. */
const XML = ['s3', 'route53', 'cloudfront']

/** S3's own; SDKs would ask again where another service says it. */
const STATUS_OF_XML = 501

/** What a client is told that asks a service, or an operation, that the simulator does not offer: in the protocol of that service, naming both as far as the request does. */
export function notOffered(request: WireRequest, service: string): WireAnswer {
  const message = `The simulator does not know ${asked(request, service)}.`
  if (service === 'ec2')
    return xml(
      `<Response><Errors><Error><Code>InvalidAction</Code><Message>${escaped(message)}</Message></Error></Errors><RequestID>${randomUUID()}</RequestID></Response>`,
      400,
    )
  if (XML.includes(service))
    return xml(
      `<Error><Code>NotImplemented</Code><Message>${escaped(message)}</Message><RequestId>${randomUUID()}</RequestId></Error>`,
      STATUS_OF_XML,
    )
  const code =
    request.headers['x-amz-target'] === undefined && !isForm(request.headers['content-type']) ? 'NotImplemented' : 'InvalidAction'
  return protocolBy(request.headers).writeError(new AwsError(code, code === 'InvalidAction' ? 400 : 404, message), randomUUID())
}

/** `cloudtrail:LookupEvents`, or `lambda: GET /2015-03-31/functions/f/versions` where no operation is named. */
function asked({ method, url, headers, body }: WireRequest, service: string): string {
  const target = headers['x-amz-target']
  const named =
    typeof target === 'string' ? target.split('.').at(-1) : isForm(headers['content-type']) ? textOf(parseForm(body), 'Action') : undefined
  return named === undefined ? `${service}: ${method} ${url.pathname}` : `${service}:${named}`
}

const xml = (body: string, status: number): WireAnswer => ({
  status,
  headers: { 'content-type': 'application/xml' },
  body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}`,
})

/** Without the characters that mean something to XML, or that it cannot carry. */
const escaped = (text: string): string => text.replaceAll(/[^\w\s:./$,-]/g, '?').replaceAll(/[^\P{Control}\t\n]/gu, '?')
