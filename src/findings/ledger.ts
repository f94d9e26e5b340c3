import { isoTime } from '../judgement/instant.ts'
import type { LedgerEvent } from '../ledger/event.ts'
import type { LedgerItem, Unreadable } from '../ledger/item.ts'
import { standing } from '../ledger/standing.ts'
import { plain } from '../text/plain.ts'
import type { LedgerFinding } from './findings.ts'

/** An item of the ledger, as the document has it. */
export const ledgerFinding = (item: LedgerItem | Unreadable): LedgerFinding => {
  const of = { userId: plain(item.userId), credential: plain(item.credential) }
  return item.kind === 'unreadable'
    ? { kind: 'unreadable', ...of, why: plain(item.why) }
    : { kind: 'item', ...of, standing: standing(item.events), events: item.events.map((event) => eventFinding(event)) }
}

const eventFinding = ({ id, kind, at, by, errand, userName, idleDays, limitDays }: LedgerEvent) => ({
  id: plain(id),
  kind,
  at: isoTime(at),
  by: plain(by),
  errand: plain(errand),
  userName: plain(userName),
  ...(idleDays === undefined ? {} : { idleDays }),
  ...(limitDays === undefined ? {} : { limitDays }),
})
