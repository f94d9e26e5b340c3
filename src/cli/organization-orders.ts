import { armingOrders, deployingOrders, tooManyUnits, type Orders, type Wave } from '../deployment/organization-order.ts'
import type { ParameterChange } from '../deployment/change.ts'
import type { StackInstance, StackSetNow } from '../deployment/stack-set.ts'
import type { OrganizationTargets } from './deploying-organization.ts'
import type { Chosen, ParameterOptions } from './deployment-parameters.ts'
import { Refusal, UsageError } from './io.ts'
import { LEDGER } from './ledger-option.ts'

type Wanted = {
  readonly options: ParameterOptions & OrganizationTargets & { readonly stackName: string }
  readonly set: StackSetNow | undefined
  readonly instances: readonly StackInstance[]
  readonly waves: readonly Wave[]
  readonly templateBody: string
  readonly chosen: Chosen
  /** Units whose joiners get a stack. */
  readonly joined: readonly string[]
}

/** What is to be done. @throws Refusal, UsageError */
export function ordersFor({ options, set, instances, waves, templateBody, chosen, joined }: Wanted): Extract<Orders, { kind: 'orders' }> {
  const { arming, stackName } = options
  if (arming !== undefined) {
    if (options.runbook !== undefined || options.maxAge !== undefined || options.parameters.size > 0)
      throw new UsageError(
        `With --${arming} nothing else is changed: leave --runbook, --max-age and --parameter to a command of their own.`,
      )
    if (set === undefined) throw new Refusal(`There is no StackSet ${stackName} yet: deploy first, without --${arming}.`)
    if (arming === 'arm' && set.parameters.get('RemediationRunbook') === 'None')
      throw new Refusal('The RemediationRunbook of the StackSet is None: nothing would be revoked. Deploy with --runbook Guarded first.')
  }
  if (arming === undefined && set === undefined && waves.length === 0)
    throw new UsageError('There is no StackSet yet: name the accounts that are to begin, a unit with --pilot best.')
  const everybody: readonly Wave[] = [{ kind: 'wide', units: [], accounts: instances.map(({ accountId }) => accountId), isNarrowed: true }]
  const orders =
    arming === undefined || set === undefined
      ? deployingOrders({ set, hasChanged: hasChanged({ set, waves, templateBody, chosen }), instances, joined }, waves)
      : armingOrders(arming, set, instances, waves.length === 0 ? everybody : waves)
  if (orders.kind === 'refused') throw new Refusal(orders.why)
  const units = tooManyUnits(orders.orders)
  if (units !== undefined)
    throw new UsageError(
      `These accounts are in ${units} units, and CloudFormation takes 50 in an operation. Name a unit above them (--ou), or fewer at a time.`,
    )
  return orders
}

/** Whether the set itself is to be another one. How it deploys to joiners can be mended with all its stacks alone. */
const hasChanged = ({ set, waves, templateBody, chosen }: Pick<Wanted, 'set' | 'waves' | 'templateBody' | 'chosen'>): boolean =>
  set !== undefined &&
  (set.templateBody.trim() !== templateBody.trim() ||
    chosen.all.some(({ was, is }) => was !== is) ||
    (waves.length === 0 && (set.joiners !== 'deployed' || !set.isManaged)))

/** Whoever is armed changes nothing of the set. */
export const asTheyAre = ({ all }: Chosen): readonly ParameterChange[] => all.map(({ name, was = '' }) => ({ name, was, is: was }))

/** What accounts override that go on with a ledger; what they override already stays. @throws UsageError where they do not override the same */
export function withLedger(accounts: readonly string[], instances: readonly StackInstance[]): ReadonlyMap<string, string> {
  const own = instances
    .filter(({ accountId }) => accounts.includes(accountId))
    .map(({ overrides }) => [...overrides].toSorted(([one], [other]) => (one < other ? -1 : 1)))
  if (new Set(own.map((each) => JSON.stringify(each))).size > 1)
    throw new UsageError('These accounts override different parameters: take their ledgers one account at a time.')
  return new Map([...(own[0] ?? []), ['LedgerTableName', LEDGER]])
}
