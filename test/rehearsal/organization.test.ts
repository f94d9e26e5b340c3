import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { run } from '../../src/cli/run.ts'
import { recordedIo } from '../support/io.ts'
import { PRODUCTION, SMALL, STAGING, UNRECORDED } from '../support/organization-commands.ts'

let folder = ''
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'iam-cleanup-test-'))))
afterAll(() => rm(folder, { recursive: true }))

const JOINER = '888888888888'

type Happening = {
  readonly kind: string
  readonly accountId?: string
  readonly userName?: string
  readonly exitCode?: number
  readonly armed?: number
  readonly joinedUnarmed?: readonly string[]
}
type Rehearsal = { readonly days: readonly { readonly day: number; readonly happenings: readonly Happening[] }[] }

test('an organization day by day: pilot, roll-out with a failure, armed unit by unit, a joiner unarmed, the failure mended; nothing is revoked before it is armed', async () => {
  const file = join(folder, 'organization.json')
  const users = [{ name: 'founder', password: { created: '400d' } }]
  const joiner = { id: JOINER, name: 'bought', unit: 'Workloads', joins: '10d', users }
  await writeFile(file, JSON.stringify({ ...SMALL, accounts: [...SMALL.accounts, joiner] }))
  const { io, out, notes } = recordedIo()
  expect([await run(['rehearse', '--organization', '--account', file, '--format', 'json'], io), notes]).toEqual([0, []])
  const rehearsal = JSON.parse(out.join('')) as Rehearsal
  expect(rehearsal).toMatchObject({
    kind: 'organization rehearsal',
    version: 1,
    start: '2026-11-02T09:00:00.000Z',
    limitDays: 30,
    pilot: 'Pilot',
  })
  const of = (kind: string) =>
    rehearsal.days.flatMap(({ day, happenings }) => happenings.flatMap((each) => (each.kind === kind ? [{ day, ...each }] : [])))
  expect(of('command').map(({ day, exitCode }) => [day, exitCode])).toEqual([
    [0, 4],
    [0, 0],
    [2, 1],
    [4, 0],
    [6, 0],
    [11, 0],
    [12, 1],
    [12, 0],
  ])
  expect(of('joined').map(({ day, accountId }) => [day, accountId])).toEqual([[10, JOINER]])
  expect(of('found').map(({ day, accountId, userName }) => [day, accountId, userName])).toEqual([
    [1, STAGING, 'ana'],
    [3, PRODUCTION, 'ana'],
    [11, JOINER, 'founder'],
    [13, UNRECORDED, 'ana'],
  ])
  expect(of('lost').map(({ day, accountId, userName }) => [day, accountId, userName])).toEqual([
    [5, STAGING, 'ana'],
    [7, PRODUCTION, 'ana'],
    [12, JOINER, 'founder'],
  ])
  expect(of('standing').map(({ day, armed, joinedUnarmed }) => [day, armed, joinedUnarmed])).toEqual([
    [2, 0, []],
    [6, 2, []],
    [11, 2, [JOINER]],
    [14, 3, [UNRECORDED]],
  ])
})

test.for<[argv: readonly string[], says: string]>([
  [
    ['--format', 'csv'],
    'Of an organization there is a table or JSON, on standard output: leave --out out, and say --format table or json.',
  ],
  [
    ['--account', 'examples/article-account.json'],
    'examples/article-account.json describes no organization. examples/organization.json shows how one looks.',
  ],
])('%j: exit code 2', async ([argv, says]) => {
  const { io, notes } = recordedIo()
  expect([await run(['rehearse', '--organization', ...argv], io), notes]).toEqual([2, [`iam-cleanup: ${says}`]])
})
