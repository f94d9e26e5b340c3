import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { matchPattern } from '../../src/simulator/world/pattern.ts'

test.for<[pattern: string, text: string, match: string]>([
  ['^/[a-z]+(/[a-z]+)*$', '/a/b', 'matches'],
  ['^/[a-z]+(/[a-z]+)*$', 'a', 'differs'],
  ['(', 'a', 'no-pattern'],
  ['^(a+)+$', `${'a'.repeat(40)}!`, 'takes-too-long'],
])('%s of %s: %s', ([pattern, text, match]) => {
  expect(matchPattern(pattern, text)).toBe(match)
})

/** Stops this process four times, each for longer than a match may take. */
const STOPS = `for i in 1 2 3 4; do kill -STOP ${process.pid}; sleep 0.4; kill -CONT ${process.pid}; sleep 0.05; done`

test('a process that the machine keeps waiting takes nothing for endless', async () => {
  const stopping = spawn('sh', ['-c', STOPS], { stdio: 'ignore' })
  const ended = once(stopping, 'exit')
  const found = new Set<string>()
  for (let n = 0; stopping.exitCode === null; n += 1) {
    for (let each = 0; each < 1_000; each += 1) found.add(matchPattern('^(?:/[a-z0-9]+(/[a-z0-9]+)*)$', `/${'a/'.repeat(400)}${n}x${each}`))
    await setImmediate()
  }
  await ended
  expect([...found]).toEqual(['matches'])
})
