import {
  ActivateOrganizationsAccessCommand,
  DescribeStackInstanceCommand,
  DescribeStackSetCommand,
  UpdateStackInstancesCommand,
} from '@aws-sdk/client-cloudformation'
import { PutConfigurationAggregatorCommand, PutConfigurationRecorderCommand } from '@aws-sdk/client-config-service'
import { CreateRoleCommand } from '@aws-sdk/client-iam'
import { OrganizationsClient, RegisterDelegatedAdministratorCommand } from '@aws-sdk/client-organizations'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Simulator } from '../../src/simulator/index.ts'
import {
  organizationCommand,
  MANAGEMENT,
  PILOT,
  PRODUCTION,
  SECURITY,
  smallOrganization,
  STAGING,
  UNRECORDED,
  WORKLOADS,
} from '../support/organization-commands.ts'
import { System, templateBody } from '../support/system.ts'

const StackSetName = 'IamUnusedUserCleanup'
const BY_HAND = '777777777777'
const ARM = ['--arm', '--yes'] as const

let simulator: Simulator
let management: System
let organizations: OrganizationsClient
beforeAll(async () => {
  simulator = await smallOrganization()
  management = new System(simulator)
  const credentials = { accessKeyId: MANAGEMENT, secretAccessKey: 'test' }
  organizations = new OrganizationsClient({ endpoint: simulator.endpoint, region: 'us-east-1', credentials })
})
afterAll(() => simulator.stop())
afterEach(() => simulator.clearFaults())

const deploy = (argv: readonly string[], terms: Parameters<typeof organizationCommand>[2] = {}) =>
  organizationCommand(simulator, ['deploy', '--organization', ...argv], terms)
const status = (argv: readonly string[] = [], accessKeyId = MANAGEMENT) =>
  organizationCommand(simulator, ['status', '--organization', ...argv], { accessKeyId })

const changing = (from: number): readonly string[] =>
  simulator.calls.slice(from).flatMap(({ operation }) => (/:(Create|Update|Delete|Put)/.test(operation) ? [operation] : []))

/** What an account overrides. */
async function overridesOf(StackInstanceAccount: string): Promise<Readonly<Record<string, string | undefined>>> {
  const where = { StackSetName, StackInstanceAccount, StackInstanceRegion: 'us-east-1' }
  const { StackInstance: instance } = await management.cloudFormation.send(new DescribeStackInstanceCommand(where))
  return Object.fromEntries((instance?.ParameterOverrides ?? []).map(({ ParameterKey, ParameterValue }) => [ParameterKey, ParameterValue]))
}

async function setNow() {
  const { StackSet: set } = await management.cloudFormation.send(new DescribeStackSetCommand({ StackSetName }))
  return {
    ...set,
    parameters: Object.fromEntries((set?.Parameters ?? []).map(({ ParameterKey, ParameterValue }) => [ParameterKey, ParameterValue])),
  }
}

test('what is missing is said before anything is done, each with the command that mends it; status says that there is nothing', async () => {
  const before = simulator.calls.length
  expect(await deploy(['--pilot', PILOT, '--yes'])).toMatchObject({
    code: 4,
    notes:
      'iam-cleanup: StackSets have no trusted access to the organization. In the management account 111111111111: aws cloudformation activate-organizations-access (aws organizations enable-aws-service-access is not enough)',
  })
  await management.cloudFormation.send(new ActivateOrganizationsAccessCommand({}))
  expect((await deploy(['--pilot', PILOT, '--call-as', 'DELEGATED_ADMIN'])).notes).toBe(
    'iam-cleanup: 111111111111 is the management account, not a delegated administrator: leave --call-as out.',
  )
  const delegate = `aws organizations register-delegated-administrator --account-id ${SECURITY} --service-principal member.org.stacksets.cloudformation.amazonaws.com`
  expect((await deploy(['--pilot', PILOT], { accessKeyId: SECURITY })).notes).toBe(
    `iam-cleanup: Account ${SECURITY} is no delegated administrator of StackSets. In the management account ${MANAGEMENT}: ${delegate}`,
  )
  expect((await deploy(['--pilot', PILOT, '--call-as', 'SELF'], { accessKeyId: SECURITY })).notes).toBe(
    `iam-cleanup: Only the management account ${MANAGEMENT} works on StackSets as itself: say --call-as DELEGATED_ADMIN, or leave it out.`,
  )
  expect(await status()).toMatchObject({ code: 0, out: expect.stringContaining('There is no StackSet IamUnusedUserCleanup in us-east-1.') })
  expect(changing(before).filter((operation) => operation.startsWith('cloudformation:'))).toEqual([])
})

