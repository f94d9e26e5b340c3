import { describe, expect, test } from 'vitest'
import { deployedSystem } from '../support/system.ts'

/** Every tenth user has a stale key; the others' keys were used lately. */
const users = (count: number) =>
  Array.from({ length: count }, (_, n) => ({
    name: `user-${String(n).padStart(4, '0')}`,
    accessKeys: [{ created: '400d', lastUsed: n % 10 === 0 ? '90d' : '3d' }],
  }))

describe.for([0, 1, 100, 101, 1000, 5000])('%i users', (count) => {
  test('each gets an evaluation, and the run is well', async () => {
    await using system = await deployedSystem({ users: users(count), logInputs: false })
    await system.evaluate()
    expect(await system.error()).toBeUndefined()
    const types = [...(await system.results()).values()].map(({ type }) => type)
    expect(types.length).toBe(count)
    expect(types.filter((type) => type === 'NON_COMPLIANT').length).toBe(Math.ceil(count / 10))
  })
})
