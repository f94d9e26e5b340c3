import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const SIMULATE = fileURLToPath(new URL('../../../dist/cli/main.js', import.meta.url))
const BARE = fileURLToPath(new URL('bare-server.js', import.meta.url))
const ROUNDS = 7
const GIVE_UP_MS = 30_000

const LIST_USERS = {
  method: 'POST',
  headers: {
    'content-type': 'application/x-www-form-urlencoded',
    'x-amz-date': '20261125T000000Z',
    authorization: 'AWS4-HMAC-SHA256 Credential=bench/20261125/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=0',
  },
  body: 'Action=ListUsers&Version=2010-05-08',
}

export type Starts = { readonly simulateMs: number; readonly bareMs: number }

/** From the start of `iam-cleanup simulate` to its answer to a first iam:ListUsers, and the same of the least that it could be; in turn, the medians. */
export async function starts(): Promise<Starts> {
  const [simulate, bare]: [number[], number[]] = [[], []]
  for (let round = 0; round < ROUNDS; round += 1) {
    const [one, other] = [await freePort(), await freePort()]
    simulate.push(await untilAnswered([SIMULATE, 'simulate', '--port', String(one)], one))
    bare.push(await untilAnswered([BARE, String(other)], other))
  }
  return { simulateMs: median(simulate), bareMs: median(bare) }
}

async function untilAnswered(argv: readonly string[], port: number): Promise<number> {
  const began = performance.now()
  const child = spawn(process.execPath, argv, { stdio: 'ignore' })
  try {
    await answerOf(port, began)
    return performance.now() - began
  } finally {
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
}

/** Ask until somebody listens. */
async function answerOf(port: number, began: number): Promise<void> {
  while (performance.now() - began < GIVE_UP_MS) {
    const answer = await fetch(`http://127.0.0.1:${port}/`, LIST_USERS).catch(() => undefined)
    if (answer?.ok === true) return void (await answer.text())
    if (answer !== undefined) throw new Error(`Answered with ${answer.status}.`)
    await sleep(5)
  }
  throw new Error(`Nobody answered within ${GIVE_UP_MS} ms.`)
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

const median = (values: readonly number[]): number => values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0