const recorder = (accountId: string) => ({
  name: 'default',
  roleARN: `arn:aws:iam::${accountId}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`,
  recordingGroup: { allSupported: true, includeGlobalResourceTypes: true },
})

test('a pilot: what will change is shown, who declines changes nothing; then a line an account, and the set stays unarmed', async () => {
  const before = simulator.calls.length
  const { code, out } = await deploy(['--pilot', PILOT, '--dry-run'])
  expect(code).toBe(0)
  expect(out).toMatch(
    /^Organization o-exampleorg1, Region us-east-1, StackSet IamUnusedUserCleanup: made\.\nTemplate 0\.1\.0 [0-9a-f]{64}\.\n/,
  )
  expect(out).toMatch(/^ AutomaticRemediation +false$/m)
  expect(out).toMatch(/^ RemediationRunbook +Guarded$/m)
  expect(out).toMatch(/^ 333333333333 +staging +ou-exam-pilotaccounts +gets a stack +not armed$/m)
  expect(out).toContain('The pilot goes first: its first failure ends it, and what comes after.')
  expect(out).toContain(`Accounts that join ${PILOT} get a stack by themselves, unarmed.`)
  expect(out).toContain(
    `Not reached: the management account ${MANAGEMENT} (management), by any StackSet. There, with its profile: iam-cleanup deploy --parameter AutomaticRemediation=false`,
  )
  expect(await deploy(['--pilot', PILOT])).toMatchObject({
    code: 4,
    notes: expect.stringMatching(
      /\nDeploy to 1 account of organization o-exampleorg1, Region us-east-1\?\niam-cleanup: Declined\. Nothing was done\.$/,
    ),
  })
  expect(changing(before)).toEqual([])
  const done = await deploy(['--pilot', PILOT, '--max-age', '60'], { answer: true })
  expect(done.code).toBe(0)
  expect(done.out).toMatch(/^CREATE [0-9a-f-]+: SUCCEEDED, 1 account done\.\nNow 1 account in the StackSet: 1 up to date, 0 armed\.$/)
  expect(done.notes).toMatch(/^333333333333 \(staging\): done\.$/m)
  expect(await setNow()).toMatchObject({
    PermissionModel: 'SERVICE_MANAGED',
    AutoDeployment: { Enabled: true, RetainStacksOnAccountRemoval: false },
    ManagedExecution: { Active: true },
    parameters: { AutomaticRemediation: 'false', RemediationRunbook: 'Guarded', MaxCredentialUsageAge: '60' },
  })
  expect(await deploy(['--pilot', PILOT, '--yes'])).toMatchObject({
    code: 0,
    out: 'No changes: the StackSet IamUnusedUserCleanup is as it is to be in the accounts that are named.',
  })
})

