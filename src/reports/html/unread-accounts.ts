import { plural } from '../../text/plural.ts'
import type { UnreadAccount } from '../unread-account.ts'
import { foreign, markup, NOTHING, type Markup } from './markup.ts'
import { table } from './table.ts'

const KINDS = {
  failed: markup`<strong>could not be read</strong>`,
  'not-begun': markup`<strong>not begun</strong>`,
  skipped: markup`skipped`,
} as const satisfies Readonly<Record<UnreadAccount['kind'], Markup>>

/** What is known of no user, said before what is known of others. */
export function missingAccounts(accounts: readonly UnreadAccount[]): Markup {
  const missing = accounts.filter(({ kind }) => kind !== 'skipped').length
  if (missing === 0) return NOTHING
  return markup`<p class="notice alarm"><strong>Not the whole organization:</strong> ${plural(missing, 'account')} could not be read, and ${missing === 1 ? 'its' : 'their'} users are not below: <a href="#unread-accounts">which, and why</a>.</p>
`
}

/** The accounts without findings, and why; those that could not be read first. */
export function unreadAccountsTable(accounts: readonly UnreadAccount[]): Markup {
  if (accounts.length === 0) return NOTHING
  return markup`<section id="unread-accounts">
    <h2>Accounts without findings <span class="number">${accounts.length}</span></h2>
    ${table({
      id: 'unread-accounts-all',
      caption: 'Nothing is known here of their users.',
      columns: [{ name: 'Account', style: 'user' }, { name: 'Id' }, { name: 'What' }, { name: 'Why, and what to do', style: 'why' }],
      rows: accounts.map(({ id, name, kind, says }) => ({
        cells: [{ shows: foreign(name) }, { shows: foreign(id) }, { shows: KINDS[kind] }, { shows: foreign(says) }],
      })),
    })}
  </section> `
}
