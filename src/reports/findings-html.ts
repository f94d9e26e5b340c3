import type { Findings } from '../findings/findings.ts'
import { instant } from '../judgement/instant.ts'
import { accountsTable } from './html/accounts.ts'
import { attention } from './html/attention.ts'
import { bars } from './html/bars.ts'
import { credentialsTable } from './html/credentials.ts'
import { dueDates } from './html/due-dates.ts'
import { evidence } from './html/evidence.ts'
import { idleDays } from './html/idle-days.ts'
import { markup, NOTHING, type Markup } from './html/markup.ts'
import { areApart, linesOf, type Line } from './html/of-documents.ts'
import { alarms, notes } from './html/notices.ts'
import { isPage, page } from './html/page.ts'
import { exclusionsTable, ledgerTable } from './html/past.ts'
import { table } from './html/table.ts'
import { heading, tiles } from './html/top.ts'
import { missingAccounts, unreadAccountsTable } from './html/unread-accounts.ts'
import type { UnreadAccount } from './unread-account.ts'

const ABOUT = 'findings'

/** Findings as a page for people, and the accounts of which there are none: one file that needs nothing else. First what a reader must know in ten seconds, then pictures, then everything. */
export function findingsHtml(documents: readonly Findings[], unread: readonly UnreadAccount[] = []): string {
  const all = linesOf(documents)
  return page({
    about: ABOUT,
    title: titleOf(documents),
    body: markup`<main>
      ${heading(documents)}${missingAccounts(unread)}${alarms(documents)}${tiles(documents)}${notes(documents)}${unreadAccountsTable(unread)}${accountsTable(documents)}${attention(all, documents)}${charts(all, documents)}
      <section id="credentials">
        <h2>All credentials <span class="number">${all.filter(({ credential }) => credential !== undefined).length}</span></h2>
        ${table(credentialsTable(all, documents))}
      </section>
      ${ledgerTable(documents)}${exclusionsTable(documents)}${evidence(documents)}
    </main>`,
  })
}

export const isHtml = (text: string): boolean => isPage(text, ABOUT)

function titleOf(documents: readonly Findings[]): string {
  const [first] = documents
  if (first === undefined || documents.length > 1) return 'Unused IAM credentials of several accounts'
  const { account, asOf } = first
  return `Unused IAM credentials, ${account.alias === undefined ? '' : `${account.alias}, `}${account.id}, ${asOf.slice(0, 10)}`
}

/** Pictures add up, so there are none where an account is there twice; nor of nothing. */
function charts(all: readonly Line[], documents: readonly Findings[]): Markup {
  const limits = documents.map(({ limitDays }) => limitDays)
  if (!areApart(documents) || all.every(({ credential }) => credential?.clock === undefined)) return NOTHING
  const from = instant(documents.map(({ asOf }) => asOf).toSorted()[0] ?? 0)
  return markup`<section id="charts" class="charts">
    <h2>At a glance</h2>
    ${bars(idleDays(all, limits))}${bars(dueDates(all, from, limits))}
  </section> `
}
