import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { vi } from 'vitest'

/**
 * An AWS that says whatever the test wants it to; the SDK's clients are sent there until the test unstubs its environment.
 * @param answer what is said to a request's body, given how many there were before
 */
export async function answeringServer(answer: (body: string, calls: number) => string, type: string, status = 200) {
  let calls = 0
  const server = createServer((incoming, outgoing) => {
    const chunks: Uint8Array[] = []
    incoming.on('data', (chunk: Uint8Array) => chunks.push(chunk))
    incoming.on('end', () => {
      outgoing.statusCode = status
      outgoing.setHeader('content-type', type)
      outgoing.end(answer(Buffer.concat(chunks).toString(), calls))
      calls += 1
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  vi.stubEnv('AWS_ENDPOINT_URL', `http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  vi.stubEnv('AWS_REGION', 'us-east-1')
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test')
  return {
    calls: () => calls,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
