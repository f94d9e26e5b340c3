import { isRefused } from '../aws/errors.ts'
import { organizations } from '../aws/organization.ts'
import { selectionOf, type Selection } from '../organization/selection.ts'
import type { ListedAccount } from '../organization/account.ts'
import { sentenceOn } from './causes.ts'
import { UsageError, type Io } from './io.ts'
import type { OrganizationChoice } from './organization-option.ts'

/** The organization that the caller is in, and which of its accounts are meant. */
export type Chosen = {
  readonly organizationId: string
  readonly accounts: readonly ListedAccount[]
  readonly selection: Selection
  readonly stateOf: (account: ListedAccount) => Promise<string | undefined>
}

/** @throws UsageError where the caller is in none, or something is named that is not in it; Error where AWS Organizations tells nothing */
export async function whichAccounts(choice: OrganizationChoice, io: Io): Promise<Chosen> {
  const { described, accounts, below, stateOf } = organizations()
  io.progress('Listing the accounts')
  const organization = await told(described())
  if (organization === undefined)
    throw new UsageError('Your account is in no organization: leave --organization out, or choose the profile of one that is.')
  const all = await told(accounts())
  const inUnits: string[] = []
  for (const unit of choice.ou) {
    const ids = await told(below(unit))
    if (ids === undefined)
      throw new UsageError(
        `There is no unit ${unit} in organization ${organization.id}. "aws organizations list-organizational-units-for-parent" shows which there are.`,
      )
    inUnits.push(...ids)
  }
  const wanted = {
    inUnits: choice.ou.length === 0 ? undefined : new Set(inUnits),
    accounts: choice.accounts,
    excluded: choice.excludeAccounts,
  }
  const selection = selectionOf(all, wanted)
  const [stranger] = selection.strangers
  if (stranger !== undefined) throw new UsageError(`There is no account ${stranger} in organization ${organization.id}.`)
  if (selection.toRead.length === 0)
    throw new UsageError(`Of ${all.length} accounts of organization ${organization.id} none is meant, or none is open.`)
  // Whether an account was closed meanwhile is asked to explain a refusal: where that is not told either, it stays one.
  return { organizationId: organization.id, accounts: all, selection, stateOf: ({ id }) => stateOf(id).catch(() => undefined) }
}

async function told<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer
  } catch (cause) {
    throw new Error(
      isRefused(cause)
        ? `AWS Organizations did not tell which accounts there are (${sentenceOn(cause)}). It tells the management account and delegated administrators: use such an account, and grant organizations:DescribeOrganization, ListAccounts, ListAccountsForParent and ListOrganizationalUnitsForParent.`
        : `AWS Organizations did not tell which accounts there are: ${sentenceOn(cause)}`,
      { cause },
    )
  }
}
