import type { Findings } from '../findings/findings.ts'
import { isoTime, type Instant } from '../judgement/instant.ts'
import { sideBySide } from '../stream/side-by-side.ts'
import { plain } from '../text/plain.ts'
import type { ListedAccount } from './account.ts'
import type { AccountLine, Phase } from './line.ts'
import { isRefusal, nextStep } from './next-step.ts'
import { closed, type Skip } from './selection.ts'

/** What came of reading an account. `isOurs`: our own credentials let nobody in any more, whichever account is next. */
export type ReadAccount =
  | { readonly kind: 'done'; readonly findings: Findings }
  | { readonly kind: 'failed'; readonly phase: Phase; readonly code: string; readonly says: string; readonly isOurs: boolean }

/** How accounts are read, and what is done with what came of it. */
export type Reading = {
  readonly read: (account: ListedAccount) => Promise<ReadAccount>
  /** What state an account is in now; undefined where nobody knows. */
  readonly stateOf: (account: ListedAccount) => Promise<string | undefined>
  /** Keeps the line of an account, for good. */
  readonly keep: (line: AccountLine) => Promise<void>
  readonly isInterrupted: () => boolean
  readonly clock: () => Instant
  readonly roleName: string
  readonly concurrency: number
}

/** Read accounts side by side. Whatever comes of one is its line, and ends no other. On an interruption those that were begun are finished. @throws Error where a line cannot be kept */
export async function readAll(accounts: readonly ListedAccount[], reading: Reading): Promise<void> {
  const { read, stateOf, keep, isInterrupted, clock, roleName, concurrency } = reading
  let lost: ReadAccount | undefined
  await sideBySide(untilInterrupted(), concurrency, async (account) => {
    const came = lost ?? (await read(account))
    if (came.kind === 'failed' && came.isOurs) lost ??= came
    await keep(await lineOf(account, came))
  })

  function* untilInterrupted(): Iterable<ListedAccount> {
    for (const account of accounts) {
      if (isInterrupted()) return
      yield account
    }
  }

  async function lineOf(account: ListedAccount, came: ReadAccount): Promise<AccountLine> {
    const told = { at: isoTime(clock()), account: nameOf(account) }
    if (came.kind === 'done') return { kind: 'done', ...told, findings: came.findings }
    const { phase, code, says } = came
    // Nobody is let into an account that was closed meanwhile.
    const state = isRefusal(code) ? ((await stateOf(account)) ?? 'ACTIVE') : 'ACTIVE'
    if (state !== 'ACTIVE') return skippedLine(closed(account, state), clock())
    const next = nextStep({ phase, code, roleName, accountId: account.id })
    return { kind: 'failed', ...told, phase, code: plain(code), says: plain(says), next: plain(next) }
  }
}

export const skippedLine = ({ account, reason, says }: Skip, now: Instant): AccountLine => ({
  kind: 'skipped',
  at: isoTime(now),
  account: nameOf(account),
  reason,
  says: plain(says),
})

export const nameOf = ({ id, name }: ListedAccount) => ({ id, name: plain(name) })
