import { CreateAccessKeyCommand, CreateUserCommand, IAMClient, PutUserPolicyCommand } from '@aws-sdk/client-iam'
import {
  BatchImportFindingsCommand,
  EnableSecurityHubCommand,
  GetFindingsCommand,
  SecurityHubClient,
  type AwsSecurityFinding,
  type GetFindingsRequest,
} from '@aws-sdk/client-securityhub'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CONSTRAINTS } from '../../src/simulator/front/constraints.ts'
import { operationsOf, SERVICES } from '../../src/simulator/front/services.ts'
import { Simulator } from '../../src/simulator/index.ts'
import { FINDING } from '../support/finding.ts'
import { membersOf, merge, replaced } from '../support/members.ts'

const [MINE, OTHER] = ['123456789012', '210987654321']
const PRODUCT = 'arn:aws:securityhub:us-east-1:123456789012:product/123456789012/default'
const ENABLE = { EnableDefaultStandards: false }

let simulator: Simulator

beforeAll(async () => {
  simulator = await Simulator.start({ at: '2026-11-25T09:00:00Z' })
  await hub().send(new EnableSecurityHubCommand(ENABLE))
})

afterAll(() => simulator.stop())

const settings = (accessKeyId: string, region = 'us-east-1') => ({
  endpoint: simulator.endpoint,
  region,
  maxAttempts: 1,
  credentials: { accessKeyId, secretAccessKey: 'secret' },
})

const hub = (key: string = MINE, region?: string) => new SecurityHubClient(settings(key, region))

const send = (findings: readonly object[], client = hub()) =>
  client.send(new BatchImportFindingsCommand({ Findings: findings as AwsSecurityFinding[] }))

const imported = async (request: GetFindingsRequest = {}, client = hub()) =>
  (await client.send(new GetFindingsCommand(request))).Findings ?? []

const one = async (Id: string) => (await imported({ Filters: { Id: [{ Value: Id, Comparison: 'EQUALS' }] } }))[0]

describe('whether it is enabled', () => {
  // User Guide, "BatchImportFindings for finding providers": where Security Hub is disabled the findings are returned as failed with an InvalidAccess error.
  test('is of an account in a Region: elsewhere findings fail, the call does not; nothing is there to be read', async () => {
    const product = `arn:aws:securityhub:us-east-1:${OTHER}:product/${OTHER}/default`
    expect(await send([{ ...FINDING, ProductArn: product, AwsAccountId: OTHER }], hub(OTHER))).toMatchObject({
      FailedCount: 1,
      SuccessCount: 0,
      FailedFindings: [
        { Id: 'one', ErrorCode: 'InvalidAccess', ErrorMessage: 'Account 210987654321 is not subscribed to AWS Security Hub' },
      ],
    })
    for (const client of [hub(OTHER), hub(MINE, 'eu-west-1')])
      await expect(imported({}, client)).rejects.toMatchObject({
        name: 'InvalidAccessException',
        $metadata: { httpStatusCode: 401 },
        message: expect.stringContaining('is not subscribed to AWS Security Hub'),
      })
  })

  test('it is once, and without standards, which are not here', async () => {
    await expect(hub().send(new EnableSecurityHubCommand(ENABLE))).rejects.toMatchObject({ name: 'ResourceConflictException' })
    await expect(hub(OTHER).send(new EnableSecurityHubCommand({}))).rejects.toThrow('The simulator has no standards')
    await expect(hub(OTHER).send(new EnableSecurityHubCommand({ EnableDefaultStandards: true }))).rejects.toThrow(
      'The simulator does not honour EnableDefaultStandards of securityhub:EnableSecurityHub.',
    )
  })
})

test('what is imported can be read, whole, ten at a time unless more are asked for', async () => {
  expect(await send([FINDING])).toMatchObject({ FailedCount: 0, SuccessCount: 1, FailedFindings: [] })
  expect(await one('one')).toEqual(FINDING)
  expect(await send(Array.from({ length: 99 }, (_, index) => ({ ...FINDING, Id: `page-${index}` })))).toMatchObject({ SuccessCount: 99 })
  expect((await imported()).length).toBe(10)
  expect((await imported({ MaxResults: 100 })).length).toBe(100)
  expect((await imported({ MaxResults: 100, NextToken: '90' })).length).toBe(10)
  await expect(imported({ MaxResults: 101 })).rejects.toMatchObject({ name: 'InvalidInputException' })
  await expect(imported({ NextToken: 'x' })).rejects.toMatchObject({ name: 'InvalidInputException' })
})

