import { describe, expect, test } from 'vitest'
import { hasMoto } from '../support/installed.ts'
import { motoWith, type MotoUser } from '../support/moto.ts'
import { deployedSystem, START } from '../support/system.ts'

const DAY_MS = 86_400_000
const SECOND_MS = 1_000

/** The rule runs a second after the stack is made: ages are told from then. */
const NOW = new Date(START).getTime() + SECOND_MS

const ago = (days: number, seconds = 0): string => new Date(NOW - days * DAY_MS - seconds * SECOND_MS).toISOString()

type Age = { readonly days: number; readonly seconds: number; readonly unused: boolean }

/** Around the limit of 30 days, to the second. */
const AGES: readonly Age[] = [
  { days: 0, seconds: 0, unused: false },
  { days: 29, seconds: 0, unused: false },
  { days: 29, seconds: 86_399, unused: false },
  { days: 30, seconds: 0, unused: true },
  { days: 30, seconds: 1, unused: true },
  { days: 31, seconds: 0, unused: true },
  { days: 400, seconds: 0, unused: true },
]

type Case = { readonly user: MotoUser; readonly unused: boolean }

const user = (n: number, rest: Omit<MotoUser, 'name' | 'id'>): MotoUser => ({
  name: `user-${String(n).padStart(3, '0')}`,
  id: `AIDAMOTO${String(n).padStart(13, '0')}`,
  ...rest,
})

const keyId = (n: number, slot: number): string => `AKIAMOTO${String(n).padStart(11, '0')}${slot}`

const SHAPES: readonly ((n: number, age: Age, other: Age) => Case)[] = [
  (n, age) => ({ user: user(n, { created: ago(age.days, age.seconds), password: {} }), unused: age.unused }),
  (n, age) => ({ user: user(n, { created: ago(500), password: { lastUsed: ago(age.days, age.seconds) } }), unused: age.unused }),
  (n, age) => ({
    user: user(n, { created: ago(500), accessKeys: [{ id: keyId(n, 1), created: ago(age.days, age.seconds), active: true }] }),
    unused: age.unused,
  }),
  (n, age) => ({
    user: user(n, {
      created: ago(500),
      accessKeys: [{ id: keyId(n, 1), created: ago(500), lastUsed: ago(age.days, age.seconds), active: true }],
    }),
    unused: age.unused,
  }),
  (n, age) => ({
    user: user(n, {
      created: ago(500),
      accessKeys: [{ id: keyId(n, 1), created: ago(500), lastUsed: ago(age.days, age.seconds), active: false }],
    }),
    unused: false,
  }),
  (n, age, other) => ({
    user: user(n, {
      created: ago(500),
      password: { lastUsed: ago(0) },
      accessKeys: [
        { id: keyId(n, 1), created: ago(500), lastUsed: ago(age.days, age.seconds), active: true },
        { id: keyId(n, 2), created: ago(other.days, other.seconds), active: true },
      ],
    }),
    unused: age.unused || other.unused,
  }),
]

/** 250 users: every shape at every age, round and round. */
const CASES: readonly Case[] = Array.from({ length: 250 }, (_, n) => {
  const age = AGES[n % AGES.length]
  const other = AGES[Math.floor(n / 7) % AGES.length]
  const shape = SHAPES[n % SHAPES.length]
  if (age === undefined || other === undefined || shape === undefined) throw new Error('unreachable')
  return shape(n, age, other)
})

describe.skipIf(!hasMoto())('against moto, an independent IAM (skipped where it is not installed)', () => {
  test('250 users at every border of age get the verdicts that the borders say', async () => {
    await using moto = await motoWith(CASES.map((each) => each.user))
    const parameters = { BrakePercent: '100', RemediationRunbook: 'None' }
    await using system = await deployedSystem({ endpoints: { AWS_ENDPOINT_URL_IAM: moto.endpoint }, parameters })
    await system.evaluate()
    expect(await system.error()).toBeUndefined()
    const results = await system.results()
    const found = CASES.map(({ user: { name, id } }) => `${name} ${results.get(id)?.type}`)
    expect(found).toEqual(CASES.map(({ user: { name }, unused }) => `${name} ${unused ? 'NON_COMPLIANT' : 'COMPLIANT'}`))
  })
})

test('250 users at every border of age get the same verdicts in the simulator', async () => {
  const users = CASES.map(({ user: { name, id, created, password, accessKeys = [] } }) => ({
    name,
    id,
    created,
    ...(password === undefined ? {} : { password: { created, ...password } }),
    accessKeys: [...accessKeys],
  }))
  await using system = await deployedSystem({ users, parameters: { BrakePercent: '100', RemediationRunbook: 'None' } })
  await system.evaluate()
  const results = await system.results()
  const found = CASES.map(({ user: { name, id } }) => `${name} ${results.get(id)?.type}`)
  expect(found).toEqual(CASES.map(({ user: { name }, unused }) => `${name} ${unused ? 'NON_COMPLIANT' : 'COMPLIANT'}`))
})
