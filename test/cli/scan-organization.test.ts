import { once } from 'node:events'
import { appendFile, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam'
import { EnableAWSServiceAccessCommand, OrganizationsClient, RegisterDelegatedAdministratorCommand } from '@aws-sdk/client-organizations'
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Line } from '../../src/organization/line.ts'
import type { Simulator } from '../../src/simulator/index.ts'
import { collect } from '../../src/stream/map-concurrently.ts'
import {
  AUDIT,
  CLOSED,
  commandOf,
  DENIED,
  exampleOrganization,
  listings,
  MANAGEMENT,
  SECURITY,
  type Heard,
} from '../support/organization.ts'

const ALL_READ = [
  MANAGEMENT,
  SECURITY,
  '333333333333',
  '444444444444',
  '555555555555',
  '666666666666',
  '777777777777',
  '999999999999',
  '101010101010',
]

let folder = ''
let simulator: Simulator

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'iam-cleanup-test-'))
  simulator = await exampleOrganization()
})

afterEach(() => simulator.clearFaults())

afterAll(async () => {
  await simulator.stop()
  await rm(folder, { recursive: true })
})

const scanned = (argv: readonly string[], heard: Heard = () => undefined, key: string = MANAGEMENT) =>
  commandOf(simulator, key, ['scan', '--organization', ...argv], { heard })

