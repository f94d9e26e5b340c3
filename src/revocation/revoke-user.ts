import { describeExclusion } from '../exclusions/exclusion.ts'
import type { ShownUser } from '../inventory/inventory.ts'
import { credentialId, isLive, type Credential } from '../judgement/credential.ts'
import type { Instant } from '../judgement/instant.ts'
import { judge } from '../judgement/verdict.ts'
import type { LedgerEvent } from '../ledger/event.ts'
import { itemOf, type LedgerItem, type UserLedger } from '../ledger/item.ts'
import { openActs, standing } from '../ledger/standing.ts'
import type { Account } from './account.ts'
import { newlyLive, restarted } from '../ledger/clock-start.ts'
import { readLive, tagsOf } from './live-user.ts'
import type { Outcome, Revocation } from './outcome.ts'
import { revokeCredential } from './revoke-credential.ts'

/**
 * Revoke what is unused of one user, judged now by what is live now and what the ledger says. `only` narrows it to some credentials. Running it twice, or two at once,
 * or dying anywhere in it and running it again, comes to the same.
 * @throws Error where the user, the ledger or what protects cannot be read: then nothing was touched
 */
export async function revokeUser(
  user: ShownUser,
  account: Account,
  only: (credential: Credential) => boolean = () => true,
): Promise<readonly Revocation[]> {
  const { inventory, table, errand } = account
  const { userName, userId } = user
  const rules = account.rules()
  const [{ now, limitDays, exclusionOf }, live, ledger] = await Promise.all([
    rules,
    readLive(user, inventory, () => tagsOf(user, rules, account)),
    table.itemsOf(userId, account.now()),
  ])
  if (live === undefined) return []
  const usable = live.credentials.filter((credential) => isLive(credential))
  const [open, liveAgain] = [openItems(), newlyLive(usable, userId, ledger, now)]
  // What was read was read by name. Before anything is written of it, it must have been this user's.
  if (open.length + liveAgain.length > 0 && (await inventory.userNow(userName))?.userId !== userId)
    throw new Error(`the name ${userName} has passed to somebody else`)
  const closed = await closeOpen(open)
  for (const item of liveAgain) await table.append(item, seen(account.newId()))
  const done: Revocation[] = []
  const exclusion = exclusionOf(user, live.tags)
  for (const credential of usable) {
    const verdict = judge(credential, limitDays, now)
    if (verdict.kind !== 'unused' || !only(credential)) continue
    const outcome = await outcomeOf(credential, verdict.idleDays)
    if (outcome !== undefined) done.push({ credential, idleDays: verdict.idleDays, outcome })
  }
  return [...closed, ...done]

  /** @returns undefined for one that the ledger lets count from later */
  async function outcomeOf(credential: Credential, idleDays: number): Promise<Outcome | undefined> {
    try {
      if (judge(restarted(credential, userId, ledger, now), limitDays, now).kind !== 'unused') return undefined
      if (exclusion !== undefined) return { kind: 'protected', why: describeExclusion(exclusion) }
      return await revokeCredential(user, credential, itemOf(ledger, userId, credentialId(credential)), { idleDays, limitDays }, account)
    } catch (error) {
      return { kind: 'unknown', why: String(error) }
    }
  }

  function seen(id: string): LedgerEvent {
    return { id, kind: 'seen-live-again', at: now, idleDays: undefined, limitDays: undefined, ...errand, userName }
  }

  /** A run that died between the act and the ledger left its intent open: what is gone by now was revoked by it. */
  function openItems(): readonly LedgerItem[] {
    const isUsable = (id: string): boolean => usable.some((credential) => credentialId(credential) === id)
    return itemsIn(ledger).filter(({ credential, events }) => standing(events) === 'revoking' && !isUsable(credential))
  }

  /** Under an id of its own: whether that run is dead nobody can tell, and what its act came to only itself. */
  async function closeOpen(items: readonly LedgerItem[]): Promise<readonly Revocation[]> {
    const all: Revocation[] = []
    for (const item of items) {
      const open = openActs(item.events).findLast(({ kind }) => kind === 'revoking')
      if (open === undefined) continue
      const written = await table.append(item, { ...open, id: account.newId(), kind: 'revoked' })
      const outcome: Outcome =
        'why' in written ? { kind: written.kind, why: `the ledger could not be closed (${written.why})` } : { kind: 'already-gone' }
      all.push({ credential: gone(item.credential, open.at), idleDays: open.idleDays ?? 0, outcome })
    }
    return all
  }
}

const itemsIn = (ledger: UserLedger): readonly LedgerItem[] => [...ledger.values()].filter((item) => item.kind === 'item')

function gone(id: string, created: Instant): Credential {
  const life = { created, lastUse: { kind: 'never' as const } }
  return id === 'password' ? { kind: 'password', ...life } : { kind: 'access-key', id, status: 'inactive', ...life }
}
