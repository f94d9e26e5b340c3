import { describeError } from '../aws/errors.ts'
import type { Findings } from '../findings/findings.ts'
import { findingsOf } from '../findings/make.ts'
import type { FormatName } from '../reports/format-names.ts'
import { scan } from '../scan/scan.ts'
import { namedUsers } from '../text/named-users.ts'
import { plural } from '../text/plural.ts'
import { counted } from './counted.ts'
import { give } from './give.ts'
import { CheckFound, type Io } from './io.ts'
import type { Judging } from './judging.ts'
import { lookAround } from './look-around.ts'
import { narrowOf, narrowText, refuseNobody, type Narrowing } from './narrow.ts'

export type ScanOptions = Judging & {
  readonly format: FormatName
  readonly out: string | undefined
  readonly failOnUnused: boolean
  readonly narrowing: Narrowing
  readonly live: boolean
}

/** @throws Error, after the result was given, where somebody could not be judged (S4); then CheckFound, where it was asked for */
export async function makeScan({ format, out, failOnUnused, narrowing, live, ...judging }: ScanOptions, io: Io): Promise<void> {
  const narrow = narrowOf(narrowing)
  const { here, inventory, table, made } = await lookAround(judging, io)
  const { entries, limitDays, asOf, now } = made
  const ledger = await table?.everything(now)
  io.progress('Listing the users')
  const seen = await scan({
    inventory,
    entries,
    limitDays,
    asOf,
    ledger,
    narrow,
    live,
    clock: here.clock,
    describe: describeError,
    progress: (done, of) => counted('Reading the account', done, of, io),
  })
  if (seen.report.kind === 'unavailable') io.note(`There is no credential report to go by (${seen.report.why}): every user is read live.`)
  const findings = findingsOf({ ...made, narrowedTo: narrowText(narrowing) }, seen)
  if (narrow.length > 0 && findings.totals.users.listed === 0) refuseNobody(narrowing)
  await give([findings], { format, out }, io)
  failOnUnread(findings)
  if (failOnUnused) failOnUnusedOf(findings)
}

function failOnUnread({ users, totals }: Findings): void {
  const unread = users.flatMap(({ userName, verdict }) => (verdict.kind === 'unknown' ? [{ userName, why: verdict.why }] : []))
  if (unread.length === 0) return
  throw new Error(
    `${unread.length} of ${plural(totals.users.listed, 'user')} could not be judged: ${namedUsers(unread)}. The findings are of the others.`,
  )
}

function failOnUnusedOf({ totals: { users, credentials } }: Findings): void {
  if (users.nonCompliant > 0)
    throw new CheckFound(
      `${plural(credentials.unused, 'credential')} of ${plural(users.nonCompliant, 'user')} found unused (--fail-on-unused).`,
    )
}
