/** What a service lets others hear of, as AWS's services do by events and metrics: it neither knows who listens nor waits for them. */
export type News =
  /** IAM made a user, renamed or moved one, or deleted it (`user` is undefined then). Of the account, whatever the Region. */
  | { readonly kind: 'user-changed'; readonly userId: string; readonly user: UserNews | undefined }
  /** An account joined the organization (`from` is undefined), moved to another unit of it, or left it (`to` is undefined). */
  | { readonly kind: 'account-moved'; readonly accountId: string; readonly from: string | undefined; readonly to: string | undefined }
  /** An invocation of a function has ended; `failure` says how it failed. */
  | {
      readonly kind: 'function-invoked'
      readonly by: string
      readonly functionName: string
      /** The event, in JSON. */
      readonly payload: string
      readonly began: Date
      readonly failure: Failure | undefined
    }
  /** An automation has begun, or is done. */
  | {
      readonly kind: 'automation-changed'
      readonly executedBy: string
      readonly executionId: string
      readonly status: 'InProgress' | 'Success' | 'Failed'
      readonly steps: readonly StepNews[]
    }

export type UserNews = { readonly userName: string; readonly arn: string; readonly path: string; readonly created: Date }

export type Failure = { readonly errorType: string; readonly errorMessage: string }

export type StepNews = {
  readonly name: string
  readonly status: 'Pending' | 'InProgress' | 'Success' | 'Failed'
  readonly started: Date | undefined
  readonly ended: Date | undefined
  readonly failure: string | undefined
}
