import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PutConfigurationAggregatorCommand } from '@aws-sdk/client-config-service'
import { CreateRoleCommand } from '@aws-sdk/client-iam'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { AggregateView } from '../../src/organization/aggregate.ts'
import type { Findings } from '../../src/findings/findings.ts'
import { parseAccounts, Simulator } from '../../src/simulator/index.ts'
import { AUDIT, commandOf, MANAGEMENT } from '../support/organization.ts'
import { System, templateBody } from '../support/system.ts'

const [ONE, TWO, WITHOUT] = ['222222222222', '333333333333', '444444444444']
const AGGREGATOR = 'iam-unused-user-cleanup'

const trust = (Principal: object) => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }] })
const roles = [{ name: 'IamCleanupAudit', trust: trust({ AWS: `arn:aws:iam::${MANAGEMENT}:root` }), policies: { Scan: AUDIT } }]
const idle = (name: string) => ({ name, created: '400d', password: { created: '400d', lastUsed: '200d' } })
const busy = (name: string) => ({ name, created: '400d', accessKeys: [{ created: '400d', lastUsed: '1d' }] })

let folder = ''
let simulator: Simulator

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'iam-cleanup-test-'))
  const description = {
    organization: { id: 'o-exampleorg1', managementAccount: MANAGEMENT },
    accounts: [
      { id: MANAGEMENT, name: 'management', users: [idle('root-operator')] },
      { id: ONE, name: 'one', roles, users: [idle('ana'), busy('bob')] },
      { id: TWO, name: 'two', roles, users: [busy('cleo'), idle('dan')], parameters: { '/iam-unused-user-cleanup/excluded-users': 'dan' } },
      { id: WITHOUT, name: 'without', roles, users: [idle('eve')] },
      { id: '555555555555', name: 'gone', status: 'SUSPENDED', users: [] },
    ],
  }
  simulator = await Simulator.start({ at: '2026-11-02T09:00:00Z', account: parseAccounts(description) })
  for (const id of [ONE, TWO])
    await new System(simulator, id).createStack(await templateBody(), { MaxCredentialUsageAge: '90', AutomaticRemediation: 'false' })
  const { iam, config } = new System(simulator, MANAGEMENT)
  const AssumeRolePolicyDocument = JSON.stringify(trust({ Service: 'config.amazonaws.com' }))
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName: 'Aggregator', AssumeRolePolicyDocument }))
  await config.send(
    new PutConfigurationAggregatorCommand({
      ConfigurationAggregatorName: AGGREGATOR,
      OrganizationAggregationSource: { RoleArn: Role?.Arn, AwsRegions: ['us-east-1'] },
    }),
  )
  await simulator.advance(2_000)
  await simulator.advance(700_000)
})

afterEach(() => simulator.clearFaults())

afterAll(async () => {
  await simulator.stop()
  await rm(folder, { recursive: true })
})

const reported = (...more: readonly string[]) =>
  commandOf(simulator, MANAGEMENT, ['report', '--source', 'config', '--aggregator', AGGREGATOR, ...more])

const viewed = async (...more: readonly string[]): Promise<AggregateView> =>
  JSON.parse((await reported('--format', 'json', ...more)).out) as AggregateView

describe('report --source config', () => {
  test('names the accounts without results, and is a failure where there are any; closed ones are none', async () => {
    const { code, out, notes } = await reported()
    expect([code, notes]).toEqual([1, expect.stringContaining('2 of 4 accounts without fresh results: nobody knows what is unused there.')])
    expect(out).toMatch(/Without fresh results[^]*111111111111 +management[^]*444444444444 +without/)
    expect(out).toMatch(/222222222222 +one +us-east-1 +2 +1 /)
    expect(out).toContain('4 users of 4 accounts: 1 non-compliant, 3 compliant; 2 accounts without fresh results.')
    expect(out).toContain('dates of credentials are not among them')
  })

  test('agrees with a scan, once the delay has passed', async () => {
    const file = join(folder, 'scan.jsonl')
    await commandOf(simulator, MANAGEMENT, ['scan', '--organization', '--accounts', ONE, TWO, '--out', file])
    const { out } = await commandOf(simulator, MANAGEMENT, ['report', file, '--format', 'json'])
    const { findings } = JSON.parse(out) as { readonly findings: readonly Findings[] }
    const scanned = findings.flatMap(({ account, users }) =>
      users.map(({ userId, verdict }) => `${account.id} ${userId} ${verdict.kind === 'non-compliant' ? 'NON_COMPLIANT' : 'COMPLIANT'}`),
    )
    const { results } = await viewed()
    expect(results.map(({ accountId, userId, compliance }) => `${accountId} ${userId} ${compliance}`).toSorted()).toEqual(
      scanned.toSorted(),
    )
    expect(scanned).toHaveLength(4)
    expect(results.map(({ annotation }) => annotation).find((each) => each.includes('200 days'))).toMatch(
      /^Password last used 200 days ago/,
    )
  })

  test('calls nothing but AWS Config and AWS Organizations, one call and one an account with results', async () => {
    const from = simulator.calls.length
    await reported()
    const calls = simulator.calls.slice(from).map(({ operation }) => operation)
    expect(calls.filter((each) => each === 'config:GetAggregateComplianceDetailsByConfigRule')).toHaveLength(2)
    expect([...new Set(calls)].toSorted()).toEqual([
      'config:DescribeAggregateComplianceByConfigRules',
      'config:DescribeConfigurationAggregatorSourcesStatus',
      'config:GetAggregateComplianceDetailsByConfigRule',
      'organizations:ListAccounts',
      'sts:GetCallerIdentity',
    ])
  })

  test('without AWS Organizations says that it compared with nothing', async () => {
    simulator.order({ operation: 'organizations:ListAccounts', kind: 'refuse' })
    const { out } = await reported()
    expect(out).toContain('NOT COMPARED with the accounts of the organization')
  })

  test('as CSV has the accounts without fresh results first', async () => {
    const [head, ...rows] = (await reported('--format', 'csv')).out.split('\n')
    expect(head).toBe('\uFEFFaccount_id,account_name,region,standing,says,user_id,compliance,annotation,recorded')
    expect(rows.slice(0, 2).map((row) => row.split(',').slice(0, 4).join(','))).toEqual([
      '111111111111,management,,without',
      '444444444444,without,,without',
    ])
    expect(rows).toHaveLength(2 + 4)
  })

  test('of another rule knows nothing of any account', async () => {
    expect((await viewed('--rule', 'other')).totals).toEqual({ accounts: 4, withoutFresh: 4, users: 0, nonCompliant: 0 })
  })

  test.for([
    [['report'], 'Name files'],
    [['report', '--source', 'config'], 'Name the aggregator'],
    [['report', '--aggregator', 'x'], 'is of --source config'],
    [['report', 'a.json', '--source', 'config', '--aggregator', 'x'], 'no files are read'],
    [['report', '--source', 'config', '--aggregator', 'x', '--format', 'ocsf'], 'cannot be shown as ocsf'],
    [['report', '--source', 'config', '--aggregator', 'nowhere'], 'There is no aggregator nowhere in us-east-1'],
  ] as const)('%j is a mistake', async ([argv, says]) => {
    const { code, notes } = await commandOf(simulator, MANAGEMENT, argv)
    expect([code, notes]).toEqual([2, expect.stringContaining(says)])
  })
})
