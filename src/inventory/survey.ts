import type { Entry } from '../exclusions/entry.ts'
import { groupsNamed } from '../exclusions/list.ts'
import { instant } from '../judgement/instant.ts'
import { collect, mapConcurrently } from '../stream/map-concurrently.ts'
import { parseCredentialReport } from './credential-report.ts'
import { findOut, type Found, type Opened, type Terms } from './finding.ts'
import type { CredentialReport, Inventory, ListedUser, UnreadUser } from './inventory.ts'
import { NOTHING_PROVEN, prove, type Proof } from './proof.ts'

/** Users read at the same time. Each call that IAM throttles waits by itself. */
const CONCURRENT_USERS = 16

/** An account with its users listed, before any of them is read. */
export type Survey = {
  readonly users: number
  readonly listed: readonly ListedUser[]
  /** Users of whom something must be read: no more than these can turn out non-compliant, or unknown. */
  readonly candidates: number
  /** What of the report could be used. */
  readonly report: CredentialReport
  /** Every user with a finding, in the order of the list. */
  readonly findings: () => AsyncIterable<Found>
}

/**
 * List the account's users, and let the credential report say of whom something must be read live.
 * Throws where users or the named groups cannot be listed: then nobody is known.
 */
export async function openSurvey(inventory: Inventory, terms: Terms): Promise<Survey> {
  const unread: UnreadUser[] = []
  const [listed, report, groupsOf] = await Promise.all([
    collect(inventory.users((user) => unread.push(user))),
    inventory.credentialReport(),
    readGroups(inventory, terms.entries),
  ])
  const proofOf = proofs(report, terms)
  const opened = listed.map((user): Opened => ({ user, groups: groupsOf(user), proof: proofOf(user) }))
  const candidates = opened.filter((each) => isOpen(each))
  return { users: listed.length + unread.length, listed, candidates: candidates.length + unread.length, report, findings }

  /** Who could not be read, then the others in the order of the list; only who is open counts against the bound. */
  async function* findings(): AsyncIterable<Found> {
    for (const { cause, ...user } of unread)
      yield { subject: { ...user, groups: new Set(), tags: new Map() }, finding: { kind: 'unknown', cause } }
    const reads = mapConcurrently(candidates, CONCURRENT_USERS, (user) => findOut(user, inventory, terms))
    try {
      for (const user of opened) {
        const read = isOpen(user) ? await reads.next() : undefined
        yield read?.value ?? (await findOut(user, inventory, terms))
      }
    } finally {
      await reads.return(undefined)
    }
  }
}

const isOpen = ({ proof }: Opened): boolean => proof.password === 'open' || proof.accessKeys === 'open'

function proofs(report: CredentialReport, terms: Terms): (user: ListedUser) => Proof {
  if (report.kind === 'unavailable') return () => NOTHING_PROVEN
  const { users, newest } = parseCredentialReport(report.csv, terms.now)
  const madeAfter = instant(Math.max(newest, report.generated))
  return (user) => prove(user, users.get(user.userName), madeAfter, terms)
}

type GroupsOf = (user: ListedUser) => ReadonlySet<string>

/**
 * Who is in the groups that entries name. One that the shared list names need not be in every account: where it is not, nobody is in it.
 * @throws Error for a group that cannot be read, or that the account's own list names and that does not exist: whom its entry protects is then unknown (S8)
 */
export async function readGroups(inventory: Inventory, entries: readonly Entry[]): Promise<GroupsOf> {
  const needed = groupsNamed(entries.filter(({ list }) => list === 'local'))
  const read = async (name: string) => {
    const members = await inventory.membersOf(name)
    if (members === undefined && needed.includes(name))
      throw new Error(`The exclusion list has group:${name}, a group that does not exist. Correct the entry, or make the group.`)
    return { name, members: members ?? new Set<string>() }
  }
  const groups = await collect(mapConcurrently(groupsNamed(entries), CONCURRENT_USERS, read))
  return ({ userId }) => new Set(groups.filter(({ members }) => members.has(userId)).map(({ name }) => name))
}
