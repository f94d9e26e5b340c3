import type { Call } from '../world/call.ts'
import { callerArn } from '../world/caller.ts'
import type { User } from './state.ts'

type What =
  | { readonly action: 'delete-password' | 'create-password' }
  | { readonly action: 'deactivate-key' | 'activate-key' | 'delete-key' | 'create-key'; readonly accessKeyId: string }

/** Write down that a credential of a user changed, when, and by whom. */
export function noteChange({ aws, now, caller }: Call, { UserName }: User, what: What): void {
  aws.iam.changes.push({ at: now, by: callerArn(caller, aws.accountId), userName: UserName, ...what })
}
