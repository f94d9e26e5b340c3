import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { run } from '../../src/cli/run.ts'
import type { Forecast } from '../../src/rehearsal/forecast.ts'
import { standingOf } from '../../src/rehearsal/forecast-standing.ts'
import { userLines } from '../../src/rehearsal/log-lines.ts'
import { playForecast } from '../../src/rehearsal/play-forecast.ts'
import { Simulator, type AccountDescription } from '../../src/simulator/index.ts'
import { recordedIo } from '../support/io.ts'
import { LIST, START, System, templateBody } from '../support/system.ts'

const users: AccountDescription['users'] = [
  { name: 'old', created: '400d', password: { created: '400d', lastUsed: '60d' } },
  {
    name: 'soon',
    created: '400d',
    password: { created: '400d', lastUsed: '20d' },
    accessKeys: [{ id: 'AKIAIOSFODNN7EXAMPLE', created: '400d', lastUsed: '5d' }],
  },
  { name: 'kept', created: '400d', password: { created: '400d', lastUsed: '100d' } },
  { name: 'idle', created: '400d', accessKeys: [{ created: '400d', active: false }] },
]

let folder = ''
let file = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'iam-cleanup-test-'))
  file = join(folder, 'account.json')
})
afterAll(() => rm(folder, { recursive: true }))

async function rehearse(account: AccountDescription, ...argv: readonly string[]) {
  await writeFile(file, JSON.stringify(account))
  const { io, out, notes } = recordedIo()
  const code = await run(['rehearse', '--account', file, ...argv], io)
  return { code, out: out.join('\n'), notes: notes.join('\n') }
}

/** In short: what happens on which day to whom. */
const told = ({ days }: Forecast): readonly string[] =>
  days.flatMap(({ day, warned, unused, revoked, protected: left, failed }) => [
    ...warned.map(({ userName, due }) => `${day} ${userName} warned ${due}`),
    ...unused.map(({ userName }) => `${day} ${userName} unused`),
    ...revoked.map(({ userName, credential }) => `${day} ${userName} lost ${credential.kind === 'password' ? 'password' : credential.id}`),
    ...left.map(({ userName, why }) => `${day} ${userName} left ${why}`),
    ...failed.map(({ userName }) => `${day} ${userName} failed`),
  ])

test('an account is fast-forwarded: who is warned, unused, revoked, left alone, and on which day', async () => {
  const account = { id: '111122223333', at: START, users, parameters: { [LIST]: 'kept;until=2026-11-07,typo' } }
  const result = join(folder, 'forecast.json')
  const { code, out, notes } = await rehearse(account, '--days', '26', '--max-age', '30', '--format', 'json', '--out', result)
  expect([code, out, notes]).toEqual([0, '', `The forecast is in ${result}.`])
  const forecast = JSON.parse(await readFile(result, 'utf8')) as Forecast
  expect(forecast).toMatchObject({
    kind: 'forecast',
    version: 1,
    accountId: '111122223333',
    start: '2026-11-02T09:00:00.000Z',
    limitDays: 30,
    warningDays: 14,
    brakePercent: 50,
    runbook: 'AwsManaged',
    exclusions: {
      parameter: LIST,
      list: 'read',
      dead: [
        { entry: 'kept', why: 'This exclusion has expired and protects nobody.' },
        { entry: 'typo', why: 'This exclusion matches nobody. Is it misspelt?' },
      ],
    },
    missing: [],
    brake: { kind: 'never-closed' },
    totals: {
      users: 4,
      usersWarned: 1,
      usersUnused: 3,
      usersRevoked: 3,
      usersProtected: 1,
      usersFailed: 0,
      passwordsRevoked: 3,
      accessKeysRevoked: 1,
    },
  })
  expect(forecast.days.map(({ at }) => at.slice(0, 10))).toEqual(
    Array.from({ length: 27 }, (_, n) => new Date(Date.parse(START) + n * 86_400_000).toISOString().slice(0, 10)),
  )
  expect(told(forecast)).toEqual([
    '0 soon warned 2026-11-12',
    '0 old unused',
    '0 old lost password',
    '0 kept left Excluded by entry "kept" until 2026-11-07.',
    '6 kept unused',
    '6 kept lost password',
    '10 soon unused',
    '10 soon lost password',
    '11 soon warned 2026-11-27',
    '25 soon unused',
    '25 soon lost AKIAIOSFODNN7EXAMPLE',
  ])
  expect(forecast.days[0]?.counts).toEqual({ users: 4, unused: 1, compliant: 2, warned: 1, excluded: 1, unknown: 0 })
})

test.for<[argv: readonly string[], says: string]>([
  [['--format', 'html'], 'Only a forecast comes as html: say --account FILE and --days N.'],
  [['--format', 'csv'], 'Only a forecast comes as csv: say --account FILE and --days N.'],
  [['--out', 'x.json'], 'Only a forecast is written to a file: say --account FILE and --days N.'],
])('without days ahead %j is refused', async ([argv, says]) => {
  const { code, notes } = await rehearse({ users }, ...argv)
  expect([code, notes]).toEqual([2, `iam-cleanup: ${says}`])
})

