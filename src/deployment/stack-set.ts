/** As whom StackSets are worked on: the management account as itself, any other as its delegated administrator. */
export const CALLED_AS = ['SELF', 'DELEGATED_ADMIN'] as const

export type CalledAs = (typeof CALLED_AS)[number]

/** A StackSet as CloudFormation has it. */
export type StackSetNow = {
  readonly name: string
  readonly templateBody: string
  readonly parameters: ReadonlyMap<string, string>
  /** Whether accounts that join get a stack by themselves, and whether those that leave lose it. */
  readonly joiners: 'deployed' | 'deployed-and-retained' | 'not-deployed'
  /** Whether operations wait for each other, instead of being refused. */
  readonly isManaged: boolean
}

/** A stack of a set, in an account and a Region; the stack itself may not be there (yet). */
export type StackInstance = {
  readonly accountId: string
  readonly region: string
  readonly unitId: string
  readonly status: 'CURRENT' | 'OUTDATED' | 'INOPERABLE'
  /** AWS's own word, as FAILED or SKIPPED_SUSPENDED_ACCOUNT. */
  readonly detailed: string
  readonly reason: string | undefined
  readonly overrides: ReadonlyMap<string, string>
}

export type SetOperation = {
  readonly id: string
  readonly action: string
  readonly status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'STOPPING' | 'STOPPED' | 'QUEUED'
  readonly reason: string | undefined
}

/** How far an operation is in an account. */
export type AccountResult = {
  readonly accountId: string
  readonly status: 'PENDING' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED'
  readonly reason: string | undefined
}

export const isUnderWay = ({ status }: SetOperation): boolean => ['QUEUED', 'RUNNING', 'STOPPING'].includes(status)

/** The parameter by which accounts are armed: the set's own value is false, whoever is armed has an override. */
export const ARMING = 'AutomaticRemediation'

export const isArmed = ({ overrides }: StackInstance, set: StackSetNow): boolean =>
  (overrides.get(ARMING) ?? set.parameters.get(ARMING)) === 'true' && set.parameters.get('RemediationRunbook') !== 'None'

/** Suspended accounts keep their place in the set, and nothing is done there. */
export const isSkipped = ({ detailed }: StackInstance): boolean => detailed === 'SKIPPED_SUSPENDED_ACCOUNT'

/** Accounts that could be armed and that nobody has decided on, in units where others are armed: they came later. Whoever was disarmed is none. */
export function joinedUnarmed(instances: readonly StackInstance[], set: StackSetNow): readonly StackInstance[] {
  const armed = new Set(instances.filter((each) => isArmed(each, set)).map(({ unitId }) => unitId))
  return instances.filter(
    (each) => armed.has(each.unitId) && !each.overrides.has(ARMING) && !isArmed(each, set) && each.status === 'CURRENT',
  )
}
