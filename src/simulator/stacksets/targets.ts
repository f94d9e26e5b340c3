import type { DeploymentTargets } from '@aws-sdk/client-cloudformation'
import { validationError } from '../world/aws-error.ts'
import type { Member, Organization } from '../world/organization.ts'

export const TARGETS = [
  'DeploymentTargets.Accounts',
  'DeploymentTargets.OrganizationalUnitIds',
  'DeploymentTargets.AccountFilterType',
] as const

const MOST_UNITS = 50

/** The accounts that are meant, without the management account, which no set reaches. @throws ValidationError */
export function accountsOf(
  organization: Organization,
  { OrganizationalUnitIds = [], Accounts = [], AccountFilterType }: DeploymentTargets,
): readonly Member[] {
  const members = [...organization.members.values()].filter(({ id }) => id !== organization.managementAccountId)
  const below = new Set(organization.membersBelow(OrganizationalUnitIds).map(({ id }) => id))
  const isMeant = (id: string): boolean => {
    switch (AccountFilterType) {
      case 'INTERSECTION':
        return below.has(id) && Accounts.includes(id)
      case 'DIFFERENCE':
        return below.has(id) && !Accounts.includes(id)
      case 'NONE':
        return below.has(id)
      case 'UNION':
      case undefined:
        return below.has(id) || Accounts.includes(id)
    }
  }
  return members.filter(({ id }) => isMeant(id))
}

/** @throws ValidationError */
export function checkTargets(organization: Organization, targets: DeploymentTargets, isCreation: boolean): void {
  const { OrganizationalUnitIds = [], Accounts = [], AccountFilterType } = targets
  if (OrganizationalUnitIds.length > MOST_UNITS)
    throw validationError(`At most ${MOST_UNITS} organizational units at a time: name a parent.`)
  const unknown = OrganizationalUnitIds.find((id) => !organization.units.has(id))
  if (unknown !== undefined) throw validationError(`The organizational unit ${unknown} is not in the organization.`)
  const wrong = Accounts.find((id) => !/^\d{12}$/.test(id))
  if (wrong !== undefined) throw validationError(`The account ${wrong} is none: give its 12 digits.`)
  if (isCreation && OrganizationalUnitIds.length === 0)
    throw validationError('StackSets with SERVICE_MANAGED permission model can only have OrganizationalUnit as target')
  if (isCreation && Accounts.length > 0 && (AccountFilterType === undefined || AccountFilterType === 'UNION'))
    throw validationError('With OrganizationalUnitIds and Accounts, give an AccountFilterType of INTERSECTION, DIFFERENCE or NONE.')
  if (Accounts.length === 0 && (AccountFilterType === 'INTERSECTION' || AccountFilterType === 'DIFFERENCE'))
    throw validationError(`Give Accounts with the AccountFilterType ${AccountFilterType}.`)
  if (!isCreation && OrganizationalUnitIds.length === 0 && Accounts.length === 0)
    throw validationError('Give OrganizationalUnitIds or Accounts as DeploymentTargets.')
}

/** The units that are meant whole, or but for some accounts: who joins them is meant, too. */
export const unitsMeant = ({ OrganizationalUnitIds = [], AccountFilterType }: DeploymentTargets): readonly string[] =>
  AccountFilterType === 'INTERSECTION' ? [] : OrganizationalUnitIds

/** @throws ValidationError */
export function checkRegions(regions: readonly string[] | undefined): readonly string[] {
  if (regions === undefined || regions.length === 0) throw validationError('Give at least one Region.')
  const wrong = regions.find((region) => !/^[a-z]{2,3}(-[a-z]+)+-\d$/.test(region))
  if (wrong !== undefined) throw validationError(`Region ${wrong} is not supported.`)
  return regions
}
