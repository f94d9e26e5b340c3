import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { run } from '../../src/cli/run.ts'
import { Simulator } from '../../src/simulator/index.ts'
import { recordedIo } from '../support/io.ts'
import { makeTable } from '../support/ledger-table.ts'
import { LIST, System } from '../support/system.ts'

const USERS = 30

let folder = ''
let file = ''
let system: System

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'iam-cleanup-test-'))
  file = join(folder, 'plan.json')
  const users = Array.from({ length: USERS }, (_, n) => ({ name: `ana-${n}`, created: '400d', password: { created: '400d' } }))
  system = new System(await Simulator.start({ at: '2026-11-02T09:00:00Z', account: { users, parameters: { [LIST]: ',' } } }))
  await makeTable(system.dynamoDb)
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test')
})

afterEach(async () => {
  vi.unstubAllEnvs()
  await system[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

/** One command line, with Ctrl+C as its first line of output comes, or not. */
async function cli(argv: readonly string[], isInterrupted = false) {
  const { io, out, notes, interrupt } = recordedIo(false, () => system.simulator.now())
  const pressing = (text: string): void => {
    io.out(text)
    if (isInterrupted) interrupt()
  }
  const code = await run([...argv, '--region', 'us-east-1', '--endpoint-url', system.simulator.endpoint], { ...io, out: pressing })
  return { code, out, notes: notes.join('\n') }
}

const apply = (isInterrupted: boolean, ...more: readonly string[]) =>
  cli(['apply', file, '--yes', '--brake-percent', '100', ...more], isInterrupted)

test('an apply that is interrupted finishes those in hand, says how far it came, ends with 130, and goes on when it is called again; and so does a restore', async () => {
  expect((await cli(['plan', '--out', file])).code).toBe(0)
  const { code, out, notes } = await apply(true, '--out', join(folder, 'result.json'))
  expect(code).toBe(130)
  expect(notes).toMatch(/Interrupted: those that were begun are finished first\./)
  expect(out.length).toBeGreaterThan(0)
  expect(out.length).toBeLessThan(USERS)
  expect(notes).toContain(`\n${out.length} revoked, ${USERS - out.length} not begun. To give something back: iam-cleanup restore USER\n`)
  expect(notes).toMatch(
    new RegExp(`Interrupted after ${out.length} of ${USERS} users\\. Run the same command again to go on, with another --out\\.$`),
  )
  const result = JSON.parse(await readFile(join(folder, 'result.json'), 'utf8')) as Record<string, unknown>
  expect([result['end'], result['totals']]).toEqual(['interrupted', { revoked: out.length, 'not-begun': USERS - out.length }])
  expect(system.simulator.changes).toHaveLength(out.length)
  expect(out.every((line) => /: password: revoked/.test(line))).toBe(true)
  const again = await apply(false)
  expect(again.code).toBe(0)
  expect(system.simulator.changes.map(({ userName }) => userName).toSorted()).toEqual(
    Array.from({ length: USERS }, (_, n) => `ana-${n}`).toSorted(),
  )

  const restore = ['restore', '--plan', file, '--yes']
  const stopped = await cli(restore, true)
  expect([stopped.code, stopped.out]).toEqual([
    130,
    [
      expect.stringMatching(/^ana-\d+: password set\. One-time password, shown once: /),
      expect.stringMatching(/^ana-\d+: password restored$/),
    ],
  ])
  expect(stopped.notes).toMatch(
    /Interrupted: the one that was begun is finished first\.[^]*Interrupted after 1 of 30 credentials\. Run the same command again to go on\.$/,
  )
  const rest = await cli(restore)
  expect([rest.code, rest.out.length]).toEqual([0, 2 * (USERS - 1)])
})
