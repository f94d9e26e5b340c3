import { describe, expect, test } from 'vitest'
import { DeleteParameterCommand, DescribeAutomationExecutionsCommand, PutParameterCommand } from '@aws-sdk/client-ssm'
import { Simulator, type AccountDescription } from '../../src/simulator/index.ts'
import { LIST, START, System, templateBody } from '../support/system.ts'

const users = [
  { name: 'stale', id: 'AIDAIOSFODNN7EXAMPLE', created: '400d', password: { created: '400d', lastUsed: '200d' } },
  { name: 'soon', created: '400d', password: { created: '400d', lastUsed: '20d' } },
  { name: 'fine', created: '400d', password: { created: '400d', lastUsed: '2d' } },
  { name: 'kept', created: '400d', password: { created: '400d', lastUsed: '200d' } },
]

async function told(
  list = 'kept,typo,old;until=2026-01-01',
  people: AccountDescription['users'] = users,
  RemediationRunbook = 'Guarded',
  MaxCredentialUsageAge = '30',
): Promise<System & { readonly topic: string }> {
  const simulator = await Simulator.start({ at: START, account: { users: people, parameters: { [LIST]: list } } })
  const topic = simulator.createTopic('people')
  const system = Object.assign(new System(simulator), { topic })
  await system.createStack(await templateBody(), {
    MaxCredentialUsageAge,
    RemediationRunbook,
    NotificationTopicArn: topic,
  })
  return system
}

type Listening = { readonly simulator: Simulator; readonly topic: string }

/** What every message begins with. */
const HEAD = 'Account 123456789012, Region us-east-1.\n\n'

/** What the function said, after the head; alarms have a subject of their own. */
const texts = ({ simulator, topic }: Listening): string[] =>
  simulator
    .messages(topic)
    .filter(({ subject }) => subject?.startsWith('IAM') === true)
    .map(({ text }) => {
      expect(text.slice(0, HEAD.length)).toBe(HEAD)
      return text.slice(HEAD.length)
    })

const alarms = ({ simulator, topic }: Listening): (string | undefined)[] =>
  simulator
    .messages(topic)
    .map(({ subject }) => subject)
    .filter((subject) => subject?.startsWith('ALARM') === true)

