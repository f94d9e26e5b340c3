import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ActivateOrganizationsAccessCommand } from '@aws-sdk/client-cloudformation'
import { PutConfigurationAggregatorCommand } from '@aws-sdk/client-config-service'
import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
} from '@aws-sdk/client-iam'
import { EnableAWSServiceAccessCommand, OrganizationsClient, RegisterDelegatedAdministratorCommand } from '@aws-sdk/client-organizations'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { run } from '../../src/cli/run.ts'
import { parseAccounts, Simulator } from '../../src/simulator/index.ts'
import { commandLine, type Caller } from '../support/command-line.ts'
import { recordedIo } from '../support/io.ts'
import { MANAGEMENT, organizationCommand, PILOT, PRODUCTION, SECURITY, smallOrganization } from '../support/organization-commands.ts'
import { makeTable } from '../support/ledger-table.ts'
import { deployedSystem, LIST, System } from '../support/system.ts'

type Policy = { readonly Statement: readonly { readonly Action: string | readonly string[] }[] }

const text = await readFile(new URL('../../docs/permissions.md', import.meta.url), 'utf8')

/** The policies of the document by their headings, filled in. */
const policies = new Map(
  [...text.matchAll(/^## (.+)\n(?:(?!^## )[^])*?^```json\n([^]*?)^```/gm)].map(([, heading = '', json = '']) => [
    heading,
    json.replaceAll('ACCOUNT', '123456789012').replaceAll('REGION', 'us-east-1'),
  ]),
)

const actionsOf = (heading: string): readonly string[] =>
  (JSON.parse(policies.get(heading) ?? '{"Statement":[]}') as Policy).Statement.flatMap(({ Action }) => Action).toSorted()

/** Somebody who may do exactly what stands under a heading. */
async function allowed({ iam }: System, heading: string): Promise<Caller & { readonly arn: string }> {
  const UserName = heading.replaceAll(/\W+/g, '-')
  const { User } = await iam.send(new CreateUserCommand({ UserName, Path: '/operators/' }))
  const PolicyDocument = JSON.stringify(JSON.parse(policies.get(heading) ?? ''))
  const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: UserName, PolicyDocument }))
  await iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn: Policy?.Arn }))
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }))
  return { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '', arn: User?.Arn ?? '' }
}

/** What somebody called, and what was refused. */
function called({ simulator }: System, arn: string) {
  const own = simulator.calls.filter(({ caller }) => caller === arn)
  return {
    actions: [...new Set(own.map(({ operation }) => operation))].filter((action) => action !== 'sts:GetCallerIdentity').toSorted(),
    refused: own.filter(({ outcome }) => outcome.startsWith('AccessDenied')).map(({ operation, resource }) => `${operation} ${resource}`),
  }
}

const users = [
  { name: 'ana', password: { created: '400d' }, accessKeys: [{ created: '400d' }, { created: '400d', lastUsed: '1d' }] },
  { name: 'tagged', tags: { keep: 'yes' }, password: { created: '400d' } },
  { name: 'grouped', groups: ['ops'], password: { created: '400d' } },
]

test('every command that calls AWS has its policy there', () => {
  expect([...policies.keys()]).toEqual([
    'scan',
    'plan',
    'scan --organization',
    'report --source config',
    'apply',
    'restore',
    'ledger',
    'ledger create',
    'exclude list, exclude check',
    'exclude add, exclude remove',
    'snapshot',
    'status',
    'deploy',
    'deploy --organization',
    'status --organization',
  ])
})

