import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PutUserPolicyCommand } from '@aws-sdk/client-iam'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { run } from '../../src/cli/run.ts'
import { Simulator, type AccountDescription } from '../../src/simulator/index.ts'
import { refuseOtherPartition } from '../../src/cli/refuse-partition.ts'
import { commandLine } from '../support/command-line.ts'
import { recordedIo } from '../support/io.ts'
import { LIST, System } from '../support/system.ts'

const AT = '2026-11-02T09:00:00Z'

const row = (userId: string, credential: string) => ({
  userId: { S: userId },
  credential: { S: credential },
  version: { N: '1' },
  standing: { S: 'restored' },
  events: {
    L: [
      {
        S: '{"id":"act-1","kind":"restored","at":"2026-10-20T09:00:00.000Z","by":"arn:aws:iam::123456789012:user/boss","errand":"restore","userName":"ana"}',
      },
    ],
  },
})

const account: AccountDescription = {
  users: [
    {
      name: 'ana',
      id: 'AIDAIOSFODNN7EXAMPLE',
      path: '/team/',
      created: '400d',
      password: { created: '400d', lastUsed: '120d' },
      accessKeys: [
        { id: 'AKIAIOSFODNN7EXAMPL1', created: '400d', lastUsed: '100d', service: 'ec2', region: 'eu-west-1' },
        { id: 'AKIAIOSFODNN7EXAMPL2', created: '300d', lastUsed: '200d', active: false },
      ],
      tags: { Team: 'Blue', 'iam-unused-user-cleanup:excluded': 'until 2026-10-31 on leave' },
      groups: ['Ops'],
    },
    // Signed in by an earlier password.
    { name: 'bob', id: 'AIDAIOSFODNN7EXAMPL2', created: '90d', password: { created: '20d' }, passwordLastUsed: '30d' },
    { name: 'chief', id: 'AIDAIOSFODNN7EXAMPL3', created: '90d', administrator: true, accessKeys: [] },
    { name: 'deputy', id: 'AIDAIOSFODNN7EXAMPL4', created: '90d' },
  ],
  groups: ['Nobody'],
  parameters: { [LIST]: { type: 'String', value: 'b*;owner=boss,chief' } },
  tables: {
    'iam-unused-user-cleanup-ledger': {
      hashKey: 'userId',
      rangeKey: 'credential',
      items: [row('AIDAIOSFODNN7EXAMPLE', 'AKIAIOSFODNN7EXAMPL1')],
    },
  },
}

