import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DeleteTableCommand, DescribeContinuousBackupsCommand, DescribeTableCommand } from '@aws-sdk/client-dynamodb'
import { DeleteAccessKeyCommand, DeleteLoginProfileCommand, DeleteUserCommand, TagUserCommand, UntagUserCommand } from '@aws-sdk/client-iam'
import { PutParameterCommand } from '@aws-sdk/client-ssm'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { run } from '../../src/cli/run.ts'
import { Simulator, type AccountDescription } from '../../src/simulator/index.ts'
import { recordedIo } from '../support/io.ts'
import { eventsOf, ledgerOf } from '../support/ledger-of.ts'
import { makeTable, TABLE } from '../support/ledger-table.ts'
import { deployedSystem, LIST, System } from '../support/system.ts'

const AT = '2026-11-02T09:00:00Z'
const KEY_1 = 'AKIAIOSFODNN7EXAMPL1'
const KEY_2 = 'AKIAIOSFODNN7EXAMPL2'

const OPERATOR = 'arn:aws:sts::123456789012:assumed-role/Operator/simulator'

const users: AccountDescription['users'] = [
  {
    name: 'ana',
    id: 'AIDAIOSFODNN7EXAMPLE',
    password: { created: '400d', lastUsed: '120d' },
    accessKeys: [
      { id: KEY_1, created: '400d', lastUsed: '3d' },
      { id: KEY_2, created: '300d' },
    ],
  },
  { name: 'kept', password: { created: '400d' } },
  { name: 'admin', accessKeys: [{ id: 'AKIAIOSFODNN7EXAMPL3', created: '200d' }], administrator: true },
  { name: 'fine', password: { created: '400d', lastUsed: '1d' } },
]

let folder = ''
let system: System
let file = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'iam-cleanup-test-'))
  file = join(folder, 'plan.json')
  system = new System(await Simulator.start({ at: AT, account: { users, parameters: { [LIST]: 'kept;reason=break glass' } } }))
  await makeTable(system.dynamoDb)
})

