import { afterEach, describe, expect, test, vi } from 'vitest'
import { iamInventory } from '../../src/aws/iam-inventory.ts'
import type { ListedUser, UnreadUser } from '../../src/inventory/inventory.ts'
import { openSurvey } from '../../src/inventory/survey.ts'
import { instant } from '../../src/judgement/instant.ts'
import { collect } from '../../src/stream/map-concurrently.ts'
import { answeringServer } from '../support/answering.ts'

afterEach(() => vi.unstubAllEnvs())

const never = new AbortController().signal
const inventory = () => iamInventory(never)

/** An IAM that gives these results, by action; a list of them page by page. */
function iam(results: Readonly<Record<string, string | readonly string[]>>) {
  const asked: Record<string, number> = {}
  return answeringServer((body) => {
    const action = new URLSearchParams(body).get('Action') ?? ''
    const pages = [results[action] ?? ''].flat()
    asked[action] = (asked[action] ?? 0) + 1
    const page = pages[Math.min(asked[action], pages.length) - 1] ?? ''
    return `<${action}Response><${action}Result>${page}</${action}Result></${action}Response>`
  }, 'text/xml')
}

const DONE = '<IsTruncated>false</IsTruncated>'
const CUT = '<IsTruncated>true</IsTruncated>'
const listOf = (name: string, members = '', end = DONE): string => `<${name}>${members}</${name}>${end}`

const ana: ListedUser = {
  userName: 'ana',
  userId: 'AIDAANA',
  arn: 'arn:aws:iam::123456789012:user/ana',
  path: '/',
  created: instant('2025-01-01T00:00:00Z'),
  passwordLastUse: { kind: 'never' },
}

type Part = 'UserName' | 'UserId' | 'Arn' | 'Path' | 'CreateDate'

/** A row of ListUsers, without these parts. */
function row(name: string, ...without: readonly Part[]): string {
  const parts = {
    UserName: name,
    UserId: `AIDA${name.toUpperCase()}`,
    Arn: `arn:aws:iam::123456789012:user/${name}`,
    Path: '/',
    CreateDate: '2025-01-01T00:00:00Z',
  }
  const kept = Object.entries(parts).filter(([part]) => !without.some((each) => each === part))
  return `<member>${kept.map(([part, value]) => `<${part}>${value}</${part}>`).join('')}</member>`
}

const key = (status: string): string =>
  `<member><AccessKeyId>AKIAIOSFODNN7EXAMPLE</AccessKeyId><CreateDate>2025-01-01T00:00:00Z</CreateDate>${status}</member>`

describe('a list', () => {
  const reads: readonly [action: string, list: string, read: () => Promise<unknown>, empty: unknown][] = [
    ['ListUsers', 'Users', () => collect(inventory().users()), []],
    ['ListUserTags', 'Tags', () => inventory().tagsOf(ana), new Map()],
    ['ListAccessKeys', 'AccessKeyMetadata', () => inventory().accessKeysOf(ana), []],
    ['GetGroup', 'Users', () => inventory().membersOf('staff'), new Set()],
  ]

  test.for(reads)('%s, empty: there is nothing', async ([action, list, read, empty]) => {
    await using _ = await iam({ [action]: listOf(list) })
    expect(await read()).toEqual(empty)
  })

  test.for(reads)('%s without %s is unknown, not empty', async ([action, list, read]) => {
    await using _ = await iam({ [action]: DONE })
    await expect(read()).rejects.toThrow(`AWS answered without ${list}.`)
  })

  test.for(reads)('%s that is cut short is unknown, not half of it', async ([action, list, read]) => {
    await using _ = await iam({ [action]: listOf(list, '', CUT) })
    await expect(read()).rejects.toThrow(`AWS cut ${list} short.`)
  })

  test.for(reads)('%s whose first page comes for ever is unknown, at its second time', async ([action, list, read]) => {
    await using server = await iam({ [action]: listOf(list, '', `${CUT}<Marker>again</Marker>`) })
    await expect(read()).rejects.toThrow(`AWS cut ${list} short.`)
    expect(server.calls()).toBe(2)
  })

  test('one page after the other', async () => {
    const [first, last] = [listOf('Users', row('ana'), `${CUT}<Marker>more</Marker>`), listOf('Users', row('bob'))]
    await using _ = await iam({ ListUsers: [first, last] })
    expect((await collect(inventory().users())).map(({ userName }) => userName)).toEqual(['ana', 'bob'])
  })
})

