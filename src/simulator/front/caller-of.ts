import type { Aws } from './desk.ts'
import { AwsError } from '../world/aws-error.ts'
import type { Caller } from '../world/caller.ts'
import { useKey } from '../iam/use.ts'
import type { Credential } from './wire/authorization.ts'

/**
 * Whose access key signed a request: a role's session, a user's key (which is thereby used), or any other for the operator of the account.
 */
export function callerOf(aws: Aws, { accessKeyId, region, service }: Credential): Caller {
  const session = aws.iam.sessions.get(accessKeyId)
  if (session !== undefined) return { kind: 'role', ...session }
  const user = aws.iam.ownerOfKey(accessKeyId)
  const key = user?.AccessKeys.find(({ AccessKeyId }) => AccessKeyId === accessKeyId)
  if (user === undefined || key === undefined) return { kind: 'operator' }
  if (key.Status !== 'Active') throw new AwsError('InvalidClientTokenId', 403, 'The security token included in the request is invalid.')
  useKey(key, aws.clock.now(), service, region)
  return { kind: 'user', user }
}
