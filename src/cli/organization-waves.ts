import { isRefused } from '../aws/errors.ts'
import { organizations } from '../aws/organization.ts'
import { unitOfAccount } from '../aws/unit-of-account.ts'
import type { Wave } from '../deployment/organization-order.ts'
import type { ListedAccount } from '../organization/account.ts'
import { sentenceOn } from './causes.ts'
import type { OrganizationTargets } from './deploying-organization.ts'
import { UsageError, type Io } from './io.ts'

type DescribedOrganization = { readonly id: string; readonly managementAccountId: string }

/** The organization that the caller is in. */
export type FoundOrganization = DescribedOrganization & { readonly accounts: readonly ListedAccount[] }

/** What every account of an organization is told. @throws UsageError where the caller is in none */
export async function describedOrganization(): Promise<DescribedOrganization> {
  const organization = await told(organizations().described())
  if (organization === undefined)
    throw new UsageError('Your account is in no organization: leave --organization out, or choose the profile of one that is.')
  return organization
}

/** The same, with its accounts. @throws Error where AWS Organizations tells nothing */
export async function foundOrganization(organization: DescribedOrganization, io: Io): Promise<FoundOrganization> {
  io.progress('Listing the accounts')
  return { ...organization, accounts: await told(organizations().accounts()) }
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
  const ofPilot = pilot === undefined ? [] : await below([pilot], organization)
  const inUnits = ou.length === 0 ? undefined : await below(ou, organization)
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

async function below(units: readonly string[], { id }: FoundOrganization): Promise<readonly string[]> {
  const found = new Set<string>()
  for (const unit of units) {
    const accounts = await told(organizations().below(unit))
    if (accounts === undefined)
      throw new UsageError(
        `There is no unit ${unit} in organization ${id}. "aws organizations list-organizational-units-for-parent" shows which there are.`,
      )
    for (const account of accounts) found.add(account)
  }
  return [...found]
}

async function unitsOf(accounts: readonly string[]): Promise<readonly string[]> {
  const units = new Set<string>()
  for (const account of accounts) units.add(await told(unitOfAccount(account)))
  return [...units]
}

async function told<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer
  } catch (cause) {
    throw new Error(
      isRefused(cause)
        ? `AWS Organizations did not tell which accounts there are (${sentenceOn(cause)}). It tells the management account and delegated administrators: use such an account, and grant organizations:DescribeOrganization, ListAccounts, ListAccountsForParent, ListOrganizationalUnitsForParent and ListParents.`
        : `AWS Organizations did not tell which accounts there are: ${sentenceOn(cause)}`,
      { cause },
    )
  }
}