describe("a key's status", () => {
  test('Inactive is inactive', async () => {
    await using _ = await iam({ ListAccessKeys: listOf('AccessKeyMetadata', key('<Status>Inactive</Status>')) })
    expect(await inventory().accessKeysOf(ana)).toMatchObject([{ status: 'inactive' }])
  })

  test.for(['<Status>Expired</Status>', '<Status>Suspended</Status>', '<Status>toString</Status>', ''])(
    '%j is unknown: nobody knows whether it opens a door',
    async (status) => {
      await using _ = await iam({ ListAccessKeys: listOf('AccessKeyMetadata', key(status)) })
      await expect(inventory().accessKeysOf(ana)).rejects.toThrow('AWS answered without a known Status.')
    },
  )
})

describe('an odd row of ListUsers', () => {
  const terms = { entries: [], ledger: new Map(), limitDays: 30, now: instant('2026-11-26T00:00:00Z'), outOfTime: never }

  /** What is found out of the users of this list, none of whom has a credential. */
  async function survey(rows: string) {
    await using _ = await iam({
      ListUsers: listOf('Users', rows),
      GetLoginProfile: '',
      ListAccessKeys: listOf('AccessKeyMetadata', key('<Status>Inactive</Status>')),
    })
    const opened = await openSurvey({ ...inventory(), passwordOf: async () => undefined, credentialReport }, terms)
    return { users: opened.users, found: await collect(opened.findings()) }
  }

  const credentialReport = async () => ({ kind: 'unavailable', why: 'none' }) as const

  test.for<[without: Part, named: string]>([
    ['CreateDate', 'odd'],
    ['Path', 'odd'],
    ['Arn', 'odd'],
    ['UserId', 'odd'],
    ['UserName', '(no name) AIDAODD'],
  ])('without %s concerns that user alone: unknown, by what name there is, and the others are known', async ([without, named]) => {
    const { users, found } = await survey(row('odd', without) + row('ana'))
    expect(users).toBe(2)
    expect(found.map(({ subject, finding }) => [subject.userName, finding.kind])).toEqual([
      [named, 'unknown'],
      ['ana', 'compliant'],
    ])
    expect(found[0]?.finding).toMatchObject({ cause: new Error(`AWS answered without ${without === 'UserId' ? '' : 'User.'}${without}.`) })
  })

  test('a user who comes twice, as when pages move, is one user; two odd ones without an id are two', async () => {
    const { users, found } = await survey(row('ana') + row('ana') + row('bob', 'UserId') + row('eve', 'UserId'))
    expect(users).toBe(3)
    expect(found.map(({ subject }) => subject.userName)).toEqual(['bob', 'eve', 'ana'])
  })

  test('where everybody must be known, it ends the reading', async () => {
    await using _ = await iam({ ListUsers: listOf('Users', row('odd', 'CreateDate')) })
    await expect(collect(inventory().users())).rejects.toThrow('AWS answered without User.CreateDate.')
  })

  test('what is known of it stays with it', async () => {
    await using _ = await iam({ ListUsers: listOf('Users', row('odd', 'CreateDate')) })
    const unread: UnreadUser[] = []
    expect(await collect(inventory().users((user) => unread.push(user)))).toEqual([])
    expect(unread).toMatchObject([{ userName: 'odd', userId: 'AIDAODD', arn: 'arn:aws:iam::123456789012:user/odd', path: '/' }])
  })
})
