import {
  EnableAWSServiceAccess$,
  ListAWSServiceAccessForOrganization$,
  ListDelegatedAdministrators$,
  RegisterDelegatedAdministrator$,
  type EnableAWSServiceAccessRequest,
  type ListAWSServiceAccessForOrganizationRequest,
  type ListDelegatedAdministratorsRequest,
  type RegisterDelegatedAdministratorRequest,
} from '@aws-sdk/client-organizations'
import { AwsError } from '../world/aws-error.ts'
import { operation } from '../world/operation.ts'
import { requireMember } from './account-operations.ts'
import { asManagement, asReader } from './caller.ts'
import { invalidInput, page } from './paging.ts'
import { shownAccount } from './shown.ts'

/** Of each service, how many accounts may act for the management account; 3 for AWS Config, 5 for StackSets. */
const MOST: Readonly<Record<string, number>> = {
  'config.amazonaws.com': 3,
  'config-multiaccountsetup.amazonaws.com': 3,
  'member.org.stacksets.cloudformation.amazonaws.com': 5,
}

/** This one is the role's that StackSets has in the management account, and nobody grants it by hand. */
const REFUSED = 'stacksets.cloudformation.amazonaws.com'

export const delegationOperations = [
  operation(EnableAWSServiceAccess$, ['ServicePrincipal'], ({ ServicePrincipal = '' }: EnableAWSServiceAccessRequest, call) => {
    const { trusted } = asManagement(call)
    checkPrincipal(ServicePrincipal)
    if (!trusted.has(ServicePrincipal)) trusted.set(ServicePrincipal, call.now)
    return {}
  }),
  operation(
    ListAWSServiceAccessForOrganization$,
    ['MaxResults', 'NextToken'],
    (paging: ListAWSServiceAccessForOrganizationRequest, call) => {
      const { items, ...rest } = page([...asReader(call).trusted], paging)
      return { EnabledServicePrincipals: items.map(([ServicePrincipal, DateEnabled]) => ({ ServicePrincipal, DateEnabled })), ...rest }
    },
  ),
  operation(
    RegisterDelegatedAdministrator$,
    ['AccountId', 'ServicePrincipal'],
    ({ AccountId = '', ServicePrincipal = '' }: RegisterDelegatedAdministratorRequest, call) => {
      const organization = asManagement(call)
      const { id } = requireMember(organization, AccountId)
      checkPrincipal(ServicePrincipal)
      if (id === organization.managementAccountId)
        throw constraint('You cannot register the management account of the organization as a delegated administrator.')
      if (!organization.trusted.has(ServicePrincipal))
        throw constraint('You must enable service access for this service principal before you register a delegated administrator for it.')
      const accounts = organization.delegated.get(ServicePrincipal) ?? new Map<string, Date>()
      if (accounts.has(id))
        throw new AwsError(
          'AccountAlreadyRegisteredException',
          400,
          'The provided account is already a delegated administrator for your organization.',
        )
      if (accounts.size >= (MOST[ServicePrincipal] ?? 3))
        throw constraint('You have exceeded the number of delegated administrators allowed for the service principal.')
      organization.delegated.set(ServicePrincipal, accounts.set(id, call.now))
    },
  ),
  operation(
    ListDelegatedAdministrators$,
    ['ServicePrincipal', 'MaxResults', 'NextToken'],
    (request: ListDelegatedAdministratorsRequest, call) => {
      const { ServicePrincipal } = request
      const organization = asReader(call)
      const since = new Map<string, Date>()
      for (const [principal, accounts] of organization.delegated)
        for (const [id, date] of accounts)
          if (ServicePrincipal === undefined || ServicePrincipal === principal) since.set(id, since.get(id) ?? date)
      const { items, ...rest } = page([...since], request)
      return {
        DelegatedAdministrators: items.map(([id, DelegationEnabledDate]) => {
          const { Paths: _, ...account } = shownAccount(organization, requireMember(organization, id))
          return { ...account, DelegationEnabledDate }
        }),
        ...rest,
      }
    },
  ),
]

function checkPrincipal(principal: string): void {
  if (principal === REFUSED || !/^[\w+=,.@-]{1,128}$/.test(principal) || !principal.endsWith('.amazonaws.com'))
    throw invalidInput('You specified an unrecognized service principal.')
}

const constraint = (message: string): AwsError => new AwsError('ConstraintViolationException', 400, message)
