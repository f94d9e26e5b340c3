import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { run } from '../../src/cli/run.ts'
import { terminal } from '../../src/cli/terminal.ts'
import { recordedIo } from '../support/io.ts'

async function cli(...argv: string[]) {
  const { io, out, notes, progress } = recordedIo()
  const code = await run(argv, io)
  return { code, out: out.join('\n'), notes: notes.join('\n'), progress }
}

describe('usage', () => {
  test.for([['--help'], ['rehearse', '--help'], ['simulate', '--help'], ['--version']])(
    '%j is answered on standard output, exit code 0',
    async (argv) => {
      const { code, out, notes } = await cli(...argv)
      expect([code, notes]).toEqual([0, ''])
      expect(out.length).toBeGreaterThan(4)
    },
  )

  test.for<[argv: string[], says: RegExp]>([
    [['rehears'], /unknown command 'rehears'/],
    [['rehearse', '--max-age', '0'], /--max-age.*whole number from 1 to 10000/],
    [['rehearse', '--max-age', '1e3'], /whole number/],
    [['rehearse', '--days', '-1'], /--days/],
    [['rehearse', '--runbook', 'mine'], /one of AwsManaged, Guarded, None/],
    [['rehearse', '--format', 'xml'], /Allowed choices are table, json/],
    [['rehearse', '--at', 'yesterday'], /2026-11-25T09:00:00Z/],
    [['rehearse', 'extra'], /too many arguments/],
    [
      ['rehearse', '--account', '/nowhere/account.json'],
      /The account description \/nowhere\/account.json cannot be used: there is no such file\. Copy examples\/article-account\.json and change it, or take your own account: iam-cleanup snapshot --out FILE\.$/,
    ],
    [['rehearse', '--format', 'csv'], /Only a forecast comes as csv: say --account FILE and --days N\./],
    [['simulate', '--port', '99999'], /from 0 to 65535/],
  ])('%j: exit code 2, and one sentence on standard error', async ([argv, says]) => {
    const { code, out, notes } = await cli(...argv)
    expect([code, out]).toEqual([2, ''])
    expect(notes).toMatch(says)
  })
})

test.for<[argv: string[], says: string]>([
  [['plan', '--ledger-table', ''], '--ledger-table <name> is given empty to "iam-cleanup plan".'],
  [['exclude', 'add', 'bob', '--reason', ''], '--reason <why> is given empty to "iam-cleanup exclude add".'],
  [['scan', '--user', 'ana', '--user', ''], '--user <name> is given empty to "iam-cleanup scan".'],
  [['apply', ''], 'A word is given empty to "iam-cleanup apply".'],
  [['restore', 'ana', ''], 'A word is given empty to "iam-cleanup restore".'],
])('%j: a variable of a shell that is not set never means anything', async ([argv, says]) => {
  const { code, notes } = await cli(...argv)
  expect([code, notes]).toEqual([2, `iam-cleanup: ${says} Is a variable of your shell not set? Say what is meant, or leave it out.`])
})

test.for<[argv: string[], says: RegExp]>([
  [
    ['plan', '--excluded-users', ''],
    /It names no parameter\. Say the name of yours, or leave the option out for \/iam-unused-user-cleanup\//,
  ],
  [['exclude', 'list', '--excluded-users', ''], /It names no parameter\./],
  [['status', '--excluded-users', ''], /It names no parameter\./],
  [['snapshot', '--excluded-users', 'bad name!'], /It must be the name of an SSM parameter, of letters, digits and the signs/],
])('%j: no such parameter can be', async ([argv, says]) => {
  const { code, notes } = await cli(...argv)
  expect(code).toBe(2)
  expect(notes).toMatch(says)
})

test.for<[argv: string[], says: RegExp]>([
  [['plan', '--max-age', '0'], /\(see iam-cleanup plan --help\)$/],
  [['exclude', 'add'], /\(see iam-cleanup exclude add --help\)$/],
  [['nonsense'], /\(see iam-cleanup --help\)$/],
])('%j: whose --help it is that helps', async ([argv, says]) => {
  expect((await cli(...argv)).notes).toMatch(says)
})

test.for<[typed: string[], suggested: string]>([
  [['scam'], '(Did you mean scan?)'],
  [['aply'], ''],
  [['reply'], ''],
  [['deply'], ''],
  [['restor'], ''],
  [['apply', 'plan.json', '--yess'], ''],
  [['plan', '--outt'], '(Did you mean --out?)'],
])('%j is led to %j: never to what changes an account', async ([typed, suggested]) => {
  const { code, notes } = await cli(...typed)
  expect([code, /\(Did you mean.*\)/.exec(notes)?.[0] ?? '']).toEqual([2, suggested])
})

