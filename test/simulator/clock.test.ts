import { GetUserCommand, IAMClient } from '@aws-sdk/client-iam'
import { InvokeCommand } from '@aws-sdk/client-lambda'
import { describe, expect, test } from 'vitest'
import { create, functionOf, smallSystem } from '../support/small-stack.ts'
import type { System } from '../support/system.ts'

async function ask<T>({ lambda }: System): Promise<T> {
  const { Payload = new Uint8Array() } = await lambda.send(new InvokeCommand({ FunctionName: 'small' }))
  return JSON.parse(Buffer.from(Payload).toString()) as T
}

describe("a function's clock", () => {
  test('tells virtual time, however it is asked, also a day later in the same environment', async () => {
    await using system = await smallSystem()
    const told = '[new Date().toJSON(), new Date(Date.now()).toJSON(), new Date(Date()).toJSON(), new (class extends Date {})().toJSON()]'
    await create(system, functionOf(`async () => ${told}.map((text) => text.slice(0, 15))`))
    expect(await ask(system)).toEqual(Array.from({ length: 4 }, () => '2026-11-02T09:0'))
    await system.simulator.advance(86_400_000)
    expect(await ask(system)).toEqual(Array.from({ length: 4 }, () => '2026-11-03T09:0'))
  })

  test('goes on with real time during an invocation, and what else dates do is as ever', async () => {
    await using system = await smallSystem()
    await create(
      system,
      functionOf(`async (_event, context) => {
        const began = Date.now()
        await new Promise((resolve) => setTimeout(resolve, 20))
        return [
          Date.now() > began, context.getRemainingTimeInMillis() <= 3_000, new Date(0).toJSON(), Date.UTC(2020, 1), Date.parse('1970-01-01'),
          new Date() instanceof Date, new Date().constructor === Date, new Date(2020, 1, 2, 3).getHours(), typeof Date(), Date.name,
        ]
      }`),
    )
    expect(await ask(system)).toEqual([true, true, '1970-01-01T00:00:00.000Z', 1_580_515_200_000, 0, true, true, 3, 'string', 'Date'])
  })
})