test('a batch has one finding at least and a hundred at most, else nothing is imported', async () => {
  const many = Array.from({ length: 101 }, (_, index) => ({ ...FINDING, Id: `many-${index}` }))
  for (const findings of [[], many])
    await expect(send(findings)).rejects.toMatchObject({ name: 'InvalidInputException', $metadata: { httpStatusCode: 400 } })
  expect(await one('many-0')).toBeUndefined()
})

// As people report it: prowler-cloud/prowler issues 618 and 867, cloud-custodian issue 6091.
describe('whose findings are taken', () => {
  test.for([
    ['of another account', { AwsAccountId: OTHER }, 'AccessDeniedException'],
    ["another account's product", { ProductArn: PRODUCT.replaceAll(MINE, OTHER) }, 'AccessDeniedException'],
    ['of another Region', { ProductArn: PRODUCT.replace('us-east-1', 'eu-west-1') }, 'AccessDeniedException'],
    ["a partner's product", { ProductArn: 'arn:aws:securityhub:us-east-1::product/prowler/prowler' }, 'AccessDeniedException'],
    ['of no product', { ProductArn: 'arn:aws:securityhub:us-east-1:123456789012:hub/default' }, 'InvalidInputException'],
  ] as const)('%s: the call is refused, with all that is in it', async ([, other, name]) => {
    await expect(
      send([
        { ...FINDING, Id: 'beside' },
        { ...FINDING, ...other },
      ]),
    ).rejects.toMatchObject({ name })
    expect(await one('beside')).toBeUndefined()
  })

  // Service Authorization Reference: the product is the resource, securityhub:TargetAccount the account of the findings.
  test('rights are of the product, and may be narrowed to accounts', async () => {
    const iam = new IAMClient(settings(MINE))
    const clientOf = async (UserName: string, Resource: string, account: string) => {
      const Condition = { StringEquals: { 'securityhub:TargetAccount': account } }
      const PolicyDocument = JSON.stringify({
        Version: '2012-10-17',
        Statement: { Effect: 'Allow', Action: 'securityhub:BatchImportFindings', Resource, Condition },
      })
      await iam.send(new CreateUserCommand({ UserName }))
      await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'own', PolicyDocument }))
      const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }))
      return hub(AccessKey?.AccessKeyId)
    }
    expect(await send([FINDING], await clientOf('sender', PRODUCT, MINE))).toMatchObject({ SuccessCount: 1 })
    for (const client of [await clientOf('elsewhere', `${PRODUCT}x`, MINE), await clientOf('for-another', PRODUCT, OTHER)])
      await expect(send([FINDING], client)).rejects.toMatchObject({ name: 'AccessDeniedException' })
  })
})

