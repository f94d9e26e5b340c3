'use strict'
// The time of a function: virtual, and real time as it passes within an invocation. Where a function does nothing but wait for its own timers, nobody need wait with it:
// its time is put forward to the next one, at most to the invocation's deadline.
const timers = require('node:timers')
const timersPromises = require('node:timers/promises')
const { syncBuiltinESMExports } = require('node:module')
const { promisify } = require('node:util')

const { setTimeout: startTimer, clearTimeout: stopTimer, setInterval: startInterval, clearInterval: stopInterval } = timers

/** How often it is looked whether the function waits, in milliseconds. */
const LOOK_MS = 2
/** Less than that is no use to leave out. */
const SHORT_MS = 10
/** Looks at which nothing but timers was there: what has just been answered may be about to go on. */
const LOOKS = 2

/** Milliseconds of real time, and those that were left out. */
let leftOut = 0
const elapsed = () => performance.now() + leftOut

/** Virtual time at an instant of `elapsed()`. */
let clock = { now: Date.now(), since: elapsed() }
const now = () => Math.floor(clock.now + elapsed() - clock.since)

const RealDate = Date
function VirtualDate(...args) {
  if (new.target === undefined) return new RealDate(now()).toString()
  if (args.length === 0) args.push(now())
  return new.target === VirtualDate ? new RealDate(...args) : Reflect.construct(RealDate, args, new.target)
}
Object.defineProperties(VirtualDate, {
  ...Object.getOwnPropertyDescriptors(RealDate),
  now: { value: now, writable: true, configurable: true },
})
RealDate.prototype.constructor = globalThis.Date = VirtualDate

/** Timers that have not fired: when they are due, and what they do. */
const waiting = new Map()

function setTimeout(callback, delay, ...args) {
  const ms = delay >= 1 && delay <= 2 ** 31 - 1 ? Math.trunc(delay) : 1
  const fire = () => {
    waiting.delete(timeout)
    Reflect.apply(callback, timeout, args)
  }
  // What is no function is refused as Node refuses it.
  const timeout = startTimer(typeof callback === 'function' ? fire : callback, ms)
  const refresh = timeout.refresh.bind(timeout)
  timeout.refresh = () => {
    waiting.set(timeout, { due: elapsed() + ms, fire })
    return refresh()
  }
  waiting.set(timeout, { due: elapsed() + ms, fire })
  return timeout
}

function clearTimeout(timeout) {
  stopTimer(timeout)
  if (typeof timeout === 'object') waiting.delete(timeout)
  else for (const each of waiting.keys()) if (Number(each) === Number(timeout)) waiting.delete(each)
}

function sleep(delay, value, { signal, ref = true } = {}) {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timeout)
      reject(Object.assign(new Error('The operation was aborted', { cause: signal.reason }), { name: 'AbortError', code: 'ABORT_ERR' }))
    }
    const timeout = setTimeout(() => {
      signal?.removeEventListener('abort', stop)
      resolve(value)
    }, delay)
    if (!ref) timeout.unref()
    if (signal?.aborted) stop()
    else signal?.addEventListener('abort', stop, { once: true })
  })
}

AbortSignal.timeout = (delay) => {
  const controller = new AbortController()
  setTimeout(() => controller.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError')), delay).unref()
  return controller.signal
}

/** What comes again and again comes in real time, and nothing is left out meanwhile. */
const intervals = new Set()

function setInterval(...args) {
  const interval = startInterval(...args)
  intervals.add(interval)
  return interval
}

function clearInterval(interval) {
  clearTimeout(interval)
  for (const each of intervals) if (each === interval || Number(each) === Number(interval)) intervals.delete(each)
}

Object.defineProperty(setTimeout, promisify.custom, { value: sleep })
for (const place of [globalThis, timers]) Object.assign(place, { setTimeout, clearTimeout, setInterval, clearInterval })
timersPromises.setTimeout = sleep
syncBuiltinESMExports()

/** Nothing is under way that could call the function but timers, one of which somebody waits for, and what the simulator itself has open. */
const isIdle = (isOwn) =>
  intervals.size === 0 && isWaitedFor() && process.getActiveResourcesInfo().every((resource) => resource === 'Timeout' || isOwn(resource))

/**
 * From now on it is `at`, and the invocation has so long. `onOvertime` hears, once, that this is over.
 * @returns what is left, and how to end it, in milliseconds
 */
function begin({ at, deadlineMs, isOwn, onOvertime }) {
  const began = elapsed()
  clock = { now: at, since: began }
  const end = began + deadlineMs
  let idle = 0
  const look = () => {
    idle = isIdle(isOwn) ? idle + 1 : 0
    if (idle >= LOOKS) putForward(end)
    fireDue()
    if (elapsed() < end) return
    stopInterval(looking)
    onOvertime()
  }
  const looking = startInterval(look, LOOK_MS).unref()
  return {
    remaining: () => Math.max(0, Math.floor(end - elapsed())),
    /** @returns how long it took */
    done: () => {
      stopInterval(looking)
      return elapsed() - began
    },
  }
}

/** Something that nobody waits for is no reason to hurry, but comes in its turn. */
function isWaitedFor() {
  for (const timeout of waiting.keys()) if (timeout.hasRef()) return true
  return false
}

/** To the next timer, whoever waits for it. */
function putForward(end) {
  const next = Math.min(end, ...[...waiting.values()].map(({ due }) => due))
  if (next - elapsed() >= SHORT_MS) leftOut += next - elapsed()
}

/** Once something was left out, Node's own timers come too late. */
function fireDue() {
  if (leftOut === 0) return
  for (const [timeout, { due, fire }] of [...waiting].toSorted(([, one], [, other]) => one.due - other.due)) {
    if (due > elapsed()) return
    if (!waiting.has(timeout)) continue
    stopTimer(timeout)
    fire()
  }
}

module.exports = { begin }
