import { moment } from '../../findings/explained-clock.ts'
import { entryName } from '../../exclusions/entry.ts'
import type { Findings, LedgerFinding } from '../../findings/findings.ts'
import { plural } from '../../text/plural.ts'
import { accountCells } from './attention.ts'
import { foreign, markup, NOTHING, or, type Markup } from './markup.ts'
import { table, type Row } from './table.ts'

/** What the ledger says: what was revoked and given back, when, by whom, for what. The latest comes first, before it what cannot be read. */
export function ledgerTable(documents: readonly Findings[]): Markup {
  if (documents.every(({ ledger }) => ledger.kind === 'none')) return NOTHING
  const account = accountCells(documents)
  const rows = documents
    .flatMap((findings) => findings.ledger.items.flatMap((item) => eventsOf(item, findings, account.of(findings))))
    .toReversed()
    .toSorted((one, other) => other.at.localeCompare(one.at))
  return markup`<section id="ledger">
    <h2>Ledger <span class="number">${rows.length}</span></h2>
    ${
      rows.length === 0
        ? markup`<p class="muted">Nothing was revoked yet, and nothing given back.</p> `
        : table({
            id: 'ledger-all',
            caption: 'What was done to credentials, the latest first.',
            columns: [
              { name: 'User', style: 'user' },
              ...account.columns.map((name) => ({ name })),
              { name: 'Credential', style: 'credential' },
              { name: 'What' },
              { name: 'When' },
              { name: 'By' },
              { name: 'For' },
            ],
            rows,
          })
    }
  </section> `
}

/** What cannot be read has no time: it comes before all others. */
const FIRST = '9999'

function eventsOf(item: LedgerFinding, { users }: Findings, account: readonly Markup[]): readonly (Row & { readonly at: string })[] {
  const credential = item.credential === 'password' ? markup`Password` : markup`Key <code>${item.credential}</code>`
  const now = users.find(({ userId }) => userId === item.userId)?.userName
  const cells = (name: string, ...others: readonly (string | Markup)[]) =>
    [markup`${foreign(name)} <small>${item.userId}</small>`, ...account, credential, ...others].map((shows) => ({ shows }))
  if (item.kind === 'unreadable')
    return [{ at: FIRST, cells: cells(now ?? '', markup`<strong>cannot be read</strong>: ${item.why}`, '', '', '') }]
  return endsOf(item.events).map(({ kind, at, by, errand, userName, idleDays }) => ({
    at,
    cells: cells(
      userName,
      markup`${kind}${idleDays === undefined ? NOTHING : markup` <small>after ${plural(idleDays, 'idle day')}</small>`}`,
      moment(at),
      foreign(by),
      errandOf(errand),
    ),
  }))
}

const errandOf = (errand: string): Markup => (errand.length > 40 ? markup`<code>${errand}</code>` : foreign(errand))

/** An act is written twice under one id, before it and after it: it is told once, by its end where that is known. */
const endsOf = <T extends { readonly id: string }>(events: readonly T[]): readonly T[] => [
  ...new Map(events.map((event) => [event.id, event])).values(),
]

/** So many names are told of whom an entry protects; each of them stands in the table of credentials. */
const NAMED = 20

/** The exclusion list, entry by entry: whom it protects, whose it is, until when, why. Those that protect nobody come first. */
export function exclusionsTable(documents: readonly Findings[]): Markup {
  const account = accountCells(documents)
  const entries = documents.flatMap((findings) => findings.exclusions.entries.map((entry) => ({ findings, entry })))
  return markup`<section id="exclusions">
    <h2>Exclusion list <span class="number">${entries.length}</span></h2>
    ${
      entries.length === 0
        ? markup`<p class="muted">The list has no entries.</p> `
        : table({
            id: 'exclusions-all',
            caption: 'Whom each entry protects. Users with the tag of exclusion stand in the table of credentials.',
            columns: [
              { name: 'Entry', style: 'user' },
              ...account.columns.map((name) => ({ name })),
              { name: 'Protects', style: 'why' },
              { name: 'Until', style: 'until' },
              { name: 'Owner', style: 'owner' },
              { name: 'Reason' },
            ],
            rows: entries
              .toSorted((one, other) => Number(one.entry.says === '') - Number(other.entry.says === ''))
              .map(({ findings, entry: { list, selector, protects, until, owner, reason, says, standing } }) => ({
                cells: [
                  foreign(entryName({ list, text: selector })),
                  ...account.of(findings),
                  says !== ''
                    ? markup`<strong>${says}</strong>`
                    : standing === 'elsewhere'
                      ? markup`<em>nobody in this account</em>`
                      : namesOf(protects),
                  or(until, 'no end'),
                  or(owner, 'nobody named'),
                  or(reason, 'none given'),
                ].map((shows) => ({ shows })),
              })),
          })
    }
  </section> `
}

const namesOf = (names: readonly string[]): Markup =>
  markup`${names.slice(0, NAMED).map((name, place) => markup`${place === 0 ? '' : ', '}${foreign(name)}`)}${names.length > NAMED ? ` and ${names.length - NAMED} more` : ''}`