test('wider: an account without a recorder and one with a stack by hand fail by themselves, each with its cure; whoever is suspended or not in it is told', async () => {
  simulator.organization.join(BY_HAND, 'Workloads', 'by-hand')
  await new System(simulator, BY_HAND).createStack(await templateBody(), {})
  const { code, out, notes } = await deploy(['--ou', WORKLOADS, '--yes'])
  expect(code).toBe(1)
  expect(notes).toContain('Not reached, as they are not active: 666666666666 (suspended).')
  expect(notes).toMatch(/^444444444444 \(production\): done\.$/m)
  expect(out).toContain(
    `FAILED: ${UNRECORDED} (unrecorded): ResourceLogicalId:ConfigRule, ResourceType:AWS::Config::ConfigRule, ResourceStatusReason:Configuration recorder is not available to put config rule.
  AWS Config has no recorder there: turn it on in us-east-1, with the resource type AWS::IAM::User. Then: iam-cleanup deploy --organization --accounts ${UNRECORDED}`,
  )
  expect(out).toMatch(/Now 4 accounts in the StackSet: 2 up to date, 0 armed\.$/)
  expect(notes).toMatch(/iam-cleanup: \d accounts? failed\. What is said above of (it|each) names the reason and the next step\.$/)
  expect((await deploy(['--accounts', BY_HAND, '--yes'])).out).toContain(
    `  A ledger is there already. If a stack by hand has it, delete that stack first; the ledger stays. To go on with it: iam-cleanup deploy --organization --accounts ${BY_HAND} --take-ledger`,
  )
  expect((await deploy(['--accounts', BY_HAND, '--take-ledger', '--yes'])).out).toContain(
    `  Something has that name there already, most likely a stack by hand, or of another StackSet. Delete that stack in ${BY_HAND}; its ledger stays, and is gone on with: iam-cleanup deploy --organization --accounts ${BY_HAND} --take-ledger. Or take the stack into the set: aws cloudformation import-stacks-to-stack-set`,
  )
})

test('armed unit by unit, by an override beside those that there are; whoever failed is not armed', async () => {
  const overrides = [{ ParameterKey: 'WarningDays', ParameterValue: '30' }]
  const targets = { DeploymentTargets: { OrganizationalUnitIds: [PILOT] }, Regions: ['us-east-1'] }
  await management.cloudFormation.send(new UpdateStackInstancesCommand({ StackSetName, ...targets, ParameterOverrides: overrides }))
  await simulator.advance(60_000)
  const { code, out, notes } = await deploy(['--ou', WORKLOADS, ...ARM])
  expect(code).toBe(0)
  expect(notes).toMatch(/^ 333333333333 +staging +ou-exam-pilotaccounts +armed +ARMED$/m)
  expect(notes).toContain(
    `Without a stack that is up to date, and so not armed: ${UNRECORDED} (unrecorded), ${BY_HAND} (by-hand). Deploy there first, without --arm.`,
  )
  // Those that override something else have an operation of their own.
  expect(out).toMatch(
    /^UPDATE \S+: SUCCEEDED, 1 account done\.\nUPDATE \S+: SUCCEEDED, 1 account done\.\nNow 4 accounts in the StackSet: 2 up to date, 2 armed\.$/,
  )
  expect(await overridesOf(STAGING)).toEqual({ WarningDays: '30', AutomaticRemediation: 'true' })
  expect(await overridesOf(PRODUCTION)).toEqual({ AutomaticRemediation: 'true' })
  expect(await overridesOf(UNRECORDED)).toEqual({})
  expect(await deploy(['--pilot', PILOT, ...ARM, '--max-age', '30'])).toMatchObject({
    code: 2,
    notes: 'iam-cleanup: With --arm nothing else is changed: leave --runbook, --max-age and --parameter to a command of their own.',
  })
})

test('a new limit: no other parameter falls back, whoever is armed stays it, whoever is not named is told; Ctrl+C leaves CloudFormation at work', async () => {
  const { code, notes } = await deploy(['--pilot', PILOT, '--max-age', '45', '--yes'], {
    heard: (message, interrupt) => {
      if (!message.startsWith('UPDATE')) return undefined
      interrupt()
      return 'time stands still'
    },
  })
  expect(code).toBe(130)
  expect(notes).toMatch(/^ MaxCredentialUsageAge +45 +60$/m)
  expect(notes).toMatch(/^ 333333333333 +staging +ou-exam-pilotaccounts +is brought up to date +stays ARMED$/m)
  expect(notes).toContain('3 accounts with a stack are not named: what runs there stays, and is out of date from now on.')
  expect(notes).toMatch(
    /iam-cleanup: Interrupted: CloudFormation goes on with UPDATE (\S+), and nothing is begun after it\. "iam-cleanup status --organization" tells how it stands; to stop it: aws cloudformation stop-stack-set-operation --stack-set-name IamUnusedUserCleanup --operation-id \1 --region us-east-1$/,
  )
  await simulator.advance(300_000)
  expect(await setNow()).toMatchObject({
    parameters: { MaxCredentialUsageAge: '45', RemediationRunbook: 'Guarded', AutomaticRemediation: 'false' },
  })
  expect(await overridesOf(STAGING)).toEqual({ WarningDays: '30', AutomaticRemediation: 'true' })
})

