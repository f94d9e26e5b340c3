import { moment } from '../../findings/explained-clock.ts'
import type { Findings } from '../../findings/findings.ts'
import { plural } from '../../text/plural.ts'
import { foreign, markup, NOTHING, type Markup } from './markup.ts'
import { areApart, total } from './of-documents.ts'
import { table, type Column, type Row } from './table.ts'

/** A row an account, where there are several; those with users that could not be judged first, then by what is unused. */
export function accountsTable(documents: readonly Findings[]): Markup {
  if (documents.length === 1) return NOTHING
  const inOrder = areApart(documents)
    ? documents.toSorted(
        ({ totals: one }, { totals: other }) =>
          other.users.unknown - one.users.unknown || other.credentials.unused - one.credentials.unused,
      )
    : documents.toSorted((one, other) => one.account.id.localeCompare(other.account.id) || one.asOf.localeCompare(other.asOf))
  return markup`<section id="accounts">
    <h2>Accounts</h2>
    ${table({
      id: 'accounts-all',
      caption: 'A row for each set of findings.',
      columns: [
        { name: 'Account', style: 'user' },
        { name: 'Region', style: 'whole' },
        { name: 'As of', style: 'day' },
        ...COUNTS.map(({ column }) => column),
        { name: 'Limit', style: 'whole' },
        { name: 'Exclusion list' },
      ],
      rows: [...inOrder.map((findings) => rowOf(findings)), ...(areApart(documents) ? [sumOf(documents)] : [])],
    })}
  </section> `
}

/** So long is a date. */
const DATE = 10

type Count = { readonly column: Column; readonly of: (totals: Findings['totals']) => number }

const COUNTS: readonly Count[] = [
  { column: { name: 'Not judged', style: 'count' }, of: ({ users }) => users.unknown },
  { column: { name: 'Non-compliant', style: 'count' }, of: ({ users }) => users.nonCompliant },
  { column: { name: 'Excluded', style: 'count' }, of: ({ users }) => users.excluded },
  { column: { name: 'Compliant', style: 'count' }, of: ({ users }) => users.compliant },
  { column: { name: 'Users', style: 'count' }, of: ({ users }) => users.listed },
  { column: { name: 'Unused', style: 'count' }, of: ({ credentials }) => credentials.unused },
  { column: { name: 'Unused soon', style: 'count' }, of: ({ credentials }) => credentials.dueSoon },
  { column: { name: 'Credentials', style: 'count' }, of: ({ credentials }) => credentials.all },
]

const rowOf = ({ account, asOf, limitDays, exclusions, totals }: Findings): Row => ({
  cells: [
    { shows: account.alias === undefined ? markup`${account.id}` : markup`${foreign(account.alias)} <small>${account.id}</small>` },
    { shows: account.region },
    { shows: markup`${moment(asOf).slice(0, DATE)} <small>${moment(asOf).slice(DATE + 1)}</small>` },
    ...COUNTS.map(({ of }) => ({ shows: of(totals) })),
    { shows: plural(limitDays, 'day') },
    {
      shows:
        exclusions.list === 'missing'
          ? markup`<strong>missing</strong>`
          : plural(exclusions.entries.length, 'entry').replace('entrys', 'entries'),
    },
  ],
})

const sumOf = (documents: readonly Findings[]): Row => ({
  cells: [
    { shows: `All ${documents.length}` },
    { shows: '' },
    { shows: '' },
    ...COUNTS.map(({ of }) => ({ shows: total(documents, of) })),
    { shows: '' },
    { shows: '' },
  ],
})