afterEach(async () => {
  await system[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

/** One command line, at a time that AWS's clock has by then. */
async function cli(argv: string[], answer = false, at = AT) {
  const { io, out, notes } = recordedIo(answer, () => system.simulator.now())
  await system.simulator.advance(Math.max(0, Date.parse(at) - system.simulator.now().getTime()))
  process.env['AWS_ACCESS_KEY_ID'] = 'test'
  process.env['AWS_SECRET_ACCESS_KEY'] = 'test'
  const code = await run([...argv, '--region', 'us-east-1', '--endpoint-url', system.simulator.endpoint], { ...io, columns: 400 })
  return { code, out: out.join('\n'), notes: notes.join('\n') }
}

const changes = (): string[] =>
  system.simulator.changes.map((change) => `${change.userName} ${change.action}${'accessKeyId' in change ? ` ${change.accessKeyId}` : ''}`)

const plan = () => cli(['plan', '--out', file])

describe('plan', () => {
  test('is one JSON document: who made it, where and with what, what goes, who is left alone and why, sealed by a digest', async () => {
    const { code, out } = await cli(['plan', '--format', 'json'])
    expect(code).toBe(0)
    expect(JSON.parse(out)).toEqual({
      format: 'iam-unused-user-cleanup plan',
      version: 2,
      toolVersion: '0.1.0',
      caller: 'arn:aws:sts::123456789012:assumed-role/Operator/simulator',
      accountId: '123456789012',
      endpoint: system.simulator.endpoint,
      createdAt: '2026-11-02T09:00:00.000Z',
      asOf: '2026-11-02T09:00:00.000Z',
      limitDays: 90,
      users: 4,
      narrowedTo: [],
      judged: 4,
      left: 0,
      region: 'us-east-1',
      exclusionParameter: LIST,
      exclusionList: 'read',
      exclusions: [{ list: 'local', selector: 'kept', reason: 'break glass' }],
      deadExclusions: [],
      revoke: [
        {
          userName: 'ana',
          userId: 'AIDAIOSFODNN7EXAMPLE',
          credential: 'password',
          clockStart: '2026-07-05T09:00:00.000Z',
          clockIs: 'last-use',
          idleDays: 120,
        },
        {
          userName: 'ana',
          userId: 'AIDAIOSFODNN7EXAMPLE',
          credential: KEY_2,
          clockStart: '2026-01-06T09:00:00.000Z',
          clockIs: 'creation',
          idleDays: 300,
        },
      ],
      protected: [
        { userName: 'admin', credential: 'AKIAIOSFODNN7EXAMPL3', why: 'it is the last way in of the last IAM administrator' },
        { userName: 'kept', why: 'Excluded by entry "kept": break glass.' },
      ],
      unknown: [],
      digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
    })
    expect(changes()).toEqual([])
  })

  test('with an exclusion list that cannot be read there is no plan', async () => {
    system.simulator.order({ operation: 'ssm:GetParameter', kind: 'refuse' })
    const { code, notes } = await cli(['plan'])
    expect(code).toBe(1)
    expect(notes).toMatch(/could not be read \(AccessDenied.*Grant ssm:GetParameter/)
  })
})

describe('apply', () => {
  test('asks, and does nothing without a yes', async () => {
    await plan()
    const { code, notes } = await cli(['apply', file])
    expect([code, changes()]).toEqual([4, []])
    expect(notes).toMatch(/Revoke 2 credentials of 1 user in account 123456789012\?\n/)
    expect(notes).toMatch(/Declined\. Nothing was done\.$/)
  })

  test('prints one line a credential, keeps the ledger, and a second time finds nothing to do', async () => {
    await plan()
    const { code, out } = await cli(['apply', file], true)
    expect([code, out]).toEqual([0, `ana: password: revoked\nana: ${KEY_2}: revoked`])
    expect(changes()).toEqual(['ana delete-password', `ana deactivate-key ${KEY_2}`])
    const again = await cli(['apply', file, '--yes'])
    expect([again.code, again.out]).toEqual([
      0,
      [
        `ana: password: skipped: it was revoked already, on 2026-11-02T09:00:00.000Z, by ${OPERATOR}`,
        `ana: ${KEY_2}: skipped: it was revoked already, on 2026-11-02T09:00:00.000Z, by ${OPERATOR}`,
      ].join('\n'),
    ])
    expect(again.notes).toMatch(/^0 revoked, 2 skipped\.$/m)
  })

  test('reads each credential again: what was used since is skipped', async () => {
    await plan()
    system.simulator.useKey(KEY_2)
    const { out } = await cli(['apply', file, '--yes'], false, '2026-11-02T12:30:00Z')
    expect(out).toBe(`ana: ${KEY_2}: skipped: used 3 hours ago\nana: password: revoked`)
  })

  test('excluded since: protected', async () => {
    await plan()
    await system.ssm.send(new PutParameterCommand({ Name: LIST, Value: 'kept,ana', Overwrite: true }))
    const { code, out } = await cli(['apply', file, '--yes'])
    expect([code, changes()]).toEqual([0, []])
    expect(out).toBe(`ana: password: skipped: Excluded by entry "ana".\nana: ${KEY_2}: skipped: Excluded by entry "ana".`)
  })

  test('--dry-run only shows', async () => {
    await plan()
    const { code, out } = await cli(['apply', file, '--dry-run', '--yes'])
    expect([code, changes()]).toEqual([0, []])
    expect(out).toMatch(/ana/)
  })

  test.for<[situation: string, prepare: () => Promise<unknown>, argv: string[], at: string, says: RegExp]>([
    [
      'edited',
      async () => writeFile(file, (await readFile(file, 'utf8')).replace('"idleDays": 120', '"idleDays": 121')),
      [],
      AT,
      /was edited after it was made/,
    ],
    ['not JSON', () => writeFile(file, 'x'), [], AT, /cannot be carried out: .*JSON/],
    ['of another shape', () => writeFile(file, '{"version":2}'), [], AT, /it is no plan\. .* Nothing was done\./],
    [
      'of an earlier version',
      () => writeFile(file, '{"version":1}'),
      [],
      AT,
      /it is of version 1, and this one knows version 2\. Make one with/,
    ],
    ['older than a day', async () => undefined, [], '2026-11-03T09:30:01Z', /is 24 hours old\. .*--max-plan-age\. Nothing was done\.$/],
    ['older than allowed', async () => undefined, ['--max-plan-age', '2'], '2026-11-02T11:30:00Z', /is 2 hours old/],
  ])('a plan that is %s is refused: exit code 4, nothing is touched', async ([, prepare, argv, at, says]) => {
    await plan()
    await prepare()
    const { code, notes } = await cli(['apply', file, '--yes', ...argv], false, at)
    expect([code, changes()]).toEqual([4, []])
    expect(notes).toMatch(says)
  })

  test('who cannot be read when it is shown is unknown: exit code 1, also with --dry-run, and nothing of theirs is touched', async () => {
    await plan()
    system.simulator.order({ operation: 'iam:ListUserTags', kind: 'refuse' })
    const { code, out, notes } = await cli(['apply', file, '--yes'])
    expect([code, changes()]).toEqual([1, []])
    expect(out).toMatch(/^ana: password: unknown: it could not be read: .*AccessDenied.*\nana: \S+: unknown: it could not be read: /)
    expect(notes).toMatch(/^0 revoked, 2 unknown\.$/m)
    const shown = await cli(['apply', file, '--dry-run'])
    expect(shown.code).toBe(1)
    expect(shown.out).toMatch(/unknown: it could not be read: .*AccessDenied/)
    expect(shown.notes).toMatch(/Not everything that is planned could be read\./)
  })

  test('a refused revocation is exit code 1, and what else was planned is done', async () => {
    await plan()
    system.simulator.order({ operation: 'iam:DeleteLoginProfile', kind: 'refuse' })
    const { code, out } = await cli(['apply', file, '--yes'])
    expect([code, changes()]).toEqual([1, [`ana deactivate-key ${KEY_2}`]])
    expect(out).toMatch(/ana: password: refused: AccessDenied/)
  })
})

describe('without a ledger', () => {
  beforeEach(() => system.dynamoDb.send(new DeleteTableCommand({ TableName: TABLE })))

  test.for([
    ['apply', () => ['apply', file, '--yes']],
    ['restore', () => ['restore', 'ana', '--yes']],
    ['ledger', () => ['ledger']],
  ] as const)('%s refuses, and says both ways to one', async ([, argv]) => {
    const planned = await plan()
    expect([planned.code, planned.notes]).toEqual([0, expect.stringContaining('There is no ledger iam-unused-user-cleanup-ledger')])
    const { code, notes } = await cli([...argv()])
    expect([code, changes()]).toEqual([4, []])
    expect(notes).toMatch(/There is no ledger: .*Deploy the stack, or make one with "iam-cleanup ledger create"/)
  })

  test('"ledger create" makes one, protected and with recovery, and the second time changes nothing', async () => {
    const [first, second] = [await cli(['ledger', 'create']), await cli(['ledger', 'create'])]
    expect([first.code, first.out]).toEqual([0, 'The ledger iam-unused-user-cleanup-ledger is there.'])
    expect([second.code, second.out]).toEqual([0, 'The ledger iam-unused-user-cleanup-ledger was there already: nothing was changed.'])
    const { Table } = await system.dynamoDb.send(new DescribeTableCommand({ TableName: TABLE }))
    const { ContinuousBackupsDescription } = await system.dynamoDb.send(new DescribeContinuousBackupsCommand({ TableName: TABLE }))
    expect([
      Table?.DeletionProtectionEnabled,
      ContinuousBackupsDescription?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus,
    ]).toEqual([true, 'ENABLED'])
    await plan()
    expect((await cli(['apply', file, '--yes'])).code).toBe(0)
  })
})

describe('ledger', () => {
  test('shows what was done, by whom and for what, as a table and as JSON; of one user by any name', async () => {
    await plan()
    await cli(['apply', file, '--yes'])
    const { digest } = JSON.parse(await readFile(file, 'utf8')) as { digest: string }
    const { code, out } = await cli(['ledger', 'ANA', '--format', 'json'])
    const items = JSON.parse(out) as { credential: string; events: { kind: string; errand: string; by: string; idleDays: number }[] }[]
    expect(code).toBe(0)
    expect(items.map(({ credential, events }) => [credential, events.map(({ kind }) => kind)])).toEqual([
      [KEY_2, ['revoking', 'revoked']],
      ['password', ['revoking', 'revoked']],
    ])
    expect(items[1]?.events[1]).toMatchObject({
      errand: digest,
      by: 'arn:aws:sts::123456789012:assumed-role/Operator/simulator',
      idleDays: 120,
      limitDays: 90,
      userName: 'ana',
    })
    expect((await cli(['ledger'])).out).toMatch(/2026-11-02T09:00:00Z +ana +password +revoked +120/)
    expect(await cli(['ledger', 'nobody'])).toMatchObject({ code: 2, notes: expect.stringContaining('says nothing of a user nobody') })
  })
})

test('the brake: a plan that hits more than half of the users, and more than 10, is refused', async () => {
  await system[Symbol.asyncDispose]()
  const many = Array.from({ length: 20 }, (_, n) => ({ name: `user-${n}`, password: { created: n < 11 ? '200d' : '1d' } }))
  system = new System(await Simulator.start({ at: AT, account: { users: many, parameters: { [LIST]: ',' } } }))
  await makeTable(system.dynamoDb)
  await plan()
  const { code, notes } = await cli(['apply', file, '--yes'])
  expect([code, changes()]).toEqual([4, []])
  expect(notes).toMatch(/Brake: the plan hits 11 of 20 users, more than 50 %/)
})

describe('restore', () => {
  const latest = async (credential: string): Promise<string | undefined> => (await ledgerOf(system))[credential]

  test('gives back exactly what the ledger names: the key active again, a one-time password shown once', async () => {
    await plan()
    await cli(['apply', file, '--yes'])
    const { code, out, notes } = await cli(['restore', 'ana', '--yes'], false, '2026-11-03T09:00:00Z')
    expect(code).toBe(0)
    expect(notes).toMatch(new RegExp(`access key ${KEY_2} was deactivated on 2026-11-02`))
    const password = /^ana: password set\. One-time password, shown once: (\S+)\nana: password restored$/m.exec(out)?.[1] ?? ''
    expect(password).toMatch(/^(?=.*[A-Z])(?=.*[a-z])(?=.*\d)(?=.*[^\w]).{24}$/)
    expect(changes().slice(2)).toEqual([`ana activate-key ${KEY_2}`, 'ana create-password'])
    expect(await latest('password')).toBe('restored 2026-11-03T09:00:00Z')
    expect(await latest(KEY_2)).toBe('restored 2026-11-03T09:00:00Z')
    expect(JSON.stringify(await eventsOf(system))).not.toContain(password)
    const next = await cli(['plan', '--format', 'json'], false, '2027-01-30T09:00:00Z')
    const planned = JSON.parse(next.out).revoke as { userName: string; credential: string }[]
    expect(planned.filter(({ userName }) => userName === 'ana').map(({ credential }) => credential)).toEqual([KEY_1])
  })

  test('what is done to tags does not matter: they are all taken off, and what was given back is left alone all the same', async () => {
    await plan()
    await cli(['apply', file, '--yes'])
    await system.iam.send(new TagUserCommand({ UserName: 'ana', Tags: [{ Key: `iam-unused-user-cleanup:${KEY_2}`, Value: 'revoked' }] }))
    expect((await cli(['restore', 'ana', '--yes'])).code).toBe(0)
    await system.iam.send(new UntagUserCommand({ UserName: 'ana', TagKeys: [...system.simulator.tagsOf('ana').keys()] }))
    expect(system.simulator.tagsOf('ana').size).toBe(0)
    const next = await cli(['plan', '--format', 'json'], false, '2026-11-20T09:00:00Z')
    expect((JSON.parse(next.out) as { revoke: { userName: string }[] }).revoke.filter(({ userName }) => userName === 'ana')).toEqual([])
  })

  test('--key gives back that key only; --dry-run only shows; without a yes nothing is done', async () => {
    await plan()
    await cli(['apply', file, '--yes'])
    expect(await cli(['restore', 'AIDAIOSFODNN7EXAMPLE', '--dry-run'])).toMatchObject({
      code: 0,
      notes: expect.stringMatching(`ana: access key ${KEY_2}`),
    })
    await cli(['restore', 'ana'])
    expect(changes().length).toBe(2)
    await cli(['restore', 'ANA', '--key', KEY_2], true)
    expect(changes().slice(2)).toEqual([`ana activate-key ${KEY_2}`])
  })

  test('a password file that cannot be read is said before anybody is asked: exit code 2, and nothing is given back', async () => {
    await plan()
    await cli(['apply', file, '--yes'])
    const { code, notes } = await cli(['restore', 'ana', '--password-file', join(folder, 'none')], true)
    expect([code, changes().length]).toEqual([2, 2])
    expect(notes).toMatch(/iam-cleanup: The password file \S+none cannot be read: there is no such file\. Nothing was done\.$/)
    expect(notes).not.toMatch(/Give this back/)
  })

  test('by a plan whose users are all gone: exit code 2, and that is said', async () => {
    await plan()
    await system.iam.send(new DeleteAccessKeyCommand({ UserName: 'ana', AccessKeyId: KEY_1 }))
    await system.iam.send(new DeleteAccessKeyCommand({ UserName: 'ana', AccessKeyId: KEY_2 }))
    await system.iam.send(new DeleteLoginProfileCommand({ UserName: 'ana' }))
    await system.iam.send(new DeleteUserCommand({ UserName: 'ana' }))
    const { code, notes } = await cli(['restore', '--plan', file, '--yes'])
    expect([code, notes]).toEqual([
      2,
      expect.stringMatching(/iam-cleanup: None of the users of the plan exists any more\. Nothing was done\.$/),
    ])
  })

  test('where the act is refused, the ledger says so, and it can be given back later', async () => {
    await plan()
    await cli(['apply', file, '--yes'])
    system.simulator.order({ operation: 'iam:UpdateAccessKey', kind: 'refuse' })
    const { code, notes } = await cli(['restore', 'ana', '--key', KEY_2, '--yes'])
    expect(code).toBe(1)
    expect(notes).toMatch(/could not be restored: AccessDenied/)
    expect(await latest(KEY_2)).toBe('not-restored 2026-11-02T09:00:00Z')
    system.simulator.clearFaults()
    expect((await cli(['restore', 'ana', '--key', KEY_2, '--yes'])).code).toBe(0)
  })

  test.for([
    ['nobody', /There is no IAM user nobody/],
    ['fine', /Of fine nothing is on record as revoked/],
  ] as const)('of %s: exit code 2', async ([name, says]) => {
    const { code, notes } = await cli(['restore', name, '--yes'])
    expect(code).toBe(2)
    expect(notes).toMatch(says)
  })

  test('after the AWS-owned runbook it reads the automation outputs', async () => {
    await system[Symbol.asyncDispose]()
    system = await deployedSystem({
      at: AT,
      users: [{ name: 'ana', created: '400d', password: { created: '400d' }, accessKeys: [{ id: KEY_1, created: '400d' }] }],
    })
    await system.evaluate()
    await system.remediate()
    expect(changes()).toEqual([`ana deactivate-key ${KEY_1}`, 'ana delete-password'])
    const { code } = await cli(['restore', 'ana', '--yes'])
    expect([code, changes().slice(2)]).toEqual([0, ['ana create-password', `ana activate-key ${KEY_1}`]])
    await system.evaluateAgain()
    expect((await system.verdicts())['ana']?.type).toBe('COMPLIANT')
  })
})
