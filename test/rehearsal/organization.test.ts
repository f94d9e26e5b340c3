import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { run } from '../../src/cli/run.ts'
import type { OrganizationRehearsal } from '../../src/rehearsal/organization-rehearsal.ts'
import { organizationRehearsalText } from '../../src/reports/organization-rehearsal-text.ts'
import { recordedIo } from '../support/io.ts'
import { PRODUCTION, SMALL, STAGING, UNRECORDED } from '../support/organization-commands.ts'

let folder = ''
afterAll(() => rm(folder, { recursive: true }))

const JOINER = '888888888888'

type Happening = {
  readonly kind: string
  readonly accountId?: string
  readonly userName?: string
  readonly exitCode?: number
  readonly command?: string
  readonly says?: readonly string[]
  readonly accounts?: readonly { readonly accountId: string; readonly status: string; readonly reason?: string }[]
  readonly why?: string
  readonly armed?: number
  readonly joinedUnarmed?: readonly string[]
}
type Rehearsal = { readonly days: readonly { readonly day: number; readonly happenings: readonly Happening[] }[] }

const deny = (Action: string, Resource: string) => ({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action, Resource }] })
const trusted = (AWS: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS }, Action: 'sts:AssumeRole' }],
})

/** With a user whom a policy protects, an account with a role of ours that lets nobody in, and one that joins. */
const STORY = {
  organization: {
    ...SMALL.organization,
    policies: ['protect'],
    serviceControlPolicies: { protect: deny('iam:DeleteLoginProfile', 'arn:aws:iam::*:user/break-glass/*') },
  },
  accounts: [
    ...SMALL.accounts.map((account) => ({
      ...account,
      ...(account.id === PRODUCTION
        ? { users: [...account.users, { name: 'glass', path: '/break-glass/', password: { created: '400d' } }] }
        : {}),
      ...(account.id === UNRECORDED ? { roles: [{ name: 'IamCleanupAudit', trust: trusted(`arn:aws:iam::${UNRECORDED}:root`) }] } : {}),
    })),
    { id: JOINER, name: 'bought', unit: 'Workloads', joins: '10d', users: [{ name: 'founder', password: { created: '400d' } }] },
  ],
}

let rehearsal: Rehearsal = { days: [] }
let ended: unknown
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'iam-cleanup-test-'))
  const file = join(folder, 'organization.json')
  await writeFile(file, JSON.stringify(STORY))
  const { io, out, notes } = recordedIo()
  ended = [await run(['rehearse', '--organization', '--account', file, '--format', 'json'], io), notes]
  rehearsal = JSON.parse(out.join('')) as Rehearsal
}, 240_000)

const of = (kind: string) =>
  rehearsal.days.flatMap(({ day, happenings }) => happenings.flatMap((each) => (each.kind === kind ? [{ day, ...each }] : [])))

test('an organization day by day: pilot, roll-out with a failure, armed unit by unit, a joiner unarmed, the failure mended; nothing is revoked before it is armed', () => {
  expect(ended).toEqual([0, []])
  expect(rehearsal).toMatchObject({
    kind: 'organization rehearsal',
    version: 1,
    start: '2026-11-02T09:00:00.000Z',
    limitDays: 30,
    pilot: 'Pilot',
  })
  expect(of('command').map(({ day, exitCode }) => [day, exitCode])).toEqual([
    [0, 4],
    [0, 0],
    [2, 1],
    [3, 1],
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
    [3, PRODUCTION, 'glass'],
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

test('every account is read by its role: the one whose role lets nobody in fails, with phase, code and next step; the others go on', () => {
  const [scanned] = of('command').filter(({ command }) => command?.startsWith('iam-cleanup scan'))
  expect(scanned).toMatchObject({
    exitCode: 1,
    command:
      'iam-cleanup scan --organization --max-age 30 --shared-exclusions arn:aws:ssm:us-east-1:222222222222:parameter/iam-unused-user-cleanup/organization',
    accounts: [
      { accountId: '111111111111', status: 'DONE' },
      { accountId: '222222222222', status: 'DONE' },
      { accountId: STAGING, status: 'DONE' },
      { accountId: PRODUCTION, status: 'DONE' },
      { accountId: UNRECORDED, status: 'FAILED', reason: 'assume-role: AccessDenied' },
      { accountId: '666666666666', status: 'SKIPPED' },
    ],
  })
  expect(scanned?.says?.slice(4)).toEqual([
    '555555555555 unrecorded: FAILED at assume-role (AccessDenied). See that there is a role IamCleanupAudit in 555555555555 whose trust names your account (and --external-id, where it asks for one), and that you may assume it; or --role-name.',
    '666666666666 suspended: skipped. Its state is SUSPENDED: nobody can work in it.',
    'iam-cleanup: 1 of 6 accounts could not be read: 555555555555 unrecorded (assume-role: AccessDenied).',
  ])
})

test('whom a service control policy protects keeps the password, which is told; an entry in the common list, written in one account, counts in the next run of another; unshared, nothing is evaluated until it is shared again', () => {
  expect(of('refused')).toEqual([
    expect.objectContaining({
      day: 7,
      accountId: PRODUCTION,
      userName: 'glass',
      why: expect.stringMatching(/iam:DeleteLoginProfile .* with an explicit deny in a service control policy/),
    }),
  ])
  expect(of('excluded').map(({ day, accountId, userName, why }) => [day, accountId, userName, why])).toEqual([
    [9, PRODUCTION, 'glass', 'Excluded by shared entry "glass", owner security.'],
  ])
  expect(of('run-failed').map(({ day, accountId, why }) => [day, accountId, why?.slice(0, 150)])).toEqual(
    [STAGING, PRODUCTION].map((accountId) => [
      10,
      accountId,
      'The shared exclusion list arn:aws:ssm:us-east-1:222222222222:parameter/iam-unused-user-cleanup/organization could not be read (AccessDeniedException: ',
    ]),
  )
  expect(of('run-recovered').map(({ day, accountId }) => [day, accountId])).toEqual([
    [11, STAGING],
    [11, PRODUCTION],
  ])
})

test('as it is told: whoever is refused, left alone, and where nothing is evaluated', () => {
  const text = organizationRehearsalText(rehearsal as OrganizationRehearsal, 400)
  expect(text.split('\n')).toEqual(
    expect.arrayContaining([
      'Day 7 (2026-11-09): what they have lost, and what was refused',
      '  444444444444 (production): of glass NOTHING IS TAKEN that the service control policy protects: it refused the remediation iam:DeleteLoginProfile.',
      'Day 8 (2026-11-10): the common list is changed in one place',
      '  In the security account 222222222222:',
      "  $ aws cloudformation deploy --stack-name IamUnusedUserCleanupOrganization --template-file organization.yaml --capabilities CAPABILITY_IAM --parameter-overrides 'CommonExclusions=glass;owner=security'",
      '  444444444444 (production): glass is left alone: Excluded by shared entry "glass", owner security.',
      '  333333333333 (staging), 444444444444 (production): NOTHING IS EVALUATED, nothing is revoked: The shared exclusion list arn:aws:ssm:us-east-1:222222222222:parameter/iam-unused-user-cleanup/organization could not be read (AccessDeniedException).',
      '  333333333333 (staging), 444444444444 (production): evaluated again.',
    ]),
  )
  for (const columns of [60, 100])
    for (const line of organizationRehearsalText(rehearsal as OrganizationRehearsal, columns).split('\n'))
      expect(line.length).toBeLessThanOrEqual(columns)
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
