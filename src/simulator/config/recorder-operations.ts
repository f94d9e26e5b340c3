import {
  DescribeConfigurationRecorders$,
  DescribeConfigurationRecorderStatus$,
  ListDiscoveredResources$,
  type ListDiscoveredResourcesRequest,
} from '@aws-sdk/client-config-service'
import { iamOf, type IamState, type User } from '../iam/state.ts'
import { operation } from '../world/operation.ts'
import { page } from './paging.ts'
import { invalidParameter, configOf } from './state.ts'

/** The account has a recorder, and it records IAM users. */
export const recorderOperations = [
  operation(DescribeConfigurationRecorders$, (_input: object, { place }) => ({
    ConfigurationRecorders: [
      {
        name: 'default',
        arn: `arn:aws:config:${place.region}:${place.accountId}:configuration-recorder/default`,
        roleARN: `arn:aws:iam::${place.accountId}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`,
        recordingGroup: { allSupported: true, includeGlobalResourceTypes: true, resourceTypes: [] },
      },
    ],
  })),
  operation(DescribeConfigurationRecorderStatus$, () => ({
    ConfigurationRecordersStatus: [{ name: 'default', recording: true, lastStatus: 'SUCCESS' as const }],
  })),
  operation(
    ListDiscoveredResources$,
    ({ resourceType, resourceIds, resourceName, limit, nextToken }: ListDiscoveredResourcesRequest, { place }) => {
      if (resourceIds !== undefined && resourceName !== undefined) throw invalidParameter('Give resourceIds or resourceName, not both.')
      const users = resourceType === 'AWS::IAM::User' ? usersAmong(iamOf(place), resourceIds) : []
      const meant = users.filter(
        ({ UserId, UserName }) => !configOf(place).undiscovered.has(UserId) && (resourceName === undefined || resourceName === UserName),
      )
      const { items, NextToken } = page(meant, { Limit: limit, NextToken: nextToken }, { initial: 100, maximum: 100 })
      return {
        resourceIdentifiers: items.map(({ UserId, UserName }) => ({ resourceType, resourceId: UserId, resourceName: UserName })),
        nextToken: NextToken,
      }
    },
  ),
]

/** The users of these ids, or all, in the order of their names. */
function usersAmong({ directory }: IamState, ids: readonly string[] | undefined): readonly User[] {
  if (ids === undefined) return directory.sorted()
  const named = new Map([...new Set(ids)].flatMap((id) => directory.byId(id) ?? []).map((user) => [user.UserName.toLowerCase(), user]))
  return [...named].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, user]) => user)
}
