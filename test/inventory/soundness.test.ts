import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseCredentialReport, type ReportedUser } from '../../src/inventory/credential-report.ts'
import { prove } from '../../src/inventory/proof.ts'
import { openSurvey } from '../../src/inventory/survey.ts'
import { instant } from '../../src/judgement/instant.ts'
import { collect } from '../../src/stream/map-concurrently.ts'
import { inventoryOf, isKeyUnused, isPasswordUnused, play, scenario, type Scenario } from './world.ts'

type Prove = typeof prove

/**
 * Whatever the account, the report's age and quirks, and what happened since: a password that is unused is left open, and so is a key,
 * except one that was switched on since the report (the documented exception).
 */
function law(proveIt: Prove, played: ReturnType<typeof play>, { limitDays }: Scenario): void {
  const { world, csv, generated, now } = played
  const { users, newest } = parseCredentialReport(csv, instant(now))
  const madeAfter = newest > generated ? newest : instant(generated)
  for (const each of world.users) {
    const listed = {
      userName: each.name,
      userId: each.id,
      arn: `arn:aws:iam::123456789012:user${each.path}${each.name}`,
      path: each.path,
      created: instant(each.created),
      passwordLastUse:
        each.passwordLastUsed === undefined ? { kind: 'never' as const } : { kind: 'at' as const, instant: instant(each.passwordLastUsed) },
    }
    const proof = proveIt(listed, users.get(each.name), madeAfter, { limitDays, now: instant(now) })
    if (isPasswordUnused(each, limitDays, now)) expect(proof.password).toBe('open')
    if (each.keys.some((key) => !key.switchedOn && isKeyUnused(key, limitDays, now))) expect(proof.accessKeys).toBe('open')
  }
}

const check = (proveIt: Prove, numRuns: number): void =>
  fc.assert(
    fc.property(scenario, (each) => law(proveIt, play(each), each)),
    { numRuns, seed: 20_261_125 },
  )

test('the candidates contain every user whom the live API would call unused', () => {
  expect(() => check(prove, 20_000)).not.toThrow()
})

describe('a filter that is wrong in one place breaks the law', () => {
  const withRow =
    (change: (row: ReportedUser, user: Parameters<Prove>[0]) => ReportedUser): Prove =>
    (user, row, ...rest) =>
      prove(user, row && change(row, user), ...rest)

  const mutants: Readonly<Record<string, Prove>> = {
    'a day more is allowed': (user, row, generated, terms) => prove(user, row, generated, { ...terms, limitDays: terms.limitDays + 1 }),
    'the report is as good as new': (user, row, _generated, terms) => prove(user, row, terms.now, terms),
    'a name is a person': withRow((row, { arn, created }) => ({ ...row, arn, created })),
    'an ARN is a person': withRow((row, { created }) => ({ ...row, created })),
    'an unreadable password is none': withRow((row) => (row.passwordEnabled === 'unreadable' ? { ...row, passwordEnabled: 'no' } : row)),
    'an unreadable key is none': withRow((row) => ({ ...row, keys: [readable(row.keys[0]), readable(row.keys[1])] })),
    'an unreadable last use is none': withRow((row) => ({ ...row, keys: [unused(row.keys[0]), unused(row.keys[1])] })),
    'a key that was never used is fine': withRow((row) => ({ ...row, keys: [fine(row.keys[0]), fine(row.keys[1])] })),
    'the second key does not count': withRow((row) => ({ ...row, keys: [row.keys[0], { ...row.keys[1], active: 'no' }] })),
    'passwords do not count': withRow((row) => ({ ...row, passwordEnabled: 'no' })),
    'a password that was never used is fine': (user, row, ...rest) => {
      const proof = prove(user, row, ...rest)
      return user.passwordLastUse.kind === 'never' ? { ...proof, password: 'settled' } : proof
    },
    'whoever is not in the report is fine': (user, row, ...rest) =>
      row === undefined ? { password: 'settled', accessKeys: 'settled', proven: [] } : prove(user, row, ...rest),
  }

  type Key = ReportedUser['keys'][number]
  const readable = (key: Key): Key => (key.active === 'unreadable' ? { ...key, active: 'no' } : key)
  const unused = (key: Key): Key => (key.lastUse.kind === 'unreadable' ? { ...key, active: 'no' } : key)
  const fine = (key: Key): Key => (key.lastUse.kind === 'never' ? { ...key, active: 'no' } : key)

  test.for(Object.entries(mutants))('%s', ([, mutant]) => {
    expect(() => check(mutant, 20_000)).toThrow(/Property failed/)
  })
})

test('the final verdicts are those of live reads alone, but for keys that were switched on since the report', async () => {
  await fc.assert(
    fc.asyncProperty(scenario, async (each) => {
      const played = play(each)
      const terms = {
        entries: [],
        ledger: new Map(),
        limitDays: each.limitDays,
        now: instant(played.now),
        outOfTime: new AbortController().signal,
      }
      const verdicts = async (withReport: boolean) => {
        const survey = await openSurvey(inventoryOf(played, withReport), terms)
        return new Map((await collect(survey.findings())).map(({ subject, finding }) => [subject.userId, finding.kind]))
      }
      const [reportFirst, live] = [await verdicts(true), await verdicts(false)]
      expect(reportFirst.size).toBe(played.world.users.length)
      for (const { id, keys, ...rest } of played.world.users) {
        const unused =
          isPasswordUnused({ id, keys, ...rest }, each.limitDays, played.now) ||
          keys.some((key) => isKeyUnused(key, each.limitDays, played.now))
        expect(live.get(id)).toBe(unused ? 'non-compliant' : 'compliant')
        if (keys.some(({ switchedOn }) => switchedOn)) continue
        expect(reportFirst.get(id)).toBe(live.get(id))
      }
    }),
    { numRuns: 5_000, seed: 20_261_125 },
  )
})

test('who needs no reading is not read: of a healthy account nobody is', async () => {
  const now = Date.parse('2026-11-25T01:00:00Z')
  const scenarioOf = (used: number): Scenario => ({
    users: (['ana', 'Bob', 'c,d', 'eve@example.com'] as const).map((name) => ({
      name,
      path: '/',
      age: 400 * 86_400,
      password: { age: 300 * 86_400, used },
      keys: [
        { age: 300 * 86_400, used, active: true },
        { age: 300 * 86_400, used: undefined, active: false },
      ],
    })),
    changes: [],
    quirk: { plusZero: false, upperCase: false, unquoted: false, moreColumns: false, missing: undefined, spoilt: [], longAgo: false },
    limitDays: 90,
    reportAge: 3600,
  })
  const readsFor = async (used: number): Promise<string[]> => {
    const inventory = inventoryOf(play(scenarioOf(used)), true)
    const survey = await openSurvey(inventory, {
      entries: [],
      ledger: new Map(),
      limitDays: 90,
      now: instant(now),
      outOfTime: new AbortController().signal,
    })
    await collect(survey.findings())
    return inventory.reads
  }
  expect(await readsFor(0.99)).toEqual([])
  expect((await readsFor(0.01)).length).toBe(8)
})