const linesOf = async (file: string): Promise<readonly Line[]> =>
  (await readFile(file, 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line)

const idsThat = (lines: readonly Line[], kind: string): readonly string[] =>
  lines.flatMap((line) => (line.kind === kind && line.kind !== 'begun' ? [line.account.id] : [])).toSorted()

/** The numbers of a table's last lines. */
const totalsIn = (out: string): readonly string[] => out.split('\n').slice(-2)

describe('scan --organization', () => {
  let whole = ''
  test('ends every account as done, skipped or failed, a line each for its owner alone, and is a failure where one is', async () => {
    const file = join(folder, 'whole.jsonl')
    const from = simulator.calls.length
    const { code, out, notes } = await scanned(['--out', file])
    whole = out
    expect(code).toBe(1)
    const lines = await linesOf(file)
    expect(lines.map(({ kind }) => kind).filter((kind) => kind === 'begun')).toHaveLength(1)
    expect(idsThat(lines, 'done')).toEqual(ALL_READ.toSorted())
    expect(lines.filter(({ kind }) => kind === 'failed' || kind === 'skipped')).toEqual([
      {
        kind: 'skipped',
        at: expect.any(String),
        account: { id: CLOSED, name: 'closed-project' },
        reason: 'closed',
        says: 'Its state is SUSPENDED: nobody can work in it.',
      },
      {
        kind: 'failed',
        at: expect.any(String),
        account: { id: DENIED, name: 'data-platform' },
        phase: 'assume-role',
        code: 'AccessDenied',
        says: expect.stringContaining('is not authorized to perform: sts:AssumeRole'),
        next: expect.stringMatching(/^See that there is a role IamCleanupAudit in 888888888888 whose trust names your account/),
      },
    ])
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect(listings(simulator, from)).toEqual(Object.fromEntries(ALL_READ.map((id) => [id, 1])))
    expect(notes).toContain('iam-cleanup: 1 of 11 accounts could not be read: 888888888888 data-platform (assume-role: AccessDenied).')
    expect(notes).toContain('333333333333 log-archive: 2 users, 1 non-compliant; 1 unused credential.')
  })

  test('shows who could not be read first, then a row an account, who needs a look, and sums', () => {
    const at = (text: string): number => whole.indexOf(text)
    expect(at('11 accounts: 9 read, 1 could not be read, 1 skipped, 0 not begun.')).toBeGreaterThan(0)
    expect(at('Could not be read')).toBeGreaterThan(0)
    expect(at('Skipped')).toBeGreaterThan(at('Could not be read'))
    expect(at('Excluded')).toBeGreaterThan(at('Skipped'))
    expect(whole).toContain('WITHOUT AN EXCLUSION LIST: nobody is excluded by one, in 8 of 9 accounts: 111111111111, 222222222222,')
    expect(at('Needs a look')).toBeGreaterThan(at('Excluded'))
    expect(totalsIn(whole)).toEqual([
      '17 users: 0 could not be judged, 10 non-compliant, 6 compliant, 1 excluded.',
      '19 credentials: 10 unused, 0 unused soon, 8 in use, 0 inactive, 1 of excluded users, 0 of users who could not be judged.',
    ])
  })

  test('is no failure without that account, and a finding where it is asked for', async () => {
    expect((await scanned(['--exclude-accounts', DENIED])).code).toBe(0)
    const { code, notes } = await scanned(['--exclude-accounts', DENIED, '--fail-on-unused'])
    expect(code).toBe(3)
    expect(notes).toContain('10 credentials of 10 users in 7 accounts found unused (--fail-on-unused).')
  })

  test('is of units and what is below them, and of named accounts', async () => {
    const file = join(folder, 'unit.jsonl')
    await scanned(['--ou', 'ou-exam-workloads', '--exclude-accounts', DENIED, '101010101010', '--out', file])
    const lines = await linesOf(file)
    expect(idsThat(lines, 'done')).toEqual(['444444444444', '555555555555', '666666666666', '777777777777', '999999999999'])
    expect(lines.flatMap((line) => (line.kind === 'skipped' ? [`${line.account.id} ${line.reason}`] : [])).toSorted()).toEqual([
      '101010101010 excluded',
      '111111111111 not-selected',
      '131313131313 closed',
      '222222222222 not-selected',
      '333333333333 not-selected',
      '888888888888 excluded',
    ])
    const from = simulator.calls.length
    expect((await scanned(['--accounts', MANAGEMENT, '333333333333'])).code).toBe(0)
    expect(listings(simulator, from)).toEqual({ [MANAGEMENT]: 1, '333333333333': 1 })
  })

  test.for([
    [['--accounts', '000000000000'], 'There is no account 000000000000 in organization o-exampleorg1.'],
    [['--accounts', '12'], '"12" is no account id: it must be 12 digits.'],
    [['--ou', 'ou-exam-00000000'], 'There is no unit ou-exam-00000000 in organization o-exampleorg1.'],
    [['--ou', 'Workloads'], '"Workloads" is no id of a unit'],
    [['--accounts', CLOSED], 'none is meant, or none is open'],
  ] as const)('%j is a mistake', async ([argv, says]) => {
    const { code, notes } = await scanned(argv)
    expect([code, notes]).toEqual([2, expect.stringContaining(says)])
  })

  test('options of an organization without --organization are a mistake', async () => {
    const { code, notes } = await commandOf(simulator, MANAGEMENT, ['scan', '--exclude-accounts', DENIED])
    expect([code, notes]).toEqual([
      2,
      expect.stringContaining('--exclude-accounts is of a whole organization: say --organization as well.'),
    ])
  })

  test('out of an account of no organization, and of a member that AWS Organizations tells nothing, says what to do', async () => {
    expect(await scanned([], undefined, '000000000000')).toMatchObject({
      code: 2,
      notes: expect.stringContaining('Your account is in no organization'),
    })
    expect(await scanned([], undefined, '333333333333')).toMatchObject({
      code: 1,
      notes: expect.stringContaining('It tells the management account and delegated administrators'),
    })
  })

  test('by a delegated administrator reads the management account by the role, too', async () => {
    const client = new OrganizationsClient({
      endpoint: simulator.endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: MANAGEMENT, secretAccessKey: 'x' },
    })
    await client.send(new EnableAWSServiceAccessCommand({ ServicePrincipal: 'config.amazonaws.com' }))
    await client.send(new RegisterDelegatedAdministratorCommand({ AccountId: SECURITY, ServicePrincipal: 'config.amazonaws.com' }))
    const file = join(folder, 'delegated.jsonl')
    expect((await scanned(['--accounts', MANAGEMENT, SECURITY, '--out', file], undefined, SECURITY)).code).toBe(0)
    const callers = (await linesOf(file)).flatMap((line) => (line.kind === 'done' ? [`${line.account.id} ${line.findings.caller}`] : []))
    expect(callers.toSorted()).toEqual([
      `${MANAGEMENT} arn:aws:sts::${MANAGEMENT}:assumed-role/IamCleanupAudit/iam-cleanup-scan`,
      `${SECURITY} arn:aws:sts::${SECURITY}:assumed-role/Operator/simulator`,
    ])
  })

  test('outlasts a burst of throttling by AWS Organizations, and says so where it lasts', async () => {
    simulator.order({ operation: 'organizations:ListAccounts', kind: 'throttle', times: 2 })
    expect((await scanned(['--accounts', '333333333333'])).code).toBe(0)
    vi.stubEnv('AWS_MAX_ATTEMPTS', '1')
    simulator.order({ operation: 'organizations:ListAccounts', kind: 'throttle' })
    const { code, notes } = await scanned(['--accounts', '333333333333'])
    expect([code, notes]).toEqual([
      1,
      expect.stringMatching(/AWS Organizations did not tell which accounts there are: AWS throttled the calls/),
    ])
  })

  test.for([
    ['ssm:GetParameter', 'exclusions', /^Grant ssm:GetParameter on the exclusion list to the role IamCleanupAudit in 444444444444/],
    ['dynamodb:Query', 'ledger', /^Grant dynamodb:Query and Scan on the ledger/],
    ['iam:ListUsers', 'list', /^Grant iam:ListUsers/],
  ] as const)('a refused %s fails its account at %s, and no other one', async ([operation, phase, next]) => {
    const file = join(folder, `${phase}.jsonl`)
    simulator.order({ operation, kind: 'refuse', accountId: '444444444444' })
    expect((await scanned(['--accounts', '333333333333', '444444444444', '--out', file])).code).toBe(1)
    const lines = await linesOf(file)
    expect(idsThat(lines, 'done')).toEqual(['333333333333'])
    expect(lines.filter(({ kind }) => kind === 'failed')).toEqual([
      expect.objectContaining({ phase, code: expect.stringMatching(/^AccessDenied/), next: expect.stringMatching(next) }),
    ])
  })

  test('says the external id that the trust of a role asks for', async () => {
    const [id, RoleName] = ['101010101010', 'External']
    const iam = new IAMClient({ endpoint: simulator.endpoint, region: 'us-east-1', credentials: { accessKeyId: id, secretAccessKey: 'x' } })
    const Principal = { AWS: `arn:aws:iam::${MANAGEMENT}:root` }
    const Condition = { StringEquals: { 'sts:ExternalId': 'four-eyes' } }
    const Statement = [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole', Condition }]
    const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement })
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }))
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'Scan', PolicyDocument: JSON.stringify(AUDIT) }))
    const argv = ['--accounts', id, '--role-name', RoleName]
    expect(await scanned(argv)).toMatchObject({ code: 1, notes: expect.stringContaining('(assume-role: AccessDenied)') })
    expect((await scanned([...argv, '--external-id', 'four-eyes'])).code).toBe(0)
  })

  test('users that could not be judged are a failure, of an account that was read', async () => {
    simulator.order({ operation: 'iam:GetLoginProfile', kind: 'refuse', accountId: '333333333333' })
    const { code, notes, out } = await scanned(['--accounts', '333333333333'])
    expect([code, notes]).toEqual([1, expect.stringContaining('1 user of 1 account could not be judged: 333333333333 log-archive.')])
    expect(out).toContain('old-auditor')
  })
})

