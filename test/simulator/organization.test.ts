import { readFile } from 'node:fs/promises'
import { CreateRoleCommand, DeleteLoginProfileCommand, IAMClient, ListUsersCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam'
import { DescribeConfigurationRecordersCommand, ConfigServiceClient } from '@aws-sdk/client-config-service'
import {
  DescribeAccountCommand,
  DescribeOrganizationalUnitCommand,
  DescribeOrganizationCommand,
  EnableAWSServiceAccessCommand,
  ListAccountsCommand,
  ListAccountsForParentCommand,
  ListAWSServiceAccessForOrganizationCommand,
  ListDelegatedAdministratorsCommand,
  ListOrganizationalUnitsForParentCommand,
  ListParentsCommand,
  ListRootsCommand,
  OrganizationsClient,
  paginateListAccounts,
  RegisterDelegatedAdministratorCommand,
} from '@aws-sdk/client-organizations'
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { SSMClient, DescribeParametersCommand } from '@aws-sdk/client-ssm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { AccountError, parseAccounts, Simulator } from '../../src/simulator/index.ts'

const [MANAGEMENT, SECURITY, SHOP, STRANGER] = ['111111111111', '222222222222', '444444444444', '000000000000']
const [JOINER, CLOSED, NO_RECORDER] = ['121212121212', '131313131313', '999999999999']
const DAY_MS = 86_400_000

const example = async (): Promise<Record<string, unknown>> =>
  JSON.parse(await readFile(new URL('../../examples/organization.json', import.meta.url), 'utf8')) as Record<string, unknown>

let simulator: Simulator

beforeAll(async () => {
  simulator = await Simulator.start({ at: '2026-11-02T09:00:00Z', account: parseAccounts(await example()) })
})

afterAll(() => simulator.stop())

const settings = (accessKeyId: string) => ({
  endpoint: simulator.endpoint,
  region: 'us-east-1',
  maxAttempts: 1,
  credentials: { accessKeyId, secretAccessKey: 'secret' },
})

const organizations = (key: string) => new OrganizationsClient(settings(key))
const iam = (key: string) => new IAMClient(settings(key))

const failure = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'nothing failed',
    (error: Error) => error.name,
  )

/** A role whose trust policy says this, and who may list users. */
async function role(accountId: string, RoleName: string, Principal: unknown, Condition: object = {}): Promise<string> {
  const policy = (statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] })
  const AssumeRolePolicyDocument = policy({ Principal, Action: 'sts:AssumeRole', Condition })
  const { Role } = await iam(accountId).send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }))
  await iam(accountId).send(
    new PutRolePolicyCommand({ RoleName, PolicyName: 'Look', PolicyDocument: policy({ Action: 'iam:ListUsers', Resource: '*' }) }),
  )
  return Role?.Arn ?? ''
}

const assume = async (key: string, RoleArn: string, more: object = {}) =>
  (await new STSClient(settings(key)).send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'look', ...more }))).Credentials

/** An SDK that signs with a session's credentials. */
const asSession = (credentials: Awaited<ReturnType<typeof assume>>) => ({
  ...settings(''),
  credentials: {
    accessKeyId: credentials?.AccessKeyId ?? '',
    secretAccessKey: credentials?.SecretAccessKey ?? '',
    sessionToken: credentials?.SessionToken ?? '',
  },
})

