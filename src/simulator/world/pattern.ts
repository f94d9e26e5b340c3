import { createContext, Script } from 'node:vm'

/** What came of matching a text against somebody else's regular expression. */
export type Match = 'matches' | 'differs' | 'no-pattern' | 'takes-too-long'

/** A pattern such as `^(a+)+$` can take for ever; none may hold up the simulator for longer than this. What a busy machine keeps this process waiting does not count. */
const TIME_MS = 100
const TRIES = 40

const KEPT = 1_000
const known = new Map<string, Match>()

const context = createContext(Object.create(null) as Record<string, string>)
const test = new Script('new RegExp(pattern).test(text)')

/** Match a text within bounded time. The pattern is JavaScript's, where AWS takes Java's. */
export function matchPattern(pattern: string, text: string): Match {
  if (isHarmless(pattern, text)) return match(() => new RegExp(pattern).test(text))
  const key = JSON.stringify([pattern, text])
  const before = known.get(key)
  if (before !== undefined) return before
  if (known.size >= KEPT) known.clear()
  const found = matchWatched(pattern, text)
  known.set(key, found)
  return found
}

function matchWatched(pattern: string, text: string): Match {
  let found: Match = 'takes-too-long'
  let wasAtWork = false
  for (let tries = 0; found === 'takes-too-long' && !wasAtWork && tries < TRIES; tries += 1) {
    const before = process.cpuUsage()
    found = match(() => {
      Object.assign(context, { pattern, text })
      return test.runInContext(context, { timeout: TIME_MS }) === true
    })
    wasAtWork = process.cpuUsage(before).user > (TIME_MS * 1_000) / 2
  }
  return found
}

/** Without groups, and with few repetitions, a short text is done at once: no watch has to be set. */
const isHarmless = (pattern: string, text: string): boolean =>
  text.length <= 1_000 && !/[(|]/.test(pattern) && [...pattern.matchAll(/[*+?{]/g)].length <= 2

function match(run: () => boolean): Match {
  try {
    return run() ? 'matches' : 'differs'
  } catch (error) {
    return Object(error).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT' ? 'takes-too-long' : 'no-pattern'
  }
}
