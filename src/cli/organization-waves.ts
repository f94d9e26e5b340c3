import { organizations } from '../aws/organization.ts'
import { unitOfAccount } from '../aws/unit-of-account.ts'
import type { Wave } from '../deployment/organization-order.ts'
import type { ListedAccount } from '../organization/account.ts'
import type { OrganizationTargets } from './deploying-organization.ts'
import { UsageError, type Io } from './io.ts'
import { accountsBelow, told, type DescribedOrganization } from './told-organization.ts'

/** Besides the other rights of who deploys. */
export const DEPLOYING = 'ListAccountsForParent, ListOrganizationalUnitsForParent and ListParents'

/** The organization that the caller is in. */
export type FoundOrganization = DescribedOrganization & { readonly accounts: readonly ListedAccount[] }

/** An organization with its accounts. @throws Error where AWS Organizations tells nothing */
export async function foundOrganization(organization: DescribedOrganization, io: Io): Promise<FoundOrganization> {
  io.progress('Listing the accounts')
  return { ...organization, accounts: await told(organizations().accounts(), DEPLOYING) }
}

/** Who is meant, the pilot first. @throws UsageError for a unit or an account that is not there, or that no StackSet reaches */
export async function wavesOf(
  targets: Pick<OrganizationTargets, 'ou' | 'accounts' | 'pilot'>,
  organization: FoundOrganization,
): Promise<readonly Wave[]> {
  const { ou, accounts, pilot } = targets
  const { managementAccountId } = organization
  const stranger = accounts.find((id) => organization.accounts.every((account) => account.id !== id))
  if (stranger !== undefined) throw new UsageError(`There is no account ${stranger} in organization ${organization.id}.`)
  if (accounts.includes(managementAccountId))
    throw new UsageError(
      `${managementAccountId} is the management account, which no StackSet reaches: deploy there with its profile, "iam-cleanup deploy --parameter AutomaticRemediation=false".`,
    )
  const ofPilot = pilot === undefined ? [] : [...(await accountsBelow([pilot], organization.id, DEPLOYING))]
  if (pilot !== undefined && active(ofPilot).length === 0)
    throw new UsageError(`There is no account in the unit ${pilot} that a stack can be made in: a pilot needs one.`)
  const inUnits = ou.length === 0 ? undefined : [...(await accountsBelow(ou, organization.id, DEPLOYING))]
  const wide = (accounts.length === 0 ? (inUnits ?? []) : accounts.filter((id) => inUnits?.includes(id) ?? true)).filter(
    (id) => !ofPilot.includes(id),
  )
  const outside = accounts.find((id) => !wide.includes(id) && !ofPilot.includes(id))
  if (outside !== undefined) throw new UsageError(`Account ${outside} is in none of the units that are named.`)
  return [
    ...(pilot === undefined ? [] : [{ kind: 'pilot', units: [pilot], accounts: active(ofPilot), isNarrowed: false } as const]),
    ...(wide.length === 0 && (ou.length === 0 || pilot !== undefined)
      ? []
      : [
          {
            kind: 'wide',
            units: ou.length > 0 ? ou : await unitsOf(wide),
            accounts: active(wide),
            isNarrowed: accounts.length > 0,
          } as const,
        ]),
  ]

  function active(ids: readonly string[]): readonly string[] {
    const reached = organization.accounts.filter(({ id, state }) => state === 'ACTIVE' && id !== managementAccountId)
    return reached.flatMap(({ id }) => (ids.includes(id) ? [id] : []))
  }
}

async function unitsOf(accounts: readonly string[]): Promise<readonly string[]> {
  const units = new Set<string>()
  for (const account of accounts) units.add(await told(unitOfAccount(account), DEPLOYING))
  return [...units]
}
