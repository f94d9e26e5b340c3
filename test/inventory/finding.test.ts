import { describe, expect, test } from 'vitest'
import { parseList } from '../../src/exclusions/list.ts'
import { findOut, type Finding, type Found, type Terms } from '../../src/inventory/finding.ts'
import type { Inventory } from '../../src/inventory/inventory.ts'
import type { Proof } from '../../src/inventory/proof.ts'
import { instant } from '../../src/judgement/instant.ts'
import type { UserLedger } from '../../src/ledger/item.ts'
import { key, password } from '../support/credentials.ts'
import { event } from '../support/ledger-table.ts'
import { inventoryOf, NOW, userOf } from '../support/inventory-of.ts'

const ANA = userOf('ana')

const OPEN: Proof = { password: 'open', accessKeys: 'open', proven: [] }

const STALE = key('2026-01-01T00:00:00Z')
const FRESH = key('2026-11-20T12:00:00Z', undefined, { id: 'AKIAIOSFODNN7FRESH00' })
const OLD = password('2026-01-01T00:00:00Z')

type Given = {
  readonly proof?: Proof
  readonly list?: string
  readonly ledger?: UserLedger
  readonly groups?: readonly string[]
  readonly time?: AbortSignal
}

function find(inventory: Partial<Inventory>, { proof = OPEN, list = ',', ledger, groups = [], time }: Given = {}): Promise<Found> {
  const parsed = parseList(list)
  const terms: Terms = {
    entries: parsed.kind === 'list' ? parsed.entries : [],
    limitDays: 30,
    now: NOW,
    ledger: new Map(ledger === undefined ? [] : [[ANA.userId, ledger]]),
    outOfTime: time ?? new AbortController().signal,
  }
  return findOut({ user: ANA, groups: new Set(groups), proof }, inventoryOf(inventory), terms)
}

const findingOf = async (...given: Parameters<typeof find>): Promise<Finding> => (await find(...given)).finding

/** `password unused 328, AKIA… in-use 5` */
const told = (finding: Finding): string =>
  'credentials' in finding
    ? finding.credentials
        .map(({ credential, verdict }) =>
          [credential.kind === 'password' ? 'password' : credential.id, verdict.kind, 'idleDays' in verdict ? verdict.idleDays : ''].join(
            ' ',
          ),
        )
        .join(', ')
    : finding.kind

const tagsOf = async () => new Map<string, string>()

describe('what is read of a user', () => {
  test('of who is excluded by the list nothing', async () => {
    const { subject, finding } = await find({}, { list: 'ana;owner=ops' })
    expect(finding).toMatchObject({ kind: 'excluded', exclusion: { kind: 'entry', entry: { text: 'ana', owner: 'ops' } } })
    expect(subject).toEqual({ userName: 'ana', userId: 'AIDAANA', arn: ANA.arn, path: '/', groups: new Set(), tags: new Map() })
  })

  test('nor of who is a member of a group of the list', async () => {
    expect(told(await findingOf({}, { list: 'group:Break', groups: ['Break'] }))).toBe('excluded')
  })

  test('of whom all is known without reading neither', async () => {
    const settled: Proof = { password: 'settled', accessKeys: 'settled', proven: [] }
    expect(await findingOf({}, { proof: settled })).toEqual({ kind: 'compliant', credentials: [], proven: [{ kind: 'none-active' }] })
    const proven = [{ kind: 'inactive', name: 'Key 1 of the credential report' } as const]
    expect(await findingOf({}, { proof: { ...settled, proven } })).toEqual({ kind: 'compliant', credentials: [], proven })
  })

  test('only what is open: the keys', async () => {
    const proven = [{ kind: 'used', name: 'Password', idleDaysAtMost: 3, by: 'list' } as const]
    const finding = await findingOf({ accessKeysOf: async () => [FRESH] }, { proof: { password: 'settled', accessKeys: 'open', proven } })
    expect(told(finding)).toBe('AKIAIOSFODNN7FRESH00 in-use 5')
    expect(finding).toMatchObject({ kind: 'compliant', proven })
  })

  test('only what is open: the password', async () => {
    const proof: Proof = { password: 'open', accessKeys: 'settled', proven: [{ kind: 'inactive', name: 'Key 1 of the credential report' }] }
    const finding = await findingOf({ passwordOf: async () => OLD, tagsOf }, { proof })
    expect(told(finding)).toBe('password unused 328')
    expect(finding).toMatchObject({ kind: 'non-compliant', proven: proof.proven })
  })

  test('both, the password first', async () => {
    const both = { passwordOf: async () => OLD, accessKeysOf: async () => [FRESH, STALE], tagsOf }
    expect(told(await findingOf(both))).toBe('password unused 328, AKIAIOSFODNN7FRESH00 in-use 5, AKIAIOSFODNN7EXAMPLE unused 328')
  })

  test('a password that does not exist is none', async () => {
    const keys = { passwordOf: async () => undefined, accessKeysOf: async () => [FRESH] }
    expect(told(await findingOf(keys))).toBe('AKIAIOSFODNN7FRESH00 in-use 5')
  })

  test('tags of nobody who loses nothing', async () => {
    expect(told(await findingOf({ passwordOf: async () => undefined, accessKeysOf: async () => [] }))).toBe('')
  })
})

