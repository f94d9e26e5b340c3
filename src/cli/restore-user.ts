import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { takenByRunbooks } from '../aws/automation-outputs.ts'
import { iamInventory } from '../aws/iam-inventory.ts'
import { iamRestorer } from '../aws/iam-restorer.ts'
import { passwordPolicy } from '../aws/password-policy.ts'
import { isoTime } from '../judgement/instant.ts'
import { parsePlan } from '../plan/plan.ts'
import { oneTimePassword } from '../revocation/one-time-password.ts'
import { restorables, type Restorable } from '../revocation/restorable.ts'
import { restore, type Restored } from '../revocation/restore.ts'
import { fileFault } from '../text/file-fault.ts'
import { plural } from '../text/plural.ts'
import { declined, Interrupted, UsageError, type Io } from './io.ts'
import { openLedger } from './ledger-access.ts'
import type { LedgerChoice } from './ledger-option.ts'
import { reached } from './reached.ts'
import { planText } from './refuse-plan.ts'
import { usersMeant } from './users-meant.ts'

export type RestoreOptions = {
  readonly users: readonly string[]
  readonly plan: string | undefined
  readonly key: string | undefined
  readonly passwordFile: string | undefined
  readonly ledger: LedgerChoice
  readonly dryRun: boolean
  readonly yes: boolean
}

/** @throws UsageError where there is no such user, or nothing to give back; Interrupted; Error where something could not be given back */
export async function restoreUsers(options: RestoreOptions, io: Io): Promise<void> {
  const { key, plan, passwordFile, dryRun, yes } = options
  const planned = plan === undefined ? [] : await plannedIn(plan)
  const chosen = passwordFile === undefined ? undefined : await passwordIn(passwordFile)
  const { arn, now, clock, sayWho, sayWrongClock } = await reached(io)
  sayWho()
  sayWrongClock()
  const { table } = await openLedger(options.ledger)
  const inventory = iamInventory(new AbortController().signal)
  const users = await usersMeant(options.users, planned, inventory)
  const meant = (await restorables(users, await takenByRunbooks(users.map(({ userId }) => userId)), { inventory, table, now })).filter(
    ({ item }) => key === undefined || item.credential === key,
  )
  if (meant.length === 0)
    throw new UsageError(
      `Of ${users.map(({ userName }) => userName).join(', ')} nothing ${key === undefined ? '' : `named ${key} `}is on record as revoked. "iam-cleanup ledger USER" shows what the ledger says.`,
    )
  for (const each of meant) io.note(words(each))
  if (dryRun) return
  const passwords = await passwordsFor(chosen)
  if (!yes && !(await io.confirm('Give this back?'))) throw declined()
  const isShown = chosen === undefined
  const account = {
    inventory,
    restorer: iamRestorer(),
    table,
    errand: { by: arn, errand: 'restore' },
    now: clock,
    newId: randomUUID,
  }
  const results: Restored[] = []
  let isInterrupted = false
  void io.interrupted().then(() => {
    isInterrupted = true
    if (results.length < meant.length) io.note('Interrupted: the one that was begun is finished first.')
  })
  for (const { user, item } of meant) {
    if (isInterrupted) break
    const handOver = (password: string): void => {
      if (isShown) io.out(`${user.userName}: password set. One-time password, shown once: ${password}`)
    }
    const result = await restore(user, item, item.credential === 'password' ? passwords() : '', { ...account, handOver })
    results.push(result)
    if (result.kind === 'failed') io.note(`${user.userName}: ${result.credential} could not be restored: ${result.why}`)
    else io.out(`${user.userName}: ${result.credential} restored`)
  }
  if (results.length < meant.length)
    throw new Interrupted(
      `Interrupted after ${results.length} of ${plural(meant.length, 'credential')}. Run the same command again to go on.`,
    )
  if (results.some(({ kind }) => kind === 'failed'))
    throw new Error('Not everything could be restored. What was said above names the reason.')
}

/** The ids of the users of a plan. @throws UsageError for a file that is no plan of this version, or edited */
async function plannedIn(file: string): Promise<readonly string[]> {
  try {
    return parsePlan(await planText(file)).revoke.map(({ userId }) => userId)
  } catch (cause) {
    if (cause instanceof UsageError) throw cause
    throw new UsageError(`The plan ${file} says not whom it was of: ${fileFault(cause)}. Name the users themselves. Nothing was done.`, {
      cause,
    })
  }
}

const words = ({ user: { userName }, item: { credential }, at }: Restorable): string =>
  credential === 'password'
    ? `${userName}: the password was deleted on ${isoTime(at)}; the old one cannot come back, a new one-time password will be made`
    : `${userName}: access key ${credential} was deactivated on ${isoTime(at)}; it will be active again`

/** @throws UsageError for a file that cannot be read */
async function passwordIn(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).replace(/\r?\n$/, '')
  } catch (cause) {
    throw new UsageError(`The password file ${file} cannot be read: ${fileFault(cause)}. Nothing was done.`, { cause })
  }
}

async function passwordsFor(chosen: string | undefined): Promise<() => string> {
  if (chosen !== undefined) return () => chosen
  const { minimumLength } = await passwordPolicy()
  return () => oneTimePassword(minimumLength)
}