let folder = ''
let system: System
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'iam-cleanup-test-'))
  system = new System(await Simulator.start({ at: AT, account }))
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 'iam:Put*', Resource: '*' } })
  await system.iam.send(new PutUserPolicyCommand({ UserName: 'deputy', PolicyName: 'puts', PolicyDocument }))
})
afterEach(() => system.simulator.clearFaults())
afterAll(async () => {
  await system[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

const snapshot = (...argv: readonly string[]) => commandLine(system, ['snapshot', ...argv])

test('everything that verdicts depend on is in it', async () => {
  const { code, out, notes } = await snapshot()
  expect([code, notes]).toEqual([0, ''])
  expect(JSON.parse(out)).toEqual({
    $comment: 'An AWS account as it was at 2026-11-02T09:00:00.000Z. Play it: iam-cleanup rehearse --account FILE --days 120',
    madeBy: expect.stringMatching(/^iam-cleanup snapshot \d+\.\d+\.\d+/),
    id: '123456789012',
    at: '2026-11-02T09:00:00.000Z',
    unread: [],
    users: [
      {
        name: 'ana',
        id: 'AIDAIOSFODNN7EXAMPLE',
        path: '/team/',
        created: '2025-09-28T09:00:00.000Z',
        password: { created: '2025-09-28T09:00:00.000Z', lastUsed: '2026-07-05T09:00:00.000Z' },
        accessKeys: [
          {
            id: 'AKIAIOSFODNN7EXAMPL1',
            created: '2025-09-28T09:00:00.000Z',
            lastUsed: '2026-07-25T09:00:00.000Z',
            service: 'ec2',
            region: 'eu-west-1',
            active: true,
          },
          {
            id: 'AKIAIOSFODNN7EXAMPL2',
            created: '2026-01-06T09:00:00.000Z',
            lastUsed: '2026-04-16T09:00:00.000Z',
            service: 's3',
            region: 'us-east-1',
            active: false,
          },
        ],
        tags: { Team: 'Blue', 'iam-unused-user-cleanup:excluded': 'until 2026-10-31 on leave' },
        groups: ['Ops'],
        administrator: false,
      },
      {
        name: 'bob',
        id: 'AIDAIOSFODNN7EXAMPL2',
        path: '/',
        created: '2026-08-04T09:00:00.000Z',
        password: { created: '2026-10-13T09:00:00.000Z' },
        passwordLastUsed: '2026-10-03T09:00:00.000Z',
        accessKeys: [],
        tags: {},
        groups: [],
        administrator: false,
      },
      {
        name: 'chief',
        id: 'AIDAIOSFODNN7EXAMPL3',
        path: '/',
        created: '2026-08-04T09:00:00.000Z',
        accessKeys: [],
        tags: {},
        groups: [],
        administrator: true,
      },
      {
        name: 'deputy',
        id: 'AIDAIOSFODNN7EXAMPL4',
        path: '/',
        created: '2026-08-04T09:00:00.000Z',
        accessKeys: [],
        tags: {},
        groups: [],
        administrator: 'partly',
      },
    ],
    groups: ['Nobody', 'Ops'],
    parameters: { [LIST]: { type: 'String', value: 'b*;owner=boss,chief' } },
    tables: account.tables,
  })
})

describe('a user who cannot be read', () => {
  test.for(['GetLoginProfile', 'ListAccessKeys', 'ListUserTags', 'SimulatePrincipalPolicy'])(
    'by %s: the others are given, then exit code 1',
    async (name) => {
      const where = name === 'SimulatePrincipalPolicy' ? { PolicySourceArn: 'arn:aws:iam::123456789012:user/bob' } : { UserName: 'bob' }
      system.simulator.order({ operation: `iam:${name}`, kind: 'refuse', where })
      const { code, out, notes } = await snapshot()
      expect([code, notes]).toEqual([
        1,
        expect.stringMatching(
          /^iam-cleanup: 1 of 4 users could not be read: bob \(AccessDenied.*\)\. The snapshot has the others, and says who is missing\.$/,
        ),
      ])
      const file = JSON.parse(out) as AccountDescription
      expect(file.users.map((user) => user.name)).toEqual(['ana', 'chief', 'deputy'])
      expect(file.unread).toEqual([{ name: 'bob', why: expect.stringMatching(/^AccessDenied/) }])
    },
  )

  test('under pseudonyms is named by one, without what AWS says', async () => {
    system.simulator.order({ operation: 'iam:GetLoginProfile', kind: 'refuse', where: { UserName: 'bob' } })
    const { out } = await snapshot('--pseudonyms')
    expect((JSON.parse(out) as AccountDescription).unread).toEqual([{ name: expect.stringMatching(/^user-\w{6}$/), why: 'AccessDenied' }])
  })

  test('and is told by whoever plays the file', async () => {
    system.simulator.order({ operation: 'iam:GetLoginProfile', kind: 'refuse', where: { UserName: 'bob' } })
    const file = join(folder, 'missing.json')
    expect((await snapshot('--out', file)).code).toBe(1)
    const { io, out, notes } = recordedIo()
    const code = await run(['rehearse', '--account', file, '--days', '1', '--max-age', '200'], io)
    expect([code, notes.slice(1)]).toEqual([0, []])
    expect(notes[0]).toMatch(/^1 user of the account could not be read when .*missing\.json was made, and is not in it: bob \(AccessDenied/)
    expect(out.join('\n')).toMatch(/1 user could not be read in the real account, and what becomes of them is not told here: bob\./)
  })
})

test.for(['iam:ListUsers', 'iam:ListGroups', 'iam:GetGroup', 'ssm:GetParameter'])(
  'without %s nobody can be known: exit code 1, and no file',
  async (operation) => {
    system.simulator.order({ operation, kind: 'refuse' })
    const { code, out, notes } = await snapshot()
    expect([code, out]).toEqual([1, ''])
    expect(notes).toContain(operation)
  },
)

test('--out: for its owner alone, over an earlier snapshot, and over nothing else', async () => {
  const file = join(folder, 'account.json')
  expect(await snapshot('--out', file)).toMatchObject({
    code: 0,
    out: '',
    notes: `4 users in ${file}. Now: iam-cleanup rehearse --account ${file} --days 120`,
  })
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect(await snapshot('--out', file)).toMatchObject({ code: 0, notes: expect.stringContaining(', in place of an earlier snapshot. Now') })
  await writeFile(file, '{"users":[]}')
  expect(await snapshot('--out', file)).toMatchObject({
    code: 2,
    notes: expect.stringMatching(/No snapshot can be written .*it is no snapshot.* --out/),
  })
  expect(await readFile(file, 'utf8')).toBe('{"users":[]}')
})

test.for(['aws-cn', 'aws-us-gov'])(
  'an account of the partition %s is refused: exclusions by ARN would mean nobody in a rehearsal',
  (partition) => {
    expect(() => refuseOtherPartition(`arn:${partition}:iam::123456789012:user/ana`)).toThrow(
      `This account is in the partition ${partition},`,
    )
    expect(() => refuseOtherPartition('arn:aws:sts::123456789012:assumed-role/ops/ana')).not.toThrow()
  },
)

test('without a list that is said, and none is in it', async () => {
  const { code, out, notes } = await snapshot('--excluded-users', '/other')
  expect([code, notes]).toEqual([0, expect.stringMatching(/There is no exclusion list \/other in Region us-east-1/)])
  expect((JSON.parse(out) as AccountDescription).parameters).toEqual({})
})

describe('--pseudonyms', () => {
  test('the same user, group, value has the same one; dates, keys of tags and until when stay', async () => {
    const { out } = await snapshot('--pseudonyms')
    const { users, groups, parameters, id, tables = {} } = JSON.parse(out) as AccountDescription
    const known = (created: string, index = 0) =>
      users.filter((user) => user.created === created).toSorted((one, other) => ((one.id ?? '') < (other.id ?? '') ? -1 : 1))[index]
    const [ana, bob, chief] = [known('2025-09-28T09:00:00.000Z'), known('2026-08-04T09:00:00.000Z'), known('2026-08-04T09:00:00.000Z', 1)]
    expect(id).toMatch(/^\d{12}$/)
    expect(ana).toEqual({
      name: expect.stringMatching(/^user-\w{6}$/),
      id: expect.stringMatching(/^AIDA[A-Z2-7]{17}$/),
      path: expect.stringMatching(/^\/path-\w{6}\/$/),
      created: '2025-09-28T09:00:00.000Z',
      password: { created: '2025-09-28T09:00:00.000Z', lastUsed: '2026-07-05T09:00:00.000Z' },
      accessKeys: [
        {
          id: expect.stringMatching(/^AKIA[A-Z2-7]{16}$/),
          created: '2025-09-28T09:00:00.000Z',
          lastUsed: '2026-07-25T09:00:00.000Z',
          active: true,
        },
        { id: expect.stringMatching(/^AKIA/), created: '2026-01-06T09:00:00.000Z', lastUsed: '2026-04-16T09:00:00.000Z', active: false },
      ],
      tags: {
        Team: expect.stringMatching(/^value-\w{6}$/),
        'iam-unused-user-cleanup:excluded': expect.stringMatching(/^until 2026-10-31 words-\w{6}$/),
      },
      groups: [expect.stringMatching(/^group-\w{6}$/)],
      administrator: false,
    })
    expect(bob?.name).toMatch(/^user-\w{6}\.p0\.$/)
    expect(groups).toEqual(expect.arrayContaining(ana?.groups ?? []))
    expect(parameters?.[LIST]).toEqual({
      type: 'String',
      value: expect.stringMatching(new RegExp(`^\\*\\.p0\\.\\*;owner=words-\\w{6},${chief?.name}$`)),
    })
    const [item] = tables['iam-unused-user-cleanup-ledger']?.items ?? []
    expect(item).toMatchObject({
      userId: { S: ana?.id },
      credential: { S: ana?.accessKeys?.[0]?.id },
      version: { N: '1' },
      standing: { S: 'restored' },
    })
    for (const word of ['ana', 'boss', 'on leave', 'Blue', 'Ops', 'act-1', '123456789012']) expect(out).not.toContain(`"${word}`)
    expect(out).not.toContain('boss')
  })

  test('are others each time', async () => {
    const [one, other] = [await snapshot('--pseudonyms'), await snapshot('--pseudonyms')]
    const ids = ({ out }: typeof one): readonly (string | undefined)[] =>
      (JSON.parse(out) as AccountDescription).users.map((user) => user.id)
    expect(ids(one).filter((id) => ids(other).includes(id))).toEqual([])
  })
})
