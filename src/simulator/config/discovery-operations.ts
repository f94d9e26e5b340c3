import { ListDiscoveredResources$, type ListDiscoveredResourcesRequest } from '@aws-sdk/client-config-service'
import { operation } from '../world/operation.ts'
import { inventoryOf } from './inventory.ts'
import { page } from './paging.ts'
import { configOf, invalidParameter } from './state.ts'

/** What AWS Config has discovered: IAM users. */
export const discoveryOperations = [
  operation(
    ListDiscoveredResources$,
    ['resourceType', 'resourceIds', 'resourceName', 'limit', 'nextToken'],
    (input: ListDiscoveredResourcesRequest, { place }) => {
      const { resourceType, resourceIds, resourceName, limit, nextToken } = input
      if (resourceIds !== undefined && resourceIds.length > 20) throw invalidParameter('Give no more than 20 resourceIds.')
      if (resourceIds !== undefined && resourceName !== undefined) throw invalidParameter('Give resourceIds or resourceName, not both.')
      const users = resourceType === 'AWS::IAM::User' ? inventoryOf(place).users(resourceIds) : []
      const meant = users.filter(
        ({ userId, userName }) => !configOf(place).undiscovered.has(userId) && (resourceName === undefined || resourceName === userName),
      )
      const { items, NextToken } = page(meant, { Limit: limit, NextToken: nextToken }, { initial: 100, maximum: 100 })
      return {
        resourceIdentifiers: items.map(({ userId, userName }) => ({ resourceType, resourceId: userId, resourceName: userName })),
        nextToken: NextToken,
      }
    },
  ),
]
