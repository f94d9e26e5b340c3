import { iamOf } from '../iam/state.ts'
import { useKey } from '../iam/use.ts'
import { AwsError } from '../world/aws-error.ts'
import type { Caller } from '../world/caller.ts'
import type { World } from '../world/world.ts'
import type { Credential } from './wire/authorization.ts'

/**
 * Whose access key signed a request: a role's session, a user's key (which is thereby used), an account's operator where it is the account's id, or any other
 * for the operator of the default account. @throws AwsError ExpiredToken, or as the protocol calls it
 */
export function callerOf(
  world: World,
  { accessKeyId, region, service }: Credential,
  codeOf: (code: string) => string,
): Exclude<Caller, { kind: 'principal' }> {
  if (world.sessions.hasEnded(accessKeyId, world.clock.now()))
    throw new AwsError(codeOf('ExpiredToken'), 403, 'The security token included in the request is expired')
  const session = world.sessions.get(accessKeyId)
  if (session !== undefined) return { kind: 'role', ...session }
  for (const { accountId } of world.accounts) {
    const user = iamOf(world.place(accountId)).ownerOfKey(accessKeyId)
    const key = user?.AccessKeys.find(({ AccessKeyId }) => AccessKeyId === accessKeyId)
    if (user === undefined || key === undefined) continue
    if (key.Status !== 'Active') throw new AwsError('InvalidClientTokenId', 403, 'The security token included in the request is invalid.')
    useKey(key, world.clock.now(), service, region)
    return { kind: 'user', accountId, userName: user.UserName, userId: user.UserId, arn: user.Arn }
  }
  return { kind: 'operator', accountId: /^\d{12}$/.test(accessKeyId) ? accessKeyId : world.accountId }
}
