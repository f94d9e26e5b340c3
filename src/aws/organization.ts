import {
  DescribeAccountCommand,
  DescribeOrganizationCommand,
  OrganizationsClient,
  paginateListAccounts,
  paginateListAccountsForParent,
  paginateListOrganizationalUnitsForParent,
  type Account,
} from '@aws-sdk/client-organizations'
import type { ListedAccount } from '../organization/account.ts'
import { collect } from '../stream/map-concurrently.ts'
import { clientSettings } from './client-settings.ts'
import { hasName } from './errors.ts'
import { present } from './present.ts'
import { wholeList } from './whole-list.ts'

/** What AWS Organizations tells its management account and delegated administrators. */
export function organizations() {
  const client = new OrganizationsClient(clientSettings())
  return { described, accounts, below, stateOf }

  /** @returns undefined where the caller's account is in no organization */
  async function described(): Promise<{ readonly id: string; readonly managementAccountId: string } | undefined> {
    try {
      const { Organization } = await client.send(new DescribeOrganizationCommand({}))
      return {
        id: present(Organization?.Id, 'Organization.Id'),
        managementAccountId: present(Organization?.MasterAccountId, 'Organization.MasterAccountId'),
      }
    } catch (error) {
      if (hasName(error, ['AWSOrganizationsNotInUseException'])) return undefined
      throw error
    }
  }

  /** Every account, whatever its state. */
  async function accounts(): Promise<readonly ListedAccount[]> {
    return (await collect(wholeList(paginateListAccounts({ client }, {}), 'Accounts'))).map((account) => listedAccount(account))
  }

  /** The ids of the accounts in a unit or root, and in all units below. @returns undefined where there is no such unit */
  async function below(unitId: string): Promise<readonly string[] | undefined> {
    try {
      return await idsBelow(unitId)
    } catch (error) {
      if (hasName(error, ['ParentNotFoundException', 'InvalidInputException'])) return undefined
      throw error
    }
  }

  async function idsBelow(ParentId: string): Promise<readonly string[]> {
    const here = await collect(wholeList(paginateListAccountsForParent({ client }, { ParentId }), 'Accounts'))
    const units = await collect(wholeList(paginateListOrganizationalUnitsForParent({ client }, { ParentId }), 'OrganizationalUnits'))
    const deeper: string[] = []
    for (const { Id } of units) deeper.push(...(await idsBelow(present(Id, 'OrganizationalUnit.Id'))))
    return [...here.map(({ Id }) => present(Id, 'Account.Id')), ...deeper]
  }

  /** What state an account is in now. */
  async function stateOf(AccountId: string): Promise<string> {
    const { Account: account } = await client.send(new DescribeAccountCommand({ AccountId }))
    return listedAccount(present(account, 'Account')).state
  }
}

/** `Status` is what AWS gave before there was a `State`. */
const listedAccount = ({ Id, Name = '', State, Status }: Account): ListedAccount => ({
  id: present(Id, 'Account.Id'),
  name: Name,
  state: present(State ?? Status, 'Account.State'),
})