test('after an evaluation one digest: newly unused, due soon, left alone, expired and unmatched exclusions', async () => {
  await using system = await told()
  await system.evaluate()
  expect(texts(system)).toEqual([
    [
      'Newly unused (1):',
      '- stale: Password last used 200 days ago (2026-04-16); limit 30.',
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
    ['Of stale:', '- Password, idle 200 days: revoked', 'To give it back: iam-cleanup restore stale'].join('\n'),
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
    expect(alarms(system)).toEqual([expect.stringMatching(/ConfigRuleLambdaErrors/)])
  })

  test('AWS Config does not take a batch, and the event is tried again: one digest, which names all', async () => {
    const many = Array.from({ length: 250 }, (_, n) => ({
      name: `user-${String(n).padStart(3, '0')}`,
      created: '400d',
      password: { created: '400d', lastUsed: n % 50 === 0 ? '200d' : '2d' },
    }))
    for (const skip of [0, 1, 2]) {
      await using system = await told('nobody*', many)
      await system.tune({ AWS_MAX_ATTEMPTS: '1' })
      system.simulator.order({ operation: 'config:PutEvaluations', kind: 'throttle', skip, times: 1 })
      await system.evaluate()
      await system.simulator.advance(5 * 60_000)
      expect(await system.error()).toBeUndefined()
      expect((await system.results()).size).toBe(250)
      const news = texts(system).filter((text) => text.includes('Newly unused'))
      expect([skip, news.length, news[0]?.split('\n')[0]]).toEqual([skip, 1, 'Newly unused (5):'])
    }
  })

  test('AWS Config does not take those who are news: this environment has told, and does not tell again', async () => {
    await using system = await told()
    await system.tune({ AWS_MAX_ATTEMPTS: '1' })
    system.simulator.order({ operation: 'config:PutEvaluations', kind: 'throttle', skip: 1, times: 1 })
    await system.evaluate()
    expect(Object.keys(await system.verdicts()).toSorted()).toEqual(['fine', 'kept', 'soon'])
    await system.simulator.advance(61_000)
    expect(Object.keys(await system.verdicts()).toSorted()).toEqual(['fine', 'kept', 'soon', 'stale'])
    expect(texts(system).length).toBe(1)
  })

  test('a run without news that fails after its digest is tried again: one digest', async () => {
    await using system = await told('stale', [...users, { name: 'odd', created: '400d', password: { created: '5d' } }])
    system.simulator.order({ operation: 'iam:GetLoginProfile', kind: 'refuse', where: { UserName: 'odd' } })
    await system.evaluate()
    await system.tune({ ENVIRONMENT: 'a new one, which remembers nothing' })
    await system.simulator.advance(5 * 60_000)
    expect(texts(system).filter((text) => text.includes('Left alone')).length).toBe(1)
  })

  test('who is newly unused only by the second attempt, in the same environment, is told of too; who was told of is not told of again', async () => {
    await using system = await told(',', users, 'None')
    system.simulator.order({ operation: 'iam:GetLoginProfile', kind: 'refuse', where: { UserName: 'stale' }, times: 1 })
    await system.evaluate()
    await system.simulator.advance(5 * 60_000)
    expect(await system.error()).toBeUndefined()
    const news = texts(system).map((text) => text.split('\n').filter((line) => line.includes('limit 30')))
    expect(news).toEqual([
      ['- kept: Password last used 200 days ago (2026-04-16); limit 30.'],
      ['- stale: Password last used 200 days ago (2026-04-16); limit 30.'],
    ])
  })

  test("nobody is compliant, nobody is news, and the run is tried again elsewhere: one digest, by the last one's result", async () => {
    const odd = { name: 'odd', created: '400d', password: { created: '5d' } }
    await using system = await told('typo', [...users.slice(0, 1), odd], 'None')
    await system.evaluate()
    system.simulator.order({ operation: 'iam:GetLoginProfile', kind: 'refuse', where: { UserName: 'odd' } })
    await system.simulator.advance(86_400_000 - 10_000)
    const before = texts(system).length
    await system.simulator.advance(20_000)
    await system.tune({ ENVIRONMENT: 'a new one, which remembers nothing' })
    await system.simulator.advance(5 * 60_000)
    expect(texts(system).length - before).toBe(1)
  })

  test('a reason that ends as a mark does is no mark', async () => {
    const odd = { name: 'odd', created: '400d', password: { created: '5d' } }
    await using system = await told('kept;reason=Nobody was told of this yet', [odd, ...users.slice(3)])
    system.simulator.order({ operation: 'iam:GetLoginProfile', kind: 'refuse', where: { UserName: 'odd' } })
    await system.evaluate()
    await system.tune({ ENVIRONMENT: 'a new one, which remembers nothing' })
    await system.simulator.advance(5 * 60_000)
    expect(texts(system).length).toBe(1)
  })

  test('what earlier runs reported cannot be read: people are told all the same, and in those words', async () => {
    await using system = await told()
    system.simulator.order({ operation: 'config:GetComplianceDetailsByConfigRule', kind: 'refuse', times: 1 })
    await system.evaluate()
    expect(texts(system)[0]).toMatch(/^Unused \(of whom you heard before could not be read\) \(1\):/)
  })
})

test('nobody is due soon who has nothing that could become unused, however long the warning', async () => {
  const bare = [
    { name: 'bare', created: '400d' },
    { name: 'off', created: '400d', accessKeys: [{ created: '400d', active: false }] },
  ]
  await using system = await told(',', [...bare, ...users.slice(2, 3)], 'None', '10')
  await system.evaluate()
  expect(texts(system)).toEqual(['Due soon (1):\n- fine: on 2026-11-10 unless used\n'])
})

test('the time is up before all are read: people hear of those who are known', async () => {
  await using system = await told(',', [{ name: 'slow', created: '400d', password: { created: '5d' } }, ...users.slice(0, 1)])
  await system.tune({ AWS_MAX_ATTEMPTS: '1' }, 6)
  system.simulator.order({ operation: 'iam:GetLoginProfile', kind: 'delay', ms: 9_000, where: { UserName: 'slow' } })
  await system.evaluate()
  expect(await system.error()).toMatch(/slow \(OutOfTime/)
  expect(texts(system)[0]).toMatch(/^Newly unused \(1\):\n- stale: /)
})

describe('a topic that refuses', () => {
  test('once: the run fails, says so, is tried again, and people hear of it once', async () => {
    await using system = await told()
    await system.tune({ AWS_MAX_ATTEMPTS: '1' })
    system.simulator.order({ operation: 'sns:Publish', kind: 'throttle', times: 1 })
    await system.evaluate()
    expect(await system.error()).toMatch(/^Every user was reported, but the topic NotificationTopicArn could not be told \(Throttling/)
    expect((await system.verdicts())['stale']).toEqual({
      type: 'NON_COMPLIANT',
      annotation: 'Password last used 200 days ago (2026-04-16); limit 30. (Nobody was told of this yet)',
    })
    await system.simulator.advance(61_000)
    expect(await system.error()).toBeUndefined()
    expect(texts(system).length).toBe(1)
    expect(texts(system)[0]).toMatch(/^Newly unused \(1\):/)
    expect((await system.verdicts())['stale']?.annotation).toBe('Password last used 200 days ago (2026-04-16); limit 30.')
  })

  test('for a day, also without news: the next day tells what was not told', async () => {
    await using system = await told('nobody*', users, 'None')
    system.simulator.order({ operation: 'sns:Publish', kind: 'refuse' })
    await system.evaluate()
    await system.simulator.advance(60 * 60_000)
    expect(texts(system)).toEqual([])
    system.simulator.clearFaults()
    await system.simulator.advance(86_400_000)
    expect(texts(system).map((text) => text.split('\n')[0])).toEqual(['Newly unused (2):'])
    await system.simulator.advance(86_400_000)
    expect(texts(system).slice(1).join('')).not.toMatch(/Newly unused/)
  })

  test('until a user is remediated: people hear of the user all the same, once', async () => {
    await using system = await told('nobody*', users.slice(0, 3))
    system.simulator.order({ operation: 'sns:Publish', kind: 'refuse' })
    await system.evaluate()
    await system.remediate()
    expect(system.simulator.changes.map(({ action }) => action)).toEqual(['delete-password'])
    expect(await system.error()).toMatch(/could not be told/)
    system.simulator.clearFaults()
    await system.simulator.advance(2 * 86_400_000)
    const news = texts(system).filter((text) => text.includes('Newly unused'))
    expect(news.length).toBe(1)
    expect(news[0]).toMatch(
      /- stale: No password and no access key\. Before: Password last used 200 days ago \(2026-04-16\); limit 30\. \(Nobody was told of this yet\)/,
    )
    expect(await system.error()).toBeUndefined()
  })

  test('until a user is excluded: the result names the exclusion first, so that a list which vanishes is still missed', async () => {
    await using system = await told(',', users.slice(0, 1), 'None')
    system.simulator.order({ operation: 'sns:Publish', kind: 'refuse' })
    await system.evaluate()
    await system.ssm.send(new PutParameterCommand({ Name: LIST, Type: 'StringList', Value: 'stale', Overwrite: true }))
    for (const _ of ['once', 'twice']) {
      await system.evaluateAgain()
      expect((await system.verdicts())['stale']).toEqual({
        type: 'COMPLIANT',
        annotation:
          'Excluded by entry "stale". Before: Password last used 200 days ago (2026-04-16); limit 30. (Nobody was told of this yet)',
      })
    }
    await system.ssm.send(new DeleteParameterCommand({ Name: LIST }))
    await system.evaluateAgain()
    expect(await system.error()).toMatch(/is gone, and an earlier run excluded 1 user/)
    expect((await system.verdicts())['stale']?.type).toBe('COMPLIANT')
  })

  test('and a user who cannot be read afterwards: people hear of the user once, when that is known', async () => {
    await using system = await told('nobody*', [...users.slice(0, 1), ...users.slice(2, 3)], 'None')
    system.simulator.order({ operation: 'sns:Publish', kind: 'refuse' })
    await system.evaluate()
    await system.simulator.advance(5 * 60_000)
    system.simulator.clearFaults()
    system.simulator.order({ operation: 'iam:GetLoginProfile', kind: 'refuse', where: { UserName: 'stale' } })
    await system.simulator.advance(2 * 86_400_000)
    expect(texts(system).join('')).not.toMatch(/stale/)
    system.simulator.clearFaults()
    await system.simulator.advance(2 * 86_400_000)
    expect(texts(system).filter((text) => text.includes('- stale: ')).length).toBe(1)
  })

  test('and nobody is news: the next attempt tells the rest', async () => {
    await using system = await told('kept', users.slice(1))
    await system.tune({ AWS_MAX_ATTEMPTS: '1' })
    system.simulator.order({ operation: 'sns:Publish', kind: 'throttle', times: 1 })
    await system.evaluate()
    expect((await system.verdicts())['soon']?.annotation).toBe('Password last used 20 days ago. (Nobody was told of this run yet)')
    await system.simulator.advance(61_000)
    expect(texts(system).map((text) => text.split('\n')[0])).toEqual(['Due soon (1):'])
    expect((await system.verdicts())['soon']?.annotation).toBe('Password last used 20 days ago.')
  })

  test('for good: nothing is undone, revocations say it, and the function fails at each evaluation, which its alarm tells', async () => {
    await using system = await told()
    system.simulator.order({ operation: 'sns:Publish', kind: 'refuse' })
    await system.evaluate()
    expect(await system.error()).toMatch(/could not be told \(AuthorizationError|could not be told \(AccessDenied/)
    await system.remediate()
    expect(system.simulator.changes.map(({ action }) => action)).toEqual(['delete-password'])
    const { AutomationExecutionMetadataList = [] } = await system.ssm.send(new DescribeAutomationExecutionsCommand({}))
    const first = AutomationExecutionMetadataList.at(-1)
    expect(first?.AutomationExecutionStatus).toBe('Success')
    expect(first?.Outputs?.['RevokeUnusedIAMUserCredentialsAndVerify.Output']?.[0]).toMatch(
      /Password, idle 200 days: revoked; Nobody could be told: AccessDenied/,
    )
    expect(await system.log()).toContainEqual(
      expect.objectContaining({
        message: 'summary',
        told: expect.stringMatching(/sns:Publish/),
        release: expect.stringMatching(/^\d+\.\d+\.\d+ \w{64}$/),
      }),
    )
  })
})