test.for<[heading: string, ...commands: (readonly string[])[]]>([
  ['scan', ['scan']],
  ['plan', ['plan']],
  ['scan --organization', ['scan']],
  ['report --source config', ['report']],
  ['restore', ['restore']],
  ['ledger', ['ledger']],
  ['ledger create', ['ledger', 'create']],
  ['exclude list, exclude check', ['exclude', 'list'], ['exclude', 'check']],
  ['exclude add, exclude remove', ['exclude', 'add'], ['exclude', 'remove']],
  ['snapshot', ['snapshot']],
  ['status', ['status']],
  ['deploy --organization', ['deploy']],
  ['status --organization', ['status']],
])('--help of %s names each of its rights', async ([heading, ...commands]) => {
  for (const command of commands) {
    const { io, out } = recordedIo()
    expect(await run([...command, '--help'], io)).toBe(0)
    const needs = out.join('\n').split('Needs ')[1] ?? ''
    const missing = actionsOf(heading).filter((action) => !new RegExp(`\\b${action.split(':')[1]}\\b`).test(needs))
    expect([command, missing]).toEqual([command, []])
  }
})

describe('under exactly its policy each command does what it is for, and needs all of it', () => {
  let system: System
  let folder = ''
  let file = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'iam-cleanup-test-'))
    file = join(folder, 'plan.json')
    system = await deployedSystem({
      users,
      list: 'group:ops,tag:keep',
      parameters: { RemediationRunbook: 'Guarded', AutomaticRemediation: 'false' },
    })
    await system.evaluate()
  })
  afterAll(async () => {
    await system[Symbol.asyncDispose]()
    await rm(folder, { recursive: true })
  })

  /** Rights that this account gives no occasion for. */
  const UNUSED: Readonly<Record<string, readonly string[]>> = { restore: ['iam:UpdateLoginProfile', 'ssm:GetAutomationExecution'] }

  test.for<[heading: string, lines: () => readonly (readonly string[])[]]>([
    ['scan', () => [['scan']]],
    ['plan', () => [['plan', '--max-age', '90', '--out', file]]],
    ['apply', () => [['apply', file, '--yes']]],
    ['restore', () => [['restore', 'ana', '--yes']]],
    ['ledger', () => [['ledger']]],
    [
      'exclude list, exclude check',
      () => [
        ['exclude', 'list'],
        ['exclude', 'check'],
      ],
    ],
    [
      'exclude add, exclude remove',
      () => [
        ['exclude', 'add', 'tag:keep', '--until', '2027-01-01', '--yes'],
        ['exclude', 'remove', 'tag:keep', '--yes'],
      ],
    ],
    ['snapshot', () => [['snapshot']]],
    ['status', () => [['status']]],
  ])('%s', async ([heading, commands]) => {
    const { arn, ...caller } = await allowed(system, heading)
    for (const argv of commands()) expect([argv[0], await commandLine(system, argv, false, caller)]).toMatchObject([argv[0], { code: 0 }])
    const { actions, refused } = called(system, arn)
    expect(refused).toEqual([])
    expect(actions).toEqual(actionsOf(heading).filter((action) => UNUSED[heading]?.includes(action) !== true))
  })

  test('ledger create', async () => {
    await using other = new System(await Simulator.start({ at: '2026-11-02T09:00:00Z', account: { users } }))
    const { arn, ...caller } = await allowed(other, 'ledger create')
    expect(await commandLine(other, ['ledger', 'create'], false, caller)).toMatchObject({ code: 0 })
    expect(called(other, arn)).toEqual({ actions: actionsOf('ledger create'), refused: [] })
  })
})