test('while an operation is under way, nothing is begun', async () => {
  const targets = { DeploymentTargets: { OrganizationalUnitIds: [PILOT] }, Regions: ['us-east-1'] }
  const { OperationId } = await management.cloudFormation.send(new UpdateStackInstancesCommand({ StackSetName, ...targets }))
  expect(await deploy(['--ou', WORKLOADS, '--yes'])).toMatchObject({
    code: 4,
    notes: `iam-cleanup: The StackSet IamUnusedUserCleanup is being worked on (UPDATE ${OperationId}: RUNNING). Wait until that has ended: aws cloudformation describe-stack-set-operation --stack-set-name IamUnusedUserCleanup --operation-id ${OperationId} --region us-east-1`,
  })
  await simulator.advance(60_000)
})

test('an account that failed is mended: the ledger that its first try left is gone on with; all others are brought up to date', async () => {
  await new System(simulator, UNRECORDED).config.send(new PutConfigurationRecorderCommand({ ConfigurationRecorder: recorder(UNRECORDED) }))
  const again = await deploy(['--accounts', UNRECORDED, '--yes'])
  expect(again.code).toBe(1)
  expect(again.out).toContain(
    `  A ledger is there already. If a stack by hand has it, delete that stack first; the ledger stays. To go on with it: iam-cleanup deploy --organization --accounts ${UNRECORDED} --take-ledger`,
  )
  expect(await deploy(['--accounts', UNRECORDED, '--take-ledger', '--yes'])).toMatchObject({ code: 0 })
  expect(await overridesOf(UNRECORDED)).toEqual({ LedgerTableName: 'iam-unused-user-cleanup-ledger' })
  expect((await deploy(['--accounts', PRODUCTION, '--yes'])).out).toMatch(
    /SUCCEEDED, 1 account done\.\nNow 4 accounts in the StackSet: 3 up to date, 2 armed\.$/m,
  )
})

test('who joins arrives unarmed: counted by status, which tells each account; a delegated administrator is told the same', async () => {
  simulator.organization.join('888888888888', 'Workloads', 'bought')
  await simulator.advance(600_000)
  const { code, out } = await status()
  expect(code).toBe(0)
  expect(out).toMatch(/^8: 4 current, 0 outdated, 1 failed, 1 skipped as suspended, 1 without a stack\.$/m)
  expect(out).toMatch(/^2 armed, 3 not armed, of which 2 came later, where others are armed\.$/m)
  expect(out).toMatch(/^ 888888888888 +bought +ou-exam-workloads +current +NOT ARMED: came later +there +there +unknown$/m)
  expect(out).toMatch(/^ 777777777777 +by-hand +ou-exam-workloads +FAILED +not armed +unknown +unknown +unknown$/m)
  expect(out).toMatch(/^1 without the rule, 0 without a recorder, 0 without a fresh evaluation, as far as that is known\.$/m)
  expect(out).toContain('Unknown: no aggregator was named.')
  expect(out).toContain(`To arm those that came later: iam-cleanup deploy --organization --arm --accounts ${UNRECORDED} 888888888888`)
  await organizations.send(
    new RegisterDelegatedAdministratorCommand({
      AccountId: SECURITY,
      ServicePrincipal: 'member.org.stacksets.cloudformation.amazonaws.com',
    }),
  )
  expect((await status([], SECURITY)).out).toBe(out)
})

