import { cameText, carriedOut, type Came, type Meant } from '../plan/carry-out.ts'
import { summaryText, type End } from '../plan/result.ts'
import type { Account } from '../revocation/account.ts'
import { isWell } from '../revocation/outcome.ts'
import { messageOf } from '../text/message-of.ts'
import { plural } from '../text/plural.ts'
import type { OpenResult } from './apply-result.ts'
import { counted } from './counted.ts'
import { Interrupted, type Io } from './io.ts'

type Carrying = {
  readonly account: Account
  /** The access key that signs. */
  readonly own: string
  /** What was skipped before anything was done. */
  readonly skipped: readonly Came[]
  readonly result: OpenResult
}

/** Users side by side; on an interruption those that were begun are finished. However it ends, it is summed up and the result is written. @returns whether nothing was refused or stayed unknown; @throws Interrupted */
export async function carryPlanOut(all: readonly Meant[], { account, own, skipped, result }: Carrying, io: Io): Promise<boolean> {
  const came: Came[] = [...skipped]
  let ended = 0
  let isInterrupted = false
  void io.interrupted().then(() => {
    isInterrupted = true
    if (ended < all.length) io.note('Interrupted: those that were begun are finished first.')
  })
  try {
    for await (const done of carriedOut(untilInterrupted(), account, own)) {
      came.push(...done.came)
      for (const each of done.came) io.out(cameText(each))
      ended += 1
      counted('Revoking', ended, all.length, io)
    }
  } catch (error) {
    await close({ kind: 'failed', why: messageOf(error) })
    throw error
  }
  await close({ kind: ended < all.length ? 'interrupted' : 'done' })
  if (ended < all.length)
    throw new Interrupted(
      `Interrupted after ${ended} of ${plural(all.length, 'user')}. Run the same command again to go on${result.isKept ? ', with another --out' : ''}.`,
    )
  return came.every(({ kind }) => isWell(kind))

  async function close(end: End): Promise<void> {
    const left = all.flatMap(({ items }) => items).length + skipped.length - came.length
    io.note(
      `${summaryText(came, left)}.${came.some(({ kind }) => kind === 'revoked') ? ' To give something back: iam-cleanup restore USER' : ''}`,
    )
    await result.close(came, end)
  }

  function* untilInterrupted(): Iterable<Meant> {
    for (const each of all) {
      if (isInterrupted) return
      yield each
    }
  }
}
