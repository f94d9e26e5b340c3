import type { Entry } from '../exclusions/entry.ts'
import { exclusionFor, type Exclusion } from '../exclusions/exclusion.ts'
import type { Subject } from '../exclusions/match.ts'
import type { Instant } from '../judgement/instant.ts'
import { judgeUser, type UserVerdict } from '../judgement/user-verdict.ts'
import { restarted } from '../ledger/clock-start.ts'
import type { UserLedger } from '../ledger/item.ts'
import type { Inventory, ListedUser } from './inventory.ts'
import type { Proof } from './proof.ts'

/** What was found out about one user. `unknown` is a verdict of its own (S4), and so is `gone`. */
export type Finding =
  | UserVerdict
  | { readonly kind: 'excluded'; readonly exclusion: Exclusion }
  | { readonly kind: 'unknown'; readonly cause: unknown }
  | { readonly kind: 'gone' }

/** What every user of a survey is judged by. */
export type Terms = {
  readonly entries: readonly Entry[]
  readonly limitDays: number
  readonly now: Instant
  /** What the ledger holds, by user id: restores restart the clock (S1). */
  readonly ledger: ReadonlyMap<string, UserLedger>
  /** Ends the reading in good time before the program's own end. */
  readonly outOfTime: AbortSignal
}

export type Found = { readonly subject: Subject; readonly finding: Finding }

/** A user as the list and the credential report show it: what must still be read is not known to be settled. */
export type Opened = { readonly user: ListedUser; readonly groups: ReadonlySet<string>; readonly proof: Proof }

/** The cause of `unknown` where the reading was ended for want of time. */
class OutOfTime extends Error {
  override readonly name = 'OutOfTime'
}

/** Read one user as far as the verdict needs it, and judge. Never throws: what cannot be read is `unknown`. */
export async function findOut({ user, groups, proof }: Opened, inventory: Inventory, terms: Terms): Promise<Found> {
  const { userName, userId, arn, path } = user
  const untagged: Subject = { userName, userId, arn, path, groups, tags: new Map() }
  try {
    const finding = excluded(untagged, terms) ?? (await judgeOpen(user, proof, inventory, terms))
    return finding.kind === 'non-compliant' ? await unlessTagged(user, untagged, finding, inventory, terms) : { subject: untagged, finding }
  } catch (error) {
    const cause = terms.outOfTime.aborted ? new OutOfTime('the time was up before this user was read', { cause: error }) : error
    return { subject: untagged, finding: { kind: 'unknown', cause } }
  }
}

/** Tags exclude too; but they matter to a user who would lose something, and are read of nobody else. So does the ledger. */
async function unlessTagged(user: ListedUser, untagged: Subject, finding: UserVerdict, inventory: Inventory, terms: Terms): Promise<Found> {
  const tags = await inventory.tagsOf(user)
  if (tags === undefined) return { subject: untagged, finding: { kind: 'gone' } }
  const subject = { ...untagged, tags }
  const ledger = terms.ledger.get(user.userId) ?? new Map()
  const credentials = finding.credentials.map(({ credential }) => restarted(credential, user.userId, ledger, terms.now))
  return { subject, finding: excluded(subject, terms) ?? judgeUser(credentials, terms.limitDays, terms.now, finding.proven) }
}

function excluded(subject: Subject, { entries, now }: Terms): Finding | undefined {
  const exclusion = exclusionFor(subject, entries, now)
  return exclusion && { kind: 'excluded', exclusion }
}

async function judgeOpen(user: ListedUser, { password, accessKeys, proven }: Proof, inventory: Inventory, terms: Terms): Promise<Finding> {
  const { limitDays, now, outOfTime } = terms
  if (password === 'settled' && accessKeys === 'settled')
    return judgeUser([], limitDays, now, proven.length === 0 ? [{ kind: 'none-active' }] : proven)
  outOfTime.throwIfAborted()
  const [found, keys] = await Promise.all([
    password === 'open' ? inventory.passwordOf(user) : undefined,
    accessKeys === 'open' ? inventory.accessKeysOf(user) : [],
  ])
  if (keys === undefined) return { kind: 'gone' }
  if (found === undefined && accessKeys === 'settled') return withoutPassword(user, inventory, terms)
  return judgeUser(found === undefined ? keys : [found, ...keys], limitDays, now, proven)
}

/** IAM answers for a password that is gone as for a user who is gone. The list of keys tells which it is. */
async function withoutPassword(user: ListedUser, inventory: Inventory, { limitDays, now }: Terms): Promise<Finding> {
  const keys = await inventory.accessKeysOf(user)
  return keys === undefined ? { kind: 'gone' } : judgeUser(keys, limitDays, now)
}
