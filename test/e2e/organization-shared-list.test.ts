import { ActivateOrganizationsAccessCommand } from '@aws-sdk/client-cloudformation'
import { DescribeConfigRuleEvaluationStatusCommand, PutConfigurationAggregatorCommand } from '@aws-sdk/client-config-service'
import { CreateRoleCommand } from '@aws-sdk/client-iam'
import {
  CreateResourceShareCommand,
  DeleteResourceShareCommand,
  EnableSharingWithAwsOrganizationCommand,
  RAMClient,
} from '@aws-sdk/client-ram'
import { PutParameterCommand } from '@aws-sdk/client-ssm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseAccounts, Simulator } from '../../src/simulator/index.ts'
import { MANAGEMENT, organizationCommand, PRODUCTION, WORKLOADS } from '../support/organization-commands.ts'
import { System } from '../support/system.ts'

const LIST = `arn:aws:ssm:us-east-1:${MANAGEMENT}:parameter/shared`
const DAY_MS = 86_400_000

let simulator: Simulator
let share: string | undefined
let ram: RAMClient

/** One member, which goes by a list of the management account's, through a StackSet. */
beforeAll(async () => {
  const users = ['ana', 'glass'].map((name) => ({ name, password: { created: '400d' } }))
  simulator = await Simulator.start({
    at: '2026-11-02T09:00:00Z',
    reuseProcesses: true,
    account: parseAccounts({
      organization: { id: 'o-exampleorg1', managementAccount: MANAGEMENT, units: [{ id: WORKLOADS, name: 'Workloads' }] },
      accounts: [
        { id: MANAGEMENT, name: 'management', users: [] },
        { id: PRODUCTION, name: 'production', unit: 'Workloads', users },
      ],
    }),
  })
  const { cloudFormation, config, iam, ssm } = new System(simulator)
  ram = new RAMClient({
    endpoint: simulator.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: MANAGEMENT, secretAccessKey: 'test' },
  })
  await cloudFormation.send(new ActivateOrganizationsAccessCommand({}))
  await ram.send(new EnableSharingWithAwsOrganizationCommand({}))
  await ssm.send(new PutParameterCommand({ Name: '/shared', Value: 'glass', Type: 'StringList', Tier: 'Advanced' }))
  const principals = [`arn:aws:organizations::${MANAGEMENT}:organization/o-exampleorg1`]
  const made = await ram.send(new CreateResourceShareCommand({ name: 'list', resourceArns: [LIST], principals }))
  share = made.resourceShare?.resourceShareArn
  const trust = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'config.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  }
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName: 'Aggregator', AssumeRolePolicyDocument: JSON.stringify(trust) }))
  const OrganizationAggregationSource = { RoleArn: Role?.Arn, AwsRegions: ['us-east-1'] }
  await config.send(new PutConfigurationAggregatorCommand({ ConfigurationAggregatorName: 'all', OrganizationAggregationSource }))
})
afterAll(() => simulator.stop())

const command = (...argv: readonly string[]) => organizationCommand(simulator, argv)

async function errorOf({ config }: System): Promise<string> {
  const { ConfigRulesEvaluationStatus: [status] = [] } = await config.send(new DescribeConfigRuleEvaluationStatusCommand({}))
  return status?.LastErrorMessage ?? ''
}

const invocations = () => simulator.calls.filter(({ operation }) => operation === 'config:PutEvaluations').length

test('the list that members go by is unshared: nothing is evaluated there, and status and report tell it once results are old', async () => {
  const deployed = await command('deploy', '--organization', '--ou', WORKLOADS, '--yes', '--parameter', `SharedExclusionsArn=${LIST}`)
  expect(deployed).toMatchObject({ code: 0 })
  await simulator.advance(DAY_MS)
  const fresh = await command('report', '--source', 'config', '--aggregator', 'all')
  expect(fresh.out).toMatch(/production/)
  expect(fresh.notes).toContain('1 of 2 accounts without fresh results')
  expect((await command('status', '--organization', '--aggregator', 'all')).out).toMatch(/^ 444444444444 .* fresh$/m)
  await ram.send(new DeleteResourceShareCommand({ resourceShareArn: share }))
  const before = invocations()
  await simulator.advance(3 * DAY_MS)
  expect(invocations()).toBe(before)
  expect((await command('status', '--organization', '--aggregator', 'all')).out).toMatch(/^ 444444444444 .* STALE$/m)
  const stale = await command('report', '--source', 'config', '--aggregator', 'all')
  expect(stale).toMatchObject({
    code: 1,
    notes: expect.stringContaining('2 of 2 accounts without fresh results: nobody knows what is unused there.'),
  })
  // By its own rule the member says why.
  expect(await errorOf(new System(simulator, PRODUCTION))).toMatch(
    /^The shared exclusion list arn:aws:ssm:us-east-1:111111111111:parameter\/shared could not be read \(AccessDeniedException/,
  )
  expect(simulator.of(PRODUCTION).changes).toEqual([])
})
