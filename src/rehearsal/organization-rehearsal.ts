/** Whoever reads an earlier version must not take this one for it: it counts up where a member changes its meaning or goes. */
export const ORGANIZATION_REHEARSAL_VERSION = 1

/** What came of a command in an account. */
export type AccountOutcome = { readonly accountId: string; readonly status: string; readonly reason?: string }

export type AccountsTold = {
  readonly current: number
  readonly failed: number
  readonly withoutStack: number
  readonly armed: number
  readonly unarmed: number
  /** Accounts that joined where others are armed, and are not. */
  readonly joinedUnarmed: readonly string[]
}

type Of = { readonly accountId: string; readonly name: string }

/** One thing that somebody did, or that happened by itself. */
export type Happening =
  | {
      readonly kind: 'command'
      readonly command: string
      readonly exitCode: number
      readonly says: readonly string[]
      readonly accounts: readonly AccountOutcome[]
    }
  | { readonly kind: 'done'; readonly what: string }
  | (Of & { readonly kind: 'joined' })
  /** Whom the rule finds NON_COMPLIANT for the first time. */
  | (Of & { readonly kind: 'found'; readonly userName: string; readonly why: string })
  | (Of & { readonly kind: 'lost'; readonly userName: string; readonly credential: string })
  | ({ readonly kind: 'standing' } & AccountsTold)

export type OrganizationDay = { readonly day: number; readonly at: string; readonly happenings: readonly Happening[] }

/** A deployment to an organization, day by day. Everything people see of it is a function of this. */
export type OrganizationRehearsal = {
  readonly kind: 'organization rehearsal'
  readonly version: typeof ORGANIZATION_REHEARSAL_VERSION
  readonly toolVersion: string
  readonly start: string
  readonly limitDays: number
  readonly pilot: string
  readonly days: readonly OrganizationDay[]
}
