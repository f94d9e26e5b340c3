import { ListPolicies$, type ListPoliciesRequest } from '@aws-sdk/client-iam'
import { operation } from '../world/operation.ts'
import { OF_AWS } from './aws-policies.ts'
import { attachments, boundaries, listedPolicy } from './managed-policies.ts'
import { page } from './paging.ts'
import { iamOf } from './state.ts'

/** The managed policies of an account. Of AWS's it lists those that mean something here. */
export const policyListOperations = [
  operation(
    ListPolicies$,
    ['Scope', 'OnlyAttached', 'PathPrefix', 'PolicyUsageFilter', 'Marker', 'MaxItems'],
    (input: ListPoliciesRequest, { place }) => {
      const { Scope = 'All', OnlyAttached = false, PathPrefix = '/', PolicyUsageFilter } = input
      const iam = iamOf(place)
      const all = [...(Scope === 'Local' ? [] : OF_AWS.values()), ...(Scope === 'AWS' ? [] : iam.policies.values())]
      const wanted = all.filter(
        ({ Arn, Path }) =>
          Path.startsWith(PathPrefix) &&
          (!OnlyAttached || attachments(iam, Arn) > 0) &&
          (PolicyUsageFilter === undefined || (PolicyUsageFilter === 'PermissionsBoundary' ? boundaries : attachments)(iam, Arn) > 0),
      )
      const { items, ...rest } = page(wanted, input)
      return { Policies: items.map((policy) => listedPolicy(iam, policy)), ...rest }
    },
  ),
]
