import { ListAccountAliases$, type ListAccountAliasesRequest } from '@aws-sdk/client-iam'
import { operation } from '../world/operation.ts'
import { page } from './paging.ts'

/** An account here has no alias: nobody can give it one. */
export const accountAliasOperations = [
  operation(ListAccountAliases$, ['Marker', 'MaxItems'], (input: ListAccountAliasesRequest) => {
    const { items: AccountAliases, ...rest } = page<string>([], input)
    return { AccountAliases, ...rest }
  }),
]
