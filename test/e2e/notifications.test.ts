import { describe, expect, test } from 'vitest'
import { Simulator } from '../../src/simulator/index.ts'
import { LIST, START, System, templateBody } from '../support/system.ts'

const users = [
  { name: 'stale', id: 'AIDAIOSFODNN7EXAMPLE', created: '400d', password: { created: '400d', lastUsed: '200d' } },
  { name: 'soon', created: '400d', password: { created: '400d', lastUsed: '20d' } },
  { name: 'fine', created: '400d', password: { created: '400d', lastUsed: '2d' } },
  { name: 'kept', created: '400d', password: { created: '400d', lastUsed: '200d' } },
]

async function told(list = 'kept,typo,old;until=2026-01-01'): Promise<System & { readonly topic: string }> {
  const simulator = await Simulator.start({ at: START, account: { users, parameters: { [LIST]: list } } })
  const topic = simulator.createTopic('people')
  const system = Object.assign(new System(simulator), { topic })
  await system.createStack(await templateBody(), {
    MaxCredentialUsageAge: '30',
    RemediationRunbook: 'Guarded',
    NotificationTopicArn: topic,
  })
  return system
}

const texts = ({ simulator, topic }: { simulator: Simulator; topic: string }): string[] => simulator.messages(topic).map(({ text }) => text)

test('after an evaluation one digest: newly unused, due soon, left alone, expired and unmatched exclusions', async () => {
  await using system = await told()
  await system.evaluate()
  expect(texts(system)).toEqual([
    [
      'Newly unused (1):',
      '- stale: Password unused 200 days (limit 30).',
      '',
      'Due soon (1):',
      '- soon: on 2026-11-12 unless used',
      '',
      'Left alone (1):',
      '- kept',
      '',
      'Expired exclusions (1):',
      '- old',
      '',
      'Exclusions that match nobody (1):',
      '- typo',
      '',
    ].join('\n'),
  ])
})

test('after a revocation one message, with the command that restores it, and no secret; what is known is not news at the next evaluation', async () => {
  await using system = await told()
  await system.evaluate()
  await system.remediate()
  expect(texts(system)[1]).toBe(
    ['Of stale:', '- password, idle 200 days: revoked', 'To give it back: iam-cleanup restore stale'].join('\n'),
  )
  await system.evaluateAgain()
  expect(texts(system)[2]).not.toMatch(/Newly unused/)
  expect(texts(system).length).toBe(3)
})

describe('sent once, also under asynchronous retries', () => {
  test('a run that failed for an unknown user is tried again twice: one digest', async () => {
    await using system = await told()
    system.simulator.order({ operation: 'iam:GetLoginProfile', kind: 'refuse', where: { UserName: 'stale' } })
    await system.evaluate()
    await system.simulator.advance(5 * 60_000)
    expect((await system.log()).filter(({ message }) => message === 'summary').length).toBe(3)
    expect(texts(system).length).toBe(1)
  })

  test('a topic that refuses undoes nothing: it is logged', async () => {
    await using system = await told()
    system.simulator.order({ operation: 'sns:Publish', kind: 'refuse' })
    await system.evaluate()
    await system.remediate()
    expect(await system.error()).toBeUndefined()
    expect(system.simulator.changes.map(({ action }) => action)).toEqual(['delete-password'])
    expect(await system.log()).toContainEqual(
      expect.objectContaining({ message: 'The notification could not be sent.', why: expect.stringMatching(/sns:Publish/) }),
    )
  })
})
