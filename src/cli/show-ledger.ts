import { isoTime } from '../judgement/instant.ts'
import type { LedgerItem, Unreadable } from '../ledger/item.ts'
import { textTable } from '../reports/table.ts'
import { UsageError, type Io } from './io.ts'
import { openLedger } from './ledger-access.ts'
import type { LedgerChoice } from './ledger-option.ts'
import { reached } from './reached.ts'

export type LedgerOptions = { readonly user: string | undefined; readonly format: 'table' | 'json'; readonly ledger: LedgerChoice }

/** @throws UsageError where there is no ledger, or nothing in it of that user */
export async function showLedger({ user, format, ledger: choice }: LedgerOptions, io: Io): Promise<void> {
  const { now } = await reached(io)
  const { name, table } = await openLedger(choice)
  const all = [...(await table.everything(now)).values()].flatMap((ledger) => [...ledger.values()])
  const items = all.filter((item) => user === undefined || isOf(item, user))
  if (user !== undefined && items.length === 0) throw new UsageError(`The ledger ${name} says nothing of a user ${user}.`)
  if (format === 'json')
    return io.out(
      JSON.stringify(
        items.map((item) => shown(item)),
        undefined,
        2,
      ),
    )
  const rows = items.flatMap((item) => rowsOf(item)).toSorted(([one = ''], [other = '']) => (one < other ? -1 : 1))
  io.out(
    rows.length === 0
      ? 'The ledger is empty.'
      : textTable(['When', 'User', 'Credential', 'What', 'Idle days', 'By', 'For'], rows, io.columns),
  )
}

/** By the id, or by a name that the user had when something was done. */
const isOf = (item: LedgerItem | Unreadable, user: string): boolean =>
  item.userId === user || (item.kind === 'item' && item.events.some(({ userName }) => userName.toLowerCase() === user.toLowerCase()))

const shown = (item: LedgerItem | Unreadable): object =>
  item.kind === 'unreadable'
    ? item
    : { userId: item.userId, credential: item.credential, events: item.events.map((event) => ({ ...event, at: isoTime(event.at) })) }

const rowsOf = (item: LedgerItem | Unreadable): string[][] =>
  item.kind === 'unreadable'
    ? [['', item.userId, item.credential, `cannot be read: ${item.why}`, '', '', '']]
    : item.events.map(({ at, userName, kind, idleDays, by, errand }) => [
        isoTime(at).replace(/\.\d+/, ''),
        userName,
        item.credential,
        kind,
        idleDays === undefined ? '' : String(idleDays),
        by,
        errand,
      ])
