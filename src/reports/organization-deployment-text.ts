import type { ParameterChange } from '../deployment/change.ts'
import { cureFor } from '../deployment/organization-cure.ts'
import { accountsReached, type Order } from '../deployment/organization-order.ts'
import {
  isArmed,
  isSkipped,
  joinedUnarmed,
  type AccountResult,
  type SetOperation,
  type StackInstance,
  type StackSetNow,
} from '../deployment/stack-set.ts'
import { plain } from '../text/plain.ts'
import { plural } from '../text/plural.ts'
import { effect, parametersText, releaseText, type Releases } from './deployment-text.ts'
import { textTable } from './table.ts'

type Account = { readonly id: string; readonly name: string; readonly state: string }

/** What is to be done in an organization, and how it stands. */
export type OrganizationDeployment = {
  readonly organizationId: string
  readonly managementAccountId: string
  readonly region: string
  readonly setName: string
  readonly set: StackSetNow | undefined
  readonly release: Releases
  readonly parameters: readonly ParameterChange[]
  readonly accounts: readonly Account[]
  readonly instances: readonly StackInstance[]
  readonly orders: readonly Order[]
  /** Who is meant and passed over, as nobody can work there. */
  readonly suspended: readonly string[]
  /** Who was to be armed, and has no stack. */
  readonly without: readonly string[]
}

/** Narrower than that, units have no column. */
const NARROW = 100

/** What will change: parameters, then account by account. */
export function organizationDeploymentText(deployment: OrganizationDeployment, columns: number): string {
  const { organizationId, region, setName, set, release, parameters, orders } = deployment
  const valueOf = (name: string): string => parameters.find((each) => each.name === name)?.is ?? ''
  const isArming = orders.some(({ kind }) => kind === 'arm' || kind === 'disarm')
  const rows = orders.flatMap((order) => rowsOf(order, deployment))
  return [
    `Organization ${organizationId}, Region ${region}, StackSet ${setName}: ${set === undefined ? 'made' : orders.some(({ kind }) => kind === 'update-set') ? 'updated' : 'stays as it is'}.\n${isArming ? '' : `${releaseText(release)}\n`}${effect(valueOf)}${effectOfArming(valueOf)}`,
    ...(isArming ? [] : parametersText(parameters, set === undefined ? 'create' : 'update', columns)),
    ...(rows.length === 0 ? [] : [accountsTable(rows, columns)]),
    notReached(deployment).join('\n'),
  ].join('\n\n')
}

function accountsTable(rows: readonly (readonly string[])[], columns: number): string {
  const [head, body] = [['Account', 'Name', 'Unit', 'What happens', 'Afterwards'], rows]
  if (columns >= NARROW) return textTable(head, body, columns)
  const withoutUnit = (row: readonly string[]): readonly string[] => row.filter((_, place) => place !== 2)
  return textTable(
    withoutUnit(head),
    body.map((row) => withoutUnit(row)),
    columns,
  )
}

const effectOfArming = (valueOf: (name: string) => string): string =>
  valueOf('RemediationRunbook') === 'None'
    ? ''
    : '\nIn accounts that are armed it is REVOKED some minutes after it was judged, without a question. Accounts that join are not armed.'

function rowsOf(order: Order, deployment: OrganizationDeployment): readonly (readonly string[])[] {
  if (order.kind === 'make-set') return []
  const { instances, accounts, set } = deployment
  return order.accounts.map((id) => {
    const instance = instances.find(({ accountId }) => accountId === id)
    return [
      id,
      nameOf(id, accounts),
      instance?.unitId ?? order.wave.units.join(' '),
      whatHappens(order, instance),
      order.kind === 'arm' ? 'ARMED' : order.kind === 'disarm' ? 'not armed' : staysArmed(instance, set) ? 'stays ARMED' : 'not armed',
    ]
  })
}

const staysArmed = (instance: StackInstance | undefined, set: StackSetNow | undefined): boolean =>
  instance !== undefined && set !== undefined && instance.overrides.size > 0 && isArmed(instance, set)

function whatHappens({ kind }: Order, instance: StackInstance | undefined): string {
  if (kind === 'arm') return 'armed'
  if (kind === 'disarm') return 'disarmed'
  return instance === undefined ? 'gets a stack' : 'is brought up to date'
}

