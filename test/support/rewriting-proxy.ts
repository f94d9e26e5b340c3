import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

type Body = Record<string, unknown>

/** What becomes of requests and answers of awsJson operations on their way; `undefined` leaves them as they are. */
export type Rewriting = {
  readonly request?: (operation: string, body: Body) => Body | undefined
  readonly answer?: (operation: string, body: Body) => Body | undefined
}

/** A port that hands on to another one what it is sent, rewritten. It ends with the test. */
export async function rewritingProxy(
  target: string,
  { request, answer }: Rewriting,
): Promise<{ readonly endpoint: string } & AsyncDisposable> {
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      const chunks: Uint8Array[] = []
      for await (const chunk of incoming) chunks.push(chunk as Uint8Array)
      const sent = JSON.parse(Buffer.concat(chunks).toString()) as Body
      const operation = String(incoming.headers['x-amz-target']).split('.')[1] ?? ''
      const names = ['authorization', 'x-amz-date', 'x-amz-target']
      const headers = Object.fromEntries(names.map((name) => [name, String(incoming.headers[name])]))
      const reply = await fetch(target, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/x-amz-json-1.0' },
        body: JSON.stringify(request?.(operation, sent) ?? sent),
      })
      const got = (await reply.json()) as Body
      outgoing.writeHead(reply.status, { 'content-type': 'application/x-amz-json-1.0' })
      outgoing.end(JSON.stringify(reply.ok ? (answer?.(operation, got) ?? got) : got))
    })()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
