/** Whoever reads an earlier version must not take this one for it: it counts up where a member changes its meaning or goes. */
export const ORGANIZATION_REHEARSAL_VERSION = 1

/** Where an organization's operators sit: the account at its head, and the one that works for it, which may be the same. */
export type Seats = { readonly management: string; readonly security: string }

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
  /** By hand, with the AWS CLI, in the account of that seat; `says` is empty where all went well. */
  | {
      readonly kind: 'typed'
      readonly seat: keyof Seats
      readonly accountId: string
      readonly commands: readonly string[]
      readonly says: readonly string[]
    }
  | { readonly kind: 'done'; readonly what: string }
  | (Of & { readonly kind: 'joined' })
  /** Whom the rule finds NON_COMPLIANT for the first time. */
  | (Of & { readonly kind: 'found'; readonly userName: string; readonly why: string })
  | (Of & { readonly kind: 'lost'; readonly userName: string; readonly credential: string })
  /** The common list excludes somebody, as of this run. */
  | (Of & { readonly kind: 'excluded'; readonly userName: string; readonly why: string })
  /** AWS Config was to remediate, and did not get through. */
  | (Of & { readonly kind: 'refused'; readonly userName: string; readonly why: string })
  /** A run of the rule evaluated nothing. */
  | (Of & { readonly kind: 'run-failed'; readonly why: string })
  | (Of & { readonly kind: 'run-recovered' })
  | ({ readonly kind: 'standing' } & AccountsTold)

export type OrganizationDay = {
  readonly day: number
  readonly at: string
  /** What the day is about, in words; empty after the last one that is planned. */
  readonly title: string
  readonly happenings: readonly Happening[]
}

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
