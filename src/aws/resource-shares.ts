import { paginateGetResourceShareAssociations, RAMClient, type ResourceShareAssociationType } from '@aws-sdk/client-ram'
import { collect } from '../stream/map-concurrently.ts'
import { clientSettings } from './client-settings.ts'
import { wholeList } from './whole-list.ts'

/** With whom this account shares a resource of its own by AWS RAM: accounts by id, an organization and units of it by ARN. */
export async function sharedWith(resourceArn: string): Promise<readonly string[]> {
  const client = new RAMClient(clientSettings())
  const shares = new Set((await associations('RESOURCE')).flatMap(({ share, entity }) => (entity === resourceArn ? [share] : [])))
  if (shares.size === 0) return []
  return (await associations('PRINCIPAL')).flatMap(({ share, entity }) => (shares.has(share) ? [entity] : []))

  async function associations(associationType: ResourceShareAssociationType) {
    const pages = paginateGetResourceShareAssociations({ client }, { associationType })
    return (await collect(wholeList(pages, 'resourceShareAssociations'))).flatMap(({ resourceShareArn, associatedEntity, status }) =>
      status === 'ASSOCIATED' && resourceShareArn !== undefined && associatedEntity !== undefined
        ? [{ share: resourceShareArn, entity: associatedEntity }]
        : [],
    )
  }
}