describe('an account description', () => {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'iam-cleanup-test-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  const file = async (content: string): Promise<string> => {
    const path = join(folder, 'account.json')
    await writeFile(path, content)
    return path
  }

  test.for<[content: string, says: RegExp]>([
    ['{', /cannot be used: .*JSON/],
    ['{}', /users: it is missing/],
    ['[]', /cannot be used: it is a list, and an account is \{ "users": \[ … \] \}\. examples/],
    ['"ana"', /the description: expected an object, and this is "ana"/],
    ['{"users":[{"name":"a","password":{"created":"soon"}}]}', /users\.0\.password\.created: expected an age such as 48d/],
    [
      '{"users":[{"name":"a","pasword":{}}]}',
      /users\.0\.pasword: there is no member "pasword" here; did you mean "password"\? \(known: name, id, path, created, password, passwordLastUsed,/,
    ],
    ['{"users":[{"name":"a","accessKeys":[{"created":"9d","lastused":"1d"}]}]}', /accessKeys\.0\.lastused: .*did you mean "lastUsed"\?/],
    ['{"users":[{"name":"a","colour":"red"}]}', /users\.0\.colour: there is no member "colour" here \(known: name,/],
    ['{"user":[]}', /used: user: there is no member "user" here; did you mean "users"\?/],
    [
      '{"users":[{"name":"ana","password":{"created":"3d","lastUsed":"9d"}}]}',
      /users\.0\.password\.lastUsed \(ana\): 9d is before created, 3d\. When an earlier password was used is said by passwordLastUsed of the user\./,
    ],
    [
      '{"users":[{"name":"ana","accessKeys":[{"created":"2025-08-20","lastUsed":"30d"}]}]}',
      /users\.0\.accessKeys\.0\.lastUsed \(ana\): 30d is before created, 2025-08-20\./,
    ],
    ['{"users":[],"parameters":{"/a":""}}', /parameters\.\/a: SSM takes no empty value; an empty exclusion list is ","\./],
    ['{"users":[],"at":"today"}', /at: expected an instant/],
    ['{"users":[{"name":"a","administrator":"yes"}]}', /administrator: expected true, false or "partly"/],
    ['{"users":[],"tables":{"t":{"hashKey":"a","rangeKey":"b","items":[{"a":{"S":"x"}}]}}}', /tables\.t: .*Missing the key/],
    [`{"users":[{"name":"a","created":"${'9'.repeat(40)}d"}]}`, /users\.0\.created: expected an age such as 48d/],
    ['{"users":[{"name":"a","created":"40000d"}]}', /users\.0\.created: expected an age such as 48d/],
    ['{"users":[{"name":"a","created":"2026-99-99"}]}', /users\.0\.created: expected an age such as 48d/],
    ['{"users":[{"name":"a","passwordLastUsed":"2026-02-30T00:00:00Z"}]}', /users\.0\.passwordLastUsed: expected an age such as 48d/],
    ['{"users":[{"name":"a b"}]}', /The specified value for userName is invalid/],
    ['{"users":[{"name":"a"},{"name":"A"}]}', /already exists\. examples\//],
  ])('%s is refused with the place and what was expected', async ([content, says]) => {
    const { code, notes } = await cli('rehearse', '--account', await file(content))
    expect(code).toBe(2)
    expect(notes).toMatch(says)
  })

  test('of two users is rehearsed, with the mark that some editors begin a file with', async () => {
    const path = await file('\uFEFF{"users":[{"name":"ana","accessKeys":[{"id":"AKIAIOSFODNN7EXAMPLE","created":"91d"}]},{"name":"bob"}]}')
    const { code, out } = await cli('rehearse', '--account', path, '--max-age', '90', '--format', 'json')
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({
      limitDays: 90,
      changes: [{ userName: 'ana', action: 'deactivate-key', accessKeyId: 'AKIAIOSFODNN7EXAMPLE' }],
    })
  })
})

describe('rehearse', () => {
  test('prints exactly one JSON document of the promised shape', async () => {
    const { code, out, notes } = await cli('rehearse', '--format', 'json')
    expect([code, notes]).toEqual([0, ''])
    const id = expect.stringMatching(/^AIDA[A-Z0-9]{17}$/)
    const at = expect.stringMatching(/^2025-08-28T02:2\d:\d\d\.\d{3}Z$/)
    const inUse = expect.stringMatching(/^Key \.\.\.\w{4} never used, created 0 days ago\.$/)
    expect(JSON.parse(out)).toEqual({
      limitDays: 30,
      rounds: [
        {
          at,
          evaluations: [
            { userName: 'test-active-user', userId: id, complianceType: 'COMPLIANT', annotation: 'Excluded by entry "test-active-user".' },
            {
              userName: 'test-active-user2',
              userId: id,
              complianceType: 'NON_COMPLIANT',
              annotation: expect.stringMatching(
                /^Password never used, created 48 days ago \(\d{4}-\d\d-\d\d\); limit 30\. Key \.\.\.\w{4} never used, created 0 days ago\.$/,
              ),
            },
            {
              userName: 'test-active-user3',
              userId: id,
              complianceType: 'COMPLIANT',
              annotation: 'Password never used, created 0 days ago.',
            },
          ],
          remediations: [
            {
              userName: 'test-active-user2',
              userId: id,
              state: 'SUCCEEDED',
              steps: [{ name: 'RevokeUnusedIAMUserCredentialsAndVerify', state: 'SUCCEEDED' }],
            },
          ],
        },
        {
          at,
          evaluations: [
            { userName: 'test-active-user', userId: id, complianceType: 'COMPLIANT', annotation: 'Excluded by entry "test-active-user".' },
            { userName: 'test-active-user2', userId: id, complianceType: 'COMPLIANT', annotation: inUse },
            {
              userName: 'test-active-user3',
              userId: id,
              complianceType: 'COMPLIANT',
              annotation: 'Password never used, created 0 days ago.',
            },
          ],
          remediations: [],
        },
      ],
      changes: [{ at, userName: 'test-active-user2', action: 'delete-password' }],
      deadExclusions: [],
    })
  })

  test('tells exclusions that protect nobody, once, as the rule does', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'iam-cleanup-test-'))
    const account = join(folder, 'account.json')
    const list = 'ana,mispelt,ana;until=2025-08-01,tag:Keep'
    await writeFile(account, JSON.stringify({ users: [{ name: 'ana' }], parameters: { '/iam-unused-user-cleanup/excluded-users': list } }))
    const [json, text] = await Promise.all([
      cli('rehearse', '--account', account, '--format', 'json'),
      cli('rehearse', '--account', account),
    ])
    await rm(folder, { recursive: true })
    expect(JSON.parse(json.out)).toMatchObject({
      deadExclusions: [
        { entry: 'mispelt', why: 'This exclusion matches nobody. Is it misspelt?' },
        { entry: 'ana', why: 'This exclusion has expired and protects nobody.' },
        { entry: 'tag:Keep', why: 'This exclusion protects nobody at present: no user with unused credentials carries the tag.' },
      ],
    })
    expect(text.out).toMatch(/Exclusions that protect nobody\n {2}mispelt: This exclusion matches nobody/)
  })

  test('tells the same as text, with progress meanwhile and a hint at the end', async () => {
    const { code, out, notes, progress } = await cli('rehearse')
    expect(code).toBe(0)
    expect(out).toMatch(/test-active-user2 .*NON_COMPLIANT.* Password never used, created 48 days ago/)
    expect(out).toMatch(/step RevokeUnusedIAMUserCredentialsAndVerify: SUCCEEDED/)
    expect(out).toMatch(/test-active-user2: password deleted/)
    expect(progress).toContain('CloudFormation creates the stack')
    expect(notes).toMatch(/AWS CLI.*simulate/s)
  })

  test('goes on for as many days as asked: the passed limit takes the next credentials', async () => {
    const { out, progress } = await cli('rehearse', '--format', 'json', '--days', '31')
    expect(progress).toContain('Day 31 of 31: AWS Config runs the rule')
    const { rounds, changes } = JSON.parse(out) as { rounds: { at: string }[]; changes: { at: string; userName: string; action: string }[] }
    expect(rounds.length).toBe(33)
    expect(rounds.at(-1)?.at).toBe('2025-09-28T02:20:00.000Z')
    expect(changes.map(({ at, userName, action }) => `${at.slice(0, 10)} ${userName} ${action}`).toSorted()).toEqual([
      '2025-08-28 test-active-user2 delete-password',
      '2025-09-27 test-active-user2 deactivate-key',
      '2025-09-27 test-active-user3 delete-password',
    ])
  })

  test('with the guarded runbook the walk-through has the same rounds and the same change', async () => {
    const [managed, guarded] = await Promise.all([
      cli('rehearse', '--format', 'json'),
      cli('rehearse', '--format', 'json', '--runbook', 'guarded'),
    ])
    // Our document asks the function in a step before the one that the AWS-owned runbook has, too.
    const asked = /\{\s*"name": "AskTheFunction",\s*"state": "SUCCEEDED"\s*\},\s*/
    const comparable = (text: string): string => text.replaceAll(/AIDA\w{17}/g, 'id').replaceAll(/Key \.\.\.\w{4}/g, 'Key')
    expect([guarded.code, asked.test(guarded.out)]).toEqual([0, true])
    expect(comparable(guarded.out.replace(asked, ''))).toBe(comparable(managed.out))
  })

  test.for(['None', 'none'])('--runbook %s detects only', async (runbook) => {
    const { out } = await cli('rehearse', '--format', 'json', '--runbook', runbook)
    expect(JSON.parse(out)).toMatchObject({ changes: [], rounds: [{ remediations: [] }, { remediations: [] }] })
  })
})