// The words are those that people report: aquasecurity/kube-bench issue 903, prowler-cloud/prowler issues 778 and 2519, aws-samples/aws-securityhub-config-integration issue 3.
describe('a finding that is not of the format fails by itself', () => {
  const refused = async (other: object) => {
    const {
      FailedCount,
      SuccessCount,
      FailedFindings = [],
    } = await send([
      { ...FINDING, Id: 'good' },
      { ...FINDING, Id: 'bad', ...other },
    ])
    expect([FailedCount, SuccessCount, FailedFindings[0]?.ErrorCode]).toEqual([1, 1, 'InvalidInput'])
    return FailedFindings[0]?.ErrorMessage?.replace('Finding does not adhere to Amazon Finding Format. ', '')
  }
  const [user] = FINDING.Resources ?? []

  test.for<[string, object, string]>([
    ['a long title', { Title: 'x'.repeat(257) }, 'data.Title should NOT be longer than 256 characters.'],
    ['no title', { Title: '' }, 'data.Title should NOT be shorter than 1 characters.'],
    ['a long description', { Description: 'x'.repeat(1_025) }, 'data.Description should NOT be longer than 1024 characters.'],
    ['a long id', { Id: 'x'.repeat(513) }, 'data.Id should NOT be longer than 512 characters.'],
    ['a long generator', { GeneratorId: 'x'.repeat(513) }, 'data.GeneratorId should NOT be longer than 512 characters.'],
    ['a long name of the account', { AwsAccountName: 'x'.repeat(51) }, 'data.AwsAccountName should NOT be longer than 50 characters.'],
    [
      'a long recommendation',
      { Remediation: { Recommendation: { Text: 'x'.repeat(513) } } },
      'data.Remediation.Recommendation.Text should NOT be longer than 512 characters.',
    ],
    ['another version', { SchemaVersion: '2020-01-01' }, 'data.SchemaVersion should be equal to one of the allowed values.'],
    ['another severity', { Severity: { Label: 'HUGE' } }, 'data.Severity.Label should be equal to one of the allowed values.'],
    ['another compliance', { Compliance: { Status: 'BAD' } }, 'data.Compliance.Status should be equal to one of the allowed values.'],
    ['another workflow', { Workflow: { Status: 'OPEN' } }, 'data.Workflow.Status should be equal to one of the allowed values.'],
    ['another state', { RecordState: 'GONE' }, 'data.RecordState should be equal to one of the allowed values.'],
    ['no resource', { Resources: [] }, 'data.Resources should NOT have fewer than 1 items.'],
    ['33 resources', { Resources: Array.from({ length: 33 }, () => user) }, 'data.Resources should NOT have more than 32 items.'],
    ['a resource of no type', { Resources: [{ ...user, Type: '' }] }, 'data.Resources[0].Type should NOT be shorter than 1 characters.'],
    ['an empty type', { Types: [''] }, 'data.Types[0] should NOT be shorter than 1 characters.'],
    ['a type too deep', { Types: ['a/b/c/d'] }, String.raw`data.Types[0] should match pattern "^([^/]+)(\/[^/]+){0,2}$".`],
    ['51 types', { Types: Array.from({ length: 51 }, () => 'a') }, 'data.Types should NOT have more than 50 items.'],
    [
      '33 requirements',
      { Compliance: { Status: 'FAILED', RelatedRequirements: Array.from({ length: 33 }, () => 'a') } },
      'data.Compliance.RelatedRequirements should NOT have more than 32 items.',
    ],
    [
      '51 fields',
      { ProductFields: Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`f${index}`, 'x'])) },
      'data.ProductFields should NOT have more than 50 properties.',
    ],
    ['a long field', { ProductFields: { f: 'x'.repeat(2_049) } }, "data.ProductFields['f'] should NOT be longer than 2048 characters."],
    [
      'no severity',
      { Severity: undefined, FindingProviderFields: undefined },
      "data should have required property 'FindingProviderFields', data should match some schema in anyOf.",
    ],
  ])('%s', async ([, other, message]) => {
    expect(await refused(other)).toBe(message)
  })

  test('a time that is none', async () => {
    expect(await refused({ UpdatedAt: '25 November' })).toMatch(/^data\.UpdatedAt should match pattern/)
    expect(await refused({ CreatedAt: '2026-11-25 09:00:00Z' })).toMatch(/^data\.CreatedAt should match pattern/)
  })

  test('one of more than 240 KB', async () => {
    const fields = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`f${index}`, '€'.repeat(2_048)]))
    expect(await refused({ ProductFields: fields })).toBe('Finding is larger than 245760 bytes.')
  })

  test('what AWS publishes of a member that is taken', async () => {
    const published = CONSTRAINTS['securityhub']?.operations['BatchImportFindings'] ?? {}
    const ofFindings = Object.keys(published).filter((path) => path.startsWith('Findings[].'))
    expect(ofFindings.length).toBeGreaterThan(30)
    // These two decide whether the call is refused.
    const taken = new Map((await membersOfImport()).map(({ path, given }) => [path, given]))
    // These two decide whether the call is refused.
    for (const path of ofFindings.filter((each) => !/ProductArn|AwsAccountId/.test(each))) {
      const bad = structuredClone({ Findings: [FINDING] })
      merge(bad as Record<string, unknown>, replaced(taken.get(path), ' '))
      expect([path, (await send(bad.Findings)).FailedCount]).toEqual([path, 1])
    }
  })
})

