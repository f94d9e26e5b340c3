import { once as happened } from 'node:events'
import { createServer } from 'node:http'
import { url } from 'node:inspector'
import type { AddressInfo } from 'node:net'
import { describe, expect, test } from 'vitest'
import { functionOf } from '../support/function.ts'

const hello = 'exports.handler = async () => "hello"'

/** Whether a process of that number is there. */
function lives(pid: unknown): boolean {
  try {
    return process.kill(Number(pid), 0)
  } catch {
    return false
  }
}

async function gone(pid: unknown): Promise<void> {
  while (lives(pid)) await new Promise((resolve) => setTimeout(resolve, 10))
}

describe("a function has nothing of the machine's", () => {
  const attempt = (code: string): string =>
    `exports.handler = async () => { try { ${code}; return 'done' } catch (error) { return error.code ?? error.name } }`

  test.for([
    ['read the environment of its process', `require('node:fs').readFileSync('/proc/self/environ')`, 'ERR_ACCESS_DENIED'],
    ['read a file', `require('node:fs').readFileSync('/etc/passwd')`, 'ERR_ACCESS_DENIED'],
    ['read a folder', `require('node:fs').readdirSync('/')`, 'ERR_ACCESS_DENIED'],
    ['read the simulator', `require('node:fs').readFileSync(${JSON.stringify(process.cwd())} + '/package.json')`, 'ERR_ACCESS_DENIED'],
    ['write a file', `require('node:fs').writeFileSync('/tmp/of-the-function', '')`, 'ERR_ACCESS_DENIED'],
    ['start a process', `require('node:child_process').execFileSync('/bin/true')`, 'ERR_ACCESS_DENIED'],
    ['start a thread', `new (require('node:worker_threads').Worker)('', { eval: true })`, 'ERR_ACCESS_DENIED'],
    ['open the inspector', `require('node:inspector').open(0)`, 'ERR_ACCESS_DENIED'],
    ['send a signal', `process.kill(process.ppid, 'SIGUSR1')`, 'TypeError'],
    ['open the inspector of the simulator', `process._debugProcess(process.ppid)`, 'TypeError'],
    ['slow the simulator down', `require('node:os').setPriority(process.ppid, 19)`, 'TypeError'],
    ['use the AWS SDK', `new (require('@aws-sdk/client-iam').IAMClient)({})`, 'done'],
  ] as const)('to %s', async ([, code, expected]) => {
    await using f = await functionOf(attempt(code))
    expect(await f.invoke()).toEqual({ error: undefined, payload: expected })
  })

  test('its environment holds its own variables and those of Lambda, its folder is the root, and it is another process', async () => {
    process.env['SECRET_OF_THE_DEVELOPER'] = 'hunter2'
    await using f = await functionOf(
      'exports.handler = async () => ({ names: Object.keys(process.env).sort(), cwd: process.cwd(), pid: process.pid, own: process.env.OWN, options: process.execArgv.join().includes("stack-trace"), traces: Error.stackTraceLimit })',
      { variables: { OWN: 'yes', NODE_OPTIONS: '--stack-trace-limit=3 --require=/tmp/evil.cjs' } },
    )
    const { payload } = await f.invoke()
    delete process.env['SECRET_OF_THE_DEVELOPER']
    expect(payload).toEqual({
      names: [
        'AWS_ACCESS_KEY_ID',
        'AWS_DEFAULT_REGION',
        'AWS_ENDPOINT_URL',
        'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
        'AWS_LAMBDA_FUNCTION_NAME',
        'AWS_LAMBDA_LOG_GROUP_NAME',
        'AWS_REGION',
        'AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED',
        'AWS_SECRET_ACCESS_KEY',
        'AWS_SESSION_TOKEN',
        'OWN',
      ],
      cwd: '/',
      pid: expect.toSatisfy((pid) => pid !== process.pid),
      own: 'yes',
      options: false,
      traces: 10,
    })
  })
})

test('by a signal the simulator does not open its inspector', async () => {
  await using f = await functionOf(hello)
  await f.invoke()
  process.kill(process.pid, 'SIGUSR1')
  await f.invoke()
  expect(url()).toBeUndefined()
})

