import { chmod, mkdtemp, readFile, readlink, rm, stat, symlink, writeFile, mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { PutParameterCommand } from '@aws-sdk/client-ssm'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { run } from '../../src/cli/run.ts'
import { terminal } from '../../src/cli/terminal.ts'
import { Simulator } from '../../src/simulator/index.ts'
import { makeTable } from '../support/ledger-table.ts'
import { LIST, System } from '../support/system.ts'

const ESC = '\u001B'
const EVIL = `x${ESC}[2J${ESC}[31mred\u0007\u009B1m\u202Etxt`
/** Anything that a terminal would obey, but ends of lines. */
const OBEYED = /(?!\n)[\p{Cc}\u202A-\u202E\u2028\u2029]/u

let folder = ''
let file = ''
let system: System

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'iam-cleanup-test-'))
  file = join(folder, 'plan.json')
  const users = [
    { name: 'ana', created: '400d', password: { created: '400d' } },
    { name: 'bob', created: '400d', password: { created: '400d' } },
  ]
  system = new System(await Simulator.start({ at: '2026-11-02T09:00:00Z', account: { users, parameters: { [LIST]: 'ana' } } }))
  await makeTable(system.dynamoDb)
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test')
})

afterEach(async () => {
  vi.unstubAllEnvs()
  await system[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

/** One command line at a real terminal: what it got to see on either stream. */
async function seen(...argv: readonly string[]) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()]
  const text = { out: '', notes: '' }
  stdout.on('data', (chunk) => (text.out += String(chunk)))
  stderr.on('data', (chunk) => (text.notes += String(chunk)))
  const io = terminal({ stdout, stderr, env: {} } as unknown as NodeJS.Process)
  const code = await run([...argv, '--region', 'us-east-1', '--endpoint-url', system.simulator.endpoint], io)
  return { code, ...text }
}

const put = (Value: string) => system.ssm.send(new PutParameterCommand({ Name: LIST, Value, Overwrite: true }))

describe('what others wrote cannot command the terminal', () => {
  test('a reason in the exclusion list: neither codes nor a line of its own', async () => {
    await put(`ana;reason=${EVIL}\nbob  everything  nothing to see`)
    const { code, out } = await seen('plan', '--out', file)
    expect(code).toBe(0)
    expect(out).not.toMatch(OBEYED)
    expect(out).toMatch(
      /^ ana +everything +Excluded by entry "ana": x\uFFFD\[2J\uFFFD\[31mred\uFFFD\uFFFD1m\uFFFDtxt bob {2}everything {2}nothing to see\./m,
    )
    expect(out).not.toMatch(/^ *bob +everything/m)
    expect((await seen('plan')).out).not.toMatch(OBEYED)
    expect((await seen('apply', file, '--dry-run')).notes).not.toMatch(OBEYED)
  })

  test('a malformed entry', async () => {
    await put(`a b${EVIL}\niam-cleanup: all is well`)
    const { code, notes } = await seen('plan')
    expect(code).toBe(1)
    expect(notes).not.toMatch(OBEYED)
    expect(notes.trim().split('\n')).toHaveLength(1)
  })

  test.for<[what: string, content: string]>([
    ['that is no JSON', `{"${EVIL}`],
    ['of another shape', JSON.stringify({ version: EVIL })],
  ])('a plan file %s', async ([, content]) => {
    await writeFile(file, content)
    const { code, notes } = await seen('apply', file)
    expect(code).toBe(4)
    expect(notes).not.toMatch(OBEYED)
  })

  test('a plan whose texts have control characters is refused', async () => {
    await seen('plan', '--out', file)
    await writeFile(file, (await readFile(file, 'utf8')).replace('"userName": "bob"', `"userName": ${JSON.stringify(EVIL)}`))
    const { code, notes } = await seen('apply', file, '--yes')
    expect([code, system.simulator.changes]).toEqual([4, []])
    expect(notes).toMatch(/revoke\.0\.userName: It has control characters/)
  })

  test("a user's name on the command line", async () => {
    const { code, notes } = await seen('restore', EVIL)
    expect(code).toBe(2)
    expect(notes).not.toMatch(OBEYED)
  })

  test('whatever is said, on either stream: lines, tabs and colours stay, and nothing else', () => {
    const [stdout, stderr] = [new PassThrough(), Object.assign(new PassThrough(), { isTTY: true })]
    const io = terminal({ stdout, stderr, env: {} } as unknown as NodeJS.Process)
    io.out(`one\n\t${ESC}[1mtwo${ESC}[22m${ESC}[2J${ESC}]0;title\u0007\r`)
    io.note(`three${ESC}[3A`)
    io.progress(`four${ESC}[5m\nfive`)
    expect(String(stdout.read())).toBe(`one\n\t${ESC}[1mtwo${ESC}[22m\uFFFD[2J\uFFFD]0;title\uFFFD\uFFFD\n`)
    const clear = `\r${ESC}[2K`
    expect(String(stderr.read())).toBe(`${clear}${clear}three\uFFFD[3A\n${clear}four\uFFFD[5m five ...`)
  })

  test('an account description', async () => {
    await writeFile(file, `{"users":[{"name":${JSON.stringify(EVIL)}}]}`)
    const io = terminal({ stdout: new PassThrough(), stderr: new PassThrough(), env: {} } as unknown as NodeJS.Process)
    const notes: string[] = []
    expect(await run(['rehearse', '--account', file], { ...io, note: (text) => notes.push(text) })).toBe(2)
    expect(notes.join('\n')).not.toMatch(OBEYED)
  })
})

describe('a plan file', () => {
  test('is for its owner alone, also where it replaces one that was not, and that is said', async () => {
    await seen('plan', '--out', file)
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    await chmod(file, 0o644)
    const { code, notes } = await seen('plan', '--out', file)
    expect([code, (await stat(file)).mode & 0o777]).toEqual([0, 0o600])
    expect(notes).toMatch(/The plan is in \S+plan\.json, in place of an earlier one\./)
  })

  test('is not written over anything else', async () => {
    await writeFile(file, 'a diary')
    const { code, out, notes } = await seen('plan', '--out', file)
    expect([code, out, await readFile(file, 'utf8')]).toEqual([2, '', 'a diary'])
    expect(notes).toMatch(/No plan can be written to \S+plan\.json: what is there is kept .* Name another file with --out\./)
  })

  test.for<[where: string, prepare: () => Promise<void>]>([
    ['to a file', () => writeFile(join(folder, 'target'), 'precious')],
    ['to nothing', async () => undefined],
  ])('a link %s is not followed', async ([, prepare]) => {
    await prepare()
    await symlink(join(folder, 'target'), file)
    const { code } = await seen('plan', '--out', file)
    expect([code, await readlink(file)]).toEqual([2, join(folder, 'target')])
    expect(await readFile(join(folder, 'target'), 'utf8').catch(() => 'precious')).toBe('precious')
  })

  test('a folder is none, and nothing is left behind', async () => {
    await mkdir(file)
    expect((await seen('plan', '--out', file)).code).toBe(2)
    const { code, notes } = await seen('plan', '--out', join(folder, 'nowhere', 'plan.json'))
    expect(code).toBe(2)
    expect(notes).toMatch(/No plan can be written to \S+plan\.json: there is no such folder\. Name another file with --out\./)
  })
})

describe('colours', () => {
  test.for<[where: string, isTTY: boolean, env: NodeJS.ProcessEnv, wanted: boolean]>([
    ['on a terminal', true, {}, true],
    ['in a file or a pipe', false, {}, false],
    ['in a log of continuous integration', false, { CI: 'true', TERM: 'xterm' }, false],
    ['where they are forced', false, { FORCE_COLOR: '1' }, true],
    ['where they are forced by the other name', false, { CLICOLOR_FORCE: '1', TERM: 'dumb' }, true],
    ['where forcing says nothing', false, { FORCE_COLOR: '0', CLICOLOR_FORCE: '' }, false],
    ['where both are said', false, { NO_COLOR: '1', CLICOLOR_FORCE: '1' }, false],
    ['on a terminal that has none', true, { TERM: 'dumb' }, false],
    ['where nobody wants them', true, { NO_COLOR: '1', FORCE_COLOR: '1' }, false],
    ['where NO_COLOR says nothing', true, { NO_COLOR: '' }, true],
  ])('%s', ([, isTTY, env, wanted]) => {
    expect(
      terminal({ stdout: Object.assign(new PassThrough(), { isTTY }), stderr: new PassThrough(), env } as unknown as NodeJS.Process)
        .colours,
    ).toBe(wanted)
  })
})

test.for([
  [true, 44, 60],
  [true, 132, 132],
  [false, undefined, 160],
] as const)('terminal: %s of %s columns is %i wide', ([isTTY, columns, wide]) => {
  const stdout = Object.assign(new PassThrough(), { isTTY, columns })
  expect(terminal({ stdout, stderr: new PassThrough(), env: {} } as unknown as NodeJS.Process).columns).toBe(wide)
})

test.for([
  ['start', 'npm run -s iam-cleanup --'],
  ['iam-cleanup', 'npm run -s iam-cleanup --'],
  ['npx', 'iam-cleanup'],
  [undefined, 'iam-cleanup'],
] as const)('started by npm as %s it is called %s', ([npm_lifecycle_event, called]) => {
  const env = npm_lifecycle_event === undefined ? {} : { npm_lifecycle_event }
  expect(terminal({ stdout: new PassThrough(), stderr: new PassThrough(), env } as unknown as NodeJS.Process).called).toBe(called)
})

describe('progress', () => {
  test('where there is no terminal: the latest of it after ten seconds, and again after ten more', () => {
    vi.useFakeTimers()
    try {
      const stderr = new PassThrough()
      const io = terminal({ stdout: new PassThrough(), stderr, env: {} } as unknown as NodeJS.Process)
      for (let done = 1; done <= 25; done += 1) {
        io.progress(`Revoking: ${done} of 133 users`)
        vi.advanceTimersByTime(1_000)
      }
      expect(String(stderr.read())).toBe('Revoking: 10 of 133 users ...\nRevoking: 20 of 133 users ...\n')
    } finally {
      vi.useRealTimers()
    }
  })

  test('a short command says nothing of it there', () => {
    const stderr = new PassThrough()
    terminal({ stdout: new PassThrough(), stderr, env: {} } as unknown as NodeJS.Process).progress('Listing the users')
    expect(stderr.read()).toBeNull()
  })
})

describe('standard output that breaks', () => {
  const broken = (code: string) => {
    const [stdout, stderr] = [new PassThrough(), new PassThrough()]
    const io = terminal({ stdout, stderr, env: {} } as unknown as NodeJS.Process)
    stdout.destroy(Object.assign(new Error(`${code}: it is so, write`), { code }))
    return { io, stderr }
  }

  test('nobody reads it any more: whoever is at work is told to end, and no more is said', async () => {
    const { io, stderr } = broken('EPIPE')
    await io.interrupted()
    io.out('more')
    expect([await io.ended(0), await io.ended(130), stderr.read()]).toEqual([0, 130, null])
  })

  test('a full disk is said once, and is no success', async () => {
    const { io, stderr } = broken('ENOSPC')
    await io.interrupted()
    expect([await io.ended(0), String(stderr.read())]).toEqual([
      1,
      'iam-cleanup: Standard output could not be written: ENOSPC: it is so, write.\n',
    ])
    expect(await io.ended(4)).toBe(4)
  })
})

describe('a word that is asked for', () => {
  const asked = (input: string) => {
    const stdin = new PassThrough()
    stdin.end(input)
    return terminal({ stdin, stdout: new PassThrough(), stderr: new PassThrough(), env: {} } as unknown as NodeJS.Process).ask('Code: ')
  }

  test('is the first line', async () => {
    expect(await asked(' 123456 \n7\n')).toBe('123456')
  })

  test.for(['', '\n'])('is not %j', async (input) => {
    await expect(asked(input)).rejects.toThrow('Code: nothing was answered, at the terminal or on standard input.')
  })
})

test.for([
  ['Ctrl-C', '\u0003'],
  ['Ctrl-D', '\u0004'],
])('%s at a question is no yes, and no fault of the network', async ([, typed]) => {
  const tty = () => Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => undefined })
  const [stdin, stderr] = [tty(), tty()]
  const asked = terminal({ stdin, stdout: tty(), stderr, env: {} } as unknown as NodeJS.Process).confirm('Revoke 2 credentials?')
  setTimeout(() => stdin.write(typed), 100)
  expect(await asked).toBe(false)
})