describe('over an organization, under exactly these policies', () => {
  const [MANAGEMENT, MEMBER, WITHOUT] = ['123456789012', '222222222222', '333333333333']
  let system: System
  beforeAll(async () => {
    const own = (policies.get('scan') ?? '').replaceAll('123456789012', MEMBER)
    const trust = (Principal: object) => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }] })
    const roles = [
      { name: 'IamCleanupAudit', trust: trust({ AWS: `arn:aws:iam::${MANAGEMENT}:root` }), policies: { Scan: JSON.parse(own) } },
    ]
    const description = {
      organization: { id: 'o-exampleorg1', managementAccount: MANAGEMENT },
      accounts: [
        { id: MANAGEMENT, users: [] },
        { id: MEMBER, users, roles, parameters: { [LIST]: 'group:ops,tag:keep' } },
        { id: WITHOUT, users: [] },
      ],
    }
    system = new System(await Simulator.start({ at: '2026-11-02T09:00:00Z', account: parseAccounts(description), accountId: MANAGEMENT }))
    await makeTable(new System(system.simulator, MEMBER).dynamoDb)
  })
  afterAll(() => system[Symbol.asyncDispose]())

  test('scan reads a member by the role, and asks why another one lets nobody in', async () => {
    const { arn, ...caller } = await allowed(system, 'scan --organization')
    const argv = ['scan', '--organization', '--ou', 'r-exam', '--exclude-accounts', MANAGEMENT]
    expect(await commandLine(system, argv, false, caller)).toMatchObject({
      code: 1,
      notes: expect.stringContaining(`1 of 3 accounts could not be read: ${WITHOUT}`),
    })
    expect(called(system, arn).actions).toEqual(actionsOf('scan --organization'))
    expect(called(system, `arn:aws:sts::${MEMBER}:assumed-role/IamCleanupAudit/iam-cleanup-scan`)).toEqual({
      actions: actionsOf('scan'),
      refused: [],
    })
  })

  test('report reads an aggregator', async () => {
    const AssumeRolePolicyDocument = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: 'config.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    })
    const { Role } = await system.iam.send(new CreateRoleCommand({ RoleName: 'Aggregator', AssumeRolePolicyDocument }))
    const OrganizationAggregationSource = { RoleArn: Role?.Arn, AwsRegions: ['us-east-1'] }
    await system.config.send(new PutConfigurationAggregatorCommand({ ConfigurationAggregatorName: 'all', OrganizationAggregationSource }))
    const { arn, ...caller } = await allowed(system, 'report --source config')
    expect((await commandLine(system, ['report', '--source', 'config', '--aggregator', 'all'], false, caller)).code).toBe(1)
    const { actions, refused } = called(system, arn)
    expect(refused).toEqual([])
    // No rule has results here, so that there are no details to ask for.
    expect(actions).toEqual(
      actionsOf('report --source config').filter((each) => each !== 'config:GetAggregateComplianceDetailsByConfigRule'),
    )
  })
})

describe('deploy, under exactly its policy', () => {
  let system: System
  beforeAll(async () => {
    system = new System(await Simulator.start({ account: { users, parameters: { [LIST]: ',' } }, at: '2026-11-02T09:00:00Z' }))
    system.simulator.run()
  })
  afterAll(() => system[Symbol.asyncDispose]())

  test('makes, updates, and makes anew after a deployment that failed', async () => {
    const { arn, ...caller } = await allowed(system, 'deploy')
    const deploy = (...argv: readonly string[]) => commandLine(system, ['deploy', '--yes', ...argv], false, caller)
    system.simulator.order({ operation: 'config:PutConfigRule', kind: 'server-error', times: 1 })
    expect((await deploy()).code).toBe(1)
    expect(await deploy()).toMatchObject({ code: 0, notes: expect.stringContaining('this one takes it over') })
    await system.simulator.advance(61_000)
    expect(await deploy('--max-age', '50', '--runbook', 'None')).toMatchObject({ code: 0 })
    expect(called(system, arn).refused).toEqual([])
  })

  test('its own rights are needed, each', async () => {
    const own = actionsOf('deploy').filter((action) => /^(account|cloudformation):/.test(action))
    const { actions } = called(system, 'arn:aws:iam::123456789012:user/operators/deploy')
    // No change set was given up here.
    expect(actions.filter((action) => /^(account|cloudformation):/.test(action))).toEqual(
      own.filter((action) => action !== 'cloudformation:DeleteChangeSet'),
    )
  })
})

