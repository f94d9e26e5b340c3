import { describeError } from '../aws/errors.ts'
import { exclusionList } from '../aws/exclusion-list.ts'
import { parameterReader } from '../aws/exclusion-parameter.ts'
import { iamInventory } from '../aws/iam-inventory.ts'
import { iamPower } from '../aws/iam-power.ts'
import { snapshotReads } from '../aws/snapshot-reads.ts'
import { isoTime } from '../judgement/instant.ts'
import { accountFile, MADE_BY, type List } from '../snapshot/account-file.ts'
import { heldList } from '../snapshot/held-list.ts'
import { pseudonymous } from '../snapshot/pseudonymous.ts'
import { take, type Taken } from '../snapshot/take.ts'
import type { AccountDescription } from '../simulator/index.ts'
import { namedUsers } from '../text/named-users.ts'
import { plural } from '../text/plural.ts'
import { exclusionsInForce } from './exclusions-in-force.ts'
import type { Io } from './io.ts'
import { ledgerIfThere } from './ledger-access.ts'
import type { LedgerChoice } from './ledger-option.ts'
import { reached } from './reached.ts'
import { refuseOtherPartition } from './refuse-partition.ts'
import { sharedListOf, unknownSharedList, type SharedChoice } from './shared-list.ts'
import { version } from './version.ts'
import { writeOwn } from './write-own.ts'

export type SnapshotOptions = {
  readonly out: string | undefined
  readonly pseudonyms: boolean
  readonly exclusionParameter: string
  readonly shared: SharedChoice
  readonly ledger: LedgerChoice
}

/** Users are counted aloud in steps of so many. */
const STEP = 25

/** @throws Error where nobody can be known; and, after the snapshot was given, where somebody could not be read (S4) */
export async function takeSnapshot({ out, pseudonyms, exclusionParameter, shared, ledger }: SnapshotOptions, io: Io): Promise<void> {
  const here = await reached(io)
  refuseOtherPartition(here.arn)
  here.sayWrongClock()
  const sharedList = await sharedListOf(shared)
  if (sharedList.kind === 'unknown') io.note(unknownSharedList(sharedList.why))
  const sharedArn = sharedList.kind === 'known' ? sharedList.arn : undefined
  const { signal } = new AbortController()
  const readShared = parameterReader(signal)
  let list: List | undefined
  const readList = async (name: string): Promise<string | undefined> => {
    if (name === sharedArn) return readShared(name)
    const stored = await exclusionList(name).read()
    list = stored && { name, ...stored }
    return stored?.value
  }
  const { entries } = await exclusionsInForce({ parameter: exclusionParameter, shared: sharedArn, region: here.region }, io, readList)
  const { name: ledgerTable, table } = await ledgerIfThere(ledger)
  io.progress('Listing users and groups')
  const taken = await take({
    inventory: iamInventory(signal),
    powerOf: iamPower(signal),
    ledger: (await table?.everything(here.now)) ?? new Map(),
    ...snapshotReads(),
    describe: describeError,
    progress: (done, of) => void ((done % STEP === 0 || done === of) && io.progress(`Reading the account: ${done} of ${of} users`)),
  })
  const held = heldList({ taken, list, listName: exclusionParameter, entries })
  if (sharedArn !== undefined)
    io.note(
      `Of the shared exclusion list ${sharedArn} the file has what means somebody here, as if the account's own list said it: ${held.ofShared} of ${plural(entries.filter((entry) => entry.list === 'shared').length, 'exclusion')}.`,
    )
  const shown = pseudonyms ? pseudonymous({ taken, ...held }) : { taken, list: held.list, accountId: here.accountId }
  // All that was read was so by then.
  const at = here.clock()
  const comment = `An AWS account as it was at ${isoTime(at)}${pseudonyms ? ', under pseudonyms' : ''}. Play it: iam-cleanup rehearse --account FILE --days 120`
  const file: AccountDescription = accountFile({ ...shown, at, ledgerTable, toolVersion: version(), comment })
  await give(`${JSON.stringify(file, undefined, 2)}`, taken, out, io)
  failOnUnread(taken)
}

async function give(text: string, { users }: Taken, out: string | undefined, io: Io): Promise<void> {
  if (out === undefined) return io.out(text)
  const isReplaced = await writeOwn(out, `${text}\n`, { what: 'snapshot', check: checkSnapshot })
  io.note(
    `${plural(users.length, 'user')} in ${out}${isReplaced ? ', in place of an earlier snapshot' : ''}. Now: iam-cleanup rehearse --account ${out} --days 120`,
  )
}

function checkSnapshot(text: string): void {
  const { madeBy } = Object(JSON.parse(text)) as { readonly madeBy?: unknown }
  if (!String(madeBy).startsWith(MADE_BY)) throw new Error('it is no snapshot')
}

function failOnUnread({ users, unread }: Taken): void {
  if (unread.length === 0) return
  throw new Error(
    `${unread.length} of ${plural(users.length + unread.length, 'user')} could not be read: ${namedUsers(unread)}. The snapshot has the others, and says who is missing.`,
  )
}
