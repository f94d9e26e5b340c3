import { describe, expect, test } from 'vitest'
import { parseList } from '../../src/exclusions/list.ts'
import type { Terms } from '../../src/inventory/finding.ts'
import type { Inventory, ListedUser, UnreadUser } from '../../src/inventory/inventory.ts'
import { openSurvey, readGroups } from '../../src/inventory/survey.ts'
import { instant } from '../../src/judgement/instant.ts'
import { collect } from '../../src/stream/map-concurrently.ts'
import { key } from '../support/credentials.ts'
import { inventoryOf, NOW, userOf } from '../support/inventory-of.ts'

const termsOf = (list = ','): Terms => {
  const parsed = parseList(list)
  return {
    entries: parsed.kind === 'list' ? parsed.entries : [],
    limitDays: 30,
    now: NOW,
    ledger: new Map(),
    outOfTime: new AbortController().signal,
  }
}

const listing = (users: readonly ListedUser[], odd: readonly UnreadUser[] = []): Pick<Inventory, 'users'> => ({
  async *users(unread) {
    for (const each of odd) unread?.(each)
    yield* users
  },
})

const HEAD =
  'user,arn,user_creation_time,password_enabled,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,' +
  'access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date'

/** A row of a user whose one key was used then; `never` leaves it open. */
const row = ({ userName, arn }: ListedUser, used = '2026-11-24T12:00:00Z'): string =>
  `${userName},${arn},2024-01-02T03:04:05Z,false,true,2024-01-02T03:04:05Z,${used},false,N/A,N/A`

const reporting = (generated: string, ...rows: readonly string[]): Pick<Inventory, 'credentialReport'> => ({
  credentialReport: async () => ({ kind: 'report', csv: [HEAD, ...rows].join('\n'), generated: instant(generated) }),
})

const [ANA, BOB, EVE] = [userOf('ana'), userOf('bob'), userOf('eve')]

const FRESH = { passwordOf: async () => undefined, accessKeysOf: async () => [key('2026-11-20T12:00:00Z')] }

