import { describeError } from '../aws/errors.ts'
import { isOfSts, type roleSessions } from '../aws/role-sessions.ts'
import type { Session } from '../aws/session.ts'
import { findingsOf } from '../findings/make.ts'
import type { Findings } from '../findings/findings.ts'
import type { ListedAccount } from '../organization/account.ts'
import type { Phase } from '../organization/line.ts'
import { isExpired } from '../organization/next-step.ts'
import type { ReadAccount } from '../organization/read-all.ts'
import { scan } from '../scan/scan.ts'
import { messageOf } from '../text/message-of.ts'
import type { Io } from './io.ts'
import type { Judging } from './judging.ts'
import { lookAt } from './look-around.ts'
import { narrowOf, narrowText, type Narrowing } from './narrow.ts'
import type { Reached } from './reached.ts'

/** By what each account is read. */
export type HowToRead = {
  readonly here: Reached
  readonly judging: Judging
  readonly narrowing: Narrowing
  readonly live: boolean
  readonly roleName: string
  readonly externalId: string | undefined
  readonly sessions: ReturnType<typeof roleSessions>
  /** Told of an account where it is unknown whether a shared list holds, and why. */
  readonly sharedUnknown: (account: string, why: string) => void
}

/** What a session is called in the trails of the accounts that are read. */
const SESSION_NAME = 'iam-cleanup-scan'

/** Read an account as `scan` does, by its role; the caller's own with the caller's credentials. A session that AWS calls expired is opened anew, once. */
export async function readAccount(account: ListedAccount, how: HowToRead, io: Io): Promise<ReadAccount> {
  const isOwn = account.id === how.here.accountId
  const first = await attempt(account, how, io)
  return first.kind === 'failed' && isExpired(first.code) && !isOwn && !first.isOurs ? attempt(account, how, io) : first
}

async function attempt(account: ListedAccount, how: HowToRead, io: Io): Promise<ReadAccount> {
  const isOwn = account.id === how.here.accountId
  let phase: Phase = 'assume-role'
  try {
    const session = isOwn ? undefined : await how.sessions.open(roleOf(account, how))
    const here = {
      ...how.here,
      accountId: account.id,
      arn: session?.arn ?? how.here.arn,
      now: how.here.clock(),
      sayWrongClock: () => false,
    }
    return { kind: 'done', findings: await findingsIn(here, how, io, session, (next) => (phase = next)) }
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
    const code = cause instanceof Error ? cause.name : 'unknown'
    const says = messageOf(error) || code
    const isRole = phase !== 'assume-role' && isOfSts(cause)
    return { kind: 'failed', phase: isRole ? 'assume-role' : phase, code, says, isOurs: isExpired(code) && (isOwn || isOfSts(cause)) }
  }
}

const roleOf = ({ id }: ListedAccount, { here, roleName, externalId }: HowToRead) => ({
  arn: `arn:${here.arn.split(':')[1]}:iam::${id}:role/${roleName}`,
  sessionName: SESSION_NAME,
  externalId,
})

/** @throws what was thrown where the account could not be read, and where credentials expired meanwhile: then the users that are left say nothing of themselves */
async function findingsIn(
  here: Reached,
  { judging, narrowing, live, sharedUnknown: tell }: HowToRead,
  io: Io,
  session: Session | undefined,
  begins: (phase: Phase) => void,
): Promise<Findings> {
  // What is missing in an account stands in its findings.
  const { inventory, table, made, sharedUnknown } = await lookAt(
    here,
    judging,
    { ...io, note: () => undefined, progress: () => undefined },
    session,
    begins,
  )
  if (sharedUnknown !== undefined) tell(here.accountId, sharedUnknown)
  const { entries, limitDays, asOf, now } = made
  const ledger = await table?.everything(now)
  begins('list')
  let expired: { readonly cause: unknown } | undefined
  const seen = await scan({
    inventory,
    entries,
    limitDays,
    asOf,
    ledger,
    narrow: narrowOf(narrowing),
    live,
    clock: here.clock,
    describe: (cause) => {
      if (cause instanceof Error && isExpired(cause.name)) expired ??= { cause }
      return describeError(cause)
    },
    progress: () => undefined,
  })
  if (expired !== undefined) throw expired.cause
  return findingsOf({ ...made, narrowedTo: narrowText(narrowing) }, seen)
}