test('status by an aggregator, as JSON: who has fresh results; what could not be read is told as such, with exit code 1', async () => {
  const trust = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'config.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  }
  await management.iam.send(new CreateRoleCommand({ RoleName: 'Aggregator', AssumeRolePolicyDocument: JSON.stringify(trust) }))
  const OrganizationAggregationSource = { RoleArn: `arn:aws:iam::${MANAGEMENT}:role/Aggregator`, AwsRegions: ['us-east-1'] }
  await management.config.send(new PutConfigurationAggregatorCommand({ ConfigurationAggregatorName: 'all', OrganizationAggregationSource }))
  await simulator.advance(1_200_000)
  const { code, out } = await status(['--aggregator', 'all', '--format', 'json'])
  expect(code).toBe(0)
  const json = JSON.parse(out) as { totals: object; accounts: { value: { accountId: string; evaluation: string; recorder: string }[] } }
  expect(json).toMatchObject({
    format: 'iam-unused-user-cleanup organization status',
    version: 1,
    set: { kind: 'read', value: { runbook: 'Guarded', limitDays: '45', joiners: 'deployed' } },
    totals: { accounts: 8, current: 4, failed: 1, skippedSuspended: 1, armed: 2, unarmed: 3, joinedUnarmed: 2 },
  })
  const evaluations = Object.fromEntries(json.accounts.value.map(({ accountId, evaluation }) => [accountId, evaluation]))
  expect(evaluations).toMatchObject({ [STAGING]: 'fresh', [PRODUCTION]: 'fresh', [MANAGEMENT]: 'none', [BY_HAND]: 'none' })
  simulator.order({ operation: 'cloudformation:ListStackInstances', kind: 'refuse' })
  expect(await status(['--aggregator', 'other'])).toMatchObject({
    code: 1,
    out: expect.stringMatching(/^Accounts\nREFUSED: .*ListStackInstances[^]*^Evaluations\nCOULD NOT BE READ: .*other/m),
    notes: 'iam-cleanup: Not everything could be read: accounts, aggregator. What was said of it names the reason.',
  })
})

test('to stop: all are disarmed, and nothing else changes', async () => {
  expect(await deploy(['--disarm', '--yes'])).toMatchObject({ code: 0, out: expect.stringMatching(/, 0 armed\.$/) })
  expect(await overridesOf(STAGING)).toEqual({ WarningDays: '30', AutomaticRemediation: 'false' })
  expect((await status()).out).toMatch(/^0 armed, 5 not armed, of which 0 came later, where others are armed\.$/m)
})

test.for<[argv: readonly string[], says: string]>([
  [['--arm'], 'Accounts are armed unit by unit: name some with --pilot, --ou or --accounts.'],
  [['--arm', '--disarm', '--ou', WORKLOADS], 'Say --arm or --disarm, not both.'],
  [['--accounts', '12'], '"12" is no account id: it must be 12 digits.'],
  [['--ou', 'Workloads'], '"Workloads" is no id of a unit: it must be as ou-root-12345678, or a root\'s as r-root.'],
  [
    ['--accounts', MANAGEMENT],
    `${MANAGEMENT} is the management account, which no StackSet reaches: deploy there with its profile, "iam-cleanup deploy --parameter AutomaticRemediation=false".`,
  ],
  [
    ['--ou', 'ou-exam-nowhere00'],
    'There is no unit ou-exam-nowhere00 in organization o-exampleorg1. "aws organizations list-organizational-units-for-parent" shows which there are.',
  ],
  [
    ['--ou', PILOT, '--parameter', 'AutomaticRemediation=true'],
    'AutomaticRemediation is not given to all: arm accounts with --arm, unit by unit.',
  ],
])('%j is no deployment: exit code 2', async ([argv, says]) => {
  expect(await deploy(argv)).toMatchObject({ code: 2, notes: `iam-cleanup: ${says}` })
})
