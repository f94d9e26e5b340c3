import { ListAccountAliases$ } from '@aws-sdk/client-iam'
import { operation } from '../world/operation.ts'

/** An account here has no alias: nobody can give it one. */
export const accountAliasOperations = [
  operation(ListAccountAliases$, ['Marker', 'MaxItems'], () => ({ AccountAliases: [], IsTruncated: false })),
]