test('a file of another kind stays as it is, and is found before anything is played', async () => {
  const { code, out, notes } = await rehearse({ users }, '--days', '26', '--format', 'html', '--out', file)
  expect([code, out]).toEqual([2, ''])
  expect(notes).toBe(
    `iam-cleanup: No forecast can be written to ${file}: what is there is kept (it is no forecast). Name another file with --out.`,
  )
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ users })
})

test('where the brake closes, whom it spared is said, and with which percentage it would not', async () => {
  const idle = Array.from({ length: 12 }, (_, n) => ({
    name: `user-${String(n).padStart(2, '0')}`,
    created: '400d',
    password: { created: '400d', lastUsed: `${n < 11 ? 40 : 29}d` },
  }))
  const account = { at: START, users: [...users, ...idle] }
  const { code, out, notes } = await rehearse(account, '--days', '2')
  expect(out).toMatch(/There is no exclusion list .* in it: nobody is excluded by one\./)
  expect(out).toMatch(
    /The brake closes on day 0 to 2, 3 of 3 days: more than 50 % of the users would be hit, so nothing is done\. In the end 14 users would be\. With --brake-percent 88 it stays open\./,
  )
  expect(out).toMatch(/2026-11-02 +0 +would be hit +user-00 +Password last used 40 days ago \(2026-09-23\); limit 30\./)
  expect(out).toMatch(/2026-11-03 +1 +would be hit +user-11 +Password last used 30 days ago/)
  expect(out).toMatch(/Of 16 users 14 become unused, 0 lose something/)
  expect([code, notes]).toEqual([
    1,
    'iam-cleanup: The brake (50 %) closed on 3 of 3 days, and nothing was done on these. If that is right, raise it with --brake-percent 88, and in the stack by the parameter BrakePercent.',
  ])
  const open = await rehearse(account, '--days', '1', '--brake-percent', '88', '--format', 'csv')
  expect([open.code, open.notes]).toEqual([0, ''])
  expect(open.out.split('\n').filter((line) => line.includes(',revoked,')).length).toBe(14)
})

test('without --days the brake is told with whom it spared, too', async () => {
  const idle = Array.from({ length: 11 }, (_, n) => ({ name: `user-${n}`, created: '400d', password: { created: '400d' } }))
  const { code, out, notes } = await rehearse({ users: idle })
  expect([code, out]).toEqual([1, ''])
  expect(notes).toMatch(/^Without the brake 11 users would be hit\n.*\n.*\n user-0 +Password never used, created 400 days ago/)
  expect(notes).toMatch(
    /The brake closed: 11 of 11 users would be NON_COMPLIANT, more than 50 %\. Nothing was evaluated\. If that is right, raise it with --brake-percent 100,/,
  )
})

const played = async (simulator: Simulator, runbook: string): Promise<Forecast> =>
  playForecast(simulator, {
    templateBody: await templateBody(),
    toolVersion: '0',
    limitDays: 30,
    warningDays: 14,
    brakePercent: 50,
    runbook,
    missing: [],
    days: 2,
    exclusionParameter: LIST,
    ledgerTable: undefined,
    onProgress: () => undefined,
  })

test('with Guarded the last way in of the last administrator stays; of who has some of the power nobody counts', async () => {
  const password = { created: '400d', lastUsed: '40d' }
  const account: AccountDescription = {
    users: [
      { name: 'chief', id: 'AIDAIOSFODNN7EXAMPL1', administrator: true, password },
      { name: 'deputy', id: 'AIDAIOSFODNN7EXAMPL2', administrator: 'partly', password: { ...password, lastUsed: '1d' } },
      { name: 'aide', id: 'AIDAIOSFODNN7EXAMPL3', administrator: 'partly', password },
      { name: 'other', password },
    ],
  }
  await using simulator = await Simulator.start({ at: START, account })
  const forecast = await played(simulator, 'Guarded')
  expect(told(forecast).filter((line) => !line.endsWith('unused'))).toEqual([
    '0 aide lost password',
    '0 other lost password',
    '0 chief left Password, idle 40 days: protected: it is the last way in of the last IAM administrator',
  ])
})

test('who is warned is who the digest names, with the same days', async () => {
  const people = [1, 15, 16, 20, 29, 30].map((days) => ({
    name: `used-${days}`,
    created: '400d',
    password: { created: '400d', lastUsed: `${days}d` },
  }))
  await using system = new System(await Simulator.start({ at: START, account: { users: people, parameters: { [LIST]: ',' } } }))
  const topic = system.simulator.createTopic('people')
  await system.createStack(await templateBody(), { MaxCredentialUsageAge: '30', RemediationRunbook: 'None', NotificationTopicArn: topic })
  await system.evaluate()
  const { warned } = standingOf(userLines(await system.log()), new Date(START), { limitDays: 30, warningDays: 14 })
  const digest = system.simulator
    .messages(topic)
    .map(({ text }) => text)
    .join('\n')
  const named = [...digest.matchAll(/^- (\S+): on (\S+) unless used$/gm)].map(([, userName, due]) => `${userName} ${due}`)
  expect(named).toEqual(['used-16 2026-11-16', 'used-20 2026-11-12', 'used-29 2026-11-03'])
  expect(warned.map(({ userName, due }) => `${userName} ${due}`).toSorted()).toEqual(named.toSorted())
})
