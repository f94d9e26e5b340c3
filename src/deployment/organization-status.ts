import type { Instant } from '../judgement/instant.ts'
import type { AccountStanding } from './organization-standing.ts'
import type { SetOperation } from './stack-set.ts'
import type { Part } from './status.ts'

export type StackSetStatus = {
  /** The release of its template, and of the one that this package ships. */
  readonly release: string | undefined
  readonly shipped: string | undefined
  readonly runbook: string
  readonly limitDays: string
  /** Whether accounts that join get a stack by themselves. */
  readonly joiners: 'deployed' | 'deployed-and-retained' | 'not-deployed'
  readonly underWay: SetOperation | undefined
}

/** How the deployment stands in an organization. */
export type OrganizationStatus = {
  readonly organizationId: string
  readonly managementAccountId: string
  readonly region: string
  readonly at: Instant
  readonly setName: string
  /** Undefined where there is none. */
  readonly set: Part<StackSetStatus | undefined>
  readonly accounts: Part<readonly AccountStanding[]>
  /** The aggregator that told of evaluations; undefined where none was asked. */
  readonly aggregator: Part<string | undefined>
}

const PARTS = ['set', 'accounts', 'aggregator'] as const

/** The parts that could not be read. */
export const untoldParts = (status: OrganizationStatus): readonly string[] => PARTS.filter((name) => status[name].kind !== 'read')
