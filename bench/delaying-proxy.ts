import { once } from 'node:events'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

export type DelayingProxy = { readonly endpoint: string; readonly requests: () => number } & AsyncDisposable

/** Hands requests on to another server, each after a while, and counts them. */
export async function delayingProxy(target: string, delayMs: number): Promise<DelayingProxy> {
  let requests = 0
  const server = createServer((incoming, outgoing) => {
    requests += 1
    const handOn = async (): Promise<void> => {
      await sleep(delayMs)
      const { method, headers, url } = incoming
      const onwards = request(new URL(url ?? '/', target), { method, headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(outgoing)
      })
      onwards.on('error', (error) => outgoing.destroy(error))
      incoming.pipe(onwards)
    }
    handOn().catch((error: unknown) => outgoing.destroy(error instanceof Error ? error : undefined))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: () => requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
