/** What AWS Config was told of one user. */
export type RehearsedEvaluation = {
  readonly userName: string
  /** `AIDA…` */
  readonly userId: string
  readonly complianceType: string
  readonly annotation: string
}

/** What AWS Config's remediation did about one user; `state` and the steps' states are AWS's own words. */
export type RehearsedRemediation = {
  readonly userName: string
  readonly userId: string
  readonly state: string
  readonly steps: readonly { readonly name: string; readonly state: string; readonly error?: string }[]
}

/** One run of the rule, and the remediation that followed it. Instants are ISO 8601, in the simulator's time. */
export type Round = {
  readonly at: string
  readonly evaluations: readonly RehearsedEvaluation[]
  readonly remediations: readonly RehearsedRemediation[]
}

/** A credential that was taken away. */
export type Change =
  | { readonly at: string; readonly userName: string; readonly action: 'delete-password' }
  | { readonly at: string; readonly userName: string; readonly action: 'deactivate-key'; readonly accessKeyId: string }

/** A user's credentials as they are at an end of the rehearsal. */
export type UserState = {
  readonly userName: string
  readonly password: boolean
  readonly accessKeys: readonly { readonly id: string; readonly status: string }[]
}

/** An entry of the exclusion list that protects nobody, and what the rule says of it. */
export type DeadExclusion = { readonly entry: string; readonly why: string }

export type Rehearsal = {
  readonly limitDays: number
  readonly rounds: readonly Round[]
  readonly changes: readonly Change[]
  /** As the last run of the rule tells them. */
  readonly deadExclusions: readonly DeadExclusion[]
  readonly before: readonly UserState[]
  readonly after: readonly UserState[]
}
