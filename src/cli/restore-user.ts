import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { takenByRunbooks } from '../aws/automation-outputs.ts'
import { iamInventory } from '../aws/iam-inventory.ts'
import { iamRestorer } from '../aws/iam-restorer.ts'
import { passwordPolicy } from '../aws/password-policy.ts'
import type { Inventory, ListedUser } from '../inventory/inventory.ts'
import { isoTime } from '../judgement/instant.ts'
import { parsePlan, type Plan } from '../plan/plan.ts'
import { oneTimePassword } from '../revocation/one-time-password.ts'
import { restorables, type Restorable } from '../revocation/restorable.ts'
import { restore, type Restored } from '../revocation/restore.ts'
import { collect } from '../stream/map-concurrently.ts'
import { messageOf } from '../text/message-of.ts'
import { plural } from '../text/plural.ts'
import { declined, Interrupted, UsageError, type Io } from './io.ts'
import { openLedger } from './ledger-access.ts'
import type { LedgerChoice } from './ledger-option.ts'
import { reached } from './reached.ts'

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
  const { key, dryRun, yes } = options
  const { arn, now, clock, sayWho, sayWrongClock } = await reached(io)
  sayWho()
  sayWrongClock()
  const { table } = await openLedger(options.ledger)
  const inventory = iamInventory(new AbortController().signal)
  const users = await usersMeant(options, inventory)
  const meant = (await restorables(users, await takenByRunbooks(users.map(({ userId }) => userId)), { inventory, table, now })).filter(
    ({ item }) => key === undefined || item.credential === key,
  )
  if (meant.length === 0)
    throw new UsageError(
      `Of ${users.map(({ userName }) => userName).join(', ')} nothing ${key === undefined ? '' : `named ${key} `}is on record as revoked. "iam-cleanup ledger USER" shows what the ledger says.`,
    )
  for (const each of meant) io.note(words(each))
  if (dryRun) return
  const passwords = await passwordsFor(options)
  if (!yes && !(await io.confirm('Give this back?'))) throw declined()
  const isShown = options.passwordFile === undefined
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

async function usersMeant({ users, plan }: RestoreOptions, inventory: Inventory): Promise<readonly ListedUser[]> {
  const everybody = await collect(inventory.users(() => undefined))
  const named = users.map((name) => {
    const user = everybody.find(({ userName }) => userName.toLowerCase() === name.toLowerCase())
    if (user === undefined) throw new UsageError(`There is no IAM user ${name}. "aws iam list-users" shows who there is.`)
    return user
  })
  const planned = plan === undefined ? [] : (await plannedIn(plan)).map(({ userId }) => userId)
  const all = [...named, ...everybody.filter(({ userId }) => planned.includes(userId))]
  if (all.length === 0)
    throw new UsageError(
      plan === undefined
        ? 'Name the users to restore, or a plan with --plan.'
        : `None of the users of the plan ${plan} exists any more. Nothing was done.`,
    )
  return [...new Map(all.map((user) => [user.userId, user])).values()]
}

/** @throws UsageError for a file that is no plan of this version, or edited */
async function plannedIn(file: string): Promise<Plan['revoke']> {
  try {
    return parsePlan(await readFile(file, 'utf8')).revoke
  } catch (cause) {
    throw new UsageError(`The plan ${file} says not whom it was of: ${messageOf(cause)}. Name the users themselves. Nothing was done.`, {
      cause,
    })
  }
}

const words = ({ user: { userName }, item: { credential }, at }: Restorable): string =>
  credential === 'password'
    ? `${userName}: the password was deleted on ${isoTime(at)}; the old one cannot come back, a new one-time password will be made`
    : `${userName}: access key ${credential} was deactivated on ${isoTime(at)}; it will be active again`

async function passwordsFor({ passwordFile }: RestoreOptions): Promise<() => string> {
  if (passwordFile !== undefined) {
    const password = await readFile(passwordFile, 'utf8').catch((cause: unknown) => {
      throw new UsageError(`The password file ${passwordFile} cannot be read: ${messageOf(cause)}. Nothing was done.`, { cause })
    })
    return () => password.replace(/\r?\n$/, '')
  }
  const { minimumLength } = await passwordPolicy()
  return () => oneTimePassword(minimumLength)
}
