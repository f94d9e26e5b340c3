import { isRefused } from '../aws/errors.ts'
import { organizations } from '../aws/organization.ts'
import { sentenceOn } from './causes.ts'
import { UsageError } from './io.ts'

export type DescribedOrganization = { readonly id: string; readonly managementAccountId: string }

const READING = 'ListAccountsForParent and ListOrganizationalUnitsForParent'

/** What every account of an organization is told. @throws UsageError where the caller is in none; Error where AWS Organizations does not tell */
export async function describedOrganization(rights = READING): Promise<DescribedOrganization> {
  const organization = await told(organizations().described(), rights)
  if (organization === undefined)
    throw new UsageError('Your account is in no organization: leave --organization out, or choose the profile of one that is.')
  return organization
}

/** The accounts in these units and below them. @throws UsageError for a unit that is not there; Error where AWS Organizations does not tell */
export async function accountsBelow(units: readonly string[], organizationId: string, rights = READING): Promise<ReadonlySet<string>> {
  const { below } = organizations()
  const found = new Set<string>()
  for (const unit of units) {
    const accounts = await told(below(unit), rights)
    if (accounts === undefined)
      throw new UsageError(
        `There is no unit ${unit} in organization ${organizationId}. "aws organizations list-organizational-units-for-parent" shows which there are.`,
      )
    for (const account of accounts) found.add(account)
  }
  return found
}

/** An answer of AWS Organizations. @throws Error that names what to grant where it is refused, besides what every command asks */
export async function told<T>(answer: Promise<T>, rights = READING): Promise<T> {
  try {
    return await answer
  } catch (cause) {
    throw new Error(
      isRefused(cause)
        ? `AWS Organizations did not tell which accounts there are (${sentenceOn(cause)}). It tells the management account and delegated administrators: use such an account, and grant organizations:DescribeOrganization, ListAccounts, ${rights}.`
        : `AWS Organizations did not tell which accounts there are: ${sentenceOn(cause)}`,
      { cause },
    )
  }
}