describe('a function that does nothing but wait', () => {
  /** Its own time and real time that passed meanwhile, and what it had left before and after. */
  const waitingFor = (code: string): string => `async (_event, context) => {
    const { setTimeout: sleep } = require('node:timers/promises')
    const { promisify } = require('node:util')
    const told = []
    const [date, real, left] = [Date.now(), performance.now(), context.getRemainingTimeInMillis()]
    ${code}
    return { told, own: Date.now() - date, real: performance.now() - real, took: left - context.getRemainingTimeInMillis() }
  }`
  type Waited = { readonly told: unknown[]; readonly own: number; readonly real: number; readonly took: number }
  const waited = async (code: string): Promise<Waited> => {
    await using system = await smallSystem()
    await create(system, functionOf(waitingFor(code), { Timeout: 900 }))
    return await ask<Waited>(system)
  }

  test.for([
    ['a timer', 'await new Promise((resolve) => setTimeout(resolve, 600_000))'],
    ['a timer as a promise', 'await sleep(600_000)'],
    ['one made a promise', 'await promisify(setTimeout)(600_000)'],
    ['a signal', `const out = AbortSignal.timeout(600_000); await sleep(800_000, undefined, { signal: out }).catch(() => undefined)`],
  ] as const)('%s: its time is put forward, and nobody waits with it', async ([, code]) => {
    const { own, real, took } = await waited(code)
    expect(own).toBeGreaterThanOrEqual(600_000)
    expect(own).toBeLessThan(700_000)
    expect(Math.abs(own - took)).toBeLessThan(1_000)
    expect(real).toBeLessThan(60_000)
  })

  test('timers come in their order, those that nobody waits for too; one that is stopped does not', async () => {
    const { told } = await waited(`
      for (const ms of [3_000, 1_000, 2_000]) setTimeout((...args) => told.push(...args), ms, ms, 'args')
      setTimeout(() => told.push('not waited for'), 1_500).unref()
      clearTimeout(setTimeout(() => told.push('stopped'), 1_000))
      clearTimeout(Number(setTimeout(() => told.push('stopped'), 1_000)))
      const again = setTimeout(() => told.push('again'), 2_500)
      await sleep(2_000)
      again.refresh()
      await sleep(3_000)`)
    expect(told).toEqual([1000, 'args', 'not waited for', 2000, 'args', 3000, 'args', 'again'])
  })

  test('one that is due a moment after another is not late', async () => {
    const { told, own } = await waited(`
      const later = [1, 5, 9, 20].map((ms) => sleep(600_000 + ms).then(() => told.push(ms)))
      await sleep(600_000)
      told.push('first')
      await Promise.all(later)`)
    expect(told).toEqual(['first', 1, 5, 9, 20])
    expect(own).toBeLessThan(660_000)
  })

  test('what comes again and again comes in real time, and nothing is left out meanwhile', async () => {
    const { told, own } = await waited(`
      const interval = setInterval(() => told.push('tick') === 3 && clearInterval(interval), 5)
      setTimeout(() => told.push('hour'), 600_000)
      await sleep(600_000)`)
    expect(told).toEqual(['tick', 'tick', 'tick', 'hour'])
    expect(own).toBeGreaterThanOrEqual(600_000)
  })

  test('nothing is left out while an answer is awaited', async () => {
    const { own, real } = await waited(`
      const server = require('node:http').createServer((_, response) => setTimeout(() => response.end(), 100)).listen(0)
      await require('node:events').once(server, 'listening')
      setTimeout(() => told.push('later'), 60_000).unref()
      await (await fetch('http://127.0.0.1:' + server.address().port)).text()
      server.close()`)
    expect(own).toBeGreaterThanOrEqual(99)
    expect(own - real).toBeLessThan(1_000)
  })

  test('a sleep that is called off is an AbortError, before and during it', async () => {
    const { told } = await waited(`
      const tell = (error) => told.push([error.name, error.code, error.cause.name])
      await sleep(1_000, undefined, { signal: AbortSignal.abort() }).catch(tell)
      await sleep(1_000, undefined, { signal: AbortSignal.timeout(20) }).catch(tell)
      told.push(await sleep(1_000, 'value', { signal: AbortSignal.timeout(5_000), ref: true }))`)
    expect(told).toEqual([['AbortError', 'ABORT_ERR', 'AbortError'], ['AbortError', 'ABORT_ERR', 'TimeoutError'], 'value'])
  })
})

describe('the Date of an answer is virtual time', () => {
  const dateOf = async ({ simulator }: System, path: string, init: RequestInit = {}) =>
    (await fetch(`${simulator.endpoint}${path}`, init)).headers.get('date')

  test('of a success, a refusal, what is unknown, and of the control endpoints', async () => {
    await using system = await smallSystem()
    await system.simulator.advance(86_400_000)
    const call = (Action: string) => ({ method: 'POST', body: new URLSearchParams({ Action, Version: '2010-05-08' }) })
    const answers = [
      await dateOf(system, '/', call('ListUsers')),
      await dateOf(system, '/', call('Nonsense')),
      await dateOf(system, '/nonsense'),
      await dateOf(system, '/_simulator/clock'),
    ]
    expect(answers).toEqual(Array.from({ length: 4 }, () => 'Tue, 03 Nov 2026 09:00:00 GMT'))
  })

  test('and an SDK does not take the difference for a wrong clock of its own: what is refused is asked once', async () => {
    await using system = await smallSystem()
    const iam = new IAMClient({
      endpoint: system.simulator.endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
    })
    await expect(iam.send(new GetUserCommand({ UserName: 'nobody' }))).rejects.toThrow('cannot be found')
    expect(system.simulator.calls.map(({ operation, outcome }) => `${operation} ${outcome}`)).toEqual(['iam:GetUser NoSuchEntity'])
  })
})
