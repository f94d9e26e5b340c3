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
