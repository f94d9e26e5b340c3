import { randomUUID } from 'node:crypto'
import { describeError } from '../aws/errors.ts'
import { iamPower } from '../aws/iam-power.ts'
import { explanationOf } from '../findings/explanation.ts'
import type { UserFinding } from '../findings/findings.ts'
import { findingsOf } from '../findings/make.ts'
import type { Kept } from '../findings/next-run.ts'
import type { ListedUser, UnreadUser } from '../inventory/inventory.ts'
import { looking } from '../plan/looking.ts'
import { explanationText } from '../reports/explanation-text.ts'
import { claimWayIn } from '../revocation/claim-way-in.ts'
import { rulesOf } from '../revocation/rules.ts'
import { lookClosely } from '../scan/one-user.ts'
import { collect } from '../stream/map-concurrently.ts'
import { plain } from '../text/plain.ts'
import { UsageError, type Io } from './io.ts'
import type { Judging } from './judging.ts'
import { lookAround, type LookedAround } from './look-around.ts'

export type ExplainOptions = Judging & { readonly format: 'text' | 'json' }

/** @throws UsageError where there is no such user; Error, after what is known was said, where it could not be judged (S4) */
export async function explainUser(name: string, { format, ...judging }: ExplainOptions, io: Io): Promise<void> {
  const around = await lookAround(judging, io)
  const { here, inventory, table, made } = around
  const { entries, limitDays, asOf, now } = made
  io.progress('Reading the user')
  const listedAt = here.clock()
  const unread: UnreadUser[] = []
  const everybody = await collect(inventory.users((each) => unread.push(each)))
  const isMeant = ({ userId, userName }: Pick<ListedUser, 'userId' | 'userName'>): boolean =>
    userId === name || userName.toLowerCase() === name.toLowerCase()
  const user = everybody.find((each) => isMeant(each))
  const illegible = unread.find((each) => isMeant(each))
  if (illegible !== undefined) throw new Error(`What the list of users says of ${name} makes no sense: ${describeError(illegible.cause)}`)
  if (user === undefined) throw new UsageError(`There is no IAM user ${name}. "aws iam list-users" shows who there is.`)
  const ledger = await table?.itemsOf(user.userId, now)
  const seen = await lookClosely(user, { inventory, everybody, entries, limitDays, asOf, listedAt, ledger, describe: describeError })
  if (seen === undefined) throw new UsageError(`The IAM user ${user.userName} was deleted a moment ago.`)
  const findings = findingsOf({ ...made, narrowedTo: [`user ${user.userName}`] }, seen)
  for (const found of findings.users) {
    const explanation = explanationOf(findings, found, await keptOf(user, found, everybody, around))
    io.out(format === 'json' ? JSON.stringify(explanation, undefined, 2) : explanationText(explanation))
    if (found.verdict.kind === 'unknown') throw new Error(`${user.userName} could not be judged: ${found.verdict.why}`)
  }
}

/** Which of the unused credentials is the last way in: asked only where something would be taken. */
async function keptOf(
  user: ListedUser,
  { credentials, verdict }: UserFinding,
  everybody: readonly ListedUser[],
  { inventory, table, made }: LookedAround,
): Promise<Kept> {
  const { entries, limitDays, asOf, now } = made
  const kept = new Map<string, string>()
  if (verdict.kind !== 'non-compliant') return kept
  const rules = () => rulesOf(entries, inventory, limitDays, asOf)
  const waysIn = looking({ inventory, table, now, rules, everybody }, iamPower(new AbortController().signal))
  for (const { id, standing } of credentials) {
    if (standing !== 'unused') continue
    const wayIn = await claimWayIn(user, { userId: user.userId, credential: id, version: 0, id: randomUUID() }, waysIn)
    if (wayIn.kind === 'kept') kept.set(id, plain(wayIn.why))
  }
  return kept
}
