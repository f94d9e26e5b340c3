import stringWidth from 'string-width'
import { expect, test } from 'vitest'
import { sealed } from '../../src/plan/plan.ts'
import { deploymentText } from '../../src/reports/deployment-text.ts'
import { exclusionsText } from '../../src/reports/exclusions-text.ts'
import { FORECAST_FORMATS } from '../../src/reports/forecast-formats.ts'
import { organizationRehearsalText } from '../../src/reports/organization-rehearsal-text.ts'
import { planText } from '../../src/reports/plan-text.ts'
import { rehearsalText } from '../../src/reports/rehearsal-text.ts'
import { statusText } from '../../src/reports/status-text.ts'
import { instant } from '../../src/judgement/instant.ts'
import type { Rehearsal } from '../../src/rehearsal/rehearsal.ts'
import { SAMPLE } from '../support/sample-forecast.ts'

const LONG = 'somebody-with-a-rather-long-name+四半期@example.com'
const WHY = 'Excluded by entry "somebody*" until 2027-03-31, owner platform-team@example.com: 四半期に一度 it is used, in a quarter.'

const plan = sealed({
  toolVersion: '0.1.0',
  caller: 'arn:aws:iam::123456789012:user/eve',
  accountId: '123456789012',
  alias: 'acme',
  createdAt: '2026-11-26T11:00:00.000Z',
  asOf: '2026-11-26T11:00:00.000Z',
  limitDays: 1,
  users: 300,
  narrowedTo: ['path /team/*'],
  judged: 9,
  left: 1,
  region: 'us-east-1',
  exclusionParameter: '/list',
  exclusionList: 'read',
  exclusions: [],
  deadExclusions: [{ list: 'local', entry: LONG, why: 'This exclusion matches nobody. Is it misspelt?' }],
  revoke: [
    {
      userName: LONG,
      userId: 'AIDAANA',
      credential: 'AKIAIOSFODNN7EXAMPLE',
      clockStart: '2025-10-22T12:00:00.000Z',
      clockIs: 'restart',
      idleDays: 400,
    },
  ],
  protected: [{ userName: LONG, why: WHY }],
  unknown: [{ userName: LONG, why: WHY }],
})

const at = instant('2026-11-26T11:00:00Z')
const arn = 'arn:aws:sts::123456789012:assumed-role/AWSReservedSSO_AdministratorAccess_0123456789abcdef/somebody@example.com'

const when = '2026-11-26T11:00:00.000Z'

const rehearsal: Rehearsal = {
  limitDays: 30,
  rounds: [
    {
      at: when,
      evaluations: [{ userName: LONG, userId: 'AIDAANA', complianceType: 'NON_COMPLIANT', annotation: WHY }],
      remediations: [
        {
          userName: LONG,
          userId: 'AIDAANA',
          state: 'FAILED',
          steps: [{ name: 'RevokeUnusedIAMUserCredentialsAndVerify', state: 'FAILED', error: WHY }],
        },
      ],
    },
  ],
  changes: [
    { at: when, userName: LONG, action: 'delete-password' },
    { at: when, userName: LONG, action: 'deactivate-key', accessKeyId: 'AKIAIOSFODNN7EXAMPLE' },
  ],
  deadExclusions: [{ entry: LONG, why: 'This exclusion matches nobody. Is it misspelt?' }],
  before: [{ userName: LONG, password: true, accessKeys: [{ id: 'AKIAIOSFODNN7EXAMPLE', status: 'Active' }] }],
  after: [{ userName: LONG, password: false, accessKeys: [{ id: 'AKIAIOSFODNN7EXAMPLE', status: 'Inactive' }] }],
}

const who = { accountId: '333333333333', name: LONG }