describe('who is gone', () => {
  test('IAM knows no keys of such a user', async () => {
    const { finding, subject } = await find({ passwordOf: async () => undefined, accessKeysOf: async () => undefined })
    expect(finding).toEqual({ kind: 'gone' })
    expect(subject.userId).toBe('AIDAANA')
  })

  test('gone by the time that the tags are read', async () => {
    const { finding, subject } = await find({ passwordOf: async () => OLD, accessKeysOf: async () => [], tagsOf: async () => undefined })
    expect(finding).toEqual({ kind: 'gone' })
    expect(subject).toEqual({ userName: 'ana', userId: 'AIDAANA', arn: ANA.arn, path: '/', groups: new Set(), tags: new Map() })
  })

  const proof: Proof = { password: 'open', accessKeys: 'settled', proven: [] }

  test.for<[keys: readonly (typeof STALE)[] | undefined, verdict: string]>([
    [undefined, 'gone'],
    [[], ''],
    [[FRESH], 'AKIAIOSFODNN7FRESH00 in-use 5'],
    [[STALE], 'AKIAIOSFODNN7EXAMPLE unused 328'],
  ])('where only the password was open and there is none, the keys tell who is gone, and are judged: %#', async ([keys, verdict]) => {
    expect(told(await findingOf({ passwordOf: async () => undefined, accessKeysOf: async () => keys, tagsOf }, { proof }))).toBe(verdict)
  })
})

describe('who would lose something', () => {
  const stale = { passwordOf: async () => undefined, accessKeysOf: async () => [STALE] }

  test('is excluded by a tag, which stays with the subject', async () => {
    const tags = new Map([['iam-unused-user-cleanup:excluded', 'audit']])
    const { finding, subject } = await find({ ...stale, tagsOf: async () => tags })
    expect(finding).toEqual({ kind: 'excluded', exclusion: { kind: 'tag', reason: 'audit' } })
    expect(subject.tags).toBe(tags)
  })

  test('is excluded by an entry of the list that names a tag', async () => {
    expect(told(await findingOf({ ...stale, tagsOf: async () => new Map([['Team', 'Blue']]) }, { list: 'tag:Team=Blue' }))).toBe('excluded')
  })

  const ledgerOf = (kind: 'restored' | 'revoked', at = '2026-11-23T12:00:00Z'): UserLedger => {
    const events = [event(kind, '1', { at: instant(at) })]
    return new Map([['AKIAIOSFODNN7EXAMPLE', { kind: 'item', userId: ANA.userId, credential: 'AKIAIOSFODNN7EXAMPLE', events }]])
  }

  test('what was restored counts from then', async () => {
    const finding = await findingOf({ ...stale, tagsOf }, { ledger: ledgerOf('restored') })
    expect(finding.kind).toBe('compliant')
    expect(told(finding)).toBe('AKIAIOSFODNN7EXAMPLE in-use 2')
  })

  test('what was restored long ago does not', async () => {
    expect(told(await findingOf({ ...stale, tagsOf }, { ledger: ledgerOf('restored', '2026-10-01T12:00:00Z') }))).toBe(
      'AKIAIOSFODNN7EXAMPLE unused 55',
    )
  })

  test('what is called revoked, and was switched on by hand, counts from now', async () => {
    expect(told(await findingOf({ ...stale, tagsOf }, { ledger: ledgerOf('revoked') }))).toBe('AKIAIOSFODNN7EXAMPLE in-use 0')
  })

  test('what is known without reading is told with the rest', async () => {
    const proven = [{ kind: 'used', name: 'Password', idleDaysAtMost: 3, by: 'list' } as const]
    const finding = await findingOf({ ...stale, tagsOf }, { proof: { password: 'settled', accessKeys: 'open', proven } })
    expect(finding).toMatchObject({ kind: 'non-compliant', proven })
  })

  test('of an item that cannot be read nothing follows', async () => {
    const ledger: UserLedger = new Map([
      ['AKIAIOSFODNN7EXAMPLE', { kind: 'unreadable', userId: ANA.userId, credential: 'AKIAIOSFODNN7EXAMPLE', why: 'odd' }],
    ])
    expect(await findingOf({ ...stale, tagsOf }, { ledger })).toEqual({
      kind: 'unknown',
      cause: new Error('The ledger of AIDAANA AKIAIOSFODNN7EXAMPLE cannot be read: odd'),
    })
  })
})

describe('what cannot be read is unknown', () => {
  const throttled = new Error('throttled')

  test.for(['passwordOf', 'accessKeysOf', 'tagsOf'])('%s', async (call) => {
    const fails = async () => Promise.reject(throttled)
    const { finding, subject } = await find({ passwordOf: async () => OLD, accessKeysOf: async () => [], tagsOf, [call]: fails })
    expect(finding).toEqual({ kind: 'unknown', cause: throttled })
    expect(subject.userName).toBe('ana')
  })

  test('when the time is up, nothing is read, and that is the cause', async () => {
    const { finding } = await find({}, { time: AbortSignal.abort('too late') })
    if (finding.kind !== 'unknown' || !(finding.cause instanceof Error)) throw new Error(finding.kind)
    expect(`${finding.cause}`).toBe('OutOfTime: the time was up before this user was read')
    expect(finding.cause.cause).toBe('too late')
  })
})
