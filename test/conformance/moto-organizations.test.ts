import {
  CreateAccountCommand,
  CreateOrganizationalUnitCommand,
  CreateOrganizationCommand,
  DescribeAccountCommand,
  DescribeOrganizationCommand,
  EnableAWSServiceAccessCommand,
  EnablePolicyTypeCommand,
  ListAccountsCommand,
  ListDelegatedAdministratorsCommand,
  ListOrganizationalUnitsForParentCommand,
  ListRootsCommand,
  OrganizationsClient,
  RegisterDelegatedAdministratorCommand,
} from '@aws-sdk/client-organizations'
import { describe, expect, test } from 'vitest'
import { parseAccounts, Simulator } from '../../src/simulator/index.ts'
import { hasMoto } from '../support/installed.ts'
import { motoWith } from '../support/moto.ts'

const MANAGEMENT = '123456789012'
const CONFIG = 'config-multiaccountsetup.amazonaws.com'

const clientOf = (endpoint: string) =>
  new OrganizationsClient({ endpoint, region: 'us-east-1', credentials: { accessKeyId: MANAGEMENT, secretAccessKey: 'test' } })

describe.skipIf(!hasMoto())('AWS Organizations, beside moto (skipped where it is not installed)', () => {
  test('the same questions have answers of the same members, and errors of the same codes', async () => {
    await using moto = await motoWith([])
    const theirs = clientOf(moto.endpoint)
    await theirs.send(new CreateOrganizationCommand({ FeatureSet: 'ALL' }))
    const { Roots: [root] = [] } = await theirs.send(new ListRootsCommand({}))
    await theirs.send(new EnablePolicyTypeCommand({ RootId: root?.Id, PolicyType: 'SERVICE_CONTROL_POLICY' }))
    await theirs.send(new CreateOrganizationalUnitCommand({ ParentId: root?.Id, Name: 'Workloads' }))
    const { CreateAccountStatus } = await theirs.send(new CreateAccountCommand({ AccountName: 'member', Email: 'member@example.com' }))
    await using simulator = await Simulator.start({
      at: '2026-11-02T09:00:00Z',
      account: parseAccounts({
        organization: { id: 'o-exampleorg1', managementAccount: MANAGEMENT, units: [{ name: 'Workloads' }] },
        accounts: [
          { id: MANAGEMENT, name: 'master', users: [] },
          { id: '222222222222', name: 'member', users: [] },
        ],
      }),
    })
    const ours = await answers(clientOf(simulator.endpoint), '222222222222')
    const others = await answers(theirs, CreateAccountStatus?.AccountId ?? '')
    expect(Object.keys(others)).toEqual(Object.keys(ours))
    // Of accounts and units AWS says more by now than moto knows: how deep they are, and the state beside the status.
    expect(ours).toMatchObject(others)
  })
})

/** What is answered to each question: the members and the types of their values, or the code of the error. */
async function answers(client: OrganizationsClient, AccountId: string): Promise<Readonly<Record<string, unknown>>> {
  const delegation = { AccountId, ServicePrincipal: CONFIG }
  const { Roots: [root] = [] } = await client.send(new ListRootsCommand({}))
  await client.send(new EnableAWSServiceAccessCommand({ ServicePrincipal: CONFIG }))
  return {
    DescribeOrganization: shape(await client.send(new DescribeOrganizationCommand({}))),
    ListRoots: shape(await client.send(new ListRootsCommand({}))),
    ListAccounts: shape(await client.send(new ListAccountsCommand({}))),
    ListOrganizationalUnitsForParent: shape(await client.send(new ListOrganizationalUnitsForParentCommand({ ParentId: root?.Id }))),
    'of a parent that is not there': await codeOf(
      client.send(new ListOrganizationalUnitsForParentCommand({ ParentId: `ou-${root?.Id?.slice(2)}-12345678` })),
    ),
    DescribeAccount: shape(await client.send(new DescribeAccountCommand({ AccountId }))),
    'of an account that is not there': await codeOf(client.send(new DescribeAccountCommand({ AccountId: '999999999999' }))),
    RegisterDelegatedAdministrator: shape(await client.send(new RegisterDelegatedAdministratorCommand(delegation))),
    'once more': await codeOf(client.send(new RegisterDelegatedAdministratorCommand(delegation))),
    'of an account that is not there, registered': await codeOf(
      client.send(new RegisterDelegatedAdministratorCommand({ ...delegation, AccountId: '999999999999' })),
    ),
    ListDelegatedAdministrators: shape(await client.send(new ListDelegatedAdministratorsCommand({}))),
  }
}

/** `$metadata` is the SDK's. */
function shape(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 1).map((each) => shape(each))
  if (value instanceof Date) return 'date'
  if (typeof value !== 'object' || value === null) return typeof value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name, member]) => name !== '$metadata' && member !== undefined)
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, member]) => [name, shape(member)]),
  )
}

const codeOf = async (answer: Promise<unknown>): Promise<string> =>
  answer.then(
    () => 'no error',
    (error: unknown) => (error instanceof Error ? error.name : String(error)),
  )
