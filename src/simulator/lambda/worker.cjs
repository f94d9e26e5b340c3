'use strict'
// What a Lambda execution environment does, in a thread or a process of its own: compile the function's code once, then answer invocations.
const { parentPort } = require('node:worker_threads')
const { createRequire } = require('node:module')
const { format } = require('node:util')
const { compileFunction } = require('node:vm')

const port = parentPort ?? { on: (name, listener) => process.on(name, listener), postMessage: (message) => process.send(message) }

const levels = { debug: 'DEBUG', log: 'INFO', info: 'INFO', warn: 'WARN', error: 'ERROR', trace: 'TRACE' }
for (const [method, level] of Object.entries(levels))
  console[method] = (...args) => port.postMessage({ kind: 'log', level, message: args.length === 1 ? printable(args[0]) : format(...args) })

// The function's clock tells virtual time: that of the invocation, and the real time passed since. Timers and the deadline stay real.
const RealDate = Date
let clock = { now: RealDate.now(), since: performance.now() }
const now = () => Math.floor(clock.now + performance.now() - clock.since)
globalThis.Date = new Proxy(RealDate, {
  construct: (target, args, asked) => Reflect.construct(target, args.length === 0 ? [now()] : args, asked),
  apply: () => new RealDate(now()).toString(),
  get: (target, property) => (property === 'now' ? now : Reflect.get(target, property)),
})
RealDate.prototype.constructor = globalThis.Date

let loaded
let handler

port.on('message', (message) => {
  if (message.kind === 'load') loaded = message
  else void answer(message)
})

async function answer({ event, context, deadlineMs, now: told }) {
  const began = performance.now()
  clock = { now: told, since: began }
  const end = began + deadlineMs
  try {
    handler ??= load()
    const result = await handler(event, { ...context, getRemainingTimeInMillis: () => Math.max(0, Math.floor(end - performance.now())) })
    finish({ kind: 'result', payload: JSON.stringify(result ?? null) }, began)
  } catch (error) {
    finish({ kind: 'error', error: described(error) }, began)
  }
}

// Only a process knows how much memory was its own.
function finish(result, began) {
  const memory = parentPort === null ? { maxMemoryUsedMB: Math.ceil(process.resourceUsage().maxRSS / 1024) } : {}
  port.postMessage({ ...result, metrics: { durationMs: Math.round(performance.now() - began), ...memory } })
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
  return { errorType: name ?? 'Error', errorMessage: message ?? String(error), trace: String(stack ?? '').split('\n') }
}

// Only what survives the way out of the thread: an error or a function inside would not.
function printable(value) {
  if (value instanceof Error) return described(value)
  return typeof value === 'object' && value !== null ? JSON.parse(JSON.stringify(value)) : String(value)
}
