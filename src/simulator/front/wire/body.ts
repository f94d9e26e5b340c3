import type { IncomingMessage, ServerResponse } from 'node:http'
import { AwsError } from '../../world/aws-error.ts'

/** What the body of a call may have: events of functions and findings 6 MB, everything else what a template or a message needs, escaped. */
const EVENT_BYTES = 6_291_456
const CALL_BYTES = 1_048_576

/** The client hung up before it had sent all of its request. */
export class ClientGone extends Error {}

/** @throws AwsError RequestEntityTooLarge, before any of a body is read that says so itself @throws ClientGone */
export async function receiveBody(incoming: IncomingMessage, outgoing: ServerResponse): Promise<Buffer> {
  const isEvent = /^\/[\d-]+\/functions\/[^/]+\/invocations/.test(incoming.url ?? '')
  const maximum = isEvent || /^\/findings\/import(\?|$)/.test(incoming.url ?? '') ? EVENT_BYTES : CALL_BYTES
  const tooLarge = new AwsError(
    'RequestEntityTooLarge',
    413,
    `Request must be smaller than ${maximum} bytes${isEvent ? ' for the InvokeFunction operation' : ''}`,
  )
  const { 'content-length': length = '0', expect } = incoming.headers
  if (Number(length) > maximum) throw tooLarge
  if (expect !== undefined) outgoing.writeContinue()
  return received(incoming, maximum, tooLarge)
}

function received(incoming: IncomingMessage, maximum: number, tooLarge: AwsError): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let bytes = 0
    incoming
      .on('data', (chunk: Buffer) => {
        bytes += chunk.length
        if (bytes <= maximum) chunks.push(chunk)
        else {
          chunks.length = 0
          reject(tooLarge)
        }
      })
      .on('end', () => resolve(Buffer.concat(chunks)))
      .on('error', (cause) => reject(new ClientGone('The client hung up.', { cause })))
      .on('close', () => {
        if (!incoming.readableEnded) reject(new ClientGone('The client hung up.'))
      })
  })
}
