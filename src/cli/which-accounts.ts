import { organizations } from '../aws/organization.ts'
import { selectionOf, type Selection } from '../organization/selection.ts'
import type { ListedAccount } from '../organization/account.ts'
import { UsageError, type Io } from './io.ts'
import type { OrganizationChoice } from './organization-option.ts'
import { accountsBelow, describedOrganization, told } from './told-organization.ts'

/** The organization that the caller is in, and which of its accounts are meant. */
export type Chosen = {
  readonly organizationId: string
  readonly accounts: readonly ListedAccount[]
  readonly selection: Selection
  readonly stateOf: (account: ListedAccount) => Promise<string | undefined>
}

/** @throws UsageError where the caller is in none, or something is named that is not in it; Error where AWS Organizations tells nothing */
export async function whichAccounts(choice: OrganizationChoice, io: Io): Promise<Chosen> {
  const { accounts, stateOf } = organizations()
  io.progress('Listing the accounts')
  const organization = await describedOrganization()
  const all = await told(accounts())
  const wanted = {
    inUnits: choice.ou.length === 0 ? undefined : await accountsBelow(choice.ou, organization.id),
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