async function membersOfImport() {
  const service = SERVICES.find(({ name }) => name === 'securityhub')
  const operation = service && (await operationsOf(service)).get('BatchImportFindings')
  return operation === undefined ? [] : membersOf(operation)
}

// User Guide, "BatchImportFindings for finding providers"; API reference, Workflow.
describe('a finding of the same product and id is the same one', () => {
  const at = (time: string, other: object = {}) => ({ ...FINDING, Id: 'same', UpdatedAt: `2026-11-25T${time}Z`, ...other })

  test('a newer one takes its place, what is not newer is passed over', async () => {
    await send([at('09:00:00', { Title: 'first' })])
    expect(await send([at('09:00:00', { Title: 'as old' }), at('08:59:59', { Title: 'older' })])).toMatchObject({ SuccessCount: 2 })
    expect((await one('same'))?.Title).toBe('first')
    await send([at('09:00:01', { Title: 'newer' })])
    expect((await one('same'))?.Title).toBe('newer')
  })

  test.for([
    ['NEW', { Workflow: { Status: 'RESOLVED' } }, {}, 'NEW'],
    ['SUPPRESSED, back from the archive', { RecordState: 'ARCHIVED' }, { RecordState: 'ACTIVE' }, 'SUPPRESSED'],
    ['RESOLVED', {}, {}, 'RESOLVED'],
    ['RESOLVED, back from the archive', { RecordState: 'ARCHIVED' }, { RecordState: 'ACTIVE' }, 'NEW'],
    ['RESOLVED, failed again', { Compliance: { Status: 'PASSED' } }, { Compliance: { Status: 'FAILED' } }, 'NEW'],
  ] as const)('how far people are with it is theirs: %s', async ([name, before, after, expected], { task }) => {
    const [status = ''] = name.split(',')
    const Id = task.id
    await send([at('09:00:00', { Id, ...before, Workflow: { Status: status } })])
    await send([at('10:00:00', { Id, Workflow: { Status: 'NOTIFIED' }, ...after })])
    expect((await one(Id))?.Workflow).toEqual({ Status: expected })
  })
})

test('findings are found by id, compliance, state and workflow', async () => {
  const archived = {
    ...FINDING,
    Id: 'archived',
    Compliance: { Status: 'PASSED' },
    RecordState: 'ARCHIVED',
    Workflow: { Status: 'NOTIFIED' },
  }
  await send([archived])
  const EQUALS = 'EQUALS' as const
  const ids = async (Filters: NonNullable<GetFindingsRequest['Filters']>) => (await imported({ Filters })).map(({ Id }) => Id)
  expect(
    await ids({ RecordState: [{ Value: 'ARCHIVED', Comparison: EQUALS }], WorkflowStatus: [{ Value: 'NOTIFIED', Comparison: EQUALS }] }),
  ).toEqual(['archived'])
  expect(
    await ids({ ComplianceStatus: [{ Value: 'PASSED', Comparison: EQUALS }], RecordState: [{ Value: 'ACTIVE', Comparison: EQUALS }] }),
  ).toEqual([])
  expect(await ids({ Id: ['archived', 'page-1'].map((Value) => ({ Value, Comparison: EQUALS })) })).toEqual(['page-1', 'archived'])
  await expect(ids({ Id: [{ Value: 'arch', Comparison: 'PREFIX' }] })).rejects.toThrow(
    'The simulator does not honour Filters.Id[].Comparison',
  )
  await expect(ids({ Title: [{ Value: 'x', Comparison: EQUALS }] })).rejects.toThrow('The simulator does not honour Filters.Title')
})

test('what is not taken of a finding is refused by its name, with the whole call', async () => {
  const note = { Text: 'a', UpdatedBy: 'b', UpdatedAt: '2026-11-25T09:00:00Z' }
  await expect(send([{ ...FINDING, Note: note }])).rejects.toThrow(
    'The simulator does not honour Findings[].Note of securityhub:BatchImportFindings.',
  )
})
