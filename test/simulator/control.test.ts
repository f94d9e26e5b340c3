import {
  DeleteLoginProfileCommand,
  GetAccessKeyLastUsedCommand,
  GetLoginProfileCommand,
  GetUserCommand,
  IAMClient,
} from '@aws-sdk/client-iam'
import { describe, expect, test } from 'vitest'
import { Simulator } from '../../src/simulator/index.ts'
import { System } from '../support/system.ts'

const users = [{ name: 'ana', password: { created: '10d' }, accessKeys: [{ id: 'AKIAIOSFODNN7EXAMPLE', created: '10d' }] }]

async function started(): Promise<
  System & { post: (path: string, body: object) => Promise<{ status: number; body: Record<string, unknown> }> }
> {
  const system = new System(await Simulator.start({ at: '2026-11-02T09:00:00Z', account: { users } }))
  const post = async (path: string, body: object) => {
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(`${system.simulator.endpoint}/_simulator/${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
  }
  return Object.assign(system, { post })
}

describe('over HTTP a person can', () => {
  test('move the clock', async () => {
    await using system = await started()
    expect(await system.post('clock', { days: 2, hours: 1, minutes: 5 })).toEqual({
      status: 200,
      body: { now: '2026-11-04T10:05:00.000Z' },
    })
    expect((await system.post('clock', { weeks: 2 })).status).toBe(400)
    expect((await system.post('clock', { days: -1 })).status).toBe(400)
  })

  test('make somebody sign in: of several within five minutes the first is recorded', async () => {
    await using system = await started()
    const lastUsed = async () => (await system.iam.send(new GetUserCommand({ UserName: 'ana' }))).User?.PasswordLastUsed?.toISOString()
    await system.post('sign-in', { userName: 'ana' })
    await system.post('clock', { minutes: 4 })
    await system.post('sign-in', { userName: 'ana' })
    expect(await lastUsed()).toBe('2026-11-02T09:00:00.000Z')
    await system.post('clock', { minutes: 1 })
    await system.post('sign-in', { userName: 'ana' })
    expect(await lastUsed()).toBe('2026-11-02T09:05:00.000Z')
    expect(await system.post('sign-in', { userName: 'bob' })).toMatchObject({
      status: 400,
      body: { error: expect.stringMatching(/bob cannot be found/) },
    })
  })

  test('use a key, also by signing a call with it: of several within fifteen minutes the first is recorded', async () => {
    await using system = await started()
    const lastUsed = async () =>
      (await system.iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: 'AKIAIOSFODNN7EXAMPLE' }))).AccessKeyLastUsed
    await system.post('use-key', { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', service: 'ec2', region: 'eu-west-1' })
    expect(await lastUsed()).toMatchObject({ LastUsedDate: new Date('2026-11-02T09:00:00Z'), ServiceName: 'ec2', Region: 'eu-west-1' })
    await system.post('clock', { minutes: 14 })
    await system.post('use-key', { accessKeyId: 'AKIAIOSFODNN7EXAMPLE' })
    expect(await lastUsed()).toMatchObject({ LastUsedDate: new Date('2026-11-02T09:00:00Z') })
  })

  test('order a fault and lift it, and see who called what', async () => {
    await using system = await started()
    await system.post('faults', { operation: 'iam:GetLoginProfile', kind: 'refuse' })
    await expect(system.iam.send(new GetLoginProfileCommand({ UserName: 'ana' }))).rejects.toThrow(/not authorized/)
    await fetch(`${system.simulator.endpoint}/_simulator/faults`, { method: 'DELETE' })
    await system.iam.send(new GetLoginProfileCommand({ UserName: 'ana' }))
    const calls = (await (await fetch(`${system.simulator.endpoint}/_simulator/calls`)).json()) as { operation: string; outcome: string }[]
    expect(calls.map(({ operation, outcome }) => `${operation} ${outcome}`)).toEqual([
      'iam:GetLoginProfile AccessDenied',
      'iam:GetLoginProfile ok',
    ])
    expect((await system.post('nonsense', {})).status).toBe(404)
  })
})

describe('faults', () => {
  test('a lost answer: the call does its work, and the caller does not learn of it', async () => {
    await using system = await started()
    system.simulator.order({ operation: 'iam:GetUser', kind: 'lost-answer', times: 1 })
    await system.iam.send(new GetUserCommand({ UserName: 'ana' }))
    expect(system.simulator.calls.map(({ outcome }) => outcome)).toEqual(['ok', 'ok'])
  })

  test('a consistency lag: after the call, so many reads of its user show the state before it', async () => {
    await using system = await started()
    const hasPassword = () =>
      system.iam.send(new GetLoginProfileCommand({ UserName: 'ana' })).then(
        () => true,
        () => false,
      )
    system.simulator.order({ operation: 'iam:DeleteLoginProfile', kind: 'lag', reads: 2 })
    await system.iam.send(new DeleteLoginProfileCommand({ UserName: 'ana' }))
    expect([await hasPassword(), await hasPassword(), await hasPassword()]).toEqual([true, true, false])
  })

  test('the same seed gives the same faults and ids', async () => {
    const run = async (seed: number): Promise<string> => {
      await using simulator = await Simulator.start({
        at: '2026-11-02T09:00:00Z',
        seed,
        account: { users: [{ name: 'a' }, { name: 'b' }] },
      })
      const { endpoint, region } = simulator
      // One attempt a call: what is asked again after a while in real time shows nothing that a further call does not.
      const iam = new IAMClient({ endpoint, region, maxAttempts: 1, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } })
      simulator.order({ operation: 'iam:GetUser', kind: 'throttle', probability: 0.5 })
      for (let n = 0; n < 32; n += 1) await iam.send(new GetUserCommand({ UserName: 'a' })).catch(() => undefined)
      iam.destroy()
      return JSON.stringify([simulator.users, simulator.calls.map(({ outcome }) => outcome)])
    }
    const [one, again, other] = [await run(7), await run(7), await run(8)]
    expect(again).toBe(one)
    expect(other).not.toBe(one)
  })
})
