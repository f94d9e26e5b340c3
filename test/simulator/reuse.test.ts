import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, test } from 'vitest'
import { FunctionProcesses } from '../../src/simulator/lambda/processes.ts'
import { functionOf } from '../support/function.ts'

const FIRST = { variables: { NAME: 'first', OWN: 'of the first' } }
const SECOND = { variables: { NAME: 'second' } }

/** Tells its process, how often this evaluation of its code was invoked, and its variables. What `deed` does, it does once it has been told. */
const telling = (deed = ''): string =>
  `let count = 0; exports.handler = async () => { count += 1; ${deed}; return { pid: process.pid, count, name: process.env.NAME, own: process.env.OWN } }`

type Told = { readonly pid: number; readonly count: number; readonly name: string; readonly own?: string }

/** What a function tells in a simulator that is stopped then. */
async function told(code: string, settings: typeof FIRST | typeof SECOND, reuseProcesses: boolean): Promise<Told> {
  await using f = await functionOf(code, settings, { reuseProcesses })
  return Object((await f.invoke()).payload)
}

test('the same code in a later simulator that reuses processes: the process is the same, the code is evaluated anew, with its variables alone', async () => {
  const { pid, ...first } = await told(telling(), FIRST, true)
  expect(first).toEqual({ count: 1, name: 'first', own: 'of the first' })
  expect(await told(telling(), SECOND, true)).toEqual({ pid, count: 1, name: 'second' })
})

test.for([true, false])(
  'a function that is changed: its code is evaluated anew, in the same process only where that is asked for (%s)',
  async (reuseProcesses) => {
    await using f = await functionOf(telling(`/* changed ${reuseProcesses} */`), FIRST, { reuseProcesses })
    const { pid } = Object((await f.invoke()).payload)
    await f.change(SECOND.variables)
    const { pid: later, ...changed } = Object((await f.invoke()).payload)
    expect(changed).toEqual({ count: 1, name: 'second' })
    expect(later === pid).toBe(reuseProcesses)
  },
)

describe('a process of its own', () => {
  test.for([
    ['unless both ask for it: the first', false, true],
    ['unless both ask for it: the second', true, false],
    ['unless both ask for it: none', false, false],
  ] as const)('%s does not', async ([, one, other]) => {
    const code = telling(`// ${one} ${other}\n`)
    const { pid } = await told(code, FIRST, one)
    expect((await told(code, SECOND, other)).pid).not.toBe(pid)
  })

  test('for other code', async () => {
    const { pid } = await told(telling('void 1'), FIRST, true)
    expect((await told(telling('void 2'), SECOND, true)).pid).not.toBe(pid)
  })

  test.for([
    ['a timer', 'setTimeout(() => undefined, 100_000)'],
    ['a server', `require('node:net').createServer().listen(0)`],
  ] as const)('where the first left %s', async ([, deed]) => {
    const { pid } = await told(telling(deed), FIRST, true)
    expect((await told(telling(deed), SECOND, true)).pid).not.toBe(pid)
  })

  test('where the first is still at work as its simulator stops', async () => {
    const calls = createServer((_, response) => response.end())
    await once(calls.listen(0, '127.0.0.1'), 'listening')
    const { port } = calls.address() as AddressInfo
    const deed = `if (process.env.NAME === 'first') { await fetch('http://127.0.0.1:${port}/' + process.pid); for (;;); }`
    const f = await functionOf(telling(deed), FIRST, { reuseProcesses: true })
    const running = f.invoke().catch(() => 'cut off')
    const [{ url }] = (await once(calls, 'request')) as [IncomingMessage]
    await f.simulator.stop()
    await running
    expect(url).toMatch(/^\/\d+$/)
    expect(`/${(await told(telling(deed), SECOND, true)).pid}`).not.toBe(url)
    calls.close()
  })
})

test('beside one that is taken, another is started', async () => {
  const code = telling('await new Promise((resolve) => setTimeout(resolve, 200))')
  await told(code, FIRST, true)
  await using f = await functionOf(code, SECOND, { reuseProcesses: true })
  const answers = await Promise.all([f.invoke(), f.invoke()])
  expect(new Set(answers.map(({ payload }) => Object(payload).pid)).size).toBe(2)
})

test('a process that is given back twice at once: nobody waits for ever, and nobody gets it', async () => {
  const processes = new FunctionProcesses()
  processes.reuse = true
  const taken = processes.take('given back twice')
  await Promise.all([processes.giveBack(taken), processes.giveBack(taken)])
  expect(taken.alive).toBe(false)
  await processes.end()
}, 10_000)