describe('the organization of the account file', () => {
  test('is described to every account in it; who names no account is its management account', async () => {
    const { Organization } = await organizations('me').send(new DescribeOrganizationCommand({}))
    expect(Organization).toMatchObject({
      Id: 'o-exampleorg1',
      Arn: 'arn:aws:organizations::111111111111:organization/o-exampleorg1',
      FeatureSet: 'ALL',
      MasterAccountId: MANAGEMENT,
    })
    expect((await organizations(SHOP).send(new DescribeOrganizationCommand({}))).Organization?.Id).toBe('o-exampleorg1')
  })

  test('an account that is in none is told so, and a member may not read the lists', async () => {
    expect(await failure(organizations(STRANGER).send(new DescribeOrganizationCommand({})))).toBe('AWSOrganizationsNotInUseException')
    expect(await failure(organizations(JOINER).send(new DescribeOrganizationCommand({})))).toBe('AWSOrganizationsNotInUseException')
    for (const command of [new ListAccountsCommand({}), new DescribeAccountCommand({ AccountId: SHOP })])
      expect(await failure(organizations(SHOP).send(command as ListAccountsCommand))).toBe('AccessDeniedException')
  })

  test('has its tree: root, units below it, accounts in them', async () => {
    const client = organizations(MANAGEMENT)
    const { Roots } = await client.send(new ListRootsCommand({}))
    expect(Roots?.map(({ Id, Name }) => [Id, Name])).toEqual([['r-exam', 'Root']])
    const below = async (ParentId: string) =>
      ((await client.send(new ListOrganizationalUnitsForParentCommand({ ParentId }))).OrganizationalUnits ?? []).map(({ Name }) => Name)
    expect([await below('r-exam'), await below('ou-exam-workloads'), await below('ou-exam-security')]).toEqual([
      ['Security', 'Workloads'],
      ['Pilot'],
      [],
    ])
    const { Accounts } = await client.send(new ListAccountsForParentCommand({ ParentId: 'ou-exam-pilotaccounts' }))
    expect(Accounts?.map(({ Name }) => Name)).toEqual(['shop-staging', 'payments-staging', 'sandbox-ana'])
    expect((await client.send(new ListParentsCommand({ ChildId: 'ou-exam-pilotaccounts' }))).Parents).toEqual([
      { Id: 'ou-exam-workloads', Type: 'ORGANIZATIONAL_UNIT' },
    ])
    const { OrganizationalUnit } = await client.send(
      new DescribeOrganizationalUnitCommand({ OrganizationalUnitId: 'ou-exam-pilotaccounts' }),
    )
    expect(OrganizationalUnit).toEqual({
      Id: 'ou-exam-pilotaccounts',
      Arn: 'arn:aws:organizations::111111111111:ou/o-exampleorg1/ou-exam-pilotaccounts',
      Name: 'Pilot',
      Path: 'o-exampleorg1/r-exam/ou-exam-workloads/ou-exam-pilotaccounts/',
    })
    expect(await failure(client.send(new ListAccountsForParentCommand({ ParentId: 'ou-exam-nothinghere' })))).toBe(
      'ParentNotFoundException',
    )
  })

  test('an account is told with its status and its path', async () => {
    const { Account } = await organizations(MANAGEMENT).send(new DescribeAccountCommand({ AccountId: CLOSED }))
    expect(Account).toEqual({
      Id: CLOSED,
      Arn: 'arn:aws:organizations::111111111111:account/o-exampleorg1/131313131313',
      Name: 'closed-project',
      Email: 'account-131313131313@example.com',
      Status: 'SUSPENDED',
      State: 'SUSPENDED',
      Paths: ['o-exampleorg1/r-exam/ou-exam-workloads/131313131313/'],
      JoinedMethod: 'CREATED',
      JoinedTimestamp: new Date('2026-11-02T09:00:00Z'),
    })
    expect(await failure(organizations(MANAGEMENT).send(new DescribeAccountCommand({ AccountId: STRANGER })))).toBe(
      'AccountNotFoundException',
    )
  })

  // AWS's model of ListAccounts: at most 20 a page, and "it is possible to receive an empty result set even when there are more results".
  test('accounts come in pages; one in the middle is empty and has a token', async () => {
    const sizes: number[] = []
    for await (const { Accounts } of paginateListAccounts({ client: organizations(MANAGEMENT), pageSize: 4 }, {}))
      sizes.push(Accounts?.length ?? 0)
    expect(sizes).toEqual([4, 0, 4, 3])
    expect(await failure(organizations(MANAGEMENT).send(new ListAccountsCommand({ MaxResults: 21 })))).toBe('InvalidInputException')
  })

  test('one of its accounts has no recorder', async () => {
    const recorders = async (key: string) =>
      (await new ConfigServiceClient(settings(key)).send(new DescribeConfigurationRecordersCommand({}))).ConfigurationRecorders?.length
    expect([await recorders(NO_RECORDER), await recorders(SHOP)]).toEqual([0, 1])
  })
})

