import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { Simulator } from '../../src/simulator/index.ts'
import { commandLine } from '../support/command-line.ts'
import { deployedSystem, System } from '../support/system.ts'

const AT = '2026-11-02T09:00:00Z'

const users = [
  { name: 'ana', id: 'AIDAIOSFODNN7EXAMPLE', password: { created: '400d' } },
  { name: 'kept', password: { created: '400d' } },
  { name: 'admin', accessKeys: [{ created: '4d' }], administrator: true },
]

const lines = (text: string): string[] => text.split('\n').map((line) => line.trim().replaceAll(/ {2,}/g, ' | '))

describe('under Guarded', () => {
  let system: System
  beforeAll(async () => {
    system = await deployedSystem({ users, list: 'kept,typo', parameters: { RemediationRunbook: 'Guarded' } })
    await system.evaluate()
    await system.remediate()
  })
  afterAll(() => system[Symbol.asyncDispose]())
  afterEach(() => system.simulator.clearFaults())

  const status = (...argv: readonly string[]) => commandLine(system, ['status', ...argv])

  test('stack and release, rule, last run, alarms, ledger, dead exclusions, and that all guards bind', async () => {
    const { code, out } = await status()
    expect(code).toBe(0)
    expect(lines(out)).toEqual([
      'Account 123456789012, Region us-east-1, as of 2026-11-02T09:30:02Z.',
      '',
      'Stack',
      expect.stringMatching(/^IamUnusedUserCleanup: CREATE_COMPLETE\. Template 0\.1\.0 [0-9a-f]{64} \(the one of this package\)\.$/),
      'Limit 30 days; Guarded revokes by itself.',
      '',
      'Rule',
      'custom-unused-iam-user-credentials-check is ACTIVE; invoked 2026-11-02T09:00:01Z.',
      '',
      'Last run',
      '2026-11-02T09:00:01Z: 3 users: 1 NON_COMPLIANT, 1 COMPLIANT, 1 excluded, 0 unknown.',
      '',
      'Alarms',
      expect.stringMatching(/^Alarm \| State/),
      expect.stringMatching(/^─/),
      expect.stringMatching(/^IamUnusedUserCleanup-ConfigRuleLambdaErrors-\w+ \| OK/),
      expect.stringMatching(/^IamUnusedUserCleanup-ConfigRuleLambdaSilence-\w+ \| /),
      '',
      'Remediation',
      expect.stringMatching(/^Automatic, by IamUnusedUserCleanup-GuardedRunbook-\w+\.$/),
      'Nothing is under way or failed, and nobody has an exception.',
      '',
      'Ledger',
      expect.stringMatching(/^When \| User/),
      expect.stringMatching(/^─/),
      expect.stringMatching(/^2026-11-02T09:0\d:\d\dZ \| ana \| password \| revoking \| arn:aws:sts::123456789012:assumed-role\//),
      expect.stringMatching(/^2026-11-02T09:0\d:\d\dZ \| ana \| password \| revoked \| arn:/),
      '',
      'Exclusions',
      '"typo": it matches nobody. Is it misspelt?',
      '',
      'What binds',
      'Our runbook is bound by all of it.',
      expect.stringMatching(/^Guard/),
      expect.stringMatching(/^─/),
      'the tag iam-unused-user-cleanup:excluded | binds | binds',
      'the exclusion list, read again at the moment of each act | binds | binds',
      'the brake, for what is done in a day | binds | binds',
      'the ledger: nothing is revoked that is not written down | binds | binds',
      'the last way in of the last administrator | binds | binds',
    ])
  })

  test('as JSON: each part read, instants as ISO 8601', async () => {
    const { code, out } = await status('--format', 'json')
    const json = JSON.parse(out) as Record<string, { kind: string; value: Record<string, unknown> }>
    expect(code).toBe(0)
    expect(json).toMatchObject({
      at: '2026-11-02T09:30:02.000Z',
      stack: { kind: 'read', value: { status: 'CREATE_COMPLETE', runbook: 'Guarded', isAutomatic: true, limitDays: '30' } },
      lastRun: { kind: 'read', value: { kind: 'ended', at: expect.stringMatching(/^2026-11-02T09:00:/), users: 3, nonCompliant: 1 } },
      remediation: { kind: 'read', value: { isAutomatic: true, underWay: [], failed: [], exceptions: [] } },
      names: { AIDAIOSFODNN7EXAMPLE: 'ana' },
      exclusions: { kind: 'read', value: { list: 'read', dead: [{ what: '"typo"', why: 'it matches nobody. Is it misspelt?' }] } },
    })
  })

  test.for<[operation: string, heading: string, part: string]>([
    ['cloudformation:DescribeStacks', 'Stack', 'stack'],
    ['config:DescribeConfigRules', 'Rule', 'rule'],
    ['logs:FilterLogEvents', 'Last run', 'lastRun'],
    ['cloudwatch:DescribeAlarms', 'Alarms', 'alarms'],
    ['config:DescribeRemediationExceptions', 'Remediation', 'remediation'],
    ['dynamodb:Scan', 'Ledger', 'ledger'],
    ['iam:ListUserTags', 'Exclusions', 'exclusions'],
    ['ssm:GetParameter', 'Exclusions', 'exclusions'],
  ])('%s refused: shown as refused, exit code 1, the rest is there', async ([operation, heading, part]) => {
    system.simulator.order({ operation, kind: 'refuse' })
    const { code, out, notes } = await status()
    expect(code).toBe(1)
    expect(out).toMatch(new RegExp(`^${heading}\nREFUSED: .*${operation}`, 'm'))
    expect(notes).toMatch(new RegExp(`Not everything could be read: .*${part}`))
    expect([...out.matchAll(/REFUSED/g)].length).toBe(part === 'stack' ? 3 : 1)
  })

  test('what failed otherwise is no refusal', async () => {
    system.simulator.order({ operation: 'cloudwatch:DescribeAlarms', kind: 'server-error' })
    process.env['AWS_MAX_ATTEMPTS'] = '1'
    const { code, out } = await status()
    delete process.env['AWS_MAX_ATTEMPTS']
    expect(code).toBe(1)
    expect(out).toMatch(/^Alarms\nCOULD NOT BE READ: /m)
  })
})

describe('under the AWS-owned runbook', () => {
  let system: System
  beforeAll(async () => {
    system = await deployedSystem({ users, list: 'kept', parameters: { MaximumAutomaticAttempts: '1' } })
    system.simulator.order({ operation: 'iam:DeleteLoginProfile', kind: 'refuse' })
    await system.evaluate()
    await system.remediate()
    system.simulator.clearFaults()
  })
  afterAll(() => system[Symbol.asyncDispose]())

  test('what failed and why, who has an exception and how to lift it, and what does not bind', async () => {
    const { code, out } = await commandLine(system, ['status'])
    expect(code).toBe(0)
    expect(lines(out)).toEqual(
      expect.arrayContaining([
        'Automatic, by AWSConfigRemediation-RevokeUnusedIAMUserCredentials.',
        expect.stringMatching(/^failed \| ana \| 2026-11-02T09:0\d:\d\dZ \| .*DeleteLoginProfile/),
        expect.stringMatching(/^exception: left alone \| ana/),
        'aws configservice delete-remediation-exceptions --region us-east-1 --config-rule-name custom-unused-iam-user-credentials-check --resource-keys ResourceType=AWS::IAM::User,ResourceId=AIDAIOSFODNN7EXAMPLE',
        'The AWS-owned runbook is bound by the tag alone. With --runbook Guarded all of it binds.',
        'the tag iam-unused-user-cleanup:excluded | binds | binds',
        'the exclusion list, read again at the moment of each act | DOES NOT BIND | binds',
        'the brake, for what is done in a day | DOES NOT BIND | binds',
        'the ledger: nothing is revoked that is not written down | DOES NOT BIND | binds',
        'the last way in of the last administrator | DOES NOT BIND | binds',
      ]),
    )
  })
})

test('where nothing is deployed: said, and exit code 0', async () => {
  await using system = new System(await Simulator.start({ at: AT, account: { users } }))
  const { code, out } = await commandLine(system, ['status'])
  expect(code).toBe(0)
  expect(out).toMatch(/^There is no stack IamUnusedUserCleanup in us-east-1\.$/m)
  expect(out).toMatch(/^There is no rule custom-unused-iam-user-credentials-check in us-east-1\.$/m)
  expect(out).toMatch(/^There is no ledger iam-unused-user-cleanup-ledger\.$/m)
  expect(out).toMatch(/^There is no exclusion list\.$/m)
})
