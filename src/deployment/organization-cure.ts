/** An account in which CloudFormation failed. */
export type FailedAccount = { readonly accountId: string; readonly reason: string; readonly region: string }

/** What to do about it, in words: by the codes and words that CloudFormation passes on from the account. */
export function cureFor({ accountId, reason, region }: FailedAccount): string {
  if (/NoAvailableConfigurationRecorder|configuration recorder/i.test(reason))
    return `AWS Config has no recorder there: turn it on in ${region}, with the resource type AWS::IAM::User. ${again(accountId)}`
  if (/Table already exists/i.test(reason))
    return `A ledger is there already. If a stack by hand has it, delete that stack first; the ledger stays. To go on with it: iam-cleanup deploy --organization --accounts ${accountId} --take-ledger`
  if (/AlreadyExists|already exist|ResourceInUse|ResourceConflict/i.test(reason))
    return `Something has that name there already, most likely a stack by hand, or of another StackSet. Delete that stack in ${accountId}; its ledger stays, and is gone on with: iam-cleanup deploy --organization --accounts ${accountId} --take-ledger. Or take the stack into the set: aws cloudformation import-stacks-to-stack-set`
  if (/service control policy/i.test(reason))
    return `A service control policy refuses it: let the roles stacksets-exec-* make what the template has. ${again(accountId)}`
  if (/AccessDenied|not authorized|UnauthorizedOperation/i.test(reason))
    return `The role of StackSets in the account may not do it: look for service control policies and permissions boundaries. ${again(accountId)}`
  if (/suspended/i.test(reason)) return 'The account is suspended: nothing can be done there.'
  if (/LimitExceeded|quota/i.test(reason)) return `A quota of the account is used up: have it raised. ${again(accountId)}`
  if (/DELETE_FAILED|INOPERABLE/i.test(reason))
    return `A deletion failed there: aws cloudformation delete-stack-instances --retain-stacks takes the account out of the set, then clean up by hand.`
  return `The events of the stack in the account say more: aws cloudformation describe-stack-events, with a profile of ${accountId}. ${again(accountId)}`
}

const again = (accountId: string): string => `Then: iam-cleanup deploy --organization --accounts ${accountId}`
