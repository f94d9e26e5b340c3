import type { Instant } from '../judgement/instant.ts'

/** What a run of the rule has come to. */
export type RunSummary =
  | {
      readonly kind: 'ended'
      readonly at: Instant
      /** The time of the event that it answers; where the release says none, when it ended. */
      readonly began: Instant
      readonly users: number
      readonly compliant: number
      readonly nonCompliant: number
      readonly excluded: number
      readonly unknown: number
      readonly release: string
    }
  | { readonly kind: 'failed'; readonly at: Instant; readonly why: string }
