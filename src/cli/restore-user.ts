import { randomInt } from 'node:crypto'
import { takenByAwsRunbook } from '../aws/automation-outputs.ts'
import { iamInventory } from '../aws/iam-inventory.ts'
import { iamRestorer } from '../aws/iam-restorer.ts'
import type { ListedUser } from '../inventory/inventory.ts'
import { instant, isoTime } from '../judgement/instant.ts'
import { ledgerOf } from '../ledger/ledger.ts'
import { restore, type Revoked } from '../revocation/restore.ts'
import { UsageError, type Io } from './io.ts'

export type RestoreOptions = {
  readonly user: string
  readonly key: string | undefined
  readonly at: Date
  readonly dryRun: boolean
  readonly yes: boolean
}

/** @throws UsageError where there is no such user, or nothing to give back; Error where something could not be given back */
export async function restoreUser({ user: userName, key, at, dryRun, yes }: RestoreOptions, io: Io): Promise<void> {
  const user = await findUser(userName)
  const meant = (await revokedOf(user)).filter(({ id }) => key === undefined || id === key)
  if (meant.length === 0)
    throw new UsageError(
      `Of ${user.userName} nothing ${key === undefined ? '' : `named ${key} `}is on record as revoked. Look at the user's tags, or at the log of the revocation.`,
    )
  for (const each of meant) io.note(`${user.userName}: ${words(each)}`)
  if (dryRun) return
  if (!yes && !(await io.confirm('Give this back?'))) return
  const restorer = iamRestorer()
  const results = []
  for (const each of meant) results.push(await restore(user.userName, each, restorer, instant(at), oneTimePassword()))
  for (const result of results) {
    if (result.kind === 'failed') io.note(`${user.userName}: ${result.id} could not be restored: ${result.why}`)
    else
      io.out(
        `${user.userName}: ${result.id} restored${result.password === undefined ? '' : `. One-time password, shown once: ${result.password}`}`,
      )
  }
  if (results.some(({ kind }) => kind === 'failed'))
    throw new Error('Not everything could be restored. What was said above names the reason.')
}

async function findUser(name: string): Promise<ListedUser> {
  for await (const user of iamInventory(new AbortController().signal).users())
    if (user.userName.toLowerCase() === name.toLowerCase()) return user
  throw new UsageError(`There is no IAM user ${name}. "aws iam list-users" shows who there is.`)
}

/** What the ledger says, or, where it says nothing, the outputs of the AWS-owned runbook. What is active already is passed over. */
async function revokedOf(user: ListedUser): Promise<readonly Revoked[]> {
  const inventory = iamInventory(new AbortController().signal)
  const [tags, keys = [], password] = await Promise.all([inventory.tagsOf(user), inventory.accessKeysOf(user), inventory.passwordOf(user)])
  const ledger = ledgerOf(tags ?? new Map())
  const source = ledger.size > 0 ? ledger : await takenByAwsRunbook(user.userId)
  const isGone = (id: string): boolean =>
    id === 'password' ? password === undefined : keys.some((key) => key.id === id && key.status === 'inactive')
  return [...source].filter(([id, { kind }]) => kind !== 'restored' && isGone(id)).map(([id, entry]) => ({ id, entry }))
}

const words = ({ id, entry }: Revoked): string =>
  id === 'password'
    ? `the password was deleted on ${isoTime(entry.at)}; the old one cannot come back, a new one-time password will be made`
    : `access key ${id} was deactivated on ${isoTime(entry.at)}; it will be active again`

const ALPHABETS = ['ABCDEFGHJKLMNPQRSTUVWXYZ', 'abcdefghijkmnopqrstuvwxyz', '23456789', '!@#$%^&*()_+-=']

/** 24 characters, some of each alphabet that password policies ask for. */
function oneTimePassword(): string {
  const pick = (text: string): string => text[randomInt(text.length)] ?? ''
  const all = ALPHABETS.join('')
  const characters = [...ALPHABETS.map((each) => pick(each)), ...Array.from({ length: 20 }, () => pick(all))]
  for (let last = characters.length - 1; last > 0; last -= 1) {
    const other = randomInt(last + 1)
    ;[characters[last], characters[other]] = [characters[other] ?? '', characters[last] ?? '']
  }
  return characters.join('')
}