function notReached({
  managementAccountId,
  accounts,
  suspended,
  without,
  instances,
  orders,
  set,
}: OrganizationDeployment): readonly string[] {
  const update = orders.find(({ kind }) => kind === 'update-set')
  const reached = accountsReached(orders)
  const behind = update === undefined ? [] : instances.filter((each) => !isSkipped(each) && !reached.includes(each.accountId))
  const joined = set === undefined ? [] : joinedUnarmed(instances, set)
  const units = orders.flatMap((order) => (order.kind === 'make-stacks' && !order.wave.isNarrowed ? order.wave.units : []))
  const pilots = orders.some((order) => order.kind !== 'make-set' && order.wave.kind === 'pilot')
  return [
    ...(pilots ? ['The pilot goes first: its first failure ends it, and what comes after.'] : []),
    ...(units.length === 0 ? [] : [`Accounts that join ${units.join(', ')} get a stack by themselves, unarmed.`]),
    `Not reached: the management account ${named(managementAccountId, accounts)}, by any StackSet. There, with its profile: iam-cleanup deploy --parameter AutomaticRemediation=false`,
    ...(suspended.length === 0 ? [] : [`Not reached, as they are not active: ${suspended.map((id) => named(id, accounts)).join(', ')}.`]),
    ...(without.length === 0
      ? []
      : [
          `Without a stack that is up to date, and so not armed: ${without.map((id) => named(id, accounts)).join(', ')}. Deploy there first, without --arm.`,
        ]),
    ...(behind.length === 0
      ? []
      : [
          `${plural(behind.length, 'account')} with a stack ${behind.length === 1 ? 'is' : 'are'} not named: what runs there stays, and is out of date from now on. "iam-cleanup deploy --organization" brings all up to date.`,
        ]),
    ...(joined.length === 0 ? [] : [joinedText(joined, accounts)]),
  ]
}

/** Of accounts that have joined where others are armed. */
const joinedText = (joined: readonly StackInstance[], accounts: readonly Account[]): string =>
  `Not armed, in units where others are: ${joined.map(({ accountId }) => named(accountId, accounts)).join(', ')}. To arm: iam-cleanup deploy --organization --arm --accounts ${joined.map(({ accountId }) => accountId).join(' ')}`

const nameOf = (id: string, accounts: readonly Account[]): string => plain(accounts.find((each) => each.id === id)?.name ?? '')

const named = (id: string, accounts: readonly Account[]): string => {
  const name = nameOf(id, accounts)
  return name === '' ? id : `${id} (${name})`
}

/** What came of an operation. */
export type Carried = { readonly operation: SetOperation; readonly results: readonly AccountResult[] }

/** Of an account that an operation is done with, or has given up, a line. */
export function resultLine({ accountId, status, reason }: AccountResult, accounts: readonly Account[]): string {
  const who = named(accountId, accounts)
  if (status === 'SUCCEEDED') return `${who}: done.`
  return `${who}: ${status === 'FAILED' ? `FAILED: ${plain(reason ?? 'no reason given')}` : 'not begun.'}`
}

/** What came of all operations: accounts that failed with the reason and the next step, then how the organization stands. */
export function organizationOutcomeText(
  carried: readonly Carried[],
  instances: readonly StackInstance[],
  set: StackSetNow,
  { accounts, region }: { readonly accounts: readonly Account[]; readonly region: string },
): string {
  const results = carried.flatMap((each) => each.results)
  const failed = results.filter(({ status }) => status === 'FAILED')
  const cancelled = results.filter(({ status }) => status === 'CANCELLED')
  const joined = joinedUnarmed(instances, set)
  return [
    ...carried.map(({ operation: { action, id, status }, results: own }) => `${action} ${id}: ${status}, ${countsOf(own)}.`),
    ...failed.flatMap(({ accountId, reason = 'no reason given' }) => [
      `FAILED: ${named(accountId, accounts)}: ${plain(reason)}`,
      `  ${cureFor({ accountId, reason, region })}`,
    ]),
    ...(cancelled.length === 0
      ? []
      : [`Not begun for what failed: ${plural(cancelled.length, 'account')}. Mend that, then repeat the command.`]),
    standsText(instances, set),
    ...(joined.length === 0 ? [] : [joinedText(joined, accounts)]),
  ].join('\n')
}

function countsOf(results: readonly AccountResult[]): string {
  const count = (status: AccountResult['status']): number => results.filter((each) => each.status === status).length
  return [
    `${plural(count('SUCCEEDED'), 'account')} done`,
    ...(count('FAILED') === 0 ? [] : [`${count('FAILED')} failed`]),
    ...(count('CANCELLED') === 0 ? [] : [`${count('CANCELLED')} not begun`]),
  ].join(', ')
}

function standsText(instances: readonly StackInstance[], set: StackSetNow): string {
  const all = instances.filter((each) => !isSkipped(each))
  const current = all.filter(({ status }) => status === 'CURRENT').length
  const armed = all.filter((each) => isArmed(each, set)).length
  return `Now ${plural(all.length, 'account')} in the StackSet: ${current} up to date, ${armed} armed.`
}
