import { setTimeout as sleep } from 'node:timers/promises'
import { describeExclusion, exclusionFor } from '../exclusions/exclusion.ts'
import type { Terms } from '../inventory/finding.ts'
import type { Inventory, ListedUser } from '../inventory/inventory.ts'
import { credentialId, type Credential } from '../judgement/credential.ts'
import { judge } from '../judgement/verdict.ts'
import { ledgerKey, ledgerOf, ledgerValue } from '../ledger/ledger.ts'
import { lastWayIn } from './last-way-in.ts'
import { isLive, readLive, type LiveUser } from './live-user.ts'
import type { Outcome, Revocation } from './outcome.ts'
import type { Revoker, Taken } from './revoker.ts'

/** IAM shows a change some time after it was made: so long to wait between looks. */
const LOOKS_MS = [0, 100, 300, 1_000, 2_000, 4_000, 6_000]

/** Where nobody knows whether there is a change at all, fewer looks. */
const DOUBTFUL_LOOKS = 4

export type Account = {
  readonly inventory: Inventory
  readonly revoker: Revoker
  readonly everybody: readonly ListedUser[]
  readonly looksMs?: readonly number[]
}

/**
 * Revoke what is unused of one user, judged now by what is live now: the intent goes into the ledger, then the act, a look that it is so, and the entry is closed.
 * `only` narrows it to some credentials. Running it twice, or two at once, or dying anywhere in it and running it again, comes to the same.
 * @throws Error where the user cannot be read: then nothing was touched
 */
export async function revokeUser(
  user: ListedUser,
  groups: ReadonlySet<string>,
  account: Account,
  terms: Terms,
  only: (credential: Credential) => boolean = () => true,
): Promise<readonly Revocation[]> {
  const { inventory, everybody } = account
  const live = await readLive(user, inventory)
  if (live === undefined) return []
  const unused = live.credentials.filter(
    (credential) => judge(credential, terms.limitDays, terms.now).kind === 'unused' && only(credential),
  )
  const { userName, userId, arn, path } = user
  const exclusion = exclusionFor({ userName, userId, arn, path, groups, tags: live.tags }, terms.entries, terms.now)
  if (exclusion !== undefined)
    return unused.map((credential) => revocation(credential, { kind: 'protected', why: describeExclusion(exclusion) }))
  const closed = await closeOpenEntries(live)
  const kept = await lastWayIn(live, unused, everybody, inventory, terms)
  const done: Revocation[] = []
  for (const credential of unused) {
    const why = kept.get(credential)
    done.push(revocation(credential, why === undefined ? await revokeOne(credential) : { kind: 'protected', why }))
  }
  return [...closed, ...done]

  function revocation(credential: Credential, outcome: Outcome): Revocation {
    return { credential, idleDays: idleDays(credential), outcome }
  }

  function idleDays(credential: Credential): number {
    const verdict = judge(credential, terms.limitDays, terms.now)
    return verdict.kind === 'inactive' ? 0 : verdict.idleDays
  }

  async function revokeOne(credential: Credential): Promise<Outcome> {
    try {
      return await intendActAndClose(credential)
    } catch (error) {
      return { kind: 'unknown', why: String(error) }
    }
  }

  async function intendActAndClose(credential: Credential): Promise<Outcome> {
    const now = await inventory.userNow(userName)
    if (now?.userId !== userId) return { kind: 'protected', why: `the name ${userName} has passed to somebody else` }
    const fresh = await look(credential, now)
    if (fresh === undefined) return { kind: 'already-gone' }
    if (judge({ ...fresh, restored: credential.restored }, terms.limitDays, terms.now).kind !== 'unused')
      return { kind: 'protected', why: 'it was used or made anew a moment ago' }
    const entry = { at: terms.now, idleDays: idleDays(credential) }
    const intent = await write(credential, ledgerValue({ kind: 'revoking', ...entry }))
    if ('why' in intent) return { kind: intent.kind, why: `the ledger could not be written, so nothing was done (${intent.why})` }
    const act = await take(credential)
    if (act.kind === 'refused') return act
    if (!(await isSeenGone(credential, act.kind === 'unknown' ? DOUBTFUL_LOOKS : undefined)))
      return { kind: 'unknown', why: act.kind === 'unknown' ? act.why : 'IAM does not show the change yet' }
    const close = await write(credential, ledgerValue({ kind: 'revoked', ...entry }))
    if ('why' in close) return { kind: 'unknown', why: `it was revoked, but the ledger could not be closed (${close.why})` }
    return { kind: act.kind === 'absent' ? 'already-gone' : 'revoked' }
  }

  /** A run that died between the act and the ledger left its intent open: what is gone by now was revoked by it. */
  async function closeOpenEntries({ credentials, tags }: LiveUser): Promise<readonly Revocation[]> {
    const isStillLive = (id: string): boolean => credentials.some((credential) => isLive(credential) && credentialId(credential) === id)
    const open = [...ledgerOf(tags)].filter(([id, { kind }]) => kind === 'revoking' && !isStillLive(id))
    const all: Revocation[] = []
    for (const [id, { at, idleDays: idle = 0 }] of open) {
      const credential: Credential =
        id === 'password' ? { kind: 'password', ...GONE(at) } : { kind: 'access-key', id, status: 'inactive', ...GONE(at) }
      const taken = await write(credential, ledgerValue({ kind: 'revoked', at, idleDays: idle }))
      const outcome: Outcome =
        'why' in taken ? { kind: taken.kind, why: `the ledger could not be closed (${taken.why})` } : { kind: 'already-gone' }
      all.push({ credential, idleDays: idle, outcome })
    }
    return all
  }

  function write(credential: Credential, value: string): Promise<Taken> {
    return account.revoker.tag(userName, ledgerKey(credentialId(credential)), value)
  }

  function take(credential: Credential): Promise<Taken> {
    return credential.kind === 'password'
      ? account.revoker.deletePassword(userName)
      : account.revoker.deactivateKey(userName, credential.id)
  }

  async function isSeenGone(credential: Credential, looks?: number): Promise<boolean> {
    for (const wait of (account.looksMs ?? LOOKS_MS).slice(0, looks)) {
      await sleep(wait)
      if ((await look(credential, user)) === undefined) return true
    }
    return false
  }

  /** The credential as IAM shows it now, if it still lets somebody in. */
  async function look(credential: Credential, asOf: ListedUser): Promise<Credential | undefined> {
    if (credential.kind === 'password') return inventory.passwordOf(asOf)
    return (await inventory.accessKeysOf(asOf))?.find((key) => key.id === credential.id && isLive(key))
  }
}

const GONE = (at: Credential['created']) => ({ created: at, lastUse: { kind: 'never' as const } })
