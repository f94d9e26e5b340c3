import {
  DescribeAccount$,
  ListAccounts$,
  ListAccountsForParent$,
  ListParents$,
  type DescribeAccountRequest,
  type ListAccountsForParentRequest,
  type ListAccountsRequest,
  type ListParentsRequest,
} from '@aws-sdk/client-organizations'
import { AwsError } from '../world/aws-error.ts'
import { operation } from '../world/operation.ts'
import type { Member, Organization } from '../world/organization.ts'
import { asReader } from './caller.ts'
import { requireParent } from './organization-operations.ts'
import { page } from './paging.ts'
import { shownAccount } from './shown.ts'

export const accountOperations = [
  operation(ListAccounts$, ['MaxResults', 'NextToken'], (paging: ListAccountsRequest, call) => {
    const organization = asReader(call)
    return accounts(organization, [...organization.members.values()], paging)
  }),
  operation(ListAccountsForParent$, ['ParentId', 'MaxResults', 'NextToken'], (request: ListAccountsForParentRequest, call) => {
    const organization = asReader(call)
    const parent = requireParent(organization, request.ParentId ?? '')
    return accounts(
      organization,
      [...organization.members.values()].filter(({ unitId }) => unitId === parent.id),
      request,
    )
  }),
  operation(DescribeAccount$, ['AccountId'], ({ AccountId = '' }: DescribeAccountRequest, call) => {
    const organization = asReader(call)
    return { Account: shownAccount(organization, requireMember(organization, AccountId)) }
  }),
  operation(ListParents$, ['ChildId'], ({ ChildId = '' }: ListParentsRequest, call) => {
    const { members, units } = asReader(call)
    const parentId = members.get(ChildId)?.unitId ?? units.get(ChildId)?.parentId
    if (parentId === undefined)
      throw new AwsError('ChildNotFoundException', 400, "We can't find an account or OU with the ChildId that you specified.")
    return { Parents: [{ Id: parentId, Type: parentId.startsWith('r-') ? ('ROOT' as const) : ('ORGANIZATIONAL_UNIT' as const) }] }
  }),
]

function accounts(organization: Organization, members: readonly Member[], paging: Parameters<typeof page>[1]) {
  const { items, ...rest } = page(members, paging)
  return { Accounts: items.map((member) => shownAccount(organization, member)), ...rest }
}

/** @throws AccountNotFoundException */
export function requireMember({ members }: Organization, accountId: string): Member {
  const member = members.get(accountId)
  if (member === undefined) throw new AwsError('AccountNotFoundException', 400, "You specified an account that doesn't exist.")
  return member
}
