import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { run } from '../../src/cli/run.ts'
import type { Findings } from '../../src/findings/findings.ts'
import { Simulator, type AccountDescription } from '../../src/simulator/index.ts'
import { recordedIo } from '../support/io.ts'
import { makeTable } from '../support/ledger-table.ts'
import { LIST, System } from '../support/system.ts'

const AT = '2026-11-02T09:00:00Z'
const KEY_1 = 'AKIAIOSFODNN7EXAMPL1'
const KEY_2 = 'AKIAIOSFODNN7EXAMPL2'
const ANA = 'AIDAIOSFODNN7EXAMPLE'

const users: AccountDescription['users'] = [
  {
    name: 'ana',
    id: ANA,
    path: '/team/',
    created: '400d',
    password: { created: '400d', lastUsed: '120d' },
    accessKeys: [
      { id: KEY_1, created: '400d', lastUsed: '3d' },
      { id: KEY_2, created: '300d', active: false },
    ],
  },
  { name: 'kept', created: '400d', password: { created: '400d' }, groups: ['Ops'] },
  { name: 'soon', created: '400d', password: { created: '400d', lastUsed: '80d' }, tags: { Team: 'Blue' } },
  { name: 'fine', created: '400d', password: { created: '400d', lastUsed: '1d' }, groups: ['Ops'] },
  { name: 'bare', created: '10d' },
]
const list = 'kept;until=2026-12-31;owner=ops;reason=break glass,nobody-here'

let folder = ''
let system: System

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'iam-cleanup-test-'))
  system = new System(await Simulator.start({ at: AT, account: { users, parameters: { [LIST]: list } } }))
  await makeTable(system.dynamoDb)
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test')
})

afterEach(() => system.simulator.clearFaults())

