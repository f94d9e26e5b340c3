import { describe, expect, test } from 'vitest'
import { Interleaving, type Without } from '../support/interleaving.ts'
import { seeds } from '../support/seeds.ts'

/**
 * Runbooks, applies with other clocks, lists, limits and plans, restores, and people who sign in, use keys, tag, exclude and switch on and off, all at once, call by call,
 * in an order that the seed decides; IAM shows late, calls are refused, dropped or lost, programs die. What must never be is told by test/support/witness.ts.
 */
const RUNS = Number(process.env['STORM_RUNS'] ?? 1_000)

test(`${RUNS} times everybody at once`, async () => {
  const found: string[] = []
  for (const seed of seeds(RUNS)) found.push(...(await new Interleaving(seed, {}).play()))
  expect(found).toEqual([])
})

describe('what is left out is found', () => {
  test.for<[what: string, without: Without, found: RegExp]>([
    ['the condition of the claims', { claimCondition: true }, /nobody can get in/],
    ['the claims of others', { claims: true }, /nobody can get in/],
    [
      'the condition of the ledger, and the second look at it',
      { appendCondition: true, secondLook: 'itemsOf' },
      /was restored|called revoked/,
    ],
    ['that nothing in the ledger is written over', { growth: true }, /without an intent|cannot be given back/],
    ['that a restore which did not come to its end is taken up again', { openRestores: true }, /cannot be given back/],
    ['the second look at the list', { secondLook: 'list' }, /was excluded/],
    ['the second look at the tags', { secondLook: 'tagsOf' }, /carried the tag/],
    ['the second look at the last sign-in', { secondLook: 'userNow' }, /was in use/],
    ["the second look at the name's owner", { secondLook: 'userNow' }, /the name of .* then/],
    ['the second look at the credentials', { secondLook: 'accessKeysOf' }, /was in use/],
    ['the brake', { brake: true }, /no more than/],
  ])('%s', async ([, without, expected]) => {
    const from = Number(process.env['STORM_SEED'] ?? 1)
    let found: readonly string[] = []
    for (let seed = from; !found.some((each) => expected.test(each)) && seed < from + 5_000; seed += 1)
      found = await new Interleaving(seed, without).play()
    expect(found.join('\n')).toMatch(expected)
  })
})
