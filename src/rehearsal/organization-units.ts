import {
  OrganizationsClient,
  paginateListAccounts,
  paginateListOrganizationalUnitsForParent,
  paginateListRoots,
} from '@aws-sdk/client-organizations'
import type { Simulator } from '../simulator/index.ts'

export type Unit = { readonly id: string; readonly name: string; readonly depth: number }

/** What an operator of the management account sees of an organization. */
export function organizationOf({ endpoint, region, accountId }: Simulator) {
  const client = new OrganizationsClient({ endpoint, region, credentials: { accessKeyId: accountId, secretAccessKey: 'rehearsal' } })
  return { units, members }

  /** From the top, each before those below it. */
  async function units(): Promise<readonly Unit[]> {
    const found: Unit[] = []
    for await (const { Roots = [] } of paginateListRoots({ client }, {}))
      for (const { Id } of Roots) found.push(...(await unitsBelow(Id ?? '', 1)))
    return found
  }

  async function unitsBelow(ParentId: string, depth: number): Promise<readonly Unit[]> {
    const found: Unit[] = []
    for await (const { OrganizationalUnits = [] } of paginateListOrganizationalUnitsForParent({ client }, { ParentId }))
      for (const { Id: id = '', Name: name = '' } of OrganizationalUnits)
        found.push({ id, name, depth }, ...(await unitsBelow(id, depth + 1)))
    return found
  }

  /** Names of the accounts in which somebody can work, by their ids. */
  async function members(): Promise<ReadonlyMap<string, string>> {
    const found = new Map<string, string>()
    for await (const { Accounts = [] } of paginateListAccounts({ client }, {}))
      for (const { Id = '', Name = '', Status } of Accounts) if (Status === 'ACTIVE') found.set(Id, Name)
    return found
  }
}