describe('an interrupted scan', () => {
  const file = () => join(folder, 'interrupted.jsonl')
  const argv = ['--exclude-accounts', DENIED, '--concurrency', '2']

  test('finishes what was begun, and goes on by --resume: no account is read twice, and the sums are those of one go', async () => {
    const from = simulator.calls.length
    const stopped = await scanned([...argv, '--out', file()], (note, interrupt) => {
      if (note.startsWith('[4/')) interrupt()
    })
    expect([stopped.code, stopped.notes]).toEqual([130, expect.stringContaining(`To go on: the same command with --resume ${file()}`)])
    const before = idsThat(await linesOf(file()), 'done').length
    expect(before).toBeGreaterThanOrEqual(4)
    expect(before).toBeLessThan(9)
    expect(stopped.out).toContain(`${9 - before} not begun`)
    await appendFile(file(), '{"kind":"done","at":"2026-11-02T09:00:00.000Z","acc')
    const resumed = await scanned([...argv, '--resume', file()])
    expect([resumed.code, resumed.notes]).toEqual([0, expect.stringContaining(`${before} accounts of ${file()} need not be read again.`)])
    expect(listings(simulator, from)).toEqual(Object.fromEntries(ALL_READ.map((id) => [id, 1])))
    expect(totalsIn(resumed.out)).toEqual(totalsIn((await scanned(argv)).out))
    const shown = await commandOf(simulator, MANAGEMENT, ['report', file()])
    expect([shown.code, shown.out]).toEqual([0, resumed.out])
  })

  test.for([
    [['--max-age', '30'], 'it was begun with a limit of days 90, and now it is a limit of days 30'],
    [['--role-name', 'Other'], 'it was begun with --role-name IamCleanupAudit, and now it is --role-name Other'],
    [['--live'], 'it was begun with no --live, and now it is --live yes'],
    [['--out', '/elsewhere'], '--resume goes on in'],
  ] as const)('is not gone on with by %j', async ([more, says]) => {
    const { code, notes } = await scanned([...argv, '--resume', file(), ...more])
    expect([code, notes]).toEqual([2, expect.stringContaining(says)])
  })

  test('is not gone on with by two at once: the second is refused, and nothing of the first stays but its lines', async () => {
    const earlier = await readFile(file(), 'utf8')
    await writeFile(`${file()}.lock`, `${process.pid}\n`)
    const { code, notes } = await scanned([...argv, '--resume', file()])
    expect([code, notes]).toEqual([4, expect.stringContaining(`Process ${process.pid} is writing ${file()} now: wait until it has ended.`)])
    expect(await readFile(file(), 'utf8')).toBe(earlier)
    await rm(`${file()}.lock`)
    expect((await scanned([...argv, '--resume', file()])).code).toBe(0)
    expect((await readdir(folder)).filter((name) => name.includes('.lock'))).toEqual([])
  })

  test('a file without its first line, by which it is known, is not gone on with, and stays as it is', async () => {
    const headless = join(folder, 'headless.jsonl')
    const lines = (await readFile(file(), 'utf8'))
      .split('\n')
      .slice(1)
      .filter((line) => !line.startsWith('{"kind":"begun"'))
    await writeFile(headless, lines.join('\n'))
    const { code, notes } = await scanned([...argv, '--resume', headless])
    expect([code, notes]).toEqual([2, expect.stringContaining(`${headless} cannot be gone on with: it does not begin as`)])
    expect(await readFile(headless, 'utf8')).toBe(lines.join('\n'))
  })

  test('its file is not written over', async () => {
    const { code, notes } = await scanned([...argv, '--out', file()])
    expect([code, notes]).toEqual([2, expect.stringContaining(`To go on with an earlier scan say --resume ${file()}`)])
  })
})