describe('an account', () => {
  const odd: UnreadUser = { userName: 'odd', userId: 'AIDAODD', arn: '', path: '/', cause: new Error('AWS answered without Arn.') }

  test('is listed, and the report says of whom something must be read; who could not be listed comes first, then the others in order', async () => {
    const read: string[] = []
    const survey = await openSurvey(
      inventoryOf({
        ...listing([ANA, BOB, EVE], [odd]),
        ...reporting('2026-11-25T10:00:00Z', row(ANA), row(BOB, 'N/A'), row(EVE)),
        accessKeysOf: async ({ userName }) => {
          read.push(userName)
          return [key('2026-11-20T12:00:00Z')]
        },
      }),
      termsOf(),
    )
    expect([survey.users, survey.candidates, survey.report.kind]).toEqual([4, 2, 'report'])
    expect(survey.listed).toEqual([ANA, BOB, EVE])
    const found = await collect(survey.findings())
    expect(found.map(({ subject, finding }) => `${subject.userName} ${finding.kind}`)).toEqual([
      'odd unknown',
      'ana compliant',
      'bob compliant',
      'eve compliant',
    ])
    expect(found[0]).toEqual({
      subject: { userName: 'odd', userId: 'AIDAODD', arn: '', path: '/', groups: new Set(), tags: new Map() },
      finding: { kind: 'unknown', cause: new Error('AWS answered without Arn.') },
    })
    expect(read).toEqual(['bob'])
  })

  test('without a report everybody is read', async () => {
    const survey = await openSurvey(inventoryOf({ ...listing([ANA, BOB]), ...FRESH }), termsOf())
    expect([survey.users, survey.candidates, survey.report]).toEqual([2, 2, { kind: 'unavailable', why: 'none' }])
    expect(await collect(survey.findings())).toHaveLength(2)
  })

  test('a password that must be read makes a candidate, and so does a key', async () => {
    const withPassword = row(ANA).replace(',false,true,', ',true,true,')
    const survey = await openSurvey(
      inventoryOf({ ...listing([ANA, BOB, EVE]), ...reporting('2026-11-25T10:00:00Z', withPassword, row(BOB, 'N/A'), row(EVE)) }),
      termsOf(),
    )
    expect(survey.candidates).toBe(2)
  })

  test.for<[situation: string, generated: string, newest: string, candidates: number]>([
    ['by its time', '2026-11-25T10:00:00Z', '2026-10-01T00:00:00Z', 1],
    ['by what it speaks of, whatever time it has', '2015-02-02T20:02:02Z', '2026-11-24T12:00:00Z', 0],
    ['too old by both', '2015-02-02T20:02:02Z', '2026-10-01T00:00:00Z', 1],
    ['new by its time, and speaks of nothing new', '2026-11-25T10:00:00Z', 'N/A', 0],
  ])('how new the report is: %s', async ([, generated, newest, candidates]) => {
    const rows = newest === 'N/A' ? row(ANA, 'N/A').replace(',true,', ',false,') : row(ANA, newest)
    const survey = await openSurvey(inventoryOf({ ...listing([ANA]), ...reporting(generated, rows) }), termsOf())
    expect(survey.candidates).toBe(candidates)
  })

  test('users are read side by side, no more than 16', async () => {
    const users = Array.from({ length: 40 }, (_, n) => userOf(`user-${n}`))
    let [busy, most] = [0, 0]
    const survey = await openSurvey(
      inventoryOf({
        ...listing(users),
        passwordOf: async () => undefined,
        accessKeysOf: async () => {
          busy += 1
          most = Math.max(most, busy)
          await new Promise((resolve) => setImmediate(resolve))
          busy -= 1
          return []
        },
      }),
      termsOf(),
    )
    expect((await collect(survey.findings())).map(({ subject }) => subject.userName)).toEqual(users.map(({ userName }) => userName))
    expect(most).toBe(16)
  })

  test('who stops in the middle waits for those who were begun, and lets nobody else be', async () => {
    const users = Array.from({ length: 40 }, (_, n) => userOf(`user-${n}`))
    let [begun, read] = [0, 0]
    const survey = await openSurvey(
      inventoryOf({
        ...listing(users),
        passwordOf: async () => undefined,
        accessKeysOf: async ({ userName }) => {
          begun += 1
          for (let n = 0; n < (userName === 'user-0' ? 1 : 3); n += 1) await new Promise((resolve) => setImmediate(resolve))
          read += 1
          return []
        },
      }),
      termsOf(),
    )
    for await (const _ of survey.findings()) break
    expect([begun, read]).toEqual([16, 16])
  })
})

describe('groups that the list names', () => {
  const members: Pick<Inventory, 'membersOf'> = {
    membersOf: async (name) => (name === 'Break' ? new Set(['AIDABOB']) : name === 'Ops' ? new Set(['AIDABOB', 'AIDAEVE']) : undefined),
  }

  test('exclude who is in them', async () => {
    const survey = await openSurvey(
      inventoryOf({ ...listing([ANA, BOB, EVE]), ...FRESH, ...members }),
      termsOf('group:Break,group:Ops;until=2026-11-24'),
    )
    const found = await collect(survey.findings())
    expect(found.map(({ subject, finding }) => [subject.userName, finding.kind, [...subject.groups]])).toEqual([
      ['ana', 'compliant', []],
      ['bob', 'excluded', ['Break', 'Ops']],
      ['eve', 'compliant', ['Ops']],
    ])
  })

  test('of the shared list need not be in every account; one that cannot be read ends it all the same', async () => {
    const shared = parseList('group:Gone,group:Ops', 'shared')
    const entries = shared.kind === 'list' ? shared.entries : []
    expect([...(await readGroups(inventoryOf(members), entries))(EVE)]).toEqual(['Ops'])
    await expect(readGroups(inventoryOf(members), [...entries, ...termsOf('group:Gone').entries])).rejects.toThrow('group:Gone')
    const refused = { ...inventoryOf(members), membersOf: async () => Promise.reject(new Error('refused')) }
    await expect(readGroups(refused, entries)).rejects.toThrow('refused')
  })

  test('one that does not exist ends it: whom it protects nobody knows', async () => {
    await expect(readGroups(inventoryOf(members), termsOf('group:Ops,group:Gone').entries)).rejects.toThrow(
      'The exclusion list has group:Gone, a group that does not exist. Correct the entry, or make the group.',
    )
  })
})