test('simulate serves until it is interrupted, and says how to look around', async () => {
  const { io, out, notes, interrupt } = recordedIo()
  const running = run(['simulate', '--port', '0', '--at', '2026-11-25'], io)
  while (out.length === 0) await new Promise((resolve) => setTimeout(resolve, 10))
  const endpoint = /http:\/\/127\.0\.0\.1:\d+/.exec(out.join())?.[0] ?? ''
  const answer = await fetch(`${endpoint}/_simulator/clock`)
  expect(((await answer.json()) as { now: string }).now).toMatch(/^2026-11-25T00:00:0/)
  interrupt()
  expect(await running).toBe(0)
  expect(notes).toEqual(['Stopped.'])
})

test('simulate ends with SIGTERM as with Ctrl+C', async () => {
  const { io, out, notes } = recordedIo()
  const { interrupted } = terminal({ ...process, stdout: new PassThrough(), stderr: new PassThrough() } as unknown as NodeJS.Process)
  const running = run(['simulate', '--port', '0', '--at', '2026-11-25'], { ...io, interrupted })
  while (out.length === 0) await new Promise((resolve) => setTimeout(resolve, 10))
  process.emit('SIGTERM')
  expect([await running, notes]).toEqual([0, ['Stopped.']])
})

test('simulate ends well after odd requests', async () => {
  const { io, out, notes, interrupt } = recordedIo()
  const running = run(['simulate', '--port', '0', '--at', '2026-11-25'], io)
  while (out.length === 0) await new Promise((resolve) => setTimeout(resolve, 10))
  const endpoint = /http:\/\/127\.0\.0\.1:\d+/.exec(out.join())?.[0] ?? ''
  const authorization = 'AWS4-HMAC-SHA256 Credential=me/20261125/us-east-1/ssm/aws4_request, SignedHeaders=host, Signature=0'
  const headers = { authorization, 'x-amz-date': '20261125T000000Z', 'x-amz-target': 'AmazonSSM.PutParameter' }
  for (const body of ['{', 'null', '[]', '{"Name":{}}', '{"Name":"a","Value":"x","Type":"String","AllowedPattern":"["}'])
    expect((await fetch(endpoint, { method: 'POST', headers, body })).status).toBe(400)
  expect((await fetch(`${endpoint}/%zz`, { method: 'POST', headers })).status).toBe(400)
  const faults = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"operation":"*","kind":"refuse","where":null}' }
  expect((await fetch(`${endpoint}/_simulator/faults`, faults)).status).toBe(400)
  interrupt()
  expect(await running).toBe(0)
  expect(notes).toEqual(['Stopped.'])
})

test('simulate on a port that is taken: exit code 2, and which option helps', async () => {
  const { io, out, interrupt } = recordedIo()
  const running = run(['simulate', '--port', '0'], io)
  while (out.length === 0) await new Promise((resolve) => setTimeout(resolve, 10))
  const port = /http:\/\/127\.0\.0\.1:(\d+)/.exec(out.join())?.[1] ?? ''
  const { code, notes } = await cli('simulate', '--port', port)
  expect(code).toBe(2)
  expect(notes).toMatch(/EADDRINUSE.*--port/)
  interrupt()
  await running
})