describe('what a function does ends its own environment, and nothing else', () => {
  const once = (deed: string): string =>
    `exports.handler = async (event) => { if (event.again) return 'hello'; ${deed}; return { pid: process.pid } }`

  test.for([
    ['throws in a timer after it has answered', once('setTimeout(() => { throw new Error("late") })')],
    ['rejects after it has answered', once('setTimeout(() => Promise.reject(new Error("late")))')],
    ['exits after it has answered', once('setTimeout(() => process.exit(3))')],
    ['loops after it has answered', once('setTimeout(() => { for (;;); })')],
    ['says nonsense to the simulator after it has answered', once(`setTimeout(() => require('node:fs').writeSync(3, 'null\\n'))`)],
  ] as const)('one that %s', async ([, code]) => {
    await using f = await functionOf(code, { timeoutSeconds: 2 })
    const { payload } = await f.invoke()
    await gone(Object(payload).pid)
    expect(await f.invoke({ again: true })).toEqual({ error: undefined, payload: 'hello' })
  })

  test.for([
    ['exits', 'process.exit(0)', { errorType: 'Runtime.ExitError', errorMessage: 'Error: Runtime exited' }],
    ['throws', 'throw new RangeError("no")', { errorType: 'RangeError', errorMessage: 'no' }],
    ['throws nothing', 'throw undefined', { errorType: 'Error', errorMessage: 'undefined' }],
    ['throws in a timer', 'await new Promise(() => setTimeout(() => { throw new RangeError("no") }))', { errorType: 'RangeError' }],
    [
      'rejects beside its work',
      'Promise.reject(new Error("beside")); await new Promise((resolve) => setTimeout(resolve, 100))',
      { errorType: 'Runtime.UnhandledPromiseRejection', errorMessage: 'Error: beside' },
    ],
    ['says null to the simulator', `require('node:fs').writeSync(3, 'null\\n'); for (;;);`, { errorType: 'Runtime.ExitError' }],
    ['says nonsense', `require('node:fs').writeSync(3, '{"kind":"result"}\\n'); for (;;);`, { errorType: 'Runtime.ExitError' }],
    [
      'says what is nested 100,000 deep',
      `require('node:fs').writeSync(3, '{"kind":"log","level":"INFO","message":' + '['.repeat(1e5) + ']'.repeat(1e5) + '}\\n'); for (;;);`,
      { errorType: 'Runtime.ExitError' },
    ],
    [
      'writes without end',
      `for (;;) try { require('node:fs').writeSync(3, 'x'.repeat(65536)) } catch {}`,
      { errorType: 'Runtime.ExitError' },
    ],
    [
      'answers 7 MB',
      'return "x".repeat(7_000_000)',
      {
        errorType: 'Function.ResponseSizeTooLarge',
        errorMessage: 'Response payload size (7000002 bytes) exceeded maximum allowed payload size (6291556 bytes).',
      },
    ],
    ['answers what is no JSON', 'return { big: 1n }', { errorType: 'Error', errorMessage: 'Unable to stringify response body' }],
  ] as const)('one that %s', async ([, deed, expected]) => {
    await using f = await functionOf(once(deed))
    expect(await f.invoke()).toEqual({ error: 'Unhandled', payload: expect.objectContaining(expected) })
    expect(await f.invoke({ again: true })).toEqual({ error: undefined, payload: 'hello' })
  })

  test.for([
    ['loops', 'for (;;);'],
    ['never answers', 'await new Promise(() => setTimeout(() => undefined, 1e6))'],
  ] as const)('one that %s, when its time is over', async ([, deed]) => {
    await using f = await functionOf(once(deed), { timeoutSeconds: 2 })
    const payload = { errorType: 'Sandbox.Timedout', errorMessage: 'Error: Task timed out after 2.00 seconds' }
    expect(await f.invoke()).toEqual({ error: 'Unhandled', payload })
    expect(await f.invoke({ again: true })).toEqual({ error: undefined, payload: 'hello' })
  })

  test('one that runs without end when the simulator stops: it stops, and the function is gone', async () => {
    const told = createServer()
    const pid = new Promise<number>((resolve) => {
      told.on('request', ({ url = '' }, response) => {
        response.end()
        resolve(Number(url.slice(1)))
      })
    })
    await happened(told.listen(0, '127.0.0.1'), 'listening')
    const { port } = told.address() as AddressInfo
    const f = await functionOf(`exports.handler = async () => { await fetch('http://127.0.0.1:${port}/' + process.pid); for (;;); }`)
    const running = f.invoke().catch(() => 'cut off')
    expect(lives(await pid)).toBe(true)
    await f.simulator.stop()
    expect(lives(await pid)).toBe(false)
    await running
    told.close()
  })

  test('an answer of 6 MB is still an answer', async () => {
    await using f = await functionOf('exports.handler = async () => "x".repeat(6_291_554)')
    expect((await f.invoke()).payload).toHaveLength(6_291_554)
  })
})

describe('what a function logs', () => {
  test.for([
    ['a BigInt', '1n', '1'],
    ['an object with a BigInt', '{ big: 1n }', '{ big: 1n }'],
    ['a circle', '(() => { const a = {}; a.a = a; return a })()', '<ref *1> { a: [Circular *1] }'],
    ['a symbol', 'Symbol("s")', 'Symbol(s)'],
    ['an error', 'Object.assign(new Error("e"), { stack: "at" })', { errorType: 'Error', errorMessage: 'e', trace: ['at'] }],
    ['what has no JSON', '{ toJSON: () => undefined }', '{ toJSON: [Function: toJSON] }'],
    ['an object with a key of every object', 'JSON.parse(\'{"__proto__": 1}\')', JSON.parse('{"__proto__": 1}')],
  ] as const)('%s', async ([, value, expected]) => {
    await using f = await functionOf(`exports.handler = async () => console.log(${value})`)
    expect(await f.invoke()).toEqual({ error: undefined, payload: null })
    expect(await f.log()).toEqual([{ level: 'INFO', message: expected }])
  })

  test('a flood: 10,000 lines are kept, and the last says so', async () => {
    await using f = await functionOf('exports.handler = async () => { for (let n = 0; n < 12_000; n++) console.log(n) }')
    expect((await f.invoke()).error).toBeUndefined()
    const lines = await f.log()
    expect(lines).toHaveLength(10_000)
    expect(lines.at(-1)).toEqual({
      level: 'WARN',
      message: 'The simulator keeps 10000 lines of an invocation; the rest is dropped.',
    })
  })

  test('one long line: its beginning is kept', async () => {
    await using f = await functionOf('exports.handler = async () => console.log("x".repeat(1_000_000))')
    await f.invoke()
    expect((await f.log())[0]?.message).toHaveLength(262_144)
  })
})

test('functions run one beside the other, each as often as it is invoked', async () => {
  await using f = await functionOf(hello)
  const answers = await Promise.all(Array.from({ length: 4 }, () => f.invoke()))
  expect(answers.map(({ payload }) => payload)).toEqual(['hello', 'hello', 'hello', 'hello'])
})
