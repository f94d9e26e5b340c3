import { describeError } from '../aws/errors.ts'
import type { Entry } from '../exclusions/entry.ts'
import { exclusionFor, type Exclusion } from '../exclusions/exclusion.ts'
import { needsTags } from '../exclusions/list.ts'
import type { Subject } from '../exclusions/match.ts'
import type { Inventory, ListedUser } from '../inventory/inventory.ts'
import type { Instant } from '../judgement/instant.ts'
import { judgeUser, type UserVerdict } from '../judgement/user-verdict.ts'

/** What the run found out about one user. `unknown` is a verdict of its own (S4), and so is `gone`. */
export type Finding =
  | UserVerdict
  | { readonly kind: 'excluded'; readonly exclusion: Exclusion }
  | { readonly kind: 'unknown'; readonly why: string }
  | { readonly kind: 'gone' }

/** What every user of a run is judged by. */
export type Terms = {
  readonly entries: readonly Entry[]
  readonly limitDays: number
  readonly now: Instant
  /** Ends the reading in good time before the function's timeout. */
  readonly outOfTime: AbortSignal
}

export type Found = { readonly subject: Subject; readonly finding: Finding }

/** Read one user as far as the verdict needs it, and judge. Never throws: what cannot be read is `unknown`. */
export async function findOut(user: ListedUser, groups: ReadonlySet<string>, inventory: Inventory, terms: Terms): Promise<Found> {
  const { userName, userId, arn, path } = user
  const untagged: Subject = { userName, userId, arn, path, groups, tags: new Map() }
  try {
    terms.outOfTime.throwIfAborted()
    return needsTags(terms.entries) ? await tagsFirst(user, untagged, inventory, terms) : await tagsLast(user, untagged, inventory, terms)
  } catch (error) {
    const why = terms.outOfTime.aborted ? 'not read: the function ran out of time' : describeError(error)
    return { subject: untagged, finding: { kind: 'unknown', why } }
  }
}

/** An entry of the list speaks of tags: they decide who is meant, so every user's are read. */
async function tagsFirst(user: ListedUser, untagged: Subject, inventory: Inventory, terms: Terms): Promise<Found> {
  const tags = await inventory.tagsOf(user)
  if (tags === undefined) return { subject: untagged, finding: { kind: 'gone' } }
  const subject = { ...untagged, tags }
  return { subject, finding: excluded(subject, terms) ?? (await judgeLive(user, inventory, terms)) }
}

/** Only the exclusion tag can still matter, and only to a user who would lose something. */
async function tagsLast(user: ListedUser, untagged: Subject, inventory: Inventory, terms: Terms): Promise<Found> {
  const finding = excluded(untagged, terms) ?? (await judgeLive(user, inventory, terms))
  if (finding.kind !== 'non-compliant') return { subject: untagged, finding }
  const tags = await inventory.tagsOf(user)
  if (tags === undefined) return { subject: untagged, finding: { kind: 'gone' } }
  const subject = { ...untagged, tags }
  return { subject, finding: excluded(subject, terms) ?? finding }
}

function excluded(subject: Subject, { entries, now }: Terms): Finding | undefined {
  const exclusion = exclusionFor(subject, entries, now)
  return exclusion && { kind: 'excluded', exclusion }
}

async function judgeLive(user: ListedUser, inventory: Inventory, { limitDays, now }: Terms): Promise<Finding> {
  const [password, keys] = await Promise.all([inventory.passwordOf(user), inventory.accessKeysOf(user)])
  if (keys === undefined) return { kind: 'gone' }
  return judgeUser(password === undefined ? keys : [password, ...keys], limitDays, now)
}
