import { describe, expect, test } from 'vitest'
import { afterPlan } from '../../src/cli/after-plan.ts'
import { sealed, type Plan } from '../../src/plan/plan.ts'

const item = (n: number): Plan['revoke'][number] => ({
  userName: `u${n}`,
  userId: `AIDA${n}`,
  credential: 'password',
  clockStart: '2025-10-22T12:00:00.000Z',
  clockIs: 'creation',
  idleDays: 400,
})

const planOf = (parts: Partial<Plan> = {}): Plan =>
  sealed({
    toolVersion: '0.1.0',
    caller: 'arn:aws:iam::123456789012:user/eve',
    accountId: '123456789012',
    createdAt: '2026-11-26T11:00:00.000Z',
    asOf: '2026-11-26T11:00:00.000Z',
    limitDays: 90,
    users: 20,
    narrowedTo: [],
    judged: 20,
    left: 0,
    region: 'us-east-1',
    exclusionParameter: '/list',
    exclusionList: 'read',
    exclusions: [],
    deadExclusions: [],
    revoke: [item(1)],
    protected: [],
    unknown: [],
    ...parts,
  })

const FINE = { hasLedger: true, isSharedListKnown: true }
const LOOKING =
  'It was judged as of 2027-06-01 00:00 UTC (--at), so it is for looking only: "apply" refuses it. For one to carry out leave --at out.'
const ahead = planOf({ asOf: '2027-06-01T00:00:00.000Z' })
const many = Array.from({ length: 11 }, (_, n) => item(n))

describe('what is said of a plan is true of it', () => {
  test.for<[what: string, plan: Plan, file: string | undefined, standing: typeof FINE, says: string | undefined]>([
    ['an ordinary one', planOf(), 'p.json', FINE, 'To carry it out: iam-cleanup apply p.json'],
    ['one that is only shown', planOf(), undefined, FINE, 'For a plan that "apply" takes, say --out FILE.'],
    ['one that looks ahead', ahead, 'p.json', FINE, LOOKING],
    ['one that looks ahead and is only shown', ahead, undefined, FINE, LOOKING],
    ['an empty one', planOf({ revoke: [] }), 'p.json', FINE, 'There is nothing in it to carry out.'],
    ['an empty one that is only shown', planOf({ revoke: [] }), undefined, FINE, undefined],
    [
      'one without an exclusion list',
      planOf({ exclusionList: 'missing' }),
      'p.json',
      FINE,
      '"apply" refuses it as it is: it was made without an exclusion list. To carry it out all the same: iam-cleanup apply p.json --no-exclusions',
    ],
    [
      'one that the brake stops',
      planOf({ revoke: many }),
      'p.json',
      FINE,
      '"apply" refuses it as it is: it hits 11 of 20 users, more than 50 %. To carry it out all the same: iam-cleanup apply p.json --brake-percent 55',
    ],
    ['half of the users', planOf({ revoke: many, users: 22 }), 'p.json', FINE, 'To carry it out: iam-cleanup apply p.json'],
    [
      'one without a ledger',
      planOf(),
      'p.json',
      { ...FINE, hasLedger: false },
      'To carry it out first make a ledger ("iam-cleanup ledger create"), then: iam-cleanup apply p.json',
    ],
    [
      'one of which nobody knows whether a shared list holds',
      planOf(),
      'p.json',
      { ...FINE, isSharedListKnown: false },
      '"apply" refuses it as it is: whether a shared exclusion list holds is unknown. To carry it out all the same: iam-cleanup apply p.json --shared-exclusions ARN (or "none")',
    ],
    [
      'one with much against it',
      planOf({ exclusionList: 'missing', revoke: many }),
      'p.json',
      { ...FINE, hasLedger: false },
      '"apply" refuses it as it is: it was made without an exclusion list; it hits 11 of 20 users, more than 50 %. To carry it out all the same first make a ledger ("iam-cleanup ledger create"), then: iam-cleanup apply p.json --no-exclusions --brake-percent 55',
    ],
    ['a file that a shell would tear', planOf(), "my bob's.json", FINE, String.raw`To carry it out: iam-cleanup apply 'my bob'\''s.json'`],
  ])('%s', ([, plan, file, standing, says]) => {
    expect(afterPlan(plan, file, standing)).toBe(says)
  })
})
