import type { Inventory, ListedUser } from '../inventory/inventory.ts'
import { isLive, type Credential } from '../judgement/credential.ts'
import type { Instant } from '../judgement/instant.ts'
import { isOver } from '../ledger/claim.ts'
import type { EventKind, LedgerEvent } from '../ledger/event.ts'
import { itemOf, type LedgerItem } from '../ledger/item.ts'
import { isRestorable, standing } from '../ledger/standing.ts'
import type { LedgerTable } from '../ledger/ledger-table.ts'
import type { Errand } from './account.ts'
import { release } from './claim-way-in.ts'
import { closeAct } from './close-act.ts'
import type { Restorer } from './restorer.ts'
import type { Taken } from './revoker.ts'

/** Who gives back, and how. */
export type RestoringAccount = {
  readonly inventory: Inventory
  readonly restorer: Restorer
  readonly table: LedgerTable
  readonly errand: Errand
  readonly now: () => Instant
  readonly newId: () => string
  /**
   * Told the password as soon as it lets the user in, before the ledger calls it restored: whoever is killed before that can restore again, and gets another one. So none is
   * lost.
   */
  readonly handOver: (password: string) => void
}

export type Restored =
  | { readonly kind: 'restored'; readonly credential: string }
  | { readonly kind: 'failed'; readonly credential: string; readonly why: string }

/**
 * Whether something is to be given back of a credential as it is (S12): it was taken by this product and lets nobody in; or somebody began to give it back and did not
 * come to the end, so that the ledger, or a password that nobody knows, is still to be set right.
 */
export const isToRestore = ({ events }: LedgerItem, present: Credential | undefined): boolean =>
  standing(events) === 'restoring' || (isRestorable(events) && (present === undefined || !isLive(present)))

/**
 * Give one credential back. The intent goes into the ledger first, which restarts the clock (S1): no run in between takes it again. Killed anywhere, it can be run again. Never
 * rejects but for the reading of the user.
 */
export async function restore(user: ListedUser, item: LedgerItem, password: string, account: RestoringAccount): Promise<Restored> {
  const { inventory, restorer, table, errand, handOver } = account
  const { userName, userId } = user
  const { credential } = item
  const isPassword = credential === 'password'
  const now = account.now()
  const id = account.newId()
  const begun = item.events.findLast(({ kind }) => kind === 'restoring')
  const isHalfDone = standing(item.events) === 'restoring' && (await present()) !== undefined
  const intent = eventOf('restoring')
  const intended = await table.append(item, intent)
  if (intended.kind !== 'written')
    return failed(
      `the ledger could not be written, so nothing was done (${'why' in intended ? intended.why : 'somebody else wrote first: try again'})`,
    )
  const given = await give()
  if (given.kind === 'refused' || given.kind === 'absent') {
    const open = await closeAct(table, item, intent, eventOf('not-restored'), now)
    return failed(
      `${'why' in given ? given.why : 'it no longer exists'}${open === undefined ? '' : `; and the ledger could not be closed (${open})`}`,
    )
  }
  if (given.kind === 'unknown') return failed(`what AWS did is not known (${given.why}). Run this again: it goes on from here`)
  if (isPassword) handOver(password)
  const open = (await unclaimed()) ?? (await closeAct(table, item, intent, eventOf('restored'), now))
  return open === undefined
    ? { kind: 'restored', credential }
    : failed(`it was given back, but the ledger could not be closed (${open}). Run this again`)

  function eventOf(kind: EventKind): LedgerEvent {
    return { id, kind, at: now, idleDays: undefined, limitDays: undefined, ...errand, userName }
  }

  function failed(why: string): Restored {
    return { kind: 'failed', credential, why }
  }

  /** It lets somebody in again, so it counts as a way in again: before the act is closed, or nobody would come back to it. @returns why that could not be written */
  async function unclaimed(): Promise<string | undefined> {
    try {
      const { events } = itemOf(await table.itemsOf(userId, now), userId, credential)
      const written = await release(
        (claim) => claim.userId === userId && claim.credential === credential && isOver(claim, events, now),
        table,
      )
      return written.kind === 'written' ? undefined : 'why' in written ? written.why : 'others write all the time'
    } catch (error) {
      return String(error)
    }
  }

  async function give(): Promise<Taken> {
    try {
      if ((await inventory.userNow(userName))?.userId !== userId)
        return { kind: 'refused', why: `the name ${userName} has passed to somebody else` }
    } catch (error) {
      return { kind: 'refused', why: `nothing was done: ${String(error)}` }
    }
    if (!isPassword) return lookedAfter(await restorer.activateKey(userName, credential))
    if (isHalfDone) return restorer.replacePassword(userName, password)
    const made = await restorer.createPassword(userName, password)
    if (made.kind !== 'unknown') return made
    // It may have been made, with a password that nobody knows for sure. The intent says that there was none.
    const there = await present().catch(() => undefined)
    return there === undefined || there.created < (begun ?? intent).at - SKEW_MS ? made : restorer.replacePassword(userName, password)
  }

  /** Of a lost answer IAM itself tells what came of it. */
  async function lookedAfter(taken: Taken): Promise<Taken> {
    if (taken.kind !== 'unknown') return taken
    const there = await present().catch(() => undefined)
    return there === undefined ? taken : { kind: 'done' }
  }

  /** The credential, if it lets somebody in. */
  async function present(): Promise<Credential | undefined> {
    if (isPassword) return inventory.passwordOf(user)
    return (await inventory.accessKeysOf(user))?.find((key) => key.id === credential && isLive(key))
  }
}

/** IAM keeps whole seconds, and clocks differ. */
const SKEW_MS = 300_000