/** Each text in so many columns. */
const TEXTS: Readonly<Record<string, (columns: number) => string>> = {
  plan: (columns) => planText(plan, columns),
  exclusions: (columns) =>
    exclusionsText(
      {
        entries: [
          { entry: { list: 'local', text: `${LONG}*`, owner: LONG, reason: WHY }, standing: 'protects', means: [{ userName: LONG }] },
        ],
        tagged: [],
      },
      columns,
    ),
  deployment: (columns) =>
    deploymentText(
      {
        accountId: '123456789012',
        region: 'us-east-1',
        stackName: 'IamUnusedUserCleanup',
        kind: 'update',
        release: { was: undefined, is: '0.1.0' },
        parameters: [{ name: 'ExcludedUsersParameterName', was: undefined, is: '/iam-unused-user-cleanup/excluded-users' }],
        changes: [
          { action: 'Modify', logicalId: 'RemediationConfiguration', type: 'AWS::Config::RemediationConfiguration', replaced: 'perhaps' },
        ],
      },
      columns,
    ),
  rehearsal: (columns) => rehearsalText(rehearsal, { columns, colours: false }),
  forecast: (columns) =>
    FORECAST_FORMATS.table(
      { ...SAMPLE, exclusions: { ...SAMPLE.exclusions, dead: [{ entry: LONG, why: WHY }] } },
      { columns, colours: false },
    ),
  'rehearsal of an organization': (columns) =>
    organizationRehearsalText(
      {
        kind: 'organization rehearsal',
        version: 1,
        toolVersion: '0.1.0',
        start: when,
        limitDays: 30,
        pilot: 'ou-abcd-11111111',
        days: [
          {
            day: 1,
            at: when,
            title: WHY,
            happenings: [
              { kind: 'command', command: `iam-cleanup exclude add ${LONG}`, exitCode: 4, says: [WHY], accounts: [] },
              { kind: 'done', what: WHY },
              { ...who, kind: 'joined' },
              { ...who, kind: 'found', userName: LONG, why: WHY },
              { ...who, kind: 'lost', userName: LONG, credential: 'access key AKIAIOSFODNN7EXAMPLE' },
              {
                kind: 'standing',
                current: 1,
                failed: 2,
                withoutStack: 3,
                armed: 4,
                unarmed: 5,
                joinedUnarmed: ['333333333333', '444444444444'],
              },
            ],
          },
        ],
      },
      columns,
    ),
  status: (columns) =>
    statusText(
      {
        accountId: '123456789012',
        region: 'us-east-1',
        at,
        stackName: 'IamUnusedUserCleanup',
        ruleName: 'rule',
        stack: { kind: 'read', value: undefined },
        rule: { kind: 'read', value: undefined },
        lastRun: { kind: 'read', value: undefined },
        alarms: { kind: 'read', value: [{ name: 'IamUnusedUserCleanup-ConfigRuleLambdaErrors', state: 'ALARM', since: at, reason: WHY }] },
        remediation: { kind: 'read', value: undefined },
        ledger: {
          kind: 'read',
          value: { name: 'ledger', days: 7, lines: [{ at, userName: LONG, credential: 'password', what: 'revoked', by: arn, errand: '' }] },
        },
        exclusions: { kind: 'read', value: { list: 'read', shared: undefined, dead: [] } },
        names: new Map(),
        guards: [],
      },
      columns,
    ),
}

const CASES = Object.entries(TEXTS).flatMap(([name, text]) => [60, 100, 200].map((columns) => [name, columns, text] as const))

test.for(CASES)('%s in %i columns: no line of a table is longer, none has blanks at its end', ([, columns, text]) => {
  const lines = text(columns).split('\n')
  const wide = lines.filter((line) => line.startsWith(' ') && !line.startsWith('  aws ') && stringWidth(line) > columns)
  expect([wide, lines.filter((line) => line !== line.trimEnd())]).toEqual([[], []])
})

test('a plan tells where it is of, whom it is narrowed to, how much it would take and how many it leaves', () => {
  const lines = planText(plan, 200).split('\n')
  expect(lines.slice(0, 3)).toEqual([
    'Plan of account 123456789012 (acme), Region us-east-1; limit 1 day, as of 2026-11-26 11:00 UTC.',
    'Made 2026-11-26 11:00 UTC by arn:aws:iam::123456789012:user/eve with version 0.1.0.',
    'Narrowed to path /team/*: 9 of 300 users.',
  ])
  expect(lines.at(-1)).toBe(
    '1 credential of 1 user (of 300); 1 left alone; 1 unknown. 1 more user with something unused is left for another plan.',
  )
})
