import { describe, expect, test } from 'vitest'
import { deployedSystem, START, type System } from '../support/system.ts'

const KEY = 'AKIAIOSFODNN7EXAMPL1'
const ID = 'AIDAIOSFODNN7EXAMPLE'

const password = { created: '400d', lastUsed: '200d' }
const inUse = (n: number) => ({ id: `AKIAIOSFODNN7INUSE0${n}`, created: '400d', lastUsed: '1d' })
const key = { id: KEY, created: '400d', lastUsed: '200d' }

/** The account's users: ana, and others who are in use. */
const crowd = (ana: object, users: number) => [
  { name: 'ana', id: ID, created: '400d', ...ana },
  ...Array.from({ length: users - 1 }, (_, n) => ({ name: `user-${n}`, created: '400d', password: { created: '400d', lastUsed: '1d' } })),
]

/** What the function asks of AWS to revoke for one order, in the order of the calls. */
async function callsOf(system: System): Promise<readonly string[]> {
  await system.evaluate()
  const from = system.simulator.calls.length
  await system.remediate()
  return system.simulator.calls
    .slice(from)
    .filter(({ caller, operation }) => /ConfigRuleLambdaRole|RevokingRole/.test(caller) && !operation.startsWith('logs:'))
    .map(({ operation }) => operation)
}

const guarded = (ana: object, users: number, list = ',') =>
  deployedSystem({ users: crowd(ana, users), list, at: START, parameters: { RemediationRunbook: 'Guarded' } })

/** How often each is asked. */
const counted = (calls: readonly string[]): Readonly<Record<string, number>> =>
  Object.fromEntries([...new Set(calls)].toSorted().map((operation) => [operation, calls.filter((each) => each === operation).length]))

const FOR_A_PASSWORD = {
  'config:ListDiscoveredResources': 1,
  'dynamodb:Query': 2,
  'dynamodb:UpdateItem': 3,
  'iam:DeleteLoginProfile': 1,
  'iam:GetLoginProfile': 3,
  'iam:GetUser': 2,
  'iam:ListAccessKeys': 1,
  'iam:SimulatePrincipalPolicy': 1,
  'ssm:GetParameter': 2,
  'sts:AssumeRole': 1,
}

describe('what a guarded revocation asks of AWS', () => {
  test.for([3, 300])('one password, of %i users: 17 calls', async (users) => {
    await using system = await guarded({ password }, users)
    const calls = await callsOf(system)
    expect([calls.length, counted(calls)]).toEqual([17, FOR_A_PASSWORD])
  })

  test.for<[what: string, ana: object, calls: number]>([
    ['one key', { accessKeys: [key] }, 19],
    ['a password, and two keys in use', { password, accessKeys: [inUse(1), inUse(2)] }, 19],
    ['a password and a key', { password, accessKeys: [key] }, 29],
  ])('%s', async ([, ana, expected]) => {
    await using system = await guarded(ana, 3)
    expect(await callsOf(system)).toHaveLength(expected)
  })

  test('a list that names tags: they are listed, too, where the user shows none', async () => {
    await using system = await guarded({ password }, 3, 'tag:keep')
    const calls = await callsOf(system)
    expect([calls.length, counted(calls)]).toEqual([19, { ...FOR_A_PASSWORD, 'iam:ListUserTags': 2 }])
  })

  test('and not where it shows some', async () => {
    await using system = await guarded({ password, tags: { team: 'red' } }, 3, 'tag:keep')
    expect(counted(await callsOf(system))).toEqual(FOR_A_PASSWORD)
  })
})

describe('who is meant', () => {
  const taken = ({ simulator }: System): readonly string[] => simulator.changes.map(({ userName, action }) => `${userName} ${action}`)

  test('AWS Config does not know the user: everybody is listed', async () => {
    await using system = await guarded({ password }, 3)
    await system.evaluate()
    system.simulator.hideFromConfig(ID)
    const calls = await callsOf(system)
    expect([taken(system), counted(calls)]).toEqual([
      ['ana delete-password'],
      // Who was found in a list shows no tags there.
      { ...FOR_A_PASSWORD, 'iam:GetUser': 1, 'iam:ListUsers': 1 },
    ])
  })

  test('AWS Config refuses: everybody is listed', async () => {
    await using system = await guarded({ password }, 3)
    system.simulator.order({ operation: 'config:ListDiscoveredResources', kind: 'refuse' })
    expect(counted(await callsOf(system))['iam:ListUsers']).toBe(1)
    expect(taken(system)).toEqual(['ana delete-password'])
  })

  test('the name that AWS Config has recorded has passed on: the user is found by id, and nobody else is touched', async () => {
    await using system = await guarded({ password }, 3)
    await system.evaluate()
    // What AWS Config answers is older than what IAM has.
    system.simulator.hideFromConfig(ID, 'user-0')
    expect(counted(await callsOf(system))['iam:ListUsers']).toBe(1)
    expect(taken(system)).toEqual(['ana delete-password'])
  })
})

describe('how many users there are', () => {
  const stale = Array.from({ length: 12 }, (_, n) => ({ name: `stale-${n}`, created: '400d', password }))
  const fresh = Array.from({ length: 20 }, (_, n) => ({ name: `fresh-${n}`, created: '400d', password: { created: '1d' } }))

  test('is asked for only from the eleventh user of a day on', async () => {
    await using system = await deployedSystem({ users: [...stale, ...fresh], parameters: { RemediationRunbook: 'Guarded' } })
    const calls = await callsOf(system)
    expect([system.simulator.changes.length, counted(calls)['iam:GetAccountSummary']]).toEqual([12, 2])
  })

  test('it cannot be told: ten lose something, and nobody more', async () => {
    await using system = await deployedSystem({ users: [...stale, ...fresh], parameters: { RemediationRunbook: 'Guarded' } })
    system.simulator.order({ operation: 'iam:GetAccountSummary', kind: 'refuse' })
    await callsOf(system)
    expect(system.simulator.changes.length).toBe(10)
  })
})
