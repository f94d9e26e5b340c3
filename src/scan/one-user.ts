import type { Entry } from '../exclusions/entry.ts'
import { exclusionFor } from '../exclusions/exclusion.ts'
import type { Outcome, SeenUser } from '../findings/seen.ts'
import type { Seen } from '../findings/make.ts'
import type { Inventory, ListedUser } from '../inventory/inventory.ts'
import { readGroups } from '../inventory/survey.ts'
import type { Instant } from '../judgement/instant.ts'
import { judgeUser } from '../judgement/user-verdict.ts'
import { restarted } from '../ledger/clock-start.ts'
import type { UserLedger } from '../ledger/item.ts'
import { readLive, type LiveUser } from '../revocation/live-user.ts'
import { untagged } from './narrowed.ts'

/** What one user is looked at by. */
export type CloseLook = {
  readonly inventory: Inventory
  readonly everybody: readonly ListedUser[]
  readonly entries: readonly Entry[]
  readonly limitDays: number
  readonly asOf: Instant
  readonly listedAt: Instant
  /** Undefined where there is none. */
  readonly ledger: UserLedger | undefined
  readonly describe: (cause: unknown) => string
}

/** Read everything of one user, tags too, and judge. What cannot be read makes the user unknown. @returns undefined for one who is gone; @throws Error where groups cannot be read (S8) */
export async function lookClosely(user: ListedUser, look: CloseLook): Promise<Seen | undefined> {
  const { inventory, everybody, entries, describe, listedAt } = look
  const groupsOf = await readGroups(inventory, entries)
  const ledger = look.ledger ?? new Map()
  const subject = untagged(user, groupsOf(user))
  const read = await readLive(user, inventory).catch((cause: unknown): Outcome => ({ kind: 'unknown', why: describe(cause) }))
  if (read === undefined) return undefined
  const seen: SeenUser =
    'kind' in read
      ? { ...user, outcome: read, read: [], reported: [], credentialsKnown: false, ledger }
      : { ...user, outcome: outcomeOf(read, look, subject.groups), read: read.credentials, reported: [], credentialsKnown: true, ledger }
  const tags = 'kind' in read ? subject.tags : read.tags
  return {
    listedAt,
    report: { kind: 'not-asked' },
    users: [seen],
    subjects: everybody.map((each) => (each.userId === user.userId ? { ...subject, tags } : untagged(each, groupsOf(each)))),
    gone: 0,
    ledger: look.ledger && new Map([[user.userId, look.ledger]]),
  }
}

function outcomeOf(
  { user, credentials, tags }: LiveUser,
  { entries, limitDays, asOf, ledger, describe }: CloseLook,
  groups: ReadonlySet<string>,
): Outcome {
  const exclusion = exclusionFor({ ...untagged(user, groups), tags }, entries, asOf)
  if (exclusion !== undefined) return { kind: 'excluded', exclusion }
  try {
    const counted = credentials.map((each) => restarted(each, user.userId, ledger ?? new Map(), asOf))
    return { kind: judgeUser(counted, limitDays, asOf).kind }
  } catch (cause) {
    return { kind: 'unknown', why: describe(cause) }
  }
}