describe('delegated administrators', () => {
  const register = (ServicePrincipal: string, AccountId: string, key: string = MANAGEMENT) =>
    organizations(key).send(new RegisterDelegatedAdministratorCommand({ AccountId, ServicePrincipal }))
  const enable = (ServicePrincipal: string) => organizations(MANAGEMENT).send(new EnableAWSServiceAccessCommand({ ServicePrincipal }))

  test('need trusted access, and may read then what members may not', async () => {
    expect(await failure(register('config.amazonaws.com', SECURITY))).toBe('ConstraintViolationException')
    await enable('config.amazonaws.com')
    await register('config.amazonaws.com', SECURITY)
    expect(await failure(register('config.amazonaws.com', SECURITY))).toBe('AccountAlreadyRegisteredException')
    expect(await failure(register('config.amazonaws.com', MANAGEMENT))).toBe('ConstraintViolationException')
    expect(await failure(register('config.amazonaws.com', STRANGER))).toBe('AccountNotFoundException')
    expect(await failure(register('config.amazonaws.com', SHOP, SECURITY))).toBe('AccessDeniedException')
    const { DelegatedAdministrators } = await organizations(SECURITY).send(
      new ListDelegatedAdministratorsCommand({ ServicePrincipal: 'config.amazonaws.com' }),
    )
    expect(DelegatedAdministrators?.map(({ Id, Name }) => [Id, Name])).toEqual([[SECURITY, 'security']])
    const { EnabledServicePrincipals } = await organizations(SECURITY).send(new ListAWSServiceAccessForOrganizationCommand({}))
    expect(EnabledServicePrincipals?.map(({ ServicePrincipal }) => ServicePrincipal)).toEqual(['config.amazonaws.com'])
  })

  // pepperize/cdk-organizations#1718
  test("the principal of StackSets' own role is not granted by hand", async () => {
    expect(await failure(enable('stacksets.cloudformation.amazonaws.com'))).toBe('InvalidInputException')
  })
})

