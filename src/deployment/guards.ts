/** Something that protects, and whom it binds. */
export type Guard = { readonly guard: string; readonly bindsRunbook: boolean; readonly bindsApply: true }

const TAG = 'the tag iam-unused-user-cleanup:excluded'

const OTHERS = [
  'the exclusion list, read again at the moment of each act',
  'the brake, for what is done in a day',
  'the ledger: nothing is revoked that is not written down',
  'the last way in of the last administrator',
]

/** What binds whoever revokes: ours is bound by all, the AWS-owned runbook by the tag alone. */
export const guardsUnder = (runbook: string): readonly Guard[] =>
  [TAG, ...OTHERS].map((guard) => ({
    guard,
    bindsRunbook: runbook === 'Guarded' || (runbook === 'AwsManaged' && guard === TAG),
    bindsApply: true,
  }))
