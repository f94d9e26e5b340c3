import {
  ActivateOrganizationsAccess$,
  DescribeOrganizationsAccess$,
  type DescribeOrganizationsAccessInput,
} from '@aws-sdk/client-cloudformation'
import { operation } from '../world/operation.ts'
import { activationOf, invalidOperation, MEMBER_PRINCIPAL } from './access.ts'

/** Trusted access of StackSets to an organization. */
export const accessOperations = [
  operation(ActivateOrganizationsAccess$, [], (_input: object, { place, now }) => {
    const { organization } = place.world
    if (organization === undefined || place.accountId !== organization.managementAccountId)
      throw invalidOperation('Only the management account of an organization can activate organizations access.')
    activationOf(place).active = true
    if (!organization.trusted.has(MEMBER_PRINCIPAL)) organization.trusted.set(MEMBER_PRINCIPAL, now)
    return {}
  }),
  operation(DescribeOrganizationsAccess$, ['CallAs'], ({ CallAs }: DescribeOrganizationsAccessInput, { place }) => {
    const { organization } = place.world
    const isManagement = organization !== undefined && place.accountId === organization.managementAccountId
    const isDelegated = organization?.isDelegated(place.accountId, MEMBER_PRINCIPAL) === true
    if (CallAs === 'DELEGATED_ADMIN' ? !isDelegated : !isManagement)
      throw invalidOperation(
        CallAs === 'DELEGATED_ADMIN'
          ? 'Account used is not a delegated administrator'
          : 'You must be the management account of an organization to describe organizations access.',
      )
    return { Status: activationOf(place).active ? ('ENABLED' as const) : ('DISABLED' as const) }
  }),
]