describe('report of such lines', () => {
  const shown = async (format: string) =>
    (await commandOf(simulator, MANAGEMENT, ['report', join(folder, 'whole.jsonl'), '--format', format])).out

  test('as CSV has the accounts without findings first, and says of every row what became of its account', async () => {
    const [head = '', ...rows] = (await shown('csv')).split('\n')
    expect(head.endsWith(',account_outcome,account_says')).toBe(true)
    expect(rows[0]).toMatch(/^888888888888,data-platform,.*,failed,"?Could not be read: assume-role, AccessDenied/)
    expect(rows[1]).toMatch(/^131313131313,closed-project,.*,skipped,Its state is SUSPENDED/)
    expect(rows).toHaveLength(2 + 19)
  })

  test('as JSON has them beside the findings', async () => {
    const { organizations, unread, findings } = JSON.parse(await shown('json')) as Record<string, readonly Record<string, unknown>[]>
    expect(organizations).toEqual([expect.objectContaining({ organizationId: 'o-exampleorg1', accounts: 11 })])
    expect(unread).toEqual([
      expect.objectContaining({ id: DENIED, kind: 'failed' }),
      expect.objectContaining({ id: CLOSED, kind: 'skipped' }),
    ])
    expect(findings).toHaveLength(9)
  })

  test('as OCSF and ASFF has a finding of the account that could not be read', async () => {
    const ocsf = JSON.parse(await shown('ocsf')) as readonly { finding_info: { uid: string }; compliance: { status: string } }[]
    expect(ocsf[0]).toMatchObject({ finding_info: { uid: DENIED }, compliance: { status: 'Unknown' }, class_uid: 2003 })
    expect(ocsf).toHaveLength(1 + 17)
    const asff = JSON.parse(await shown('asff')) as readonly object[]
    expect(asff[0]).toMatchObject({
      AwsAccountId: DENIED,
      Compliance: { Status: 'NOT_AVAILABLE' },
      Resources: [{ Type: 'AwsAccount', Id: `AWS::::Account:${DENIED}` }],
    })
    expect(asff).toHaveLength(1 + 17)
  })

  test('refuses lines that were edited, and the same ones twice', async () => {
    const file = join(folder, 'edited.jsonl')
    await appendFile(
      file,
      (await readFile(join(folder, 'whole.jsonl'), 'utf8')).replace('"userName":"old-auditor"', '"userName":"new-auditor"'),
    )
    expect(await commandOf(simulator, MANAGEMENT, ['report', file])).toMatchObject({
      code: 2,
      notes: expect.stringContaining('it was edited after it was made'),
    })
    const whole = join(folder, 'whole.jsonl')
    expect(await commandOf(simulator, MANAGEMENT, ['report', whole, whole])).toMatchObject({
      code: 2,
      notes: expect.stringContaining('are named twice'),
    })
  })

  test('says of a line that makes no sense which it is, once', async () => {
    const file = join(folder, 'senseless.jsonl')
    await writeFile(file, '{"kind":"begun","format":"iam-unused-user-cleanup organization","version":1}\n')
    expect((await commandOf(simulator, MANAGEMENT, ['report', file])).notes).toMatch(
      /^iam-cleanup: Line 1 of \S+senseless\.jsonl cannot be read: toolVersion: .* undefined\.$/,
    )
  })
})

describe('plan --organization', () => {
  test('shows what each rule would revoke, and cannot be applied', async () => {
    const file = join(folder, 'plan.jsonl')
    const { code, out } = await commandOf(simulator, MANAGEMENT, ['plan', '--organization', '--exclude-accounts', DENIED, '--out', file])
    expect(code).toBe(0)
    expect(out).toContain('Organization o-exampleorg1, for review: "apply" does not take it.')
    expect(out).toMatch(/333333333333 +log-archive +old-auditor +password +2025-12-17 +320/)
    expect(out).toContain('10 credentials to revoke in 7 accounts, of 9 that were read.')
    const applied = await commandOf(simulator, MANAGEMENT, ['apply', file, '--yes'])
    expect([applied.code, applied.notes]).toEqual([
      4,
      expect.stringContaining("each account's own AWS Config remediates what its rule finds"),
    ])
  })
})

/** A port that hands on to another one; before the first request that says this, something is done. */
async function before(target: string, says: string, act: () => Promise<void>): Promise<{ readonly endpoint: string } & AsyncDisposable> {
  let isDone = false
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      const body = Buffer.concat(await collect(incoming as AsyncIterable<Uint8Array>)).toString()
      if (!isDone && body.includes(says)) {
        isDone = true
        await act()
      }
      const { authorization = '', 'x-amz-date': date = '' } = incoming.headers
      const headers = { authorization, 'x-amz-date': String(date), 'content-type': 'application/x-www-form-urlencoded' }
      const reply = await fetch(target, { method: 'POST', headers, body })
      outgoing.writeHead(reply.status, { 'content-type': 'text/xml' })
      outgoing.end(await reply.text())
    })()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

