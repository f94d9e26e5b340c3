'use strict'
// What a Lambda execution environment does, in a process of its own: compile the function's code once, then answer invocations.
// It speaks with the simulator in lines of JSON on file descriptor 3, and ends when that closes.
const { Socket } = require('node:net')
const { createRequire, syncBuiltinESMExports } = require('node:module')
const os = require('node:os')
const { format } = require('node:util')
const { compileFunction } = require('node:vm')
const { begin } = require('./time.cjs')

const LOG_CHARACTERS = 262_144
const RESPONSE_BYTES = 6_291_556

// Node's permission model leaves signals open. By SIGUSR1 any Node process of this user, the simulator included, would open its inspector.
for (const name of ['kill', '_kill', '_debugProcess', '_debugEnd']) delete process[name]
delete os.setPriority
syncBuiltinESMExports()

const channel = new Socket({ fd: 3 })
channel.on('close', () => process.exit()).on('error', () => process.exit())

/** What its own channel is called among the things that keep a process going. */
const CHANNEL = 'PipeWrap'

let pending = ''
channel.setEncoding('utf8').on('data', (text) => {
  const lines = (pending + text).split('\n')
  pending = lines.pop()
  for (const line of lines) receive(JSON.parse(line))
})

const levels = { debug: 'DEBUG', log: 'INFO', info: 'INFO', warn: 'WARN', error: 'ERROR', trace: 'TRACE' }
for (const [method, level] of Object.entries(levels))
  console[method] = (...args) => {
    const message = args.length === 1 ? printable(args[0]) : JSON.stringify(format(...args))
    channel.write(`{"kind":"log","level":"${level}","message":${bounded(message)}}\n`)
  }

// As Lambda's runtime does: what nobody caught is told, and is the end of the process.
process.on('uncaughtException', (error) => fatal(described(error)))
process.on('unhandledRejection', (reason) =>
  fatal({ ...described(reason), errorType: 'Runtime.UnhandledPromiseRejection', errorMessage: String(reason) }),
)

let loaded
let handler
let current

function receive(message) {
  if (message.kind === 'load') {
    loaded = message
    Object.assign(process.env, message.env)
  } else if (message.kind === 'ping') send({ kind: 'pong' })
  else if (message.kind === 'renew') setImmediate(renew)
  else void answer(message)
}

/** As it was before it was loaded, but for the modules of the SDK. Open sockets and timers may still call into what ran here: then it is over. */
function renew() {
  if (current !== undefined || process.getActiveResourcesInfo().some((resource) => resource !== CHANNEL)) process.exit()
  handler = undefined
  for (const name of Object.keys(process.env)) delete process.env[name]
  send({ kind: 'renewed' })
}

async function answer({ id, payload, context, deadlineMs, now }) {
  const time = begin({ at: now, deadlineMs, isOwn: (resource) => resource === CHANNEL, onOvertime: () => send({ kind: 'overtime', id }) })
  current = { id, time }
  send({ kind: 'begun', id })
  try {
    handler ??= load()
    const event = JSON.parse(payload)
    const result = await handler(event, { ...context, getRemainingTimeInMillis: time.remaining })
    finish(response(result))
  } catch (error) {
    finish({ kind: 'error', error: described(error) })
  }
}

function response(result) {
  const payload = stringified(result)
  const bytes = Buffer.byteLength(payload)
  if (bytes <= RESPONSE_BYTES) return { kind: 'result', payload }
  const errorMessage = `Response payload size (${bytes} bytes) exceeded maximum allowed payload size (${RESPONSE_BYTES} bytes).`
  return { kind: 'error', error: { errorType: 'Function.ResponseSizeTooLarge', errorMessage } }
}

function stringified(result) {
  try {
    return JSON.stringify(result) ?? 'null'
  } catch {
    throw new Error('Unable to stringify response body')
  }
}

function finish(result, done) {
  const { id, time } = current ?? { id: 0 }
  current = undefined
  const metrics = { durationMs: Math.round(time?.done() ?? 0), maxMemoryUsedMB: Math.ceil(process.resourceUsage().maxRSS / 1024) }
  send({ ...result, id, metrics }, done)
}

function fatal(error) {
  finish({ kind: 'error', fatal: true, error }, () => process.exit(129))
}

function send(message, done) {
  channel.write(`${JSON.stringify(message)}\n`, done)
}

function load() {
  const { code, handlerName, sdkFrom } = loaded
  const module = { exports: {} }
  // The managed runtime brings its own AWS SDK; here that is the one beside the simulator.
  const compiled = compileFunction(code, ['exports', 'require', 'module', '__filename', '__dirname'], { filename: '/var/task/index.js' })
  compiled(module.exports, createRequire(sdkFrom), module, '/var/task/index.js', '/var/task')
  const found = module.exports[handlerName]
  if (typeof found !== 'function')
    throw Object.assign(new Error(`index.${handlerName} is undefined or not exported`), { name: 'Runtime.HandlerNotFound' })
  if (found.length > 2)
    throw Object.assign(new Error('Node.js 24 does not support callback-based handlers'), { name: 'Runtime.CallbackHandlerDeprecated' })
  return found
}

function described(error) {
  const { name, message, stack } = Object(error)
  return { errorType: String(name ?? 'Error'), errorMessage: String(message ?? error), trace: String(stack ?? '').split('\n') }
}

/** The JSON of a value; where it has none (cyclic, a BigInt within), of its text. */
function printable(value) {
  if (value instanceof Error) return JSON.stringify(described(value))
  if (typeof value !== 'object' || value === null) return JSON.stringify(String(value))
  try {
    return JSON.stringify(value) ?? JSON.stringify(format(value))
  } catch {
    return JSON.stringify(format(value))
  }
}

/** CloudWatch Logs takes so much in one event; of what is longer, the beginning is kept, as text. */
const bounded = (json) => (json.length <= LOG_CHARACTERS ? json : JSON.stringify(json.slice(0, LOG_CHARACTERS)))
