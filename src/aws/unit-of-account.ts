import { ListParentsCommand, OrganizationsClient } from '@aws-sdk/client-organizations'
import { clientSettings } from './client-settings.ts'
import { present } from './present.ts'

/** The id of the unit, or the root, that an account is in. */
export async function unitOfAccount(ChildId: string): Promise<string> {
  const { Parents } = await new OrganizationsClient(clientSettings()).send(new ListParentsCommand({ ChildId }))
  return present(present(Parents, 'Parents')[0]?.Id, 'Parent.Id')
}
