import { setTimeout as sleep } from 'node:timers/promises'
import { describeExclusion } from '../exclusions/exclusion.ts'
import type { ListedUser } from '../inventory/inventory.ts'
import { credentialId, isLive, type Credential } from '../judgement/credential.ts'
import { judge } from '../judgement/verdict.ts'
import type { EventKind } from '../ledger/event.ts'
import { itemOf, type LedgerItem } from '../ledger/item.ts'
import { restartOf } from '../ledger/standing.ts'
import type { Written } from '../ledger/ledger-table.ts'
import type { Account } from './account.ts'
import { claimWayIn, release } from './claim-way-in.ts'
import { closeAct } from './close-act.ts'
import { tagsOf } from './live-user.ts'
import type { Outcome } from './outcome.ts'
import type { Taken } from './revoker.ts'

/** IAM shows a change some time after it was made: so long to wait between looks. */
const LOOKS_MS = [0, 100, 300, 1_000, 2_000, 4_000, 6_000]

/** Where nobody knows whether there is a change at all, fewer looks. */
const DOUBTFUL_LOOKS = 4

/** How idle it was found, by which limit. */
type Judged = { readonly idleDays: number; readonly limitDays: number }

/**
 * Take one credential that was found unused. Leave to take it (S11), then room under the brake (S9), then the intent in the ledger; then everything that protects is read
 * once more; then the act, a look that it is so, and what came of it into the ledger. Never rejects.
 */
export async function revokeCredential(
  user: ListedUser,
  credential: Credential,
  item: LedgerItem,
  { idleDays, limitDays }: Judged,
  account: Account,
): Promise<Outcome> {
  const { inventory, revoker, table, rules, errand } = account
  const { userName, userId } = user
  const id = account.newId()
  const claim = { userId, credential: item.credential, version: item.events.length, id }
  const now = account.now()
  const wayIn = await claimWayIn(user, claim, account.waysIn)
  if (wayIn.kind === 'kept') return { kind: 'protected', why: wayIn.why }
  const { counted, room } = await count()
  if (counted.kind !== 'written')
    return undone({
      kind: counted.kind === 'unknown' ? 'unknown' : 'refused',
      why: counted.kind === 'lost' ? `brake: ${room} users have lost something today, no more may` : `nothing was done (${whyOf(counted)})`,
    })
  const intent = eventOf('revoking')
  const intended = await table.append(item, intent)
  if (intended.kind !== 'written') {
    const why = `the ledger could not be written, so nothing was done (${whyOf(intended)})`
    if (intended.kind !== 'unknown') return undone({ kind: 'refused', why })
    // Where an intent may stand there all the same, it is closed.
    await closeAct(table, item, undefined, eventOf('not-revoked'), now)
    return undone({ kind: 'unknown', why })
  }
  const stays = await lookAgain().catch((error: unknown): Outcome => ({ kind: 'unknown', why: `nothing was done: ${String(error)}` }))
  if (stays !== undefined) return notDone(stays)
  const act = await take()
  if (act.kind === 'refused') return notDone(act)
  if (act.kind === 'absent') return notDone({ kind: 'already-gone' })
  if (!(await isSeenGone(act.kind === 'unknown' ? DOUBTFUL_LOOKS : undefined)))
    return { kind: 'unknown', why: act.kind === 'unknown' ? act.why : 'IAM does not show the change yet' }
  const closed = await close('revoked')
  return closed === undefined
    ? { kind: 'revoked' }
    : { kind: 'unknown', why: `it was revoked, but the ledger could not be closed (${closed})` }

  /** How many users there are is asked for only where more have lost something than may in any account. Never rejects. */
  async function count(): Promise<{ readonly counted: Written; readonly room: number }> {
    const day = new Date(now).toISOString().slice(0, 10)
    const { atLeast, here } = account.brakeRoom
    try {
      const counted = await table.count(day, userId, atLeast)
      const room = counted.kind === 'lost' ? await here() : atLeast
      return { counted: room > atLeast ? await table.count(day, userId, room) : counted, room }
    } catch (error) {
      return { counted: { kind: 'unknown', why: String(error) }, room: atLeast }
    }
  }

  function eventOf(kind: EventKind) {
    return { id, kind, at: now, idleDays, limitDays, ...errand, userName }
  }

  /** What was not even begun leaves no claim. */
  async function undone(outcome: Outcome): Promise<Outcome> {
    if (wayIn.kind === 'claimed') await release((each) => each.id === id, table)
    return outcome
  }

  async function notDone(outcome: Outcome): Promise<Outcome> {
    const open = await close('not-revoked')
    return undone(
      open === undefined || outcome.kind === 'already-gone'
        ? outcome
        : { kind: 'unknown', why: `nothing was done, but the ledger could not be closed (${open})` },
    )
  }

  /**
   * Everything that protects, read once more between the intent and the act. The ledger comes last: who gave it back before the other looks, however long they took, stands
   * there. @returns why it must stay
   */
  async function lookAgain(): Promise<Outcome | undefined> {
    const listed = account.areTaggedDenied ? undefined : inventory.tagsOf(user)
    const [then, present, found] = await Promise.all([rules(), inventory.userNow(userName), look(), listed])
    const tags = await (listed ?? (present && tagsOf(present, then, account)))
    const ledger = await table.itemsOf(userId, now)
    if (present?.userId !== userId) return { kind: 'protected', why: `the name ${userName} has passed to somebody else` }
    const fresh = found?.kind === 'password' ? { ...found, lastUse: present.passwordLastUse } : found
    if (fresh === undefined || tags === undefined) return { kind: 'already-gone' }
    const exclusion = then.exclusionOf(present, tags)
    if (exclusion !== undefined) return { kind: 'protected', why: describeExclusion(exclusion) }
    const { events } = itemOf(ledger, userId, item.credential)
    if (events.length !== item.events.length + 1) return { kind: 'protected', why: 'somebody else is at work on it' }
    const judged = judge({ ...fresh, restored: restartOf(item.events, then.now) }, then.limitDays, then.now)
    return judged.kind === 'unused' ? undefined : { kind: 'protected', why: 'it was used or made anew a moment ago' }
  }

  function close(kind: 'revoked' | 'not-revoked'): Promise<string | undefined> {
    return closeAct(table, item, intent, eventOf(kind), now)
  }

  function take(): Promise<Taken> {
    return credential.kind === 'password' ? revoker.deletePassword(userName) : revoker.deactivateKey(userName, credential.id)
  }

  async function isSeenGone(looks?: number): Promise<boolean> {
    for (const wait of (account.looksMs ?? LOOKS_MS).slice(0, looks)) {
      if (wait > 0) await sleep(wait)
      // A look that fails shows nothing.
      if ((await look().catch(() => credential)) === undefined) return true
    }
    return false
  }

  /** The credential as IAM shows it now, if it still lets somebody in. */
  async function look(): Promise<Credential | undefined> {
    if (credential.kind === 'password') return inventory.passwordOf(user)
    return (await inventory.accessKeysOf(user))?.find((key) => credentialId(key) === credential.id && isLive(key))
  }
}

const whyOf = (written: Written): string => ('why' in written ? written.why : 'somebody else wrote first')