afterAll(async () => {
  vi.unstubAllEnvs()
  await system[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

async function cli(...argv: readonly string[]) {
  const { io, out, notes } = recordedIo(false, () => system.simulator.now())
  const region = argv.includes('--region') ? [] : ['--region', 'us-east-1']
  const reaches = argv[0] === 'report' ? [] : [...region, '--endpoint-url', system.simulator.endpoint]
  const code = await run([...argv, ...reaches], io)
  return { code, out: out.join('\n'), notes: notes.join('\n') }
}

async function scanned(...argv: readonly string[]): Promise<Findings> {
  const { out } = await cli('scan', '--format', 'json', ...argv)
  return JSON.parse(out) as Findings
}

const credentialsOf = ({ users: all }: Findings, name: string) => all.find(({ userName }) => userName === name)?.credentials

const names = ({ users: all }: Findings): readonly string[] => all.map(({ userName }) => userName).toSorted()

describe('scan', () => {
  test('is one document: who looked, where, when, by what', async () => {
    const { digest, users: _, exclusions, data, account, ...others } = await scanned()
    expect(others).toEqual({
      format: 'iam-unused-user-cleanup findings',
      version: 2,
      toolVersion: '0.1.0',
      createdAt: '2026-11-02T09:00:00.000Z',
      asOf: '2026-11-02T09:00:00.000Z',
      caller: 'arn:aws:sts::123456789012:assumed-role/Operator/simulator',
      limitDays: 90,
      dueWithinDays: 14,
      narrowedTo: [],
      ledger: { table: 'iam-unused-user-cleanup-ledger', kind: 'read', items: [] },
      totals: {
        users: { inAccount: 5, listed: 5, compliant: 3, nonCompliant: 1, excluded: 1, unknown: 0, gone: 0 },
        credentials: { all: 6, unused: 1, dueSoon: 1, inUse: 2, inactive: 1, excluded: 1, unknown: 0 },
      },
    })
    expect(account).toEqual({ id: '123456789012', region: 'us-east-1', endpoint: system.simulator.endpoint })
    expect(data).toEqual({
      usersListed: expect.stringMatching(/^2026-11-02T09:00:0\d/),
      report: { kind: 'used', generated: '2026-11-02T09:00:00.000Z' },
    })
    expect(exclusions).toEqual({
      parameter: LIST,
      list: 'read',
      entries: [
        {
          list: 'local',
          selector: 'kept',
          until: '2026-12-31',
          owner: 'ops',
          reason: 'break glass',
          standing: 'matched',
          protects: ['kept'],
          says: '',
        },
        {
          list: 'local',
          selector: 'nobody-here',
          standing: 'unmatched',
          protects: [],
          says: 'This exclusion matches nobody. Is it misspelt?',
        },
      ],
    })
    expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/)
  })

  test('has of every credential which date counts, the due date and the verdict; of whom the report settles by the report', async () => {
    const findings = await scanned()
    expect(credentialsOf(findings, 'ana')).toEqual([
      {
        kind: 'password',
        id: 'password',
        name: 'Password',
        from: 'iam',
        status: 'active',
        created: '2025-09-28T09:00:00.000Z',
        lastUse: { kind: 'at', at: '2026-07-05T09:00:00.000Z' },
        clock: { start: '2026-07-05T09:00:00.000Z', is: 'last-use', exact: true, idleDays: 120, due: '2026-10-03T09:00:00.000Z' },
        verdict: 'unused',
        standing: 'unused',
        reason: 'Password last used 120 days ago (2026-07-05); limit 90.',
      },
      {
        kind: 'access-key',
        id: 'report-key-1',
        name: 'Key 1 of the credential report',
        changed: '2025-09-28T09:00:00.000Z',
        verdict: 'in-use',
        reason: 'Key 1 of the credential report last used 3 days ago, by the credential report.',
        from: 'report',
        status: 'active',
        lastUse: { kind: 'at', at: '2026-10-30T09:00:00.000Z', service: 's3', region: 'us-east-1' },
        clock: { start: '2026-10-30T09:00:00.000Z', is: 'last-use', exact: true, idleDays: 3, due: '2027-01-28T09:00:00.000Z' },
        standing: 'in-use',
      },
      expect.objectContaining({ id: 'report-key-2', from: 'report', status: 'inactive', verdict: 'inactive', standing: 'inactive' }),
    ])
    expect(credentialsOf(findings, 'soon')).toEqual([
      expect.objectContaining({
        from: 'report',
        standing: 'due-soon',
        clock: expect.objectContaining({ due: '2026-11-12T09:00:00.000Z' }),
      }),
    ])
    expect(credentialsOf(findings, 'kept')).toEqual([expect.objectContaining({ verdict: 'unused', standing: 'excluded' })])
    expect(credentialsOf(findings, 'bare')).toEqual([])
  })

  test('makes no call more of a user than the rule: the report settles whom it can', async () => {
    const from = system.simulator.calls.length
    await scanned()
    const counts: Record<string, number> = {}
    for (const { operation } of system.simulator.calls.slice(from)) counts[operation] = (counts[operation] ?? 0) + 1
    expect(counts).toEqual({
      'sts:GetCallerIdentity': 1,
      'ssm:GetParameter': 1,
      'lambda:GetFunctionConfiguration': 1,
      'iam:ListAccountAliases': 1,
      'dynamodb:Query': expect.any(Number),
      'dynamodb:Scan': expect.any(Number),
      'iam:ListUsers': 1,
      'iam:GenerateCredentialReport': 1,
      'iam:GetCredentialReport': 1,
      'iam:GetLoginProfile': 1,
      'iam:ListUserTags': 1,
    })
  })

  test('--live reads every user instead, and knows the keys by their ids', async () => {
    const findings = await scanned('--live')
    expect(findings.data.report).toEqual({ kind: 'not-asked' })
    expect(credentialsOf(findings, 'ana')?.map(({ id, from, lastUse }) => [id, from, lastUse])).toEqual([
      ['password', 'iam', { kind: 'at', at: '2026-07-05T09:00:00.000Z' }],
      [KEY_1, 'iam', { kind: 'at', at: '2026-10-30T09:00:00.000Z', service: 's3', region: 'us-east-1' }],
      [KEY_2, 'iam', { kind: 'not-read' }],
    ])
    expect(findings.users.find(({ userName }) => userName === 'kept')).toMatchObject({ credentialsKnown: false, credentials: [] })
  })

  test.for<[options: string[], users: string[]]>([
    [['--user', 'ANA'], ['ana']],
    [['--user', ANA], ['ana']],
    [
      ['--user', 'ana', '--user', 'f*'],
      ['ana', 'fine'],
    ],
    [['--path', '/team/*'], ['ana']],
    [['--tag', 'Team=Blue'], ['soon']],
    [
      ['--group', 'Ops'],
      ['fine', 'kept'],
    ],
    [['--group', 'Ops', '--user', 'k*'], ['kept']],
  ])('narrowed by %j it is of %j; what came of the exclusions is told of everybody', async ([options, expected]) => {
    const findings = await scanned(...options)
    expect([names(findings), findings.totals.users.inAccount, findings.totals.users.listed]).toEqual([expected, 5, expected.length])
    expect(findings.exclusions.entries.map(({ standing }) => standing)).toEqual(['matched', 'unmatched'])
  })

  test('narrowed, nobody else is read', async () => {
    const from = system.simulator.calls.length
    await scanned('--live', '--user', 'fine')
    const reads = system.simulator.calls.slice(from).map(({ operation }) => operation)
    expect(reads.filter((each) => /iam:(GetLoginProfile|ListAccessKeys|ListUserTags)/.test(each)).toSorted()).toEqual([
      'iam:GetLoginProfile',
      'iam:ListAccessKeys',
    ])
  })

  test.for<[options: string[], says: RegExp]>([
    [['--user', 'nobody'], /No IAM user fits user nobody/],
    [['--path', 'team'], /--path "team" can mean nobody: it must be path: and a path that begins with \//],
    [['--max-age', '0'], /It must be a whole number from 1 to 10000/],
    [['--format', 'xml'], /Allowed choices are table, csv, json, html, ocsf, asff/],
  ])('%j is wrong usage', async ([options, says]) => {
    const { code, out, notes } = await cli('scan', ...options)
    expect([code, out]).toEqual([2, ''])
    expect(notes).toMatch(says)
  })

  test('--fail-on-unused exits with 3 after the result, and with 0 where nothing is unused', async () => {
    const unused = await cli('scan', '--fail-on-unused')
    expect([unused.code, unused.notes]).toEqual([3, 'iam-cleanup: 1 credential of 1 user found unused (--fail-on-unused).'])
    expect(unused.out).toMatch(/ana +Password +120 +2026-10-03/)
    expect((await cli('scan', '--fail-on-unused', '--user', 'kept', '--user', 'soon')).code).toBe(0)
  })

  test('who cannot be read is unknown and stands first; the exit code is 1, which goes before 3', async () => {
    system.simulator.order({ operation: 'iam:GetLoginProfile', kind: 'refuse' })
    const { code, out, notes } = await cli('scan', '--fail-on-unused')
    expect(code).toBe(1)
    expect(notes).toMatch(/1 of 5 users could not be judged: ana \(AccessDenied.*The findings are of the others\./)
    expect(out.split('\n')[3]).toMatch(/^ Could not be judged +Why/)
    expect(out).toMatch(/5 users: 1 could not be judged, 0 non-compliant, 3 compliant, 1 excluded\./)
  })

  test('a list that is missing is the first thing said, with the Region, and marks the result', async () => {
    const { code, out, notes } = await cli('scan', '--region', 'eu-west-1')
    expect(code).toBe(0)
    expect(notes.split('\n')[0]).toBe(
      `There is no exclusion list ${LIST} in Region eu-west-1: nobody is excluded by it. If it is elsewhere, say --region.`,
    )
    expect(out.split('\n')[0]).toBe(`WITHOUT AN EXCLUSION LIST: there is no ${LIST} in Region eu-west-1. Nobody is excluded by it.`)
  })

  test('--at and --due-within look ahead', async () => {
    const findings = await scanned('--at', '2026-11-15', '--due-within', '80')
    expect(findings).toMatchObject({ asOf: '2026-11-15T00:00:00.000Z', createdAt: '2026-11-02T09:00:00.000Z', dueWithinDays: 80 })
    expect(findings.totals.credentials).toMatchObject({ unused: 2, dueSoon: 2, inUse: 0 })
  })

  test('--out is for its owner alone, replaces what is ours in any format, and nothing else', async () => {
    const file = join(folder, 'out')
    for (const format of ['table', 'csv', 'json', 'html', 'ocsf', 'asff', 'table']) {
      const { code, out, notes } = await cli('scan', '--format', format, '--out', file)
      expect([code, out]).toEqual([0, ''])
      expect(notes).toMatch(new RegExp(`The findings are in ${file}${format === 'table' ? '' : ', in place of earlier ones'}`))
    }
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    await writeFile(file, 'precious')
    const { code, notes } = await cli('scan', '--out', file)
    expect([code, await readFile(file, 'utf8')]).toEqual([2, 'precious'])
    expect(notes).toMatch(/what is there is kept \(it is none of our reports\)\. Name another file with --out\./)
  })

  test.for([60, 80, 120, 200])('the table fits %i columns', async (columns) => {
    const { io, out } = recordedIo(false, () => system.simulator.now())
    await run(['scan', '--region', 'us-east-1', '--endpoint-url', system.simulator.endpoint], { ...io, columns })
    const tables = out
      .join('\n')
      .split('\n')
      .filter((line) => /^ |─/.test(line))
    expect(tables.length).toBeGreaterThan(10)
    expect(tables.filter((line) => line.length > columns || line.endsWith(' '))).toEqual([])
  })
})

describe('explain', () => {
  test('says in sentences which date counts, when it will be unused, and what the next run does', async () => {
    const { code, out } = await cli('explain', 'ANA')
    expect(code).toBe(0)
    expect(out).toBe(
      [
        `ana (${ANA}) of account 123456789012`,
        '  arn:aws:iam::123456789012:user/team/ana, created 2025-09-28; limit 90, as of 2026-11-02 09:00 UTC.',
        '  NON_COMPLIANT: unused is the password.',
        '',
        'Password',
        '  Active, created 2025-09-28 09:00 UTC.',
        '  Last used 2026-07-05 09:00 UTC.',
        '  What counts is its last use, the latest that is known of it: 2026-07-05 09:00 UTC, 120 days ago; the limit is 90 days.',
        '  It has been unused since 2026-10-03 09:00 UTC.',
        '',
        `Access key ${KEY_1}`,
        '  Active, created 2025-09-28 09:00 UTC.',
        '  Last used 2026-10-30 09:00 UTC for s3 in us-east-1.',
        '  What counts is its last use, the latest that is known of it: 2026-10-30 09:00 UTC, 3 days ago; the limit is 90 days.',
        '  If nothing happens it will be unused on 2027-01-28 09:00 UTC, in 87 days.',
        '',
        `Access key ${KEY_2}`,
        '  Inactive, created 2026-01-06 09:00 UTC.',
        '  It lets nobody in, and is not judged.',
        '',
        'Exclusion',
        '  Nothing excludes this user.',
        '',
        'Ledger',
        '  Nothing was done to any of its credentials.',
        '',
        'Next run',
        '  The rule reports NON_COMPLIANT, and AWS Config starts the remediation, unless the brake ends the run or the remediation is not automatic.',
        '  Guarded deletes the password, after it has read everything again.',
        '  The AWS-owned runbook deletes the password.',
      ].join('\n'),
    )
  })

  test('of an excluded user: by what, until when, and that the list does not bind the AWS-owned runbook', async () => {
    const { code, out } = await cli('explain', 'kept')
    expect(code).toBe(0)
    expect(out).toContain('  COMPLIANT, for an exclusion: otherwise unused is the password.\n')
    expect(out).toContain(
      '  Excluded by entry "kept" until 2026-12-31, owner ops: break glass.\n  It holds until the end of 2026-12-31 (UTC).\n',
    )
    expect(out).toContain(
      'the AWS-owned runbook knows nothing of the list and revokes. Only the tag iam-unused-user-cleanup:excluded binds it.',
    )
  })

  test('--format json has the same, by id', async () => {
    const { code, out } = await cli('explain', ANA, '--format', 'json')
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({
      accountId: '123456789012',
      limitDays: 90,
      user: { userName: 'ana', verdict: { kind: 'non-compliant' } },
      verdict: ['NON_COMPLIANT: unused is the password.'],
      nextRun: { guarded: ['Guarded deletes the password, after it has read everything again.'] },
    })
  })

  test('of somebody whom nobody knows: exit code 2; of somebody who cannot be read: what is known, and 1', async () => {
    expect(await cli('explain', 'nobody')).toMatchObject({
      code: 2,
      out: '',
      notes: expect.stringContaining('There is no IAM user nobody.'),
    })
    system.simulator.order({ operation: 'iam:ListAccessKeys', kind: 'refuse' })
    const { code, out, notes } = await cli('explain', 'fine')
    expect([code, out]).toEqual([1, expect.stringMatching(/Unknown: AccessDenied.*\n.*never taken for unused/)])
    expect(notes).toMatch(/fine could not be judged: AccessDenied/)
  })
})

test('explain: the last way in of the last administrator would be kept by Guarded alone', async () => {
  await using other = new System(
    await Simulator.start({
      at: AT,
      account: {
        users: [{ name: 'admin', accessKeys: [{ id: KEY_1, created: '200d' }], administrator: true }],
        parameters: { [LIST]: ',' },
      },
    }),
  )
  const { io, out } = recordedIo(false, () => other.simulator.now())
  const code = await run(['explain', 'admin', '--region', 'us-east-1', '--endpoint-url', other.simulator.endpoint], io)
  expect(code).toBe(0)
  expect(out.join('')).toContain(
    `  Guarded keeps access key ${KEY_1}: it is the last way in of the last IAM administrator.\n` +
      `  The AWS-owned runbook deactivates access key ${KEY_1}, though it is the last way in of the last IAM administrator: it does not know that.`,
  )
})

describe('report', () => {
  const saved = async (): Promise<string> => {
    const file = join(folder, 'findings.json')
    await cli('scan', '--format', 'json', '--out', file)
    return file
  }

  test('shows saved findings as scan had shown them, without a call', async () => {
    const file = await saved()
    const from = system.simulator.calls.length
    const { code, out } = await cli('report', file, '--format', 'table')
    expect([code, system.simulator.calls.length]).toEqual([0, from])
    expect(out).toMatch(
      /^Findings of account 123456789012, Region us-east-1, not AWS but http.*; limit 90 days, as of 2026-11-02 09:00 UTC\.\n/,
    )
    expect(out).toMatch(/ana +Password +120 +2026-10-03 +Password last used 120 days ago/)
    const html = await cli('report', file, '--format', 'html')
    expect([html.code, html.out.startsWith('<!doctype html>\n'), html.out.match(/<bdi>ana<\/bdi>|<th scope="row">ana </g)?.length]).toEqual(
      [0, true, 4],
    )
  })

  test.for<[situation: string, change: (text: string) => string, says: RegExp]>([
    ['edited', (text) => text.replace('"idleDays": 120', '"idleDays": 20'), /it was edited after it was made/],
    ['of another version', (text) => text.replace('"version": 2', '"version": 3'), /it is of version 3, and this program knows version 2/],
    ['with control characters', (text) => text.replace('"ana"', '"a\\u001b[2Jna"'), /userName: It has control characters/],
    ['something else', () => '{"a":1}', /it is no findings document/],
  ])('findings that are %s are refused', async ([, change, says]) => {
    const file = await saved()
    const changed = join(folder, 'changed.json')
    await writeFile(changed, change(await readFile(file, 'utf8')))
    const { code, out, notes } = await cli('report', changed)
    expect([code, out]).toEqual([2, ''])
    expect(notes).toMatch(says)
    expect(await cli('report', file, file)).toMatchObject({ code: 2, notes: expect.stringContaining('are named twice') })
  })
})
