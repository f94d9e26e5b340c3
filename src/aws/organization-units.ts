import { OrganizationsClient, paginateListOrganizationalUnitsForParent, paginateListRoots } from '@aws-sdk/client-organizations'
import { collect } from '../stream/map-concurrently.ts'
import { clientSettings } from './client-settings.ts'
import { wholeList } from './whole-list.ts'

type Unit = { readonly id: string; readonly name: string; readonly depth: number }

/** The units of the organization from the top, each before those below it. */
export async function organizationUnits(): Promise<readonly Unit[]> {
  const client = new OrganizationsClient(clientSettings())
  const found: Unit[] = []
  for (const { Id = '' } of await collect(wholeList(paginateListRoots({ client }, {}), 'Roots'))) await unitsBelow(Id, 1)
  return found

  async function unitsBelow(ParentId: string, depth: number): Promise<void> {
    const units = await collect(wholeList(paginateListOrganizationalUnitsForParent({ client }, { ParentId }), 'OrganizationalUnits'))
    for (const { Id: id = '', Name: name = '' } of units) {
      found.push({ id, name, depth })
      await unitsBelow(id, depth + 1)
    }
  }
}
