import type { Brake, Hit } from './brake.ts'
import type { DeadExclusion } from './rehearsal.ts'

/** Whoever reads an earlier version must not take this one for it: it counts up where a member changes its meaning or goes. */
export const FORECAST_VERSION = 1

type Of = { readonly userName: string; readonly userId: string }

/** Somebody enters the days in which the digest warns; `due`: the day on which something of theirs is unused unless it is used. */
export type Warned = Of & { readonly due: string }

/** A credential was taken. */
export type Revoked = Of & { readonly credential: { readonly kind: 'password' } | { readonly kind: 'access-key'; readonly id: string } }

/** Who is left alone from now on, by an exclusion or as the last way in; or why a remediation did not succeed. */
export type Told = Of & { readonly why: string }

/** Users as they stand at a run of the rule, before anything is done: each is one of these, and `warned` are among the compliant. */
export type Counts = {
  readonly users: number
  readonly unused: number
  readonly compliant: number
  readonly warned: number
  readonly excluded: number
  readonly unknown: number
}

/** A run of the rule and what follows it until the next one. Lists hold what is new on that day. */
export type ForecastDay = {
  /** 0 is the day of the deployment. */
  readonly day: number
  readonly at: string
  /** `braked`: nobody was evaluated and nothing was done; who is unused would have been. */
  readonly outcome: { readonly kind: 'judged' } | ({ readonly kind: 'braked' } & Brake)
  readonly counts: Counts
  readonly warned: readonly Warned[]
  readonly unused: readonly Hit[]
  readonly revoked: readonly Revoked[]
  readonly protected: readonly Told[]
  readonly failed: readonly Told[]
}

/** What the brake did in these days. `wouldHit`: who is unused at the last run that it ended; `enough`: the least BrakePercent with which no run had been ended. */
export type BrakeEvents =
  | { readonly kind: 'never-closed' }
  | {
      readonly kind: 'closed'
      readonly days: readonly number[]
      readonly enough: number
      readonly wouldHit: readonly Hit[]
    }

/** An account, fast-forwarded: what the template would do to it day by day, if nobody used anything meanwhile. Everything people see of it is a function of this. */
export type Forecast = {
  readonly kind: 'forecast'
  readonly version: typeof FORECAST_VERSION
  readonly toolVersion: string
  readonly accountId: string
  readonly start: string
  readonly limitDays: number
  readonly warningDays: number
  readonly brakePercent: number
  readonly runbook: string
  readonly exclusions: {
    readonly parameter: string
    readonly list: 'read' | 'missing'
    /** As the last run tells them. */
    readonly dead: readonly DeadExclusion[]
  }
  /** Users of the real account who are not in the description, and why. */
  readonly missing: readonly { readonly userName: string; readonly why: string }[]
  readonly days: readonly ForecastDay[]
  readonly brake: BrakeEvents
  /** In all these days. Users are counted once. */
  readonly totals: {
    readonly users: number
    readonly usersWarned: number
    readonly usersUnused: number
    readonly usersRevoked: number
    readonly usersProtected: number
    readonly usersFailed: number
    readonly passwordsRevoked: number
    readonly accessKeysRevoked: number
  }
}
