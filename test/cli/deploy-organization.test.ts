import {
  ActivateOrganizationsAccessCommand,
  DescribeStackInstanceCommand,
  DescribeStackSetCommand,
  UpdateStackInstancesCommand,
} from '@aws-sdk/client-cloudformation'
import { PutConfigurationRecorderCommand } from '@aws-sdk/client-config-service'
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
beforeAll(async () => {
  simulator = await smallOrganization()
  management = new System(simulator)
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
  expect(out).toMatch(/^ 333333333333 +staging +ou-exam-pilotaccounts +gets a stack, as a pilot: the first failure ends it +not armed$/m)
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
  await deploy(['--accounts', BY_HAND, '--yes'])
  expect((await deploy(['--accounts', BY_HAND, '--yes'])).out).toMatch(
    /^FAILED: 777777777777 \(by-hand\): .*already exist.*\n {2}(Something has that name there already, most likely a stack by hand, or of another StackSet\. Delete that stack in 777777777777|An earlier stack left its ledger there)/m,
  )
})
