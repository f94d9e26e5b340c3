import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, expect, test, vi } from 'vitest'
import { notifier } from '../../src/aws/notifications.ts'

const SELF = 'arn:aws:lambda:us-east-1:210987654321:function:rule'

afterEach(() => vi.unstubAllEnvs())

test("a topic is told in its own Region, whatever the function's, and whose message it is; without one nobody is", async () => {
  const signatures: (string | undefined)[] = []
  const bodies: Promise<string>[] = []
  const server = createServer((request, response) => {
    const { headers } = request
    bodies.push(text(request))
    signatures.push(headers.authorization?.split(/[/,]/).slice(2, 4).join('/'))
    response.end('<PublishResponse><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  vi.stubEnv('AWS_ENDPOINT_URL', `http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  vi.stubEnv('AWS_REGION', 'us-east-1')
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test')
  await notifier('arn:aws:sns:eu-west-1:123456789012:people', SELF)('Subject', 'message')
  await notifier('', SELF)('Subject', 'message')
  expect(signatures).toEqual(['eu-west-1/sns'])
  const messages = (await Promise.all(bodies)).map((body) => new URLSearchParams(body).get('Message'))
  expect(messages).toEqual(['Account 210987654321, Region us-east-1.\n\nmessage'])
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
})
