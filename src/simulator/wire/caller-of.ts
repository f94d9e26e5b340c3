import type { IncomingHttpHeaders } from 'node:http'
import type { Aws } from '../aws.ts'
import { AwsError } from '../aws-error.ts'
import type { Caller } from '../caller.ts'
import { useKey } from '../iam/use.ts'

/**
 * Who signed a request. Signatures are not checked; the access key id tells: a role's session, a user's key (which is thereby used), or
 * anything else for the operator of the account.
 */
export function callerOf(aws: Aws, headers: IncomingHttpHeaders): Caller {
  const [, accessKeyId = '', region = '', service = ''] =
    /Credential=([^/]+)\/[^/]+\/([^/]+)\/([^/]+)\//.exec(headers.authorization ?? '') ?? []
  const session = aws.iam.sessions.get(accessKeyId)
  if (session !== undefined) return { kind: 'role', ...session }
  const user = aws.iam.ownerOfKey(accessKeyId)
  const key = user?.AccessKeys.find(({ AccessKeyId }) => AccessKeyId === accessKeyId)
  if (user === undefined || key === undefined) return { kind: 'operator' }
  if (key.Status !== 'Active') throw new AwsError('InvalidClientTokenId', 403, 'The security token included in the request is invalid.')
  useKey(key, aws.clock.now(), service, region)
  return { kind: 'user', user }
}
