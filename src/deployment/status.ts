import type { Instant } from '../judgement/instant.ts'
import type { Guard } from './guards.ts'
import type { RunSummary } from './run.ts'

/** What could be read, or why it could not: that something is not there is a thing that can be read. */
export type Part<T> = { readonly kind: 'read'; readonly value: T } | { readonly kind: 'refused' | 'unread'; readonly why: string }

export type StackStatus = {
  readonly status: string
  /** The release of its template, and of the one that this package ships. */
  readonly release: string | undefined
  readonly shipped: string | undefined
  readonly runbook: string
  readonly isAutomatic: boolean
  readonly limitDays: string
}

export type RuleStatus = {
  readonly state: string
  /** When AWS Config could invoke the function, and could not. It does not wait for the run. */
  readonly invoked: Instant | undefined
  readonly notInvoked: Instant | undefined
  readonly error: string | undefined
}

export type AlarmStatus = { readonly name: string; readonly state: string; readonly since: Instant | undefined; readonly reason: string }

export type Remediated = { readonly userId: string; readonly why: string; readonly at: Instant | undefined }

export type RemediationStatus = {
  readonly isAutomatic: boolean
  readonly target: string
  readonly underWay: readonly Remediated[]
  readonly failed: readonly Remediated[]
  /** Whom AWS Config leaves alone, silently, until somebody lifts it. */
  readonly exceptions: readonly (Remediated & { readonly expires: Instant | undefined })[]
}

export type LedgerLine = {
  readonly at: Instant
  readonly userName: string
  readonly credential: string
  readonly what: string
  readonly by: string
  readonly errand: string
}

/** How a deployment stands. `undefined` within a part: AWS says that it is not there. */
export type Status = {
  readonly accountId: string
  readonly region: string
  readonly at: Instant
  readonly stackName: string
  readonly ruleName: string
  readonly stack: Part<StackStatus | undefined>
  readonly rule: Part<RuleStatus | undefined>
  readonly lastRun: Part<RunSummary | undefined>
  readonly alarms: Part<readonly AlarmStatus[]>
  readonly remediation: Part<RemediationStatus | undefined>
  readonly ledger: Part<{ readonly name: string; readonly days: number; readonly lines: readonly LedgerLine[] | undefined }>
  readonly exclusions: Part<{
    readonly list: 'read' | 'missing'
    /** ARN of the shared list that was read besides; undefined for none. */
    readonly shared: string | undefined
    readonly dead: readonly { readonly what: string; readonly why: string }[]
  }>
  /** Names of users by their ids, as far as they could be read. */
  readonly names: ReadonlyMap<string, string>
  readonly guards: readonly Guard[]
}

const PARTS = ['stack', 'rule', 'lastRun', 'alarms', 'remediation', 'ledger', 'exclusions'] as const

/** The parts that could not be read. */
export const unreadParts = (status: Status): readonly string[] => PARTS.filter((name) => status[name].kind !== 'read')
