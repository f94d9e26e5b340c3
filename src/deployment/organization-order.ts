import { ARMING, isArmed, isSkipped, type StackInstance, type StackSetNow } from './stack-set.ts'

/** Accounts that are meant at one time. `pilot`: the first failure ends it. */
export type Wave = {
  readonly kind: 'pilot' | 'wide'
  /** Units that are named, or those of the accounts that are. */
  readonly units: readonly string[]
  /** Everybody meant: in the units or below, active, not the management account. */
  readonly accounts: readonly string[]
  /** Only these of the units' accounts, not all. */
  readonly isNarrowed: boolean
}

/** One operation of CloudFormation, or the making of the set, which is none. */
export type Order =
  | { readonly kind: 'make-set' }
  /** A new template or new parameters; `isAll`: for every stack of the set. */
  | { readonly kind: 'update-set'; readonly wave: Wave; readonly accounts: readonly string[]; readonly isAll: boolean }
  /** Stacks where there are none, or old ones; of whole units, for accounts that join them as well. */
  | { readonly kind: 'make-stacks'; readonly wave: Wave; readonly accounts: readonly string[] }
  | {
      readonly kind: 'arm' | 'disarm'
      readonly wave: Wave
      readonly accounts: readonly string[]
      /** Overrides that these accounts have besides, and keep. */
      readonly kept: readonly string[]
    }

export type Orders =
  | { readonly kind: 'orders'; readonly orders: readonly Order[]; readonly without: readonly string[] }
  | { readonly kind: 'refused'; readonly why: string }

/** How a set stands before a deployment. */
export type Before = {
  /** Undefined where there is none yet. */
  readonly set: StackSetNow | undefined
  /** Whether its template, its parameters or its settings are to be others. */
  readonly hasChanged: boolean
  readonly instances: readonly StackInstance[]
  /** Units whose joiners get a stack by themselves. */
  readonly joined: readonly string[]
}

/** What is to be done to bring a set and these accounts up to date. */
export function deployingOrders({ set, hasChanged, instances, joined }: Before, waves: readonly Wave[]): Orders {
  if (set === undefined)
    return ordered([{ kind: 'make-set' }, ...waves.map((wave): Order => ({ kind: 'make-stacks', wave, accounts: wave.accounts }))])
  const [first] = waves
  if (first === undefined) return ordered(everywhere(hasChanged, instances))
  const updated = !hasChanged
    ? []
    : instances.filter(({ accountId, status }) => first.accounts.includes(accountId) && status !== 'INOPERABLE')
  if (hasChanged && updated.length === 0 && instances.length > 0)
    return {
      kind: 'refused',
      why: 'The template or the parameters of the StackSet are to change, and no account that is named first has a stack yet. What changes is seen first where there are stacks: name such accounts with --pilot, then add these.',
    }
  const update: readonly Order[] = hasChanged
    ? [
        {
          kind: 'update-set',
          wave: { ...waveOf(updated), kind: first.kind },
          accounts: updated.map(({ accountId }) => accountId),
          isAll: updated.length === 0,
        },
      ]
    : []
  return ordered([
    ...update,
    ...waves.flatMap((wave): readonly Order[] => {
      const isNew = !wave.isNarrowed && wave.units.some((unit) => !joined.includes(unit))
      const accounts = wave.accounts.filter((id) => !isUpToDate(id, wave === first))
      return accounts.length === 0 && !isNew ? [] : [{ kind: 'make-stacks', wave, accounts }]
    }),
  ])

  /** By then: an update of the set reaches the first wave, and makes what is in the others old. */
  function isUpToDate(id: string, isFirst: boolean): boolean {
    if (updated.some(({ accountId }) => accountId === id) && isFirst) return true
    return !hasChanged && instances.some(({ accountId, status }) => accountId === id && status === 'CURRENT')
  }
}

const ordered = (orders: readonly Order[], without: readonly string[] = []): Orders => ({ kind: 'orders', orders, without })

/** Every stack that there is. */
function everywhere(hasChanged: boolean, instances: readonly StackInstance[]): readonly Order[] {
  const meant = instances.filter((each) => !isSkipped(each) && (hasChanged || each.status === 'OUTDATED'))
  const wave = waveOf(meant)
  if (hasChanged) return [{ kind: 'update-set', wave, accounts: wave.accounts, isAll: true }]
  return meant.length === 0 ? [] : [{ kind: 'make-stacks', wave, accounts: wave.accounts }]
}

/** These instances, and no others. */
const waveOf = (instances: readonly StackInstance[]): Wave => ({
  kind: 'wide',
  units: [...new Set(instances.map(({ unitId }) => unitId))],
  accounts: instances.map(({ accountId }) => accountId),
  isNarrowed: true,
})

/** CloudFormation takes so many units in an operation. */
const MOST_UNITS = 50

/** How many units an order names that CloudFormation does not take at once; undefined where it takes each. An update of every stack names none. */
export const tooManyUnits = (orders: readonly Order[]): number | undefined =>
  orders
    .flatMap((order) => (order.kind === 'make-set' || (order.kind === 'update-set' && order.isAll) ? [] : [order.wave.units.length]))
    .find((units) => units > MOST_UNITS)

/**
 * What is to be done to arm or disarm these accounts; `without`: those that have no stack that is up to date. Whoever failed is not armed:
 * what is mended later would revoke before anybody has seen its verdicts. An override that is left out of a list goes back to the
 * set's value, so that accounts with different ones need an operation each.
 */
export function armingOrders(
  kind: 'arm' | 'disarm',
  set: StackSetNow,
  instances: readonly StackInstance[],
  waves: readonly Wave[],
): Orders {
  const there = instances.filter((each) => !isSkipped(each) && (kind === 'arm' ? each.status === 'CURRENT' : each.status !== 'INOPERABLE'))
  const isWithout = (id: string): boolean => there.every(({ accountId }) => accountId !== id)
  const without = kind === 'arm' ? waves.flatMap(({ accounts }) => accounts.filter((id) => isWithout(id))) : []
  const orders = waves.flatMap((wave) => {
    const groups = new Map<string, { kept: readonly string[]; members: StackInstance[] }>()
    const units = new Map<string, number>()
    for (const instance of there) {
      if (!wave.accounts.includes(instance.accountId) || isArmed(instance, set) === (kind === 'arm')) continue
      const kept = [...instance.overrides.keys()].filter((name) => name !== ARMING).toSorted()
      const place = units.get(instance.unitId) ?? units.size
      units.set(instance.unitId, place)
      const key = `${Math.floor(place / MOST_UNITS)} ${kept.join()}`
      const group = groups.get(key) ?? { kept, members: [] }
      group.members.push(instance)
      groups.set(key, group)
    }
    return [...groups.values()].map(({ kept, members }): Order => {
      const own = { ...waveOf(members), kind: wave.kind }
      return { kind, wave: own, accounts: own.accounts, kept }
    })
  })
  return ordered(orders, without)
}

/** What is left undone in a wave ends what comes after: of a pilot any failure, else more than CloudFormation tolerates. */
export const PREFERENCES = {
  pilot: { FailureToleranceCount: 0, MaxConcurrentCount: 5, ConcurrencyMode: 'SOFT_FAILURE_TOLERANCE' },
  wide: { FailureTolerancePercentage: 10, MaxConcurrentPercentage: 25, ConcurrencyMode: 'SOFT_FAILURE_TOLERANCE' },
} as const

/** Whom any of these orders is about. */
export const accountsReached = (orders: readonly Order[]): readonly string[] => [
  ...new Set(orders.flatMap((order) => (order.kind === 'make-set' ? [] : order.accounts))),
]
