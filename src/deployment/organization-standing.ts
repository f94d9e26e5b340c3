import { isArmed, isSkipped, joinedUnarmed, type StackInstance, type StackSetNow } from './stack-set.ts'

/** What an aggregator of AWS Config says of accounts. */
export type Evaluations = {
  /** Accounts with results of the rule: whether they are of the last runs. */
  readonly results: ReadonlyMap<string, 'fresh' | 'stale'>
  /** Accounts of which anything arrives. */
  readonly feeding: ReadonlySet<string>
}

/** How the deployment stands in an account. */
export type AccountStanding = {
  readonly accountId: string
  readonly name: string
  readonly unitId: string
  /** `none`: the set has no stack there. `own`: the management account, which no set reaches. */
  readonly stack: 'current' | 'outdated' | 'failed' | 'skipped' | 'none' | 'own'
  readonly arming: 'armed' | 'unarmed' | 'joined-unarmed' | 'nothing'
  readonly rule: 'there' | 'missing' | 'unknown'
  readonly recorder: 'there' | 'missing' | 'unknown'
  readonly evaluation: 'fresh' | 'stale' | 'none' | 'unknown'
  /** CloudFormation's word where it failed. */
  readonly reason: string | undefined
}

type Account = { readonly id: string; readonly name: string; readonly state: string }

type Known = {
  readonly set: StackSetNow
  readonly instances: readonly StackInstance[]
  readonly accounts: readonly Account[]
  readonly managementAccountId: string
  /** Undefined where no aggregator was asked, or it said nothing. */
  readonly evaluations: Evaluations | undefined
}

/** Every account of the organization, and whoever left it and has a stack of the set still. Nobody but active accounts and those with a stack counts. */
export function accountStandings(known: Known): readonly AccountStanding[] {
  const { set, instances, accounts, managementAccountId, evaluations } = known
  const joined = new Set(joinedUnarmed(instances, set).map(({ accountId }) => accountId))
  const gone = instances.filter(({ accountId }) => accounts.every(({ id }) => id !== accountId))
  const meant = accounts.filter(({ id, state }) => state === 'ACTIVE' || instances.some(({ accountId }) => accountId === id))
  return [...meant, ...gone.map(({ accountId }) => ({ id: accountId, name: '', state: 'GONE' }))].map(({ id, name }) => {
    const instance = instances.find(({ accountId }) => accountId === id)
    const stack = id === managementAccountId ? 'own' : stackOf(instance)
    return {
      accountId: id,
      name,
      unitId: instance?.unitId ?? '',
      stack,
      arming: armingOf(instance),
      rule: ruleOf(stack, id),
      recorder: recorderOf(instance, id),
      evaluation: evaluations === undefined ? 'unknown' : (evaluations.results.get(id) ?? 'none'),
      reason: instance?.reason,
    }
  })

  function armingOf(instance: StackInstance | undefined): AccountStanding['arming'] {
    if (instance === undefined || isSkipped(instance)) return 'nothing'
    if (isArmed(instance, set)) return 'armed'
    return joined.has(instance.accountId) ? 'joined-unarmed' : 'unarmed'
  }

  function ruleOf(stack: AccountStanding['stack'], id: string): AccountStanding['rule'] {
    if (stack === 'current' || evaluations?.results.has(id) === true) return 'there'
    return stack === 'none' ? 'missing' : 'unknown'
  }

  function recorderOf(instance: StackInstance | undefined, id: string): AccountStanding['recorder'] {
    if (instance?.status === 'CURRENT' || evaluations?.feeding.has(id) === true) return 'there'
    if (evaluations !== undefined || /configuration ?recorder/i.test(instance?.reason ?? '')) return 'missing'
    return 'unknown'
  }
}

function stackOf(instance: StackInstance | undefined): AccountStanding['stack'] {
  if (instance === undefined) return 'none'
  if (instance.status === 'CURRENT') return 'current'
  if (isSkipped(instance)) return 'skipped'
  return instance.detailed === 'FAILED' || instance.status === 'INOPERABLE' ? 'failed' : 'outdated'
}

/** How many accounts there are of each. */
export const standingTotals = (standings: readonly AccountStanding[]) => {
  const count = (fits: (standing: AccountStanding) => boolean): number => standings.filter((each) => fits(each)).length
  return {
    accounts: standings.length,
    current: count(({ stack }) => stack === 'current'),
    outdated: count(({ stack }) => stack === 'outdated'),
    failed: count(({ stack }) => stack === 'failed'),
    skippedSuspended: count(({ stack }) => stack === 'skipped'),
    withoutStack: count(({ stack }) => stack === 'none'),
    armed: count(({ arming }) => arming === 'armed'),
    unarmed: count(({ arming }) => arming === 'unarmed' || arming === 'joined-unarmed'),
    joinedUnarmed: count(({ arming }) => arming === 'joined-unarmed'),
    withoutRule: count(({ rule }) => rule === 'missing'),
    withoutRecorder: count(({ recorder }) => recorder === 'missing'),
    withoutFreshEvaluation: count(({ evaluation, stack }) => stack !== 'skipped' && (evaluation === 'stale' || evaluation === 'none')),
  }
}