describe('of an organization, under exactly its policy', () => {
  let simulator: Simulator
  beforeAll(async () => (simulator = await smallOrganization()))
  afterAll(() => simulator.stop())

  test.for<[accountId: string, ...lines: (readonly string[])[]]>([
    [
      MANAGEMENT,
      ['--pilot', PILOT, '--aggregator', 'all'],
      ['--accounts', PRODUCTION],
      ['--pilot', PILOT, '--max-age', '60'],
      ['--pilot', PILOT, '--arm'],
    ],
    [SECURITY, ['--accounts', SECURITY], ['--pilot', PILOT, '--max-age', '45'], ['--pilot', PILOT, '--disarm']],
  ])('%s, the management account or a delegated administrator, deploys, arms, and sees how it stands', async ([accountId, ...lines]) => {
    const system = new System(simulator, accountId)
    if (accountId === MANAGEMENT) await system.cloudFormation.send(new ActivateOrganizationsAccessCommand({}))
    else
      await organizationsOf(simulator).send(
        new RegisterDelegatedAdministratorCommand({ AccountId: accountId, ServicePrincipal: STACK_SETS }),
      )
    await aggregatorIn(system, accountId)
    const ofDeploy = await allowed(system, 'deploy --organization')
    const ofStatus = await allowed(system, 'status --organization')
    for (const line of lines)
      expect([line, await organizationCommand(simulator, ['deploy', '--organization', '--yes', ...line], ofDeploy)]).toMatchObject([
        line,
        { code: 0 },
      ])
    await simulator.advance(1_200_000)
    expect(await organizationCommand(simulator, ['status', '--organization', '--aggregator', 'all'], ofStatus)).toMatchObject({ code: 0 })
    const [deployed, seen] = [called(system, ofDeploy.arn), called(system, ofStatus.arn)]
    expect([deployed.refused, seen.refused]).toEqual([[], []])
    // The own account's recorder is of who deploys into the own account; the set is there already for the second one.
    const without = accountId === MANAGEMENT ? OF_OWN_ACCOUNT : OF_THE_FIRST
    expect(deployed.actions).toEqual(actionsOf('deploy --organization').filter((action) => !without.includes(action)))
    expect(seen.actions).toEqual(actionsOf('status --organization'))
  })
})

const STACK_SETS = 'member.org.stacksets.cloudformation.amazonaws.com'
const OF_OWN_ACCOUNT = ['config:DescribeConfigurationRecorders', 'config:DescribeConfigurationRecorderStatus']
const OF_THE_FIRST = ['cloudformation:CreateStackSet', 'config:DescribeConfigurationAggregatorSourcesStatus']

const organizationsOf = ({ endpoint, region }: Simulator) =>
  new OrganizationsClient({ endpoint, region, credentials: { accessKeyId: MANAGEMENT, secretAccessKey: 'test' } })

async function aggregatorIn({ iam, config, simulator }: System, accountId: string): Promise<void> {
  const ServicePrincipal = 'config.amazonaws.com'
  if (accountId !== MANAGEMENT) {
    await organizationsOf(simulator).send(new EnableAWSServiceAccessCommand({ ServicePrincipal }))
    await organizationsOf(simulator).send(new RegisterDelegatedAdministratorCommand({ AccountId: accountId, ServicePrincipal }))
  }
  const trust = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: ServicePrincipal }, Action: 'sts:AssumeRole' }],
  }
  await iam.send(new CreateRoleCommand({ RoleName: 'Aggregator', AssumeRolePolicyDocument: JSON.stringify(trust) }))
  const OrganizationAggregationSource = { RoleArn: `arn:aws:iam::${accountId}:role/Aggregator`, AwsRegions: ['us-east-1'] }
  await config.send(new PutConfigurationAggregatorCommand({ ConfigurationAggregatorName: 'all', OrganizationAggregationSource }))
  await simulator.advance(1_200_000)
}
