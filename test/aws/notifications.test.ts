import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test, vi } from 'vitest'
import { notifier } from '../../src/aws/notifications.ts'

afterEach(() => vi.unstubAllEnvs())

test("a topic is told in its own Region, whatever the function's; without one nobody is", async () => {
  const signatures: (string | undefined)[] = []
  const server = createServer(({ headers }, response) => {
    signatures.push(headers.authorization?.split(/[/,]/).slice(2, 4).join('/'))
    response.end('<PublishResponse><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  vi.stubEnv('AWS_ENDPOINT_URL', `http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  vi.stubEnv('AWS_REGION', 'us-east-1')
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test')
  await notifier('arn:aws:sns:eu-west-1:123456789012:people')('Subject', 'message')
  await notifier('')('Subject', 'message')
  expect(signatures).toEqual(['eu-west-1/sns'])
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
})
