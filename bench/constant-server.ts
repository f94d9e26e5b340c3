import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export type ConstantServer = { readonly endpoint: string } & AsyncDisposable

const ANSWER =
  '<ListAccessKeysResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><ListAccessKeysResult><AccessKeyMetadata><member>' +
  '<UserName>user-00000</UserName><AccessKeyId>AKIABENCH00000000000</AccessKeyId><Status>Active</Status><CreateDate>2025-10-21T00:00:00Z</CreateDate>' +
  '</member></AccessKeyMetadata><IsTruncated>false</IsTruncated></ListAccessKeysResult>' +
  '<ResponseMetadata><RequestId>00000000-0000-0000-0000-000000000000</RequestId></ResponseMetadata></ListAccessKeysResponse>'

/** Answers whatever it is asked with one and the same list of keys: what is left is the cost of the client and of HTTP. */
export async function constantServer(): Promise<ConstantServer> {
  const server = createServer((incoming, outgoing) => {
    incoming.resume().on('end', () => {
      outgoing.writeHead(200, { 'content-type': 'text/xml', 'content-length': Buffer.byteLength(ANSWER) }).end(ANSWER)
    })
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
