import type { ListedAccount } from './account.ts'

/** Which accounts are meant. Empty or undefined: all of them. */
export type Wanted = {
  /** In any of the units that were named, or deeper; undefined where none was. */
  readonly inUnits: ReadonlySet<string> | undefined
  readonly accounts: readonly string[]
  readonly excluded: readonly string[]
}

/** `closed`: suspended, closed, or not active yet. `not-selected`: not among those that are named, or not in the units. */
type SkipReason = 'closed' | 'excluded' | 'not-selected'

export type Skip = { readonly account: ListedAccount; readonly reason: SkipReason; readonly says: string }

export type Selection = {
  readonly toRead: readonly ListedAccount[]
  readonly skipped: readonly Skip[]
  /** Named, and in no place of the organization: misspelt, most likely. */
  readonly strangers: readonly string[]
}

/** Which of an organization's accounts are read, and why the others are not. */
export function selectionOf(accounts: readonly ListedAccount[], wanted: Wanted): Selection {
  const judged = accounts.map((account) => ({ account, skip: skipOf(account, wanted) }))
  const known = new Set(accounts.map(({ id }) => id))
  return {
    toRead: judged.flatMap(({ account, skip }) => (skip === undefined ? [account] : [])),
    skipped: judged.flatMap(({ skip }) => skip ?? []),
    strangers: [...wanted.accounts, ...wanted.excluded].filter((id) => !known.has(id)),
  }
}

/** Of several reasons the first: whoever is not meant is not called closed. */
function skipOf(account: ListedAccount, { inUnits, accounts, excluded }: Wanted): Skip | undefined {
  const { id, state } = account
  if (excluded.includes(id)) return { account, reason: 'excluded', says: 'Excluded by --exclude-accounts.' }
  if (accounts.length > 0 && !accounts.includes(id)) return { account, reason: 'not-selected', says: 'Not among --accounts.' }
  if (inUnits?.has(id) === false) return { account, reason: 'not-selected', says: 'In none of the units of --ou.' }
  return state === 'ACTIVE' ? undefined : closed(account, state)
}

/** Of an account in which nobody can work (any more). */
export const closed = (account: ListedAccount, state: string): Skip => ({
  account,
  reason: 'closed',
  says: `Its state is ${state}: nobody can work in it.`,
})