describe('a role of another account', () => {
  test('may ask for the organization, the path in it, the account and an external id', async () => {
    const anybody = (name: string, condition: object) => role(SHOP, name, { AWS: '*' }, condition)
    const organization = await anybody('Organization', { StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorg1' } })
    const unit = await anybody('Unit', { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-exampleorg1/r-exam/ou-exam-security/*' } })
    const account = await anybody('Account', { StringEquals: { 'aws:PrincipalAccount': SECURITY } })
    const external = await anybody('External', { StringEquals: { 'sts:ExternalId': 'ours' } })
    const tried = async (key: string, arn: string, more: object = {}) => failure(assume(key, arn, more))
    const rows = await Promise.all(
      [SECURITY, MANAGEMENT, STRANGER].map((key) => Promise.all([organization, unit, account].map((arn) => tried(key, arn)))),
    )
    expect(rows).toEqual([
      ['nothing failed', 'nothing failed', 'nothing failed'],
      ['nothing failed', 'AccessDenied', 'AccessDenied'],
      ['AccessDenied', 'AccessDenied', 'AccessDenied'],
    ])
    expect([await tried(SECURITY, external), await tried(SECURITY, external, { ExternalId: 'ours' })]).toEqual([
      'AccessDenied',
      'nothing failed',
    ])
  })

  test('in the example, IamCleanupAudit lets nobody in; a suspended account and one that is not there refuse alike', async () => {
    for (const account of ['888888888888', CLOSED, STRANGER])
      expect(await failure(assume(SECURITY, `arn:aws:iam::${account}:role/IamCleanupAudit`))).toBe('AccessDenied')
  })

  test("a session ends by the simulator's clock, and each protocol says so in its words", async () => {
    const arn = await role(SHOP, 'Short', { AWS: `arn:aws:iam::${SECURITY}:root` })
    const session = asSession(await assume(SECURITY, arn, { DurationSeconds: 900 }))
    await simulator.advance(899_000)
    expect((await new IAMClient(session).send(new ListUsersCommand({}))).Users?.length).toBe(3)
    await simulator.advance(1_000)
    expect(await failure(new IAMClient(session).send(new ListUsersCommand({})))).toBe('ExpiredToken')
    expect(await failure(new SSMClient(session).send(new DescribeParametersCommand({})))).toBe('ExpiredTokenException')
  })
})

describe('service control policies', () => {
  const remove = (key: string) => iam(key).send(new DeleteLoginProfileCommand({ UserName: 'break-glass-1' }))

  test('bind every principal of a member, its operator too; the named role may', async () => {
    await expect(remove(SHOP)).rejects.toThrow(
      /^User: arn:aws:sts::444444444444:assumed-role\/Operator\/simulator is not authorized to perform: iam:DeleteLoginProfile on resource: \S+ with an explicit deny in a service control policy$/,
    )
    const arn = await role(SHOP, 'BreakGlassAdministration', { AWS: SHOP })
    const may = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'iam:*', Resource: '*' }] }
    await iam(SHOP).send(
      new PutRolePolicyCommand({ RoleName: 'BreakGlassAdministration', PolicyName: 'May', PolicyDocument: JSON.stringify(may) }),
    )
    expect(
      await failure(new IAMClient(asSession(await assume(SHOP, arn))).send(new DeleteLoginProfileCommand({ UserName: 'break-glass-1' }))),
    ).toBe('nothing failed')
  })
})

describe('accounts come and go', () => {
  test('one joins on day 10, moves, is suspended and leaves', async () => {
    const control = (path: string, body: object) =>
      fetch(`${simulator.endpoint}/_simulator/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }).then(({ status }) => status)
    const shown = async () => {
      const { Account } = await organizations(MANAGEMENT).send(new DescribeAccountCommand({ AccountId: JOINER }))
      return [Account?.Status, Account?.Paths?.[0]]
    }
    await simulator.advance(9 * DAY_MS)
    expect(await failure(shown())).toBe('AccountNotFoundException')
    await simulator.advance(DAY_MS)
    expect(await shown()).toEqual(['ACTIVE', 'o-exampleorg1/r-exam/ou-exam-workloads/121212121212/'])
    expect(await control('move', { accountId: JOINER, unit: 'Workloads/Pilot' })).toBe(200)
    expect(await shown()).toEqual(['ACTIVE', 'o-exampleorg1/r-exam/ou-exam-workloads/ou-exam-pilotaccounts/121212121212/'])
    expect(await control('suspend', { accountId: JOINER })).toBe(200)
    expect((await shown())[0]).toBe('SUSPENDED')
    expect(await failure(iam(JOINER).send(new ListUsersCommand({})))).toBe('AccessDenied')
    expect(await control('leave', { accountId: JOINER })).toBe(200)
    expect(await failure(shown())).toBe('AccountNotFoundException')
    expect(await control('join', { accountId: JOINER, unit: 'Security', name: 'again' })).toBe(200)
    expect((await shown())[0]).toBe('ACTIVE')
    expect(await control('move', { accountId: STRANGER, unit: 'Security' })).toBe(400)
    expect(await control('join', { accountId: STRANGER, unit: 'Nowhere' })).toBe(400)
    expect(await control('leave', { accountId: MANAGEMENT })).toBe(400)
  })

  test('a fault can strike one account alone', async () => {
    simulator.order({ operation: 'sts:GetCallerIdentity', kind: 'throttle', accountId: SHOP })
    const who = (key: string) => new STSClient(settings(key)).send(new GetCallerIdentityCommand({}))
    expect([await failure(who(SHOP)), await failure(who(SECURITY))]).toEqual(['Throttling', 'nothing failed'])
    simulator.clearFaults()
  })
})

test.for<[change: object, says: RegExp]>([
  [{ organization: { id: 'o-1', managementAccount: MANAGEMENT } }, /organization\.id: expected the id of an organization/],
  [{ organization: { id: 'o-exampleorg1', managementAccount: STRANGER } }, /000000000000 is not among the accounts/],
  [{ organization: { id: 'o-exampleorg1', managementAccount: MANAGEMENT } }, /there is no unit Security/],
  [{ organization: { id: 'o-exampleorg1', managementAccount: MANAGEMENT, policies: ['none'] } }, /there is no none among/],
  [{ accounts: [{ id: MANAGEMENT, joins: '1d', users: [] }] }, /must be active from the start/],
  [{ accounts: [{ id: MANAGEMENT, joins: 'soon', users: [] }] }, /accounts\.0\.joins: expected a time after the start/],
])('a file of an organization that cannot be used names the place: %j', async ([change, says]) => {
  const start = async () => Simulator.start({ at: '2026-11-02T09:00:00Z', account: parseAccounts({ ...(await example()), ...change }) })
  await expect(start()).rejects.toThrow(AccountError)
  await expect(start()).rejects.toThrow(says)
})