describe('what changes in the middle', () => {
  test('an account that is closed is skipped, and that is no failure', async () => {
    const file = join(folder, 'closed.jsonl')
    const argv = ['--accounts', '333333333333', '999999999999', '--concurrency', '1', '--out', file]
    const { code } = await scanned(argv, (note) => {
      if (note.startsWith('[1/')) simulator.organization.suspend('999999999999')
    })
    expect(code).toBe(0)
    expect((await linesOf(file)).at(-1)).toMatchObject({ kind: 'skipped', account: { id: '999999999999' }, reason: 'closed' })
  })

  /** Role sessions that were opened since then, by account. */
  const opened = (from: number) =>
    simulator.calls
      .slice(from)
      .flatMap(({ operation, resource, caller }) =>
        operation === 'sts:AssumeRole' && resource.endsWith('IamCleanupAudit') && caller.includes(MANAGEMENT)
          ? [resource.split(':')[4]]
          : [],
      )

  test('a session of a member that AWS calls expired is opened anew, and its account is read', async () => {
    const from = simulator.calls.length
    const began = simulator.now()
    let isLater = false
    // By our clock no time passes.
    const now = (): Date => {
      if (!isLater && opened(from).length > 0) {
        isLater = true
        void simulator.advance(7_200_000)
      }
      return began
    }
    const argv = ['scan', '--organization', '--accounts', '666666666666']
    expect(await commandOf(simulator, MANAGEMENT, argv, { now })).toMatchObject({
      code: 0,
      out: expect.stringContaining('2 users: 0 could not'),
    })
    expect(opened(from)).toEqual(['666666666666', '666666666666'])
  })

  test('so is one that expires between two users: nobody stays unknown for that', async () => {
    const began = simulator.now()
    await using proxy = await before(simulator.endpoint, 'Action=GetLoginProfile', () => simulator.advance(7_200_000))
    vi.stubEnv('AWS_ENDPOINT_URL_IAM', proxy.endpoint)
    const argv = ['scan', '--organization', '--accounts', '333333333333']
    expect(await commandOf(simulator, MANAGEMENT, argv, { now: () => began })).toMatchObject({
      code: 0,
      out: expect.stringContaining('1 non-compliant'),
    })
    expect(simulator.now().getTime() - began.getTime()).toBe(7_200_000)
  })

  test('where our own have expired, that account says so, and so do all that were not begun; by --resume it goes on', async () => {
    const settings = { endpoint: simulator.endpoint, region: 'us-east-1', credentials: { accessKeyId: MANAGEMENT, secretAccessKey: 'x' } }
    const statement = (more: object) => JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...more }] })
    const iam = new IAMClient(settings)
    const trust = statement({ Principal: { AWS: `arn:aws:iam::${MANAGEMENT}:root` }, Action: 'sts:AssumeRole' })
    const { Role } = await iam.send(new CreateRoleCommand({ RoleName: 'Auditor', AssumeRolePolicyDocument: trust }))
    const all = statement({ Action: ['organizations:*', 'sts:AssumeRole'], Resource: '*' })
    await iam.send(new PutRolePolicyCommand({ RoleName: 'Auditor', PolicyName: 'Scan', PolicyDocument: all }))
    const { Credentials } = await new STSClient(settings).send(new AssumeRoleCommand({ RoleArn: Role?.Arn, RoleSessionName: 'me' }))
    const [file, from] = [join(folder, 'expired.jsonl'), simulator.calls.length]
    const argv = ['--accounts', '333333333333', '444444444444', '555555555555', '--concurrency', '1']
    const heard: Heard = (note) => {
      if (note.startsWith('[1/')) void simulator.advance(7_200_000)
    }
    const { code, notes } = await scanned([...argv, '--out', file], heard, Credentials?.AccessKeyId)
    expect([code, notes]).toEqual([1, expect.stringContaining('2 of 11 accounts could not be read')])
    expect((await linesOf(file)).slice(-2)).toEqual(
      ['444444444444', '555555555555'].map((id) =>
        expect.objectContaining({
          kind: 'failed',
          account: expect.objectContaining({ id }),
          phase: 'assume-role',
          code: expect.stringMatching(/^ExpiredToken/),
          next: 'Log in again, then go on with --resume and the same file.',
        }),
      ),
    )
    expect(opened(from)).toEqual(['333333333333'])
    expect((await scanned([...argv, '--resume', file])).code).toBe(0)
    expect(listings(simulator, from)).toEqual({ '333333333333': 1, '444444444444': 1, '555555555555': 1 })
  })

  test('what was read more than four hours ago is read again', async () => {
    const file = join(folder, 'closed.jsonl')
    await simulator.advance(4 * 3_600_000)
    const from = simulator.calls.length
    const { code, notes } = await scanned(['--accounts', '333333333333', '--resume', file])
    expect([code, notes]).toEqual([0, expect.stringContaining('1 account read more than 4 hours ago will be read again.')])
    expect(listings(simulator, from)).toEqual({ '333333333333': 1 })
  })
})
