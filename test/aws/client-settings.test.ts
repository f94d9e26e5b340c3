import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { IAMClient, ListUsersCommand } from '@aws-sdk/client-iam'
import { expect, test } from 'vitest'
import { clientSettings, ending } from '../../src/aws/client-settings.ts'

/** An AWS that counts what it is asked, and answers nothing, or that it is too much. */
async function silentServer(throttles: boolean) {
  let asked = 0
  const server = createServer((incoming, outgoing) => {
    asked += 1
    server.emit('asked')
    if (throttles) incoming.resume().on('end', () => outgoing.writeHead(429).end())
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    server,
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: () => asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

const clientAt = (endpoint: string): IAMClient =>
  new IAMClient({ ...clientSettings(), endpoint, region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } })

test.for([
  ['a call that nobody answers', false],
  ['a call that waits for another try', true],
] as const)('%s ends with its signal, and so does every later one before it is made', async ([, throttles]) => {
  await using aws = await silentServer(throttles)
  const outOfTime = new AbortController()
  const client = ending(clientAt(aws.endpoint), outOfTime.signal)
  const asked = once(aws.server, 'asked')
  const calls = [client.send(new ListUsersCommand({})), client.send(new ListUsersCommand({}))]
  const ends = Promise.allSettled(calls)
  await asked
  outOfTime.abort()
  expect(await ends).toMatchObject([
    { status: 'rejected', reason: { name: 'AbortError' } },
    { status: 'rejected', reason: { name: 'AbortError' } },
  ])
  const before = aws.asked()
  await expect(client.send(new ListUsersCommand({}))).rejects.toMatchObject({ name: 'AbortError' })
  expect(aws.asked()).toBe(before)
})

test('a client without a signal does not hear that of another', async () => {
  await using aws = await silentServer(true)
  ending(clientAt(aws.endpoint), AbortSignal.abort())
  const client = new IAMClient({
    endpoint: aws.endpoint,
    region: 'us-east-1',
    maxAttempts: 1,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  })
  await expect(client.send(new ListUsersCommand({}))).rejects.toMatchObject({ $metadata: { httpStatusCode: 429 } })
})
