import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { GetUserCommand, IAMClient } from '@aws-sdk/client-iam'
import { expect, test } from 'vitest'
import { addToClients, clientSettings } from '../../src/aws/client-settings.ts'
import { Retries } from '../../src/aws/retries.ts'

const HOUR_MS = 3_600_000

type Answer = readonly [status: number, code: string]

/** How often an AWS is asked that gives these answers, one after the other and the last again and again, and whose clock is so far from ours; and what came of it. */
async function asked(answers: readonly Answer[], off: number): Promise<readonly [string, number]> {
  let count = 0
  const server = createServer((incoming, outgoing) => {
    const [status, code] = answers[Math.min(count, answers.length - 1)] ?? [200, '']
    count += 1
    const body =
      status === 200
        ? '<GetUserResponse><GetUserResult><User><UserName>ana</UserName></User></GetUserResult></GetUserResponse>'
        : `<ErrorResponse><Error><Code>${code}</Code><Message>no</Message></Error></ErrorResponse>`
    const date = new Date(Date.now() + off).toUTCString()
    incoming.resume().on('end', () => outgoing.writeHead(status, { 'content-type': 'text/xml', date }).end(body))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  addToClients({ settings: {}, retries: (attempts) => new Retries(attempts), opened: () => undefined })
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const client = new IAMClient({
    ...clientSettings(),
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  })
  try {
    const { User } = await client.send(new GetUserCommand({ UserName: 'ana' }))
    return [User?.UserName ?? '', count]
  } catch (error) {
    return [(error as Error).name, count]
  } finally {
    client.destroy()
    addToClients()
    server.close()
  }
}

test.for([
  ['that there is no such thing', [404, 'NoSuchEntityException'], 1],
  ['what is refused', [403, 'AccessDenied'], 1],
  ['what is refused, in words that the clock has, too', [403, 'AccessDeniedException'], 2],
  ['a signature of another time', [403, 'SignatureDoesNotMatch'], 2],
] as const)(
  'on a machine whose clock is off, %s is asked no more often than it takes to put the clock right',
  async ([, answer, times]) => {
    for (const off of [-26 * HOUR_MS, 26 * HOUR_MS]) expect(await asked([answer], off)).toEqual([answer[1], times])
  },
)

test('a signature of another time is made anew by the time that AWS has', async () => {
  expect(
    await asked(
      [
        [403, 'SignatureDoesNotMatch'],
        [200, ''],
      ],
      HOUR_MS,
    ),
  ).toEqual(['ana', 2])
})

test.for([
  ['by the right clock', 0],
  ['by a wrong one', HOUR_MS],
] as const)('what AWS cannot answer just now is asked again, %s', async ([, off]) => {
  const busy: Answer = [503, 'ServiceUnavailable']
  expect(await asked([busy, [400, 'Throttling'], busy, [200, '']], off)).toEqual(['ana', 4])
})

test('by the right clock, what is refused is refused', async () => {
  expect(await asked([[403, 'AccessDenied']], 0)).toEqual(['AccessDenied', 1])
})
