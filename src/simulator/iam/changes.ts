import type { Call } from '../world/call.ts'
import { callerArn } from '../world/caller.ts'
import { iamOf, type User } from './state.ts'

type What =
  | { readonly action: 'delete-password' | 'create-password' }
  | { readonly action: 'deactivate-key' | 'activate-key' | 'delete-key' | 'create-key'; readonly accessKeyId: string }

/** Write down that a credential of a user changed, when, and by whom. */
export function noteChange({ place, now, caller }: Call, { UserName }: User, what: What): void {
  iamOf(place).changes.push({ at: now, by: callerArn(caller), userName: UserName, ...what })
}
