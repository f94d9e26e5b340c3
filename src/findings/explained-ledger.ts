import { plural } from '../text/plural.ts'
import { moment } from './explained-clock.ts'
import type { Findings, LedgerFinding, UserFinding } from './findings.ts'

/** What the ledger says of a user: what was done to which credential, when, by whom, for what. */
export function ledgerSentences({ userId }: UserFinding, { ledger, account }: Findings): readonly string[] {
  if (ledger.kind === 'none')
    return [`There is no ledger ${ledger.table} in Region ${account.region}: whether something was revoked or given back is not known.`]
  const items = ledger.items.filter((item) => item.userId === userId)
  return items.length === 0 ? ['Nothing was done to any of its credentials.'] : items.flatMap((item) => itemSentences(item))
}

function itemSentences(item: LedgerFinding): readonly string[] {
  const name = item.credential === 'password' ? 'Password' : `Access key ${item.credential}`
  if (item.kind === 'unreadable') return [`${name}: the record cannot be read (${item.why}), and nothing may be concluded.`]
  return item.events.map(
    ({ kind, at, by, errand, idleDays }) =>
      `${name}: ${kind} ${moment(at)} by ${by}, for ${errand}${idleDays === undefined ? '' : `, after ${plural(idleDays, 'idle day')}`}.`,
  )
}
