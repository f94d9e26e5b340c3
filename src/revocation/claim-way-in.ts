import type { ListedUser } from '../inventory/inventory.ts'
import type { Claim } from '../ledger/claim.ts'
import type { LedgerTable, Written } from '../ledger/ledger-table.ts'
import { mapConcurrently } from '../stream/map-concurrently.ts'
import { hasAnother, isWayIn, type Power, type Ways } from './way-in.ts'

/** Whoever loses so often against others stops. */
const TRIES = 20

const AT_A_TIME = 10

type Table = Pick<LedgerTable, 'claims' | 'claim'>

type Claims = readonly Claim[]

/** What is asked of an account about its administrators. What cannot be read rejects. */
export interface WaysIn {
  readonly table: Table
  /** @returns `none` for a user who is gone */
  powerOf(user: ListedUser, asked: 'subject' | 'other'): Promise<Power>
  /** Everybody who may be a way in, the likely ones first. */
  candidates(): Promise<readonly ListedUser[]>
  /** @returns undefined for a user who is gone */
  waysOf(user: ListedUser): Promise<Ways | undefined>
}

/** `free`: no administrator, so nobody is asked. `claimed`: it may be taken, and counts as gone for everybody else until the claim is taken out. `kept`: it must stay. */
export type WayIn = { readonly kind: 'free' | 'claimed' } | { readonly kind: 'kept'; readonly why: string }

/**
 * Ask for leave to take a credential (S11), before its intent is written. The claims are read, then IAM; what is claimed counts as gone; the own claim is written where
 * nobody wrote another meanwhile, else all is decided anew. So whoever comes second sees the first one's credential as gone, however late IAM shows it.
 * Never rejects: what cannot be told is kept.
 */
export async function claimWayIn(user: ListedUser, claim: Claim, account: WaysIn): Promise<WayIn> {
  // Who cannot be told is an administrator as the subject, and none as another.
  let untold = ''
  const power = await account.powerOf(user, 'subject').catch((error: unknown) => void (untold = String(error)))
  if (power === 'none') return { kind: 'free' }
  let isLast = false
  const written = await change(account.table, async (taken) => {
    const ways = await account.waysOf(user)
    // Of one who is gone nothing is left to take.
    if (ways === undefined) return taken
    isLast = !hasAnother(claim, ways, taken) && !(await somebodyElse(taken))
    return isLast ? taken : [...taken, claim]
  })
  if (isLast && untold !== '')
    return { kind: 'kept', why: `whether it is the last way in of an IAM administrator could not be told (${untold})` }
  if (isLast) return { kind: 'kept', why: 'it is the last way in of the last IAM administrator' }
  if (written.kind === 'written') return { kind: 'claimed' }
  return {
    kind: 'kept',
    why: `who is the last IAM administrator could not be told (${'why' in written ? written.why : 'others changed it'})`,
  }

  async function somebodyElse(taken: Claims): Promise<boolean> {
    const others = (await account.candidates()).filter(({ userId }) => userId !== user.userId)
    for await (const found of mapConcurrently(others, AT_A_TIME, (other) => isSure(other, taken))) if (found) return true
    return false
  }

  async function isSure(other: ListedUser, taken: Claims): Promise<boolean> {
    try {
      if ((await account.powerOf(other, 'other')) !== 'all') return false
      const ways = await account.waysOf(other)
      return ways !== undefined && isWayIn(other.userId, ways, user.userId, taken)
    } catch {
      return false
    }
  }
}

/** Take claims out again: of what is known not to have been done, or has been given back. Never rejects. */
export const release = (isMeant: (claim: Claim) => boolean, table: Table): Promise<Written> =>
  change(table, async (taken) => taken.filter((claim) => !isMeant(claim)))

/** Read the claims, decide, write; and all of it again where somebody else wrote meanwhile. Where they stay as many, nothing is written. */
async function change(table: Table, decide: (taken: Claims) => Promise<Claims>): Promise<Written> {
  let written: Written = { kind: 'lost' }
  try {
    for (let tries = 0; tries < TRIES && written.kind === 'lost'; tries += 1) {
      const before = await table.claims()
      const after = await decide(before.taken)
      written = after.length === before.taken.length ? { kind: 'written' } : await table.claim(before, after)
    }
    return written
  } catch (error) {
    return { kind: 'unknown', why: String(error) }
  }
}
